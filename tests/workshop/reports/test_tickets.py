"""Exit tickets on the page of a report: typed in, changed, deleted with the session."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from sqlalchemy import text

from quizzes.store.db import db
from workshop.live import lifetime, sessions

TYPED = {"texts-trust": "Lire au-delà\nlire  au-delà\n=1+1", "codes-next": "source 7\nindice 3"}


def path(room: Any, more: str = "") -> str:
    return f"/facilitate/{room.code}/report{more}"


@pytest.fixture
def keep(send: Any) -> Any:
    """Type these tickets in, and keep them."""

    def kept(room: Any, typed: dict[str, str]) -> Any:
        return send(room.owner.browser, path(room), path(room, "/tickets?lang=en"), typed)

    return kept


def shown(room: Any, more: str = "?lang=en") -> str:
    return unescape(room.owner.browser.get(path(room, more)).text)


def rows(room: Any) -> int:
    with room.owner.app.app_context():
        return int(db.session.scalar(text("SELECT count(*) FROM exit_ticket")) or 0)


def test_they_are_grouped_and_counted_everywhere(room: Any, keep: Any) -> None:
    assert keep(room, TYPED).status_code == 302
    for page in (shown(room), shown(room, ".html?lang=en")):
        assert "One source or clue that I trust" in page and "What I will check next" in page
        assert "Lire au-delà" in page and "source" in page and "× 7" in page
    table = shown(room, ".csv?lang=en")
    assert "Lire au-delà,,2" in table and "source,,7" in table and "'=1+1" in table


def test_they_are_edited_as_they_were_typed_and_emptied(room: Any, keep: Any) -> None:
    keep(room, TYPED)
    page = shown(room)
    assert ">\nLire au-delà\nlire au-delà\n=1+1</textarea>" in page
    assert ">\nsource 7\nindice 3</textarea>" in page
    keep(room, {"codes-next": "source 8"})
    assert rows(room) == 1 and "source 8" in shown(room)
    keep(room, {})
    assert rows(room) == 0


def test_a_wrong_line_changes_nothing_and_comes_back_to_be_mended(room: Any, keep: Any) -> None:
    keep(room, TYPED)
    before = rows(room)
    answer = keep(room, {"texts-trust": "kept here", "codes-trust": "source 7\nindice"})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Line 2:" in page and "such as “source 7”" in page
    assert "kept here" in page and "indice</textarea>" in page
    assert rows(room) == before


def test_five_hundred_long_ones_fit_and_not_one_more(room: Any, keep: Any) -> None:
    longest = "\n".join(["é" * 300] * 500)
    assert keep(room, {"texts-trust": longest}).status_code == 302
    assert rows(room) == 500
    assert keep(room, {"texts-trust": f"{longest}\none more"}).status_code == 422
    assert rows(room) == 500


@pytest.mark.parametrize("how", ["deleted", "purged"])
def test_they_go_with_the_session(room: Any, time: Any, keep: Any, how: str) -> None:
    keep(room, TYPED)
    assert rows(room)
    with room.owner.app.app_context():
        live = sessions.load(room.code)
        assert live is not None
        if how == "deleted":
            lifetime.delete(live)
        else:
            lifetime.purge(time.pass_(days=400))
    assert rows(room) == 0


def test_only_whoever_leads_it_may_write(
    room: Any, other_facilitator: Any, client: Any, send: Any
) -> None:
    for browser in (other_facilitator.browser, client):
        answer = send(browser, "/login", path(room, "/tickets"), TYPED)
        assert answer.status_code in (302, 401, 403, 404)
    assert rows(room) == 0


def test_markup_stays_text(room: Any, keep: Any) -> None:
    keep(room, {"texts-next": "</textarea><script>alert(1)</script>"})
    answer = room.owner.browser.get(path(room)).text
    assert "<script>alert" not in answer and "&lt;/textarea&gt;" in answer
