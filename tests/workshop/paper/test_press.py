"""One printing for one document, however many ask, with threads and with gevent."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from workshop.paper import press, render
from workshop.paper.faults import Busy, RenderError, RenderFault
from workshop.paper.press import KEPT, Press

ROOT = Path(__file__).resolve().parents[3]
MANY = 20
WORKSHEET = "/handouts/pub-ou-pas-pub/worksheet.pdf?lang=fr"


def ask(app: Flask, paths: list[str], headers: dict[str, str] | None = None) -> list[TestResponse]:
    """All at once, each by a phone of its own."""
    together = threading.Barrier(len(paths))

    def get(path: str) -> TestResponse:
        together.wait(10)
        return app.test_client().get(path, headers=headers)

    with ThreadPoolExecutor(len(paths)) as crowd:
        return list(crowd.map(get, paths))


def counted(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[str], bytes] = lambda _html: b"%PDF- made"
) -> list[str]:
    """Printing that takes a while and is counted."""
    made: list[str] = []

    def slow(html: str, **_: Any) -> bytes:
        made.append(html)
        time.sleep(0.5)
        return make(html)

    monkeypatch.setattr(press, "render_pdf", slow)
    return made


def printed(one: Press, html: str) -> bytes:
    return one.pdf(html, title="t", language="fr")


def test_twenty_who_ask_for_a_cold_document_get_it_from_one_printing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counted(monkeypatch)
    answers = ask(app, [WORKSHEET] * MANY)
    assert [one.status_code for one in answers] == [200] * MANY
    assert {one.data for one in answers} == {b"%PDF- made"}
    assert len(made) == 1


def test_twenty_who_ask_for_the_report_of_a_room_share_one_that_is_not_kept(
    app: Flask, room: Any, fatima: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counted(monkeypatch)
    path = f"/facilitate/{room.code}/report.pdf?lang=fr"
    answers = ask(app, [path] * MANY, fatima.headers)
    assert [one.status_code for one in answers] == [200] * MANY
    assert len(made) == 1
    ask(app, [path], fatima.headers)
    assert len(made) == 2


def test_the_child_itself_runs_once_for_twenty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    run = subprocess.run

    def watched(*args: Any, **more: Any) -> Any:
        begun.append(args)
        return run(*args, **more)

    monkeypatch.setattr(render.subprocess, "run", watched)
    answers = ask(app, ["/handouts/vote-cards.pdf?lang=fr"] * MANY)
    assert [one.status_code for one in answers] == [200] * MANY
    assert all(one.data.startswith(b"%PDF-1") for one in answers)
    assert len(begun) == 1


def test_all_who_wait_hear_of_a_failure_and_the_next_one_tries_anew(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str) -> bytes:
        raise RenderError(RenderFault.TOO_SLOW)

    made = counted(monkeypatch, fail)
    answers = ask(app, [WORKSHEET] * MANY)
    assert [one.status_code for one in answers] == [503] * MANY
    assert all("It took too long" in one.text or "trop de temps" in one.text for one in answers)
    assert len(made) == 1
    made = counted(monkeypatch)
    assert [one.status_code for one in ask(app, [WORKSHEET])] == [200]
    assert len(made) == 1


def test_different_documents_wait_their_turn_and_then_are_told_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counted(monkeypatch)
    monkeypatch.setattr(press, "PATIENCE", 0.05)
    names = ("exit-ticket", "glossary", "vote-cards", "certificate", "parents-card")
    answers = ask(app, [f"/handouts/{name}.pdf" for name in names])
    assert sorted(one.status_code for one in answers) == [200, 200, 503, 503, 503]
    assert {one.headers.get("Retry-After") for one in answers} == {None, "30"}
    assert len(made) == 2
    monkeypatch.setattr(press, "PATIENCE", 20.0)
    answers = ask(app, [f"/handouts/{name}.pdf" for name in names])
    assert [one.status_code for one in answers] == [200] * len(names)
    assert len(made) == len(names)


def test_a_printing_that_is_broken_off_leaves_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, go = threading.Event(), threading.Event()

    def broken_off(html: str, **_: Any) -> bytes:
        inside.set()
        go.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(press, "render_pdf", broken_off)
    one = Press()
    with ThreadPoolExecutor(2) as crowd:
        first = crowd.submit(printed, one, "x")
        assert inside.wait(5)
        second = crowd.submit(printed, one, "x")
        time.sleep(0.1)
        go.set()
        assert isinstance(first.exception(5), KeyboardInterrupt)
        assert isinstance(second.exception(5), Busy)
    monkeypatch.setattr(press, "render_pdf", lambda html, **_: b"%PDF-")
    assert printed(one, "x") == b"%PDF-"


def test_the_last_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(press, "render_pdf", lambda html, **_: made.append(html) or b"%PDF-")
    one = Press()
    for number in range(KEPT):
        printed(one, str(number))
    printed(one, "0")
    printed(one, "new")
    assert len(made) == KEPT + 1
    printed(one, "0")
    assert len(made) == KEPT + 1, "what was asked for lately stays"
    printed(one, "1")
    assert len(made) == KEPT + 2


WITH_GEVENT = f"""
from gevent import monkey
monkey.patch_all()
import sys, time
import gevent
import app as recoupe
from workshop.paper import press

made = []
def slow(html, **_):
    made.append(html)
    time.sleep(0.3)
    return b"%PDF- made"
press.render_pdf = slow
app = recoupe.create_app({{"DATA_DIR": sys.argv[1], "SECRET_KEY": "test", "TESTING": True}})
phones = [gevent.spawn(app.test_client().get, {WORKSHEET!r}) for _ in range({MANY})]
gevent.joinall(phones, timeout=60, raise_error=True)
print(sorted({{one.value.status_code for one in phones}}), len(made))
"""


def test_with_gevent_it_is_one_printing_too(app: Flask, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITH_GEVENT, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[200] 1", done.stderr
