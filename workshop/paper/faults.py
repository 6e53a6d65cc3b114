"""What can go wrong between HTML and PDF, and how the child process tells its parent."""

from __future__ import annotations

from enum import IntEnum

MAX_PAGES = 150


class RenderFault(IntEnum):
    """Exit codes of the child. `label` is a sentence for a person."""

    NO_PANGO = 71
    TOO_MANY_PAGES = 72
    TOO_MUCH_MEMORY = 73
    BROKEN = 74
    TOO_SLOW = 75

    @property
    def label(self) -> str:
        """What happened and what to do."""
        return _LABELS[self]


_LABELS = {
    RenderFault.NO_PANGO: (
        "PDF needs WeasyPrint and the Pango library. On Debian or Ubuntu: sudo apt-get install "
        "libpango-1.0-0 libpangoft2-1.0-0; on macOS: brew install pango. "
        "Or print the page from a browser."
    ),
    RenderFault.TOO_MANY_PAGES: (
        f"This document would have more than {MAX_PAGES} pages. Make the pack shorter."
    ),
    RenderFault.TOO_MUCH_MEMORY: "This document needs too much memory. Use smaller pictures.",
    RenderFault.BROKEN: "The PDF could not be made. Print the page from a browser instead.",
    RenderFault.TOO_SLOW: "Making the PDF took too long. Retry, or print the page from a browser.",
}


class Busy(Exception):
    """All presses are taken, and none came free in time."""


class RenderError(Exception):
    """No PDF was made. `str()` is a sentence for a person; `trouble` says which."""

    def __init__(self, trouble: RenderFault, detail: str = "") -> None:
        self.trouble, self.detail = trouble, detail
        super().__init__(trouble.label)


class PangoMissing(RenderError):
    """This machine has no Pango, or no WeasyPrint."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(RenderFault.NO_PANGO, detail)
