"""The press: HTML in, PDF out. Whatever is asked for by many at the same time is made once."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from workshop.paper.faults import Busy
from workshop.paper.render import render_pdf

AT_ONCE = 2
PATIENCE = 20.0
KEPT = 16


class Press:
    """What is being printed now, and what was printed last, each by a mark of its HTML.

    The same HTML is the same paper, so nothing else has to say when a PDF is out of date.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(AT_ONCE)
        self._running: dict[str, Future[bytes]] = {}
        self._shelf: OrderedDict[str, bytes] = OrderedDict()

    def pdf(self, html: str, *, title: str, language: str, keep: bool = True) -> bytes:
        """The PDF: from the shelf, from whoever is printing it now, or from a new child process.

        Raises Busy or RenderError, and the same for all who wait; the next one tries anew.
        """
        mark = hashlib.sha256(html.encode()).hexdigest()
        with self._lock:
            if mark in self._shelf:
                self._shelf.move_to_end(mark)
                return self._shelf[mark]
            running = self._running.get(mark)
            mine = self._running.setdefault(mark, Future())
        if running is not None:
            return running.result()
        return self._lead(mark, mine, lambda: self._print(html, title, language), keep=keep)

    def _lead(
        self, mark: str, running: Future[bytes], make: Callable[[], bytes], *, keep: bool
    ) -> bytes:
        """Print for all who wait for this mark, and tell them how it ended."""
        try:
            made = make()
        except BaseException as error:
            self._finish(mark)
            running.set_exception(error if isinstance(error, Exception) else Busy())
            raise
        self._finish(mark, made if keep else None)
        running.set_result(made)
        return made

    def _finish(self, mark: str, made: bytes | None = None) -> None:
        """Nobody waits for it any more; the last few that may be kept are."""
        with self._lock:
            del self._running[mark]
            if made is not None:
                self._shelf[mark] = made
            while len(self._shelf) > KEPT:
                self._shelf.popitem(last=False)

    def _print(self, html: str, title: str, language: str) -> bytes:
        """At most two child processes at once, whatever they print."""
        if not self._free.acquire(timeout=PATIENCE):
            raise Busy
        try:
            return render_pdf(html, title=title, language=language)
        finally:
            self._free.release()
