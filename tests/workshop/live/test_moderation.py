"""What participants write: nobody sees it before the facilitator has approved it."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from quizzes.items.text import LANGUAGES
from quizzes.store.db import db
from workshop.live import lifetime
from workshop.live import sessions as live
from workshop.live.screens import announcing
from workshop.reports import spreadsheet as reports

MARK = "Zqxmarqueur"
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "</ul></section><h1>x",
    '" onmouseover="alert(1)',
    "https://evil.example/x?y=1",
    "=HYPERLINK(1)",
    "javascript:alert(1)",
]
Open = Callable[..., Any]

# What one answers at each item of the pack for tests, so that the words are in it.
ANSWERS: dict[str, Callable[[str], Any]] = {
    "A15": lambda words: [words],
    "B14": lambda words: words,
    "B15": lambda words: words,
    "C20": lambda words: {"found": "b", "pages": ["press"], "line": words},
}


def decide(room: Any, texts: list[str], *, shown: bool = True, expect: int = 200) -> Any:
    answer = room.http.put(
        f"/api/live/{room.code}/rounds/{room.round}/texts",
        json={"texts": texts, "shown": shown},
        headers=room.owner.headers,
    )
    assert answer.status_code == expect, answer.text
    return answer.json


def lists(room: Any) -> dict[str, list[str]]:
    writing = room.results()["writing"]
    return {name: [one["text"] for one in writing[name]] for name in ("waiting", "shown", "hidden")}


def big_screen(room: Any) -> str:
    """Every byte that the big screen can get now, in both languages."""
    parts = []
    for language in LANGUAGES:
        query = f"as=projector&lang={language}"
        for path in (f"snapshot?{query}", f"results?{query}"):
            reply = room.http.get(f"/api/live/{room.code}/{path}", headers=room.owner.headers)
            parts.append(json.dumps(reply.json, ensure_ascii=False))
        stream = room.http.get(
            f"/api/live/{room.code}/stream?{query}", headers=room.owner.headers, buffered=False
        )
        chunks = iter(stream.response)
        parts += [next(chunks).decode(), next(chunks).decode()]
        stream.close()
    return "".join(parts)


def phone(room: Any, participant: Any) -> str:
    """Every byte that a phone can get now."""
    parts = [
        json.dumps(participant.get(path).json, ensure_ascii=False) for path in ("snapshot", "me")
    ]
    parts.append(participant.get(f"rounds/{room.round}/peer").text)
    stream = participant.phone.get(f"/api/live/{room.code}/stream", buffered=False)
    chunks = iter(stream.response)
    parts += [next(chunks).decode(), next(chunks).decode()]
    stream.close()
    for page in ("", "/recap"):
        parts.append(participant.phone.get(f"/j/{room.code}{page}").text)
    return "".join(parts)


class TestSecrecy:
    @pytest.mark.parametrize("code", ANSWERS)
    @pytest.mark.parametrize("live_bars", [False, True])
    def test_no_byte_of_a_text_that_is_not_approved_reaches_anybody_else(
        self, written: Open, code: str, live_bars: bool
    ) -> None:
        room = written(code, live_bars=live_bars)
        author, other = room.join("fr"), room.join("en")
        assert author.respond(ANSWERS[code](MARK)).status_code == 201
        for move in ("close", "discuss", "reveal"):
            assert MARK not in big_screen(room)
            assert MARK not in phone(room, other)
            assert MARK in author.get("me").text  # the search finds what is there
            room.move(move)
        assert MARK not in big_screen(room)
        assert MARK not in phone(room, other)
        decide(room, [MARK])
        assert MARK in big_screen(room)
        decide(room, [MARK], shown=False)
        assert MARK not in big_screen(room)
        assert MARK not in phone(room, other)

    @pytest.mark.parametrize("code", ANSWERS)
    def test_an_approved_text_waits_for_the_reveal_unless_bars_come_in_live(
        self, written: Open, code: str
    ) -> None:
        for live_bars in (False, True):
            room = written(code, live_bars=live_bars)
            room.join().respond(ANSWERS[code](MARK))
            decide(room, [MARK])
            assert (MARK in big_screen(room)) is live_bars
            room.moves("close", "reveal")
            assert MARK in big_screen(room)

    def test_the_events_that_are_sent_by_themselves_keep_it_too(
        self, app: Flask, written: Open
    ) -> None:
        room = written("B15", live_bars=True)
        stream = room.http.get(
            f"/api/live/{room.code}/stream?as=projector", headers=room.owner.headers, buffered=False
        )
        chunks = iter(stream.response)
        told = [next(chunks).decode(), next(chunks).decode()]
        author = room.join()
        for words in ("first " + MARK, "second"):
            author.respond(words)
            decide(room, ["second"])
            with app.app_context():
                announcing.Flushing().flush()
            told.append(next(chunks).decode())
        stream.close()
        assert MARK not in "".join(told)
        assert "second" in told[-1]

    def test_a_text_that_is_changed_waits_again(self, written: Open) -> None:
        room = written("B15", live_bars=True)
        author = room.join()
        author.respond("a kind text")
        decide(room, ["a kind text"])
        author.respond(MARK)
        assert lists(room) == {"waiting": [MARK], "shown": [], "hidden": []}
        assert MARK not in big_screen(room)

    def test_a_text_that_nobody_has_is_not_approved_in_advance(self, written: Open) -> None:
        room = written("B15")
        author = room.join()
        assert decide(room, [MARK])["decided"] == 0
        author.respond(MARK)
        assert lists(room)["waiting"] == [MARK]

    def test_all_that_wait_means_those_that_were_seen(self, written: Open) -> None:
        room = written("B15")
        for words in ("one", "two", "three"):
            room.join().respond(words)
        decide(room, ["two"], shown=False)
        seen = lists(room)["waiting"]
        room.join().respond(MARK)  # comes while the facilitator reads
        assert decide(room, seen)["decided"] == 2
        assert lists(room) == {"waiting": [MARK], "shown": ["one", "three"], "hidden": ["two"]}

    def test_the_facilitator_sees_what_was_written_and_never_who(self, written: Open) -> None:
        room = written("B15")
        author = room.join()
        author.respond(MARK)
        writing = room.results()["writing"]
        assert writing["waiting"] == [{"text": MARK, "count": 1}]
        assert author.joined.json["seat"] not in json.dumps(writing)
        assert author.joined.json["nickname"] not in json.dumps(writing)

    def test_a_removed_seat_takes_its_text_along(self, written: Open) -> None:
        room = written("B15", live_bars=True)
        author = room.join()
        author.respond(MARK)
        decide(room, [MARK])
        room.move("remove", seat=author.joined.json["seat"])
        assert MARK not in big_screen(room)
        assert lists(room)["shown"] == []

    def test_a_decision_is_of_its_round(self, written: Open) -> None:
        room = written("B15", live_bars=True)
        author = room.join()
        author.respond(MARK)
        decide(room, [MARK])
        room.move("close")
        room.round = room.move("reopen")["round"]
        author.respond(MARK)
        assert lists(room)["waiting"] == [MARK]
        assert MARK not in big_screen(room)

    @pytest.mark.parametrize("code", ["B14", "B15", "C20"])
    def test_what_one_compares_with_comes_at_the_reveal(self, written: Open, code: str) -> None:
        room = written(code)
        reader = room.join("fr")
        secrets = {
            "B14": ["monté avec une agence", "Dit les deux"],
            "B15": ["PUBLICITÉ pour Courvite"],
            "C20": ["vend des articles sur ce site", "Reste sur la page", "Dit qui est derrière"],
        }[code]
        room.move("close")
        before = phone(room, reader) + big_screen(room)
        assert [text for text in secrets if text in before] == []
        room.move("reveal")
        after = phone(room, reader)
        assert [text for text in secrets if text not in after] == []


class TestWords:
    def test_spellings_are_one_and_rare_words_stay_off_the_screen(self, written: Open) -> None:
        room = written("B16")
        for words in (["Pub", "argent"], ["pub", "rêve"], ["PUB", "Argent"], ["pub"]):
            room.join().respond(words)
        counted = {one["text"]: one["count"] for one in room.results()["writing"]["waiting"]}
        assert counted == {"pub": 4, "argent": 2, "rêve": 1}
        decide(room, ["pub", "argent", "rêve"])
        room.moves("close", "reveal")
        path = f"/api/live/{room.code}/results?as=projector"
        shown = room.http.get(path, headers=room.owner.headers).json["writing"]
        assert shown["texts"] == [{"text": "pub", "count": 4}, {"text": "argent", "count": 2}]
        assert shown["more"] == 1

    def test_hiding_a_word_hides_every_spelling_of_it(self, written: Open) -> None:
        room = written("A15", live_bars=True)
        for words in ("nul", "NUL", "Nul"):
            room.join().respond([words])
        decide(room, ["nul"], shown=False)
        assert [len(found) for found in lists(room).values()] == [0, 0, 1]

    def test_texts_stand_newest_first_and_can_be_brought_to_the_top(
        self, written: Open, time: Any
    ) -> None:
        room = written("B15")
        for words in ("one", "two", "three"):
            room.join().respond(words)
            decide(room, [words])
            time.pass_(seconds=1)
        assert lists(room)["shown"] == ["three", "two", "one"]
        decide(room, ["one"])
        assert lists(room)["shown"] == ["one", "three", "two"]


class TestTheCall:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"texts": ["a"]},
            {"texts": [], "shown": True},
            {"texts": "a", "shown": True},
            {"texts": [1], "shown": True},
            {"texts": [["a"]], "shown": True},
            {"texts": ["a"] * 201, "shown": True},
            {"texts": ["a"], "shown": 1},
            {"texts": ["a"], "shown": "yes"},
            {"texts": ["a"], "shown": True, "who": 1},
        ],
    )
    def test_what_is_no_decision_is_refused(self, written: Open, body: Any) -> None:
        room = written("B15")
        room.join().respond("a")
        path = f"/api/live/{room.code}/rounds/{room.round}/texts"
        answer = room.http.put(path, json=body, headers=room.owner.headers)
        assert answer.status_code == 422
        assert lists(room)["waiting"] == ["a"]

    def test_a_round_of_another_session_is_none_of_yours(self, written: Open) -> None:
        mine, other = written("B15"), written("B15")
        other.join().respond(MARK)
        mine.round = other.round
        assert decide(mine, [MARK], expect=404)["reason"] == "no_such_round"
        assert lists(other)["waiting"] == [MARK]

    def test_nobody_but_the_owner_decides(
        self, app: Flask, written: Open, other_facilitator: Any
    ) -> None:
        room = written("B15")
        author = room.join()
        author.respond(MARK)
        path = f"/api/live/{room.code}/rounds/{room.round}/texts"
        body = {"texts": [MARK], "shown": True}
        assert author.phone.put(path, json=body).status_code == 401
        assert app.test_client().put(path, json=body).status_code == 401
        other = app.test_client().put(path, json=body, headers=other_facilitator.headers)
        assert other.status_code == 403
        assert lists(room)["waiting"] == [MARK]

    def test_a_browser_needs_its_token(self, fatima: Any, written: Open) -> None:
        room = written("B15")
        room.join().respond(MARK)
        path = f"/api/live/{room.code}/rounds/{room.round}/texts"
        body = {"texts": [MARK], "shown": True}
        assert fatima.browser.put(path, json=body).status_code == 400
        assert lists(room)["waiting"] == [MARK]
        page = fatima.browser.get(f"/facilitate/{room.code}").text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found is not None
        kept = fatima.browser.put(path, json=body, headers={"X-CSRFToken": found[1]})
        assert kept.status_code == 200

    def test_it_says_what_openapi_says(self, written: Open, client: Any) -> None:
        wire = client.get("/api/openapi.json").json

        def misfits(name: str, value: Any) -> list[str]:
            schema = {"$ref": f"#/components/schemas/{name}", "components": wire["components"]}
            return [one.message for one in Draft202012Validator(schema).iter_errors(value)]

        room = written("B15")
        author, reader = room.join(), room.join()
        author.respond("one text")
        assert misfits("Results", room.results()) == []
        assert decide(room, ["one text"]) == {"round": room.round, "shown": True, "decided": 1}
        room.moves("close", "reveal")
        path = f"/api/live/{room.code}/results?as=projector"
        found = room.http.get(path, headers=room.owner.headers).json
        assert found["writing"]["texts"] == [{"text": "one text", "count": 1}]
        assert misfits("Results", found) == []
        assert misfits("PeerText", reader.get(f"rounds/{room.round}/peer").json) == []
        assert misfits("Snapshot", author.snapshot()) == []
        assert misfits("Me", author.get("me").json) == []
        assert misfits("PeerText", {"text": 5})  # the comparison notices what does not fit

    def test_where_nobody_writes_there_is_nothing_to_decide(self, room: Any, pavel: Any) -> None:
        room.round = room.moves("start", "open")["round"]
        pavel.respond("a")
        assert decide(room, ["a"])["decided"] == 0
        assert "writing" not in room.results()


class TestHostileWords:
    @pytest.mark.parametrize(
        "words",
        ["a\u202eb", "a\u200bb", "a\u0007b", "Z\u0301\u0302\u0303\u0304", "x" * 201, "  ", 5, None],
    )
    def test_what_cannot_be_shown_is_refused_with_a_sentence(
        self, written: Open, words: Any
    ) -> None:
        room = written("B15")
        answer = room.join().respond(words)
        assert answer.status_code == 422
        assert answer.json["title"] and answer.json["detail"]
        assert room.results()["answered"] == 0

    def test_markup_stays_text_on_every_page_and_leads_nowhere(
        self, fatima: Any, written: Open
    ) -> None:
        room = written("B15")
        authors = [room.join("en") for _ in HOSTILE]
        for author, words in zip(authors, HOSTILE, strict=True):
            assert author.respond(words).status_code == 201
        decide(room, HOSTILE)
        room.moves("close", "reveal")
        pages = [author.phone.get(f"/j/{room.code}/recap").text for author in authors]
        pages.append(fatima.browser.get(f"/facilitate/{room.code}/report?lang=en").text)
        for page in pages:
            assert "<script>alert" not in page and "<img src=x" not in page
            assert '" onmouseover="' not in page and "</ul></section><h1>x" not in page
            assert 'href="https://evil' not in page and 'href="javascript' not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0]
        assert "{{ 7 * 7 }}" in pages[2] and "49" not in pages[2].split("{{ 7")[1][:20]
        assert "https://evil.example/x?y=1" in pages[-1]

    def test_no_cell_of_the_table_is_a_formula(self, fatima: Any, written: Open) -> None:
        room = written("B15")
        formulas = ["=1+1", "+1", "-1", "@SUM(1)", "＝1+1", '=HYPERLINK("http://x","y")']
        for words in formulas:
            room.join().respond(words)
        decide(room, formulas)
        room.moves("close", "reveal")
        reply = fatima.browser.get(f"/facilitate/{room.code}/report.csv?lang=en")
        rows = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig")), reports.COLUMNS))[
            1:
        ]
        told = [row["option_text"] for row in rows if row["item"] == "B15"]
        assert sorted(told) == sorted(f"'{words}" for words in formulas)
        for row in rows:
            assert not [cell for cell in row.values() if cell.startswith(reports.FORMULA_STARTS)]

    def test_the_report_on_paper_shows_them_as_text(self, fatima: Any, written: Open) -> None:
        room = written("B15")
        for words in HOSTILE:
            room.join().respond(words)
        decide(room, HOSTILE)
        room.moves("close", "reveal")
        reply = fatima.browser.get(f"/facilitate/{room.code}/report.pdf?lang=en")
        document = pypdfium2.PdfDocument(reply.data)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        for words in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "=HYPERLINK(1)"):
            assert words in text
        assert b"/URI" not in reply.data


class TestReports:
    def test_a_report_holds_what_was_approved_and_nothing_else(
        self, fatima: Any, written: Open
    ) -> None:
        room = written("B15")
        for words in ("A clear label", MARK, "Another one"):
            room.join().respond(words)
        decide(room, ["A clear label"])
        decide(room, ["Another one"], shown=False)
        room.moves("close", "reveal")
        for path in ("report", "report.csv"):
            page = fatima.browser.get(f"/facilitate/{room.code}/{path}").data.decode()
            assert "A clear label" in page
            assert MARK not in page and "Another one" not in page

    def test_words_come_with_their_counts(self, fatima: Any, written: Open) -> None:
        room = written("B16")
        for _ in range(3):
            room.join().respond(["écran", "pub"])
        decide(room, ["écran"])
        room.moves("close", "reveal")
        reply = fatima.browser.get(f"/facilitate/{room.code}/report.csv?lang=en")
        rows = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig")), reports.COLUMNS))[
            1:
        ]
        (row,) = [row for row in rows if row["item"] == "B16"]
        assert (row["option_text"], row["count"], row["percent"]) == ("écran", "3", "100")

    def test_a_search_is_told_by_what_was_found(self, fatima: Any, written: Open) -> None:
        room = written("C20")
        for _ in range(5):
            room.join().respond({"found": "b", "pages": ["press", "itself"], "line": MARK})
        room.moves("close", "reveal")
        assert room.results()["summary"]["pages"]["press"] == 5
        page = fatima.browser.get(f"/facilitate/{room.code}/report?lang=en").text
        assert "An agency that sells articles" in page and MARK not in page
        assert "The page itself (5) · Its “About” (0) · A newspaper (5)" in page
        reply = fatima.browser.get(f"/facilitate/{room.code}/report.csv?lang=en")
        rows = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig")), reports.COLUMNS))[
            1:
        ]
        told = {row["option_text"]: row["count"] for row in rows if row["item"] == "C20"}
        assert told["A newspaper"] == "5" and told["A public administration"] == "0"


class TestTraces:
    def test_no_text_ends_up_in_a_log(
        self, written: Open, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            room = written("B15")
            author = room.join()
            author.respond(MARK)
            author.respond(f"{MARK}\u202e")
            decide(room, [MARK])
            room.http.put(
                f"/api/live/{room.code}/rounds/{room.round}/texts",
                json={"texts": [MARK], "shown": MARK},
                headers=room.owner.headers,
            )
            author.respond(MARK * 100)
            room.moves("close", "reveal")
        assert MARK not in caplog.text

    def test_a_refusal_does_not_quote_what_was_written(self, written: Open) -> None:
        room = written("B15")
        answer = room.join().respond(f"{MARK}\u202e")
        assert answer.status_code == 422
        assert MARK not in answer.text

    def test_texts_decisions_and_ticks_go_with_the_session(
        self, app: Flask, written: Open, tmp_path: Path
    ) -> None:
        room = written("B15")
        author, reader = room.join(), room.join()
        author.respond(MARK)
        decide(room, [MARK])
        room.moves("close", "reveal")
        path = f"/api/live/{room.code}/rounds/{room.round}/peer"
        kept = reader.phone.put(path, json={"text": MARK, "ticked": ["clear"]})
        assert kept.status_code == 200
        with app.app_context():
            found = live.load(room.code)
            assert found is not None
            lifetime.delete(found)
            db.session.remove()
        files = [file for file in tmp_path.glob("recoupe.db*") if file.is_file()]
        assert files
        for words in (MARK, MARK.lower()):
            assert not [file.name for file in files if words.encode() in file.read_bytes()]
