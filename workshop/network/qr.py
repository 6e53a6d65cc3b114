"""QR codes, as drawings for paper and screens and as text for a terminal.

The only module that imports qrcode.
"""

from __future__ import annotations

from base64 import b64encode
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def _matrix(text: str, quiet: int) -> list[list[bool]]:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=quiet)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.get_matrix()]


def qr_svg(text: str) -> str:
    """A black and white drawing with its quiet zone. Each row's runs overlap the next by a
    hair, so that no printer leaves white lines between them."""
    rows = _matrix(text, QUIET)
    size = len(rows)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        for dark, cells in groupby(row):
            width = len(list(cells))
            if dark:
                runs.append(f"M{x} {y}h{width}v1.02h-{width}z")
            x += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        f' width="{size * 8}" height="{size * 8}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{"".join(runs)}"/></svg>'
    )


def qr_data_uri(text: str) -> str:
    """The drawing as the `src` of an image."""
    return "data:image/svg+xml;base64," + b64encode(qr_svg(text).encode()).decode()


def qr_terminal(text: str) -> str:
    """The code in half blocks, light on dark turned round: for terminals with dark ground."""
    rows = _matrix(text, 2)
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = (
        "".join(_HALVES[not upper, not lower] for upper, lower in zip(top, bottom, strict=True))
        for top, bottom in pairs
    )
    return "\n".join(lines)
