"""A lesson’s clock, made to run faster: forty minutes of lesson in a few minutes of ours.

One factor, `FASTER`, for everything that waits or counts:

* The server is the real one, in a process of its own. Its present moment (what requests and the
  ticker call now) runs faster from its start on, and so does every wait on gevent’s loop: the
  ticker, the counts sent five times a second, the heartbeat of streams, long polls.
* In each browser page: `Date`, `performance.now`, `setTimeout`, `setInterval` and
  `AbortSignal.timeout`, so that countdowns, back-off, heartbeats that do not come, the spread of
  questions after a reveal and the patience with a request are those of a real lesson.

Not faster, because it is work and not waiting: TCP, requests, SQLite and its patience with a
lock, drawing. Here each of them costs `FASTER` times as much of the lesson as it would in class;
so a screen has less time to be right in, never more. Nor are the limits on wrong codes and
passwords (nobody mistypes here), the browser’s cookies, or its own frames and animations.

One constant is the other way about. The server takes a jump of more than `GAP` between two ticks
for sleep. What makes it jump here is a busy machine, which is real time; so `GAP` is kept at its
length in real time, and becomes `FASTER` times as long in the lesson.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

FASTER = 12
FRAME = 100  # real milliseconds between two drawings of a countdown
HERE = Path(__file__).parent

IN_THE_PAGE = """(() => {
  const faster = FASTER, began = Date.now(), steady = performance.now.bind(performance);
  const now = () => Math.round(began + steady() * faster);
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(now()); }
    static now() { return now(); }
  };
  performance.now = () => steady() * faster;
  const wait = window.setTimeout.bind(window), again = window.setInterval.bind(window);
  window.setTimeout = (call, delay = 0, ...more) => wait(call, delay / faster, ...more);
  window.setInterval = (call, delay = 0, ...more) =>
    again(call, Math.max(FRAME, delay / faster), ...more);
  const patience = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (delay) => patience(Math.ceil(delay / faster));
})()""".replace("FASTER", str(FASTER)).replace("FRAME", str(FRAME))
"""Runs in a page before any script of ours. Its date is right when the page begins."""


class LessonTime:
    """Seconds of lesson since it was made, for whoever leads it from outside."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self) -> float:
        """Seconds of lesson so far."""
        return (time.monotonic() - self._began) * FASTER


class FastDatetime(datetime):
    """`datetime`, of which only `now` is used, and runs faster from the start of the process."""

    _began = datetime.now(UTC)
    _steady = time.monotonic()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The lesson’s present moment."""
        gone = timedelta(seconds=(time.monotonic() - cls._steady) * FASTER)
        return (cls._began + gone).astimezone(tz)


def serve() -> None:
    """`recoupe run` with a faster clock. Nothing of the kit may be loaded before."""
    import gevent

    real: Any = gevent.config.loop

    class FastLoop(real):
        """gevent’s loop: every sleep, timeout and wait with a time in the server goes by it."""

        def timer(
            self, after: float, repeat: float = 0.0, ref: bool = True, priority: Any = None
        ) -> Any:
            return super().timer(after / FASTER, repeat / FASTER, ref, priority)

    gevent.config.loop = FastLoop
    import app  # as `recoupe run`: this is where gevent takes over
    from quizzes.gate import clock
    from workshop.system import commands

    clock.datetime = commands.datetime = FastDatetime  # type: ignore[misc,attr-defined]
    commands.GAP *= FASTER
    app.main()


PROGRAM = f"import sys; sys.path.append({str(HERE)!r}); import lesson_clock; lesson_clock.serve()"
