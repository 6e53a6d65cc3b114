"""The process that runs WeasyPrint: HTML on standard input, PDF on standard output.

`python -m workshop.paper.child TITLE LANGUAGE`. It sets its own limits before it reads
anything, and ends with one of the exit codes of `RenderFault`.
"""

from __future__ import annotations

import importlib
import logging
import sys
from typing import Any

from workshop.paper.faults import MAX_PAGES, RenderFault

CPU_SECONDS = 20
MEMORY_BYTES = 1_500_000_000
MAX_HTML = 40_000_000


class PageLimit(BaseException):
    """The layout went past the last page we allow."""


class PageCounter(logging.Handler):
    """Stops the layout when WeasyPrint reports a page too many."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise PageLimit at page MAX_PAGES + 1."""
        if "Page" in str(record.msg) and record.getMessage().endswith(f" {MAX_PAGES + 1}"):
            raise PageLimit


def set_limits() -> None:
    """Processor time and memory, where the system knows such limits (not on Windows)."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return
    _limit(resource, resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource, resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource, resource.RLIMIT_CORE, 0)


def _limit(resource: Any, which: int, most: int) -> None:
    _soft, hard = resource.getrlimit(which)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(which, (wanted, hard))
    except (OSError, ValueError):  # macOS refuses RLIMIT_AS: the other limits still hold
        print(f"limit {which} could not be set", file=sys.stderr)


def count_pages() -> None:
    """Watch WeasyPrint's progress for too many pages."""
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    progress.addHandler(PageCounter())


def make_pdf(html: str, title: str, language: str) -> bytes:
    """The PDF. Imports of heavy libraries happen here, under the limits."""
    weasyprint = importlib.import_module("weasyprint")
    fetcher = importlib.import_module("workshop.paper.fetcher").PackagedOnly()
    document = weasyprint.HTML(string=html, base_url="kit:/", url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(pdf_tags=True, pdf_version="1.7")
    mended: bytes = importlib.import_module("workshop.paper.mend").mend(pdf, title, language)
    return mended


def main(title: str, language: str) -> int:
    """Read, render, write; the exit code."""
    set_limits()
    try:
        html = sys.stdin.buffer.read(MAX_HTML + 1)
        if len(html) > MAX_HTML:
            return RenderFault.TOO_MUCH_MEMORY
        try:
            importlib.import_module("weasyprint")
        except (ImportError, OSError) as error:
            print(error, file=sys.stderr)
            return RenderFault.NO_PANGO
        count_pages()
        sys.stdout.buffer.write(make_pdf(html.decode(), title, language))
        return 0
    except PageLimit:
        return RenderFault.TOO_MANY_PAGES
    except (MemoryError, RecursionError):
        return RenderFault.TOO_MUCH_MEMORY
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return RenderFault.BROKEN


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
