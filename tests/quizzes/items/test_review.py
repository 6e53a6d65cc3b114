"""What should be read again, and what to look at."""

from __future__ import annotations

from datetime import date

from quizzes.items.item import Item, Source
from quizzes.items.review import Look, due
from quizzes.items.text import Text
from quizzes.kinds import item_from

TODAY = date(2026, 11, 21)
TITLE = Text(fr="Dossier", en="Pack")


def item(code: str, review_by: str, *marks: str, **more: object) -> Item:
    sources = [
        {"title": "A text", "publisher": "A house", "date": "2024", "verification": mark}
        for mark in marks
    ]
    content = {
        "id": code,
        "kind": "poll",
        "seconds": 30,
        "review_by": review_by,
        "competences": {"digcomp": ["1.2"]},
        "stem": {"fr": "Quoi", "en": "What"},
        "prompts": [{"fr": "Et toi", "en": "And you"}],
        "options": [{"id": name, "text": {"fr": name, "en": name}} for name in ("a", "b")],
        "sources": sources,
        **more,
    }
    return item_from(content)


def found(*items: Item, days: int = 120) -> list[tuple[str, int]]:
    return [(one.item.id, one.days) for one in due([("pack", TITLE, items)], TODAY, days)]


def test_the_nearest_comes_first_and_what_is_past_before_it() -> None:
    items = [item("A01", "2027-01-31"), item("A02", "2026-11-01"), item("A03", "2026-12-01")]
    assert found(*items) == [("A02", -20), ("A03", 10), ("A01", 71)]


def test_the_last_day_counts_and_the_next_does_not() -> None:
    assert found(item("A01", "2026-12-01"), days=10) == [("A01", 10)]
    assert found(item("A01", "2026-12-02"), days=10) == []
    assert found(item("A01", "2026-11-21"), days=0) == [("A01", 0)]


def test_of_one_date_packs_and_codes_are_in_order() -> None:
    one, two = item("B01", "2026-12-01"), item("A01", "2026-12-01")
    listed = due([("z", TITLE, [one, two]), ("a", TITLE, [one])], TODAY, 30)
    assert [(each.pack_slug, each.item.id) for each in listed] == [
        ("a", "B01"),
        ("z", "A01"),
        ("z", "B01"),
    ]


def looks(one: Item) -> tuple[Look, ...]:
    return due([("pack", TITLE, [one])], TODAY, 30)[0].looks


def test_law_comes_before_anything_else() -> None:
    law = item("A01", "2026-12-01", "V", "V2", volatile="true", jurisdiction=["BE"])
    assert looks(law)[:2] == (Look.LAW, Look.ORIGINAL)
    assert Look.FIGURES not in looks(law)


def test_each_mark_asks_for_its_own_check() -> None:
    assert looks(item("A01", "2026-12-01", "V")) == (Look.FIGURES,)
    assert Look.UNCHECKED in looks(item("A01", "2026-12-01", "R"))
    assert Look.WORKING in looks(item("A01", "2026-12-01", "I"))
    assert looks(item("A01", "2026-12-01")) == ()


def test_past_is_strictly_before_today() -> None:
    gone, now = due([("p", TITLE, [item("A01", "2026-11-20"), item("A02", "2026-11-21")])], TODAY)
    assert gone.is_past and not now.is_past


def test_links_are_checked_where_there_are_some() -> None:
    linked = item("A01", "2026-12-01", "V")
    source = Source.model_validate({**dict(linked.sources[0]), "url": "https://a.be/x"})
    assert Look.LINKS in looks(linked.model_copy(update={"sources": (source,)}))
