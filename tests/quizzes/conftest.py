"""One example of each kind of item, with every secret marked. A new kind adds its own here."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from quizzes.items.item import Item
from quizzes.kinds import item_from

Content = dict[str, Any]
Example = Callable[[str], Content]
MARK = "sEcReT"


def secret(what: str) -> dict[str, str]:
    return {"fr": f"{MARK} fr {what}", "en": f"{MARK} en {what}"}


def plain(what: str) -> dict[str, str]:
    return {"fr": f"{what} (fr)", "en": f"{what} (en)"}


def option(option_id: str, **more: Any) -> Content:
    shown = {"id": option_id, "text": plain(f"option {option_id}")}
    return {**shown, "rationale": secret(f"why {option_id}"), **more}


def levels(what: str) -> list[Content]:
    return [{"points": points, "text": secret(f"{what} {points}")} for points in (0, 1, 2)]


def made_up_result(name: str, **more: Any) -> Content:
    shown = {"site": f"{name}.example", "title": plain(f"title {name}"), "text": plain(name)}
    return {**shown, "rationale": secret(f"why {name}"), **more}


def row(row_id: str, **more: Any) -> Content:
    shown = {"id": row_id, "text": plain(f"row {row_id}")}
    return {**shown, "rationale": secret(f"why {row_id}"), **more}


def judged(post_id: str, **more: Any) -> Content:
    shown = {"id": post_id, "stimulus": {"type": "text", "text": plain(f"post {post_id}")}}
    return {**shown, "rationale": secret(f"why {post_id}"), **more}


def version(version_id: str) -> Content:
    differs = {"fr": "row", "en": "row"}
    return {**row(version_id), "where": plain(f"page {version_id}"), "differs": differs}


def zone(zone_id: str, part: str, quote: str = "", **more: Any) -> Content:
    quoted = {"quote": {"fr": quote, "en": quote}} if quote else {}
    return {"id": zone_id, "part": part, **quoted, "rationale": secret(f"why {zone_id}"), **more}


def short_post(post_id: str, points: float) -> Content:
    counted = [{"name": plain("actions"), "points": points}, {"name": plain("no"), "points": -2.5}]
    return {**option(post_id), "account": f"account.{post_id}", "contributions": counted}


def feed_post(number: int) -> Content:
    return {
        "id": f"p{number}",
        "account": f"account.{number}",
        "text": plain(f"post {number}"),
        "topic": plain(f"topic {number % 3}"),
        "credibility": number % 4,
        "age_hours": number,
        "chances": {"like": number / 10, "report": number / 100},
    }


SHARED: Content = {
    "id": "T01",
    "seconds": 60,
    "review_by": "2027-06-30",
    "competences": {"digcomp": ["1.2"]},
    "stem": plain("What is asked?"),
    "stimulus": {"type": "text", "text": plain("What is judged.")},
    "explanation": secret("explanation"),
    "prompts": [secret("first prompt"), secret("second prompt")],
    "expected": secret("expected"),
    "sources": [
        {
            "title": f"{MARK} title",
            "publisher": f"{MARK} publisher",
            "date": "2024-02-14",
            "url": f"https://{MARK}.example/page",
            "verification": "V",
        }
    ],
}
OWN: dict[str, Content] = {
    "single_choice": {"options": [option("a"), option("b", key=True), option("c"), option("d")]},
    "multiple_response": {
        "options": [option("a", key=True), option("b"), option("c", key=True), option("d")]
    },
    "true_false": {
        "options": [
            {"id": "true", "rationale": secret("why true")},
            {"id": "false", "key": True, "rationale": secret("why false")},
        ]
    },
    "ordering": {
        "options": [option(one) for one in "abcde"],
        "key": ["e", "c", "a", "d", "b"],
        "first": plain("highest"),
        "last": plain("lowest"),
    },
    "estimate": {
        "unit": plain("times"),
        "minimum": 0,
        "maximum": 1000,
        "decimals": 1,
        "key": {"value": 417.3, "from": 398.6, "to": 431.8, "scale": "linear", "span": 97.4},
        "temptations": [{"value": 283.2, "rationale": secret("temptation")}],
    },
    "poll": {"options": [{"id": one, "text": plain(f"option {one}")} for one in "abc"]},
    "judgement_set": {
        "certainty": True,
        "posts": [judged(one, reliable=one in "adf") for one in "abcdef"],
    },
    "matching": {
        "terms": [row("a", key="y"), row("b", key="x"), row("c", key="w")],
        "definitions": [row(one) for one in "xyzw"],
    },
    "classification": {
        "bins": [{"id": one, "text": plain(f"bin {one}")} for one in "pqr"],
        "cards": [row("a", keys=["q"]), row("b", keys=["p", "r"]), row("c", keys=["r"])],
    },
    "two_tier": {
        "answers": [option("a"), option("b", key=True)],
        "reasons": [option("c", key=True), option("d"), option("e")],
    },
    "trace": {
        "versions": [version(one) for one in "abc"],
        "key": {"order": ["b", ["a", "c"]], "changed": ["c"]},
    },
    "short_scale": {"statements": [{"id": one, "text": plain(f"one {one}")} for one in "ab"]},
    "rewrite": {
        "max_length": 60,
        "criteria": [{"id": one, "text": plain(f"criterion {one}")} for one in ("first", "clear")],
        "example": secret("why example"),
    },
    "case": {"rubric": levels("why"), "example": secret("why example"), "max_length": 50},
    "word_list": {"most": 3, "longest": 12, "least": 2},
    "lateral": {
        "options": [option(one) for one in "abc"],
        "finding": "b",
        "pages": [{"id": one, "text": plain(f"page {one}")} for one in ("itself", "press")],
        "line_length": 50,
        "query": plain("what one types"),
        "results": [made_up_result(one) for one in ("one", "two", "three")],
        "rubric": levels("why"),
        "example": secret("why example"),
    },
    "spot": {
        "stimulus": {
            "type": "post",
            "account": "account",
            "time": plain("now"),
            "caption": plain("one two three"),
            "likes": 7,
        },
        "zones": [
            zone("a", "account"),
            zone("b", "caption", "one", key=True),
            zone("c", "caption", "three", key=True),
            zone("d", "counts"),
        ],
    },
    "feed_ranking": {
        "posts": [
            short_post(one, points) for one, points in zip("abcde", (5, 9, 1, 9, 3), strict=True)
        ],
        "key": [["b", "d"], "a", "e", "c"],
        "measure": plain("points"),
        "first": plain("top"),
        "last": plain("bottom"),
    },
    "feed_simulator": {
        "posts": [feed_post(number) for number in range(1, 7)],
        "start": "likes",
        "options": [option("a"), option("b", key=True), option("c")],
    },
}
OTHER_SECRETS: dict[str, Content] = {
    "single_choice": {"options": [option("a", key=True), option("b"), option("c"), option("d")]},
    "multiple_response": {
        "options": [option("a"), option("b", key=True), option("c", key=True), option("d")]
    },
    "true_false": {
        "options": [
            {"id": "true", "key": True, "rationale": plain("Other")},
            {"id": "false", "rationale": plain("Other")},
        ]
    },
    "ordering": {"key": [["b", "a"], "d", "e", "c"]},
    "estimate": {
        "key": {"value": 77.7, "from": 66.6, "to": 88.8, "scale": "log", "factor": 3},
        "temptations": [{"value": 5.5, "rationale": plain("Other")}],
    },
    "poll": {"explanation": plain("Other"), "prompts": [plain("Other")]},
    "judgement_set": {
        "posts": [judged(one, reliable=one in "bce", rationale=plain("Other")) for one in "abcdef"],
    },
    "matching": {
        "terms": [row("a", key="z"), row("b", key="w"), row("c", key="x")],
        "definitions": [row(one, rationale=plain("Other")) for one in "xyzw"],
    },
    "classification": {
        "cards": [row("a", keys=["p", "q"]), row("b", keys=["q"]), row("c", keys=["p"])]
    },
    "two_tier": {
        "answers": [option("a", key=True), option("b")],
        "reasons": [option("c"), option("d"), option("e", key=True)],
    },
    "trace": {
        "versions": [
            {**version(one), "rationale": plain("Other"), "differs": None} for one in "abc"
        ],
        "key": {"order": ["c", "a", "b"], "changed": ["a", "b"]},
    },
    "short_scale": {"explanation": plain("Other"), "prompts": [plain("Other")]},
    "rewrite": {"example": plain("Other")},
    "case": {"rubric": levels("other"), "example": plain("Other")},
    "word_list": {"explanation": plain("Other"), "prompts": [plain("Other")]},
    "lateral": {
        "options": [option(one, rationale=plain("Other")) for one in "abc"],
        "finding": "c",
        "results": [made_up_result(one, rationale=None) for one in ("one", "two", "three")],
        "rubric": levels("other"),
        "example": plain("Other"),
    },
    "spot": {
        "zones": [
            zone("a", "account", key=True),
            zone("b", "caption", "one"),
            zone("c", "caption", "three", rationale=plain("Other")),
            zone("d", "counts", key=True),
        ],
    },
    "feed_ranking": {"key": ["c", "a", "e", "b", "d"]},
    "feed_simulator": {"options": [option("a", key=True), option("b"), option("c")]},
}


def of_kind(kind: str) -> Content:
    """The example of a kind; a kind that has none fails the test that asks."""
    if kind not in OWN or kind not in OTHER_SECRETS:
        pytest.fail(f"the kind {kind} has no example in tests/quizzes/conftest.py")
    return deepcopy({"kind": kind, **SHARED, **OWN[kind]})


@pytest.fixture(scope="session")
def example() -> Example:
    """A kind's example as content."""
    return of_kind


@pytest.fixture(scope="session")
def item() -> Callable[..., Item]:
    """A kind's example as an item, with some fields changed."""
    return lambda kind, **changes: item_from({**of_kind(kind), **changes})


@pytest.fixture(scope="session")
def with_other_secrets() -> Callable[[str], Item]:
    """The same item for whoever may not see the answer: only its secrets differ."""
    other = {
        "explanation": plain("Other"),
        "prompts": [],
        "expected": plain("Other"),
        "sources": [],
    }
    return lambda kind: item_from({**of_kind(kind), **other, **OTHER_SECRETS[kind]})
