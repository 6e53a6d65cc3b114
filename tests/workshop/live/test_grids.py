"""Kinds whose answer is a grid, live: kept, marked, shown to the room, reported, and kept secret."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from flask import Flask

from quizzes.bank import catalogue
from quizzes.items.text import LANGUAGES
from quizzes.kinds.bases.grids import GridItem
from workshop.live.sessions import load
from workshop.paper import documents
from workshop.paper.documents import Copy
from workshop.reports.spreadsheet import COLUMNS

FOLDER = Path(__file__).parents[2] / "packs" / "grids"


@pytest.fixture
def samples(app: Flask) -> dict[str, GridItem]:
    """The sample items by their codes, on offer in the catalogue."""
    with app.app_context():
        pack, _changed = catalogue.import_folder(FOLDER, datetime(2026, 11, 21, tzinfo=UTC))
    found = [one.item for one in pack.items]
    return {item.id: item for item in found if isinstance(item, GridItem)}


@pytest.fixture
def room(samples: dict[str, GridItem], fatima: Any) -> Any:
    """Fatima’s session on the samples."""
    return fatima.open("grilles")


def right(item: GridItem) -> dict[str, str]:
    return {
        row: (item.right_in_order().get(row) or cells)[0] for row, cells in item.cells().items()
    }


def wrong(item: GridItem) -> dict[str, str]:
    keys = item.right()
    return {
        row: next((cell for cell in cells if cell not in keys.get(row, ())), cells[0])
        for row, cells in item.cells().items()
    }


def to_item(room: Any, wanted: str) -> None:
    """Skip on until the wanted item is being read."""
    snapshot = room.move("start")
    while snapshot["item"]["id"] != wanted:
        snapshot = room.move("skip")


def test_every_grid_is_answered_marked_and_shown(room: Any, samples: dict[str, GridItem]) -> None:
    pavel, priya = room.join("fr"), room.join("en")
    snapshot = room.move("start")
    for item in samples.values():
        assert snapshot["item"]["id"] == item.id
        room.move("open")
        assert pavel.respond(right(item)).status_code == 201
        assert priya.respond(wrong(item)).status_code == 201
        again = pavel.respond(dict(reversed(right(item).items())))
        assert again.status_code == 200  # the same, in another order
        room.move("close")
        assert "is-key" not in pavel.snapshot()["html"]
        room.tell()
        mine = pavel.get("me").json["responses"][-1]
        assert mine["value"] == right(item)
        assert mine["mark"] == (1 if item.scored else None)
        assert priya.get("me").json["responses"][-1]["mark"] in (
            {None, 0} if item.scored else {None}
        )
        assert ("is-key" in priya.snapshot()["html"]) == item.scored
        last = snapshot["item_position"] == snapshot["items_total"]
        snapshot = room.move("finish" if last else "next")
    recap = unescape(priya.phone.get(f"/j/{room.code}/recap").text)
    assert "<span>Collaborative filtering</span>" in recap
    assert "<b>D. Suggesting what people with similar tastes liked</b>" in recap


@pytest.mark.parametrize(
    "value",
    [
        None,
        "ads",
        [],
        {},
        {"cdj": "press"},
        {"cdj": "press", "jep": "ads", "csa": "audiovisual", "spf": "x"},
        {"cdj": "press", "jep": "ads", "csa": "audiovisual", "spf": None},
        {"cdj": "press", "jep": "ads", "csa": "audiovisual", "spf": "consumer", "x": "ads"},
        {"cdj": ["press"], "jep": "ads", "csa": "audiovisual", "spf": "consumer"},
        {"cdj": {"press": 1}, "jep": "ads", "csa": "audiovisual", "spf": "consumer"},
        {"cdj": "press:3", "jep": "ads", "csa": "audiovisual", "spf": "consumer"},
    ],
)
def test_what_is_no_grid_is_refused_with_a_sentence(room: Any, value: Any) -> None:
    pavel = room.join()
    to_item(room, "C16")
    room.move("open")
    refused = pavel.respond(value)
    assert refused.status_code == 422
    assert refused.json["detail"]
    assert room.results()["answered"] == 0


def test_an_answer_may_be_changed_row_by_row(room: Any, samples: dict[str, GridItem]) -> None:
    pavel = room.join()
    to_item(room, "X02")
    room.move("open")
    first = dict.fromkeys(samples["X02"].cells(), "unsure")
    assert pavel.respond(first).status_code == 201
    changed = pavel.respond({**first, "a": "reliable:2", "b": "unsure:3"})
    assert changed.status_code == 200
    assert changed.json["value"] == {**first, "a": "reliable:2"}


def test_the_room_has_its_figures_from_five_people_on(
    room: Any, samples: dict[str, GridItem]
) -> None:
    item = samples["X02"]
    people = [room.join() for _ in range(5)]
    to_item(room, "X02")
    room.move("open")
    for one in people[:4]:
        one.respond(right(item))
    assert room.results()["summary"]["room"] is None
    people[4].respond(wrong(item))
    found = room.results()["summary"]["room"]
    assert set(found["quadrants"].values()) == {None}  # four and one: both too few
    assert (found["hits"], found["reliable"], found["indicative"]) == (12, 15, True)


def test_the_big_screen_gets_no_figure_before_the_reveal_that_tells_the_key(
    fatima: Any, samples: dict[str, GridItem]
) -> None:
    room = fatima.open("grilles", live_bars=True)
    pavel = room.join()
    to_item(room, "B04")
    room.move("open")
    pavel.respond(right(samples["B04"]))
    path = f"/api/live/{room.code}/results?as=projector"
    told = room.http.get(path, headers=room.owner.headers).json
    assert told["summary"] == {"n": 1}


def test_no_byte_of_a_key_leaves_before_the_reveal(room: Any, samples: dict[str, GridItem]) -> None:
    phones = [room.join(language) for language in LANGUAGES]
    snapshot = room.move("start")
    seen = ""  # sources that two items share are known after the first reveal
    for item in samples.values():
        told = secrets(item)
        for move in ("open", "close"):
            got = received(phones, room)
            assert [text for text in told if text in got and text not in seen] == [], item.id
            room.move(move)
        room.move("reveal")
        got = received(phones, room)
        assert sum(text in got for text in told) >= len(told) // 2
        seen += got
        last = snapshot["item_position"] == snapshot["items_total"]
        snapshot = room.move("finish" if last else "next")


def secrets(item: GridItem) -> list[str]:
    """Whole texts of the answer that stand nowhere in the question."""
    found = []
    for language in LANGUAGES:
        public = json.dumps(item.public_view(language), ensure_ascii=False)
        shown = item.revealed_view(language)
        told = [*shown.get("rationales", {}).values(), *shown.get("extras", {}).values()]
        told += [shown["explanation"], *shown["prompts"]]
        found += [text[:60] for text in told if len(text) >= 18 and text not in public]
    return found


def received(phones: list[Any], room: Any) -> str:
    """What participants and the big screen can get now."""
    parts = [json.dumps(phone.get("snapshot").json, ensure_ascii=False) for phone in phones]
    parts += [json.dumps(phone.get("me").json, ensure_ascii=False) for phone in phones]
    for language in LANGUAGES:
        path = f"/api/live/{room.code}/snapshot?as=projector&lang={language}"
        screen = room.http.get(path, headers=room.owner.headers).json
        parts.append(json.dumps(screen, ensure_ascii=False))
    return unescape("".join(parts).replace('\\"', '"'))


def test_the_report_has_a_line_for_every_cell_and_none_for_a_scale_of_few(
    room: Any, samples: dict[str, GridItem]
) -> None:
    five = [room.join() for _ in range(5)]
    snapshot = room.move("start")
    for item in samples.values():
        room.move("open")
        for phone in five[: 5 if item.scored else 4]:
            phone.respond(right(item))
        room.moves("close", "reveal")
        last = snapshot["item_position"] == snapshot["items_total"]
        snapshot = room.move("finish" if last else "next")
    table = room.owner.browser.get(f"/facilitate/{room.code}/report.csv?lang=en")
    lines = list(csv.DictReader(io.StringIO(table.get_data(as_text=True)), COLUMNS))
    for item in samples.values():
        own = [line for line in lines if line["item"] == item.id]
        cells = sum(len(found) for found in item.cells().values())
        assert len(own) == (cells if item.scored else 1), item.id
        if item.scored:
            chosen = [line for line in own if line["count"] == "5"]
            assert len(chosen) == len(item.cells())
            assert all(line["key"] == "yes" for line in chosen)
    page = room.owner.browser.get(f"/facilitate/{room.code}/report?lang=fr")
    assert page.status_code == 200
    said = re.sub(r"\s+", " ", unescape(page.text))
    assert '<th scope="row">Filtrage collaboratif</th>' in said
    assert said.count('<table class="votes-table votes-grid">') >= 4


@pytest.mark.parametrize("people", [4, 5, 20])
def test_the_report_has_discernment_and_lean_of_a_group_and_of_nobody(
    room: Any, samples: dict[str, GridItem], people: int
) -> None:
    item = next(one for one in samples.values() if one.kind == "judgement_set")
    to_item(room, item.id)
    room.move("open")
    for _ in range(people):
        assert room.join().respond(right(item)).status_code == 201
    room.moves("close", "reveal")
    verdicts = list(item.right().values())
    real = people * sum("reliable" in cells for cells in verdicts)
    fake = people * len(verdicts) - real
    hit, alarm = ((real + 0.5) / (real + 1), 0.5 / (fake + 1))
    z = NormalDist().inv_cdf
    d, c = z(hit) - z(alarm), -(z(hit) + z(alarm)) / 2
    base = f"/facilitate/{room.code}/report"
    table = room.owner.browser.get(f"{base}.csv?lang=en").get_data(as_text=True).lstrip("\ufeff")
    lines = [one for one in csv.DictReader(io.StringIO(table), COLUMNS) if one["item"] == item.id]
    few = people < 5
    assert {(one["d_prime"], one["bias"]) for one in lines} == {
        ("", "") if few else (f"{d:.3f}", f"{c:.3f}")
    }
    others = list(csv.DictReader(io.StringIO(table), COLUMNS))[1:]
    others = [one for one in others if one["item"] != item.id]
    assert not any(one["d_prime"] for one in others)
    page = unescape(room.owner.browser.get(f"{base}?lang=en").text)
    assert ("discernment d′" in page) is not few
    assert (
        "Fewer than 5 people judged both sorts of posts: no picture of the group." in page
    ) is few
    assert ("indicative only" in page) is (people == 5)
    assert few or f"discernment d′ {d:.1f}, lean c" in page
    en_francais = unescape(room.owner.browser.get(f"{base}?lang=fr").text)
    assert few or f"discernement d′ {d:.1f}, tendance c".replace(".", ",") in en_francais


def test_the_printed_report_says_discernment_too(
    app: Flask, room: Any, samples: dict[str, GridItem]
) -> None:
    item = next(one for one in samples.values() if one.kind == "judgement_set")
    to_item(room, item.id)
    room.move("open")
    for _ in range(5):
        room.join().respond(right(item))
    room.moves("close", "reveal")
    with app.app_context():
        html = documents.html(Copy(documents.named("report"), load(room.code), "en"))
    (asked,) = re.findall(rf"<h3>{item.id} .*?</article>", html, re.S)
    assert "discernment d′" in asked and "indicative only" in asked
