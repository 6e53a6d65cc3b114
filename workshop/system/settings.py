"""Every RECOUPE_* setting with its default, and how each is read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.dates import get_timezone

from quizzes.items.text import LANGUAGES


@dataclass(frozen=True)
class Setting:
    """One RECOUPE_* variable."""

    name: str
    default: str
    what: str

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"RECOUPE_{self.name}"


SETTINGS = (
    Setting("PORT", "8080", "port the server listens on"),
    Setting("BIND", "", "address the server listens on (default: this machine, or all with --lan)"),
    Setting("DATA_DIR", "", "folder of the database and the secret (default: your data folder)"),
    Setting("DATABASE_URL", "", "another database (default: SQLite in the data folder)"),
    Setting("BASE_URL", "", "address that phones use, such as https://quiz.example.org"),
    Setting("SECRET_KEY", "", "signs cookies (default: made at the first start and kept)"),
    Setting("LANGUAGE", "fr", "language where the browser asks for none of ours: fr or en"),
    Setting("TIMEZONE", "Europe/Brussels", "time zone of the dates and hours that are shown"),
    Setting("KEEP_DAYS", "30", "days after which a live session or a test deletes itself"),
    Setting("WIFI", "", "name of the network that phones join, shown beside the QR code"),
    Setting("DEVELOP", "0", "1 shows /parts: what pages are made of, for whoever changes them"),
    Setting("TRUST_PROXY", "0", "number of proxies in front whose headers are believed"),
)


def read_settings(given: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Every setting as text: what is given wins, then the environment, then the default."""
    found = {one.name: os.environ.get(one.variable, "") or one.default for one in SETTINGS}
    return {**found, **{key: str(value) for key, value in (given or {}).items() if key in found}}


def whole(settings: Mapping[str, str], name: str, least: int, most: int) -> int:
    """A setting that is a whole number from `least` to `most`. Raises ValueError."""
    text = settings[name].strip()
    if not text.isdecimal() or not least <= int(text) <= most:
        what = f"a whole number from {least} to {most}"
        raise ValueError(f"RECOUPE_{name} is {what}, not “{text}”.")
    return int(text)


def base_address(settings: Mapping[str, str]) -> str:
    """RECOUPE_BASE_URL without its last slash. Raises ValueError when it is no web address."""
    text = settings["BASE_URL"].strip().rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise ValueError(f"RECOUPE_BASE_URL begins with http:// or https://, unlike “{text}”.")
    return text


def default_language(settings: Mapping[str, str]) -> str:
    """RECOUPE_LANGUAGE. Raises ValueError when it is not one of ours."""
    name = settings["LANGUAGE"].strip()
    if name not in LANGUAGES:
        raise ValueError(f"RECOUPE_LANGUAGE is {' or '.join(LANGUAGES)}, not “{name}”.")
    return name


def time_zone(settings: Mapping[str, str]) -> str:
    """RECOUPE_TIMEZONE. Raises ValueError when there is no such zone."""
    name = settings["TIMEZONE"].strip()
    try:
        get_timezone(name)
    except LookupError as error:
        raise ValueError(f"RECOUPE_TIMEZONE is no time zone: “{name}”.") from error
    return name


def kept_secret(path: Path) -> str:
    """The secret of this installation, made once and readable by its owner only."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
