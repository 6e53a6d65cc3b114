"""One example of each kind of item, with every secret marked. A new kind adds its own here."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from quizzes.domain.item import Item
from quizzes.domain.kinds import item_from

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
}


def of_kind(kind: str) -> Content:
    """The example of a kind; a kind that has none fails the test that asks."""
    if kind not in OWN or kind not in OTHER_SECRETS:
        pytest.fail(f"the kind {kind} has no example in tests/quizzes/domain/conftest.py")
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
