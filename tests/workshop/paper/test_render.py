"""HTML to PDF: what comes out, and what is refused."""

from __future__ import annotations

import http.server
import io
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from workshop.paper import render
from workshop.paper.faults import MAX_PAGES, PangoMissing, RenderError, RenderFault
from workshop.paper.render import render_pdf

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"


def page(body: str, head: str = "") -> str:
    title = "<title>Titre</title>"
    return f'<!doctype html><html lang="fr"><head>{title}{head}</head><body>{body}</body></html>'


def opened(html: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(html, title="Un titre", language="fr")))


def tags(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Object]:
    return [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and name_is(one, name)
    ]


def name_is(one: pikepdf.Object, name: str) -> bool:
    return "/S" in one and str(one.S) == name and "/P" in one


def pictures(pdf: pikepdf.Pdf) -> int:
    return sum(
        isinstance(one, pikepdf.Stream) and str(one.get("/Subtype")) == "/Image"
        for one in pdf.objects
    )


@pytest.fixture
def visited() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the paths that were asked of it."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_pdf_is_tagged_and_says_its_title_and_language() -> None:
    pdf = opened(page("<h1>Bonjour</h1><p>Texte</p>"))
    assert str(pdf.Root.Lang) == "fr"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"]) == "Un titre"
    assert tags(pdf, "/H1") and tags(pdf, "/P")


def test_headers_of_tables_say_what_they_head() -> None:
    table = (
        "<table><thead><tr><th scope=col>A<th scope=col>B</thead>"
        "<tbody><tr><th scope=row>C<td>D</tbody></table>"
    )
    pdf = opened(page(table))
    found = [str(one.A.Scope) for one in tags(pdf, "/TH")]
    assert sorted(found) == ["/Column", "/Column", "/Row"]


def test_the_running_foot_is_no_content() -> None:
    link = '<link rel="stylesheet" href="kit:/css/print.css">'
    html = page("<p>Texte</p>", link).replace("<body>", '<body data-foot="PIED" data-head="x">')
    pdf = opened(html)
    stream = pikepdf.unparse_content_stream(list(pikepdf.parse_content_stream(pdf.pages[0])))
    assert b"/Pagination" in stream
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    assert any(owner is None for owner in nums[1])


def test_a_drawing_without_words_is_decoration_and_one_with_words_is_not() -> None:
    svg = "<svg width=9 height=9 viewBox='0 0 9 9'>{}<rect width='9' height='9'/></svg>"
    silent = opened(page("<p>Texte</p>" + svg.format("")))
    spoken = opened(page("<p>Texte</p>" + svg.format("<title>Carré</title>")))

    def figures(pdf: pikepdf.Pdf) -> str:
        return str(reachable(pdf.Root.StructTreeRoot)).count("/Figure") * "F"

    assert (figures(silent), figures(spoken)) == ("", "F")


def reachable(element: pikepdf.Object) -> list[str]:
    kids = element.get("/K", pikepdf.Array())
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [str(kid.S), *reachable(kid)]
    return found


def test_inline_pictures_are_shown() -> None:
    assert pictures(opened(page(f'<img alt="x" src="data:image/png;base64,{PNG}">'))) == 1


def test_fonts_and_styles_of_the_kit_are_used() -> None:
    link = '<link rel="stylesheet" href="kit:/css/print.css">'
    pdf = opened(page("<p>Texte <b>gras</b></p>", link))
    names = {str(one.BaseFont) for one in pdf.objects if "/BaseFont" in safe(one)}
    assert any("Atkinson" in name for name in names)


def safe(one: pikepdf.Object) -> pikepdf.Object:
    return one if isinstance(one, pikepdf.Dictionary) else pikepdf.Dictionary()


def test_nothing_is_fetched_from_the_network(visited: tuple[str, list[str]]) -> None:
    base, seen = visited
    inner = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{base}/g"/></svg>'
    drawing = b64encode(inner.encode()).decode()
    opened(
        page(
            f'<img alt="x" src="{base}/a.png"><p style="background:url({base}/b.png)">x</p>'
            f'<object data="{base}/c"></object><embed src="{base}/d"><iframe src="{base}/e"></iframe>'
            f'<img alt="y" src="data:image/svg+xml;base64,{drawing}">',
            f'<link rel="stylesheet" href="{base}/f.css"><link rel="attachment" href="{base}/h">'
            f"<style>@import url({base}/i.css); @font-face {{ font-family: X; src: url({base}/j) }}"
            "p { font-family: X }</style>",
        )
    )
    assert seen == []


@pytest.mark.parametrize(
    "address",
    [
        "file://{}",
        "{}",
        "kit:/../pyproject.toml",
        "kit:/fonts/../../app.py",
        "kit:/fonts/%2e%2e/%2e%2e/app.py",
        "kit://host/fonts/LICENSE-atkinson-hyperlegible",
        "kit:/css/kit.css",
        "FILE://{}",
    ],
)
def test_no_file_of_this_machine_is_read(address: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b64decode(PNG))
    url = address.format(secret)
    pdf = opened(
        page(
            f'<p>Texte</p><img alt="x" src="{url}"><a rel="attachment" href="{url}">y</a>',
            f'<link rel="attachment" href="{url}"><link rel="stylesheet" href="{url}">',
        )
    )
    assert pictures(pdf) == 0
    assert not pdf.attachments


def test_data_that_is_no_picture_is_neither_shown_nor_attached() -> None:
    url = "data:text/plain;base64,c2VjcmV0"
    pdf = opened(page("<p>Texte</p>", f'<link rel="attachment" href="{url}">'))
    assert not pdf.attachments


def test_three_thousand_page_breaks_end_in_a_clear_error() -> None:
    with pytest.raises(RenderError) as caught:
        render_pdf(page("<p style='break-after: page'>x</p>" * 3000), title="T", language="fr")
    assert caught.value.trouble is RenderFault.TOO_MANY_PAGES
    assert str(MAX_PAGES) in str(caught.value)


def test_a_page_that_takes_for_ever_is_ended_by_the_clock() -> None:
    nested = "<div style='display:flex'>" * 400 + "x" + "</div>" * 400
    with pytest.raises(RenderError) as caught:
        render_pdf(page(nested * 50), title="T", language="fr", seconds=2)
    assert caught.value.trouble in {RenderFault.TOO_SLOW, RenderFault.TOO_MUCH_MEMORY}


def test_a_machine_without_pango_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(PangoMissing, match=r"libpango-1\.0-0"):
        render_pdf(page("<p>x</p>"), title="T", language="fr")


def test_the_child_learns_none_of_the_kits_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUPE_SECRET_KEY", "marker")
    assert "marker" not in render._environment().values()
