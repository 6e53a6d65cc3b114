"""What the paper may be made of: packaged files and pictures that stand in the page itself."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path
from urllib import parse
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
FOLDERS = ("fonts", "img")
STYLESHEETS = ("css/print.css", "css/leaflets.css")
TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_PICTURE = re.compile(r"^data:(image/(?:svg\+xml|png|jpeg|webp))(?:;charset=[\w-]+)?(;base64)?,")

for _names in (parse.uses_relative, parse.uses_netloc):
    if "kit" not in _names:  # so that ../fonts/… in print.css is found beside it
        _names.append("kit")


class RefusedError(ValueError):
    """An address that paper may not be made of."""


class PackagedOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Serves `kit:/…` and `data:` pictures; refuses every other address, redirects included."""

    def __init__(self) -> None:
        super().__init__(timeout=1, allowed_protocols=("kit", "data"), allow_redirects=False)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file, or an error that WeasyPrint turns into "left out"."""
        if url.startswith("data:"):
            return _inline(url)
        if urlsplit(url).scheme == "kit":
            return _packaged(url)
        raise RefusedError(f"refused: {url[:80]}")


def _inline(url: str) -> URLFetcherResponse:
    found = _PICTURE.match(url)
    if not found:
        raise RefusedError("only pictures may be inline")
    body = url[found.end() :]
    data = b64decode(unquote(body)) if found[2] else unquote_to_bytes(body)
    return URLFetcherResponse(url, data, {"Content-Type": found[1]})


def _packaged(url: str) -> URLFetcherResponse:
    parts = urlsplit(url)
    name = unquote(parts.path).lstrip("/")
    path = (STATIC / name).resolve()
    known = name in STYLESHEETS or any(path.is_relative_to(STATIC / one) for one in FOLDERS)
    if parts.netloc or not known or path.suffix not in TYPES or not path.is_file():
        raise RefusedError(f"not a packaged file: {name[:80]}")
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})
