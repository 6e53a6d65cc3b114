"""HTML to PDF, in a child process that can neither reach out nor run away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from workshop.paper.faults import PangoMissing, RenderError, RenderFault

WALL_SECONDS = 20.0
ROOT = Path(__file__).resolve().parents[2]
PDF_MARK = b"%PDF-"


def render_pdf(html: str, *, title: str, language: str, seconds: float = WALL_SECONDS) -> bytes:
    """A tagged PDF with its title and language set.

    Stylesheets, fonts and pictures are named as `kit:/css/print.css`, `kit:/fonts/…`,
    `kit:/img/…` or are inline `data:` pictures; nothing else is ever read. Raises PangoMissing
    where this machine cannot make PDF, RenderError for anything else that goes wrong.
    """
    command = [sys.executable, "-m", "workshop.paper.child", title, language]
    try:
        done = subprocess.run(  # noqa: S603  (our own module; texts are arguments, no shell)
            command,
            input=html.encode(),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RenderError(RenderFault.TOO_SLOW) from error
    if done.returncode == 0 and done.stdout.startswith(PDF_MARK):
        return done.stdout
    raise _error(done.returncode, done.stderr.decode(errors="replace")[-2000:])


def _environment() -> dict[str, str]:
    """Ours without the kit's settings: the child has no business with secrets."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("RECOUPE_")}
    return {**ours, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _error(code: int, detail: str) -> RenderError:
    if code == RenderFault.NO_PANGO:
        return PangoMissing(detail)
    if code in set(RenderFault):
        return RenderError(RenderFault(code), detail)
    if code < 0:  # ended by a signal: by the limit on processor time, else for want of memory
        timed_out = -code == getattr(signal, "SIGXCPU", None)
        return RenderError(
            RenderFault.TOO_SLOW if timed_out else RenderFault.TOO_MUCH_MEMORY, detail
        )
    return RenderError(RenderFault.BROKEN, detail)
