"""QR codes that scan."""

from __future__ import annotations

from xml.etree import ElementTree

from workshop.network.qr import QUIET, qr_data_uri, qr_svg, qr_terminal

URL = "https://recoupe.example.org/j/ABCDEF?k=0123456789"


def modules(svg: str) -> int:
    return int(ElementTree.fromstring(svg).attrib["viewBox"].split()[2])


def test_the_drawing_keeps_four_modules_of_quiet_zone() -> None:
    svg = qr_svg(URL)
    path = list(ElementTree.fromstring(svg))[1].attrib["d"]
    starts = [part.split("h")[0].split() for part in path.split("M")[1:]]
    xs, ys = {int(x) for x, _ in starts}, {int(y) for _, y in starts}
    assert min(xs) == min(ys) == QUIET
    assert max(ys) == modules(svg) - QUIET - 1


def test_the_drawing_has_nothing_that_a_strict_page_refuses() -> None:
    svg = qr_svg(URL)
    assert "style" not in svg and "script" not in svg
    assert qr_data_uri(URL).startswith("data:image/svg+xml;base64,")


def test_the_terminal_code_is_a_rectangle_of_half_blocks() -> None:
    lines = qr_terminal(URL).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert set("".join(lines)) <= set("█▀▄ ")
    assert len(lines) * 2 in {len(lines[0]), len(lines[0]) + 1}
