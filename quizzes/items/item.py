"""What every item shares, whatever its kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from quizzes.items.kind import AnyKind, Given, Outcome, Question
from quizzes.items.problems import MISSING, Problem, Rule
from quizzes.items.stimulus import Stimulus
from quizzes.items.text import LANGUAGES, Language, Text, Value, first_sentences

Verification = Literal["V", "V2", "R", "I"]
Jurisdiction = Literal["BE", "FR", "EU", "UK", "US"]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,3}[a-z]?$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,12}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]{3,400}$")]
PartialDate = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
    WithJsonSchema({"type": ["string", "integer"], "description": "YYYY, YYYY-MM or YYYY-MM-DD"}),
]

MAX_STEM_WORDS = 25
MOSTLY = 0.5
"""The mark from which an answer is called partly right."""
LETTERS = "ABCDEFGHIJ"

LONG_STEM = Rule(
    "stem",
    Text(
        fr=f"La question est trop longue : {MAX_STEM_WORDS} mots au plus. Mettez le reste dans ce "
        "qui est montré.",
        en=f"The question is too long: {MAX_STEM_WORDS} words at most. Move the rest to what is "
        "shown.",
    ),
)
NO_SOURCE = Rule(
    "no_source",
    Text(
        fr="Il faut au moins une source qui ne soit pas de la culture générale (R).",
        en="At least one source must be more than general knowledge (R).",
    ),
)
NO_PROMPT = Rule(
    "no_prompt",
    Text(
        fr="Il faut au moins une question à discuter.",
        en="At least one question to talk about is needed.",
    ),
)


def _real_date(text: str) -> str:
    date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) < 10 else text)
    return text


class Age(Value):
    """Ages an item or a pack suits, in years. Without `to`, there is no upper end."""

    from_: int = Field(alias="from", ge=6, le=99)
    to: int | None = Field(default=None, ge=6, le=99)


class Competences(Value):
    """Codes in the frameworks: DigComp 2.2, CSEM (domain-dimension), CRCN, UNESCO MIL."""

    digcomp: tuple[Annotated[str, StringConstraints(pattern=r"^[1-5]\.[1-6]$")], ...] = ()
    csem: tuple[Annotated[str, StringConstraints(pattern=r"^[LENO]-[ITS]$")], ...] = ()
    crcn: tuple[Annotated[str, StringConstraints(pattern=r"^[1-5]\.[1-4]$")], ...] = ()
    mil: tuple[Literal["access", "evaluate", "create"], ...] = ()

    def codes(self) -> list[str]:
        """Every code with its framework, for a line of print."""
        named = {"DigComp": self.digcomp, "CSEM": self.csem, "CRCN": self.crcn, "MIL": self.mil}
        return [f"{name} {', '.join(codes)}" for name, codes in named.items() if codes]


class Source(Value):
    """Where a fact comes from. `verification`: V read at the origin, V2 read second-hand,
    R general knowledge, I inferred or computed for this kit."""

    title: Annotated[str, StringConstraints(min_length=2, max_length=300)]
    publisher: Annotated[str, StringConstraints(min_length=2, max_length=160)]
    date: Annotated[PartialDate, AfterValidator(_real_date)]
    url: WebAddress | None = None
    seen: Annotated[PartialDate, AfterValidator(_real_date)] | None = None
    verification: Verification


class Item(AnyKind):
    """One question and all that belongs to it. Each kind is a subclass in `kinds/`."""

    id: ItemCode
    kind: str
    age: Age | None = None
    seconds: int = Field(ge=10, le=900)
    difficulty: int = Field(default=2, ge=1, le=3)
    second_vote: bool = False
    jurisdiction: tuple[Jurisdiction, ...] = ()
    volatile: bool = False
    review_by: date
    competences: Competences
    stem: Text
    stimulus: Stimulus | None = None
    explanation: Text | None = None
    prompts: tuple[Text, ...] = Field(default=(), max_length=6)
    expected: Text | None = None
    sources: tuple[Source, ...] = ()

    def public_view(self, language: Language) -> dict[str, Any]:
        """All that a participant may see before the reveal: an allow-list."""
        return {
            "id": self.id,
            "kind": self.kind,
            "shape": self.shape,
            "stem": self.stem.say(language),
            "stimulus": self.stimulus.view(language) if self.stimulus else None,
            "seconds": self.seconds,
            "scored": self.scored,
            "moderated": self.moderated,
            "asks_certainty": self.asks_certainty,
            "accepts": self.accepts(),
            **self.question_view(language),
        }

    def revealed_view(self, language: Language) -> dict[str, Any]:
        """What is added at the reveal: key, rationales, explanation, sources."""
        explanation = self.explanation.say(language) if self.explanation else ""
        first, more = first_sentences(explanation)
        return {
            "explanation": explanation,
            "first_sentences": first,
            "more_sentences": more,
            "prompts": [prompt.say(language) for prompt in self.prompts],
            "jurisdiction": list(self.jurisdiction),
            "volatile": self.volatile,
            "sources": [source.model_dump(mode="json") for source in self.sources],
            **self.answer_view(language),
        }

    def facility(self, given: Sequence[Given]) -> float | None:
        """Mean mark of the responses, 0 to 1: the difficulty index p of classical test theory.

        None where nothing was answered or the item has no key.
        """
        marks = [mark for mark in (self.mark(one.value) for one in given) if mark is not None]
        return sum(marks) / len(marks) if marks else None

    def questions(self) -> tuple[Question, ...]:
        """What it asks that can be right: itself, where it is marked. A kind whose rows count one
        by one in a test says them here, and their `outcomes` in the same order."""
        if not self.scored:
            return ()
        shown = [stimulus.view("fr") for stimulus in (self.stimulus,) if stimulus]
        views = [self.question_view(language) for language in LANGUAGES]
        asked = [self.kind, self.stem.model_dump(), shown, views]
        return (Question(content_key(asked), self.stem),)

    def outcomes(self, value: Any | None) -> tuple[Outcome, ...]:
        """How each of its questions was answered; None is an item that was left empty."""
        if not self.scored:
            return ()
        if value is None or self.says_unsure(value):
            return ("unsure",)
        return ("right" if self.mark(value) == 1 else "wrong",)

    def media(self) -> tuple[str, ...]:
        """Files of the pack that this item needs."""
        return self.stimulus.media() if self.stimulus else ()

    def problems(self) -> list[Problem]:
        """Everything to mend in an item whose shape is right."""
        return [problem.at(item=self.id) for problem in (*self._shared(), *self.kind_problems())]

    def _shared(self) -> Iterable[Problem]:
        if self.scored and not self.explanation:
            yield Problem(
                "There is no explanation.",
                "Say why the key is right.",
                field="explanation",
                rule=MISSING,
            )
        if self.scored and not any(source.verification != "R" for source in self.sources):
            yield Problem(
                "No source supports the key.",
                "Add one whose verification is V, V2 or I (R may not stand alone).",
                field="sources",
                rule=NO_SOURCE,
            )
        if not self.scored and not self.prompts:
            yield Problem(
                "There is no debrief question.",
                "Add one under prompts.",
                field="prompts",
                rule=NO_PROMPT,
            )
        for language in LANGUAGES:
            words = len(re.findall(r"[\w’'-]+", self.stem.say(language)))
            if words > MAX_STEM_WORDS:
                yield Problem(
                    f"The stem has {words} words in {language}.",
                    f"Use at most {MAX_STEM_WORDS}; move the rest to the stimulus.",
                    field=f"stem.{language}",
                    rule=LONG_STEM,
                )
        if self.volatile and not self.jurisdiction:
            yield Problem("It is volatile but says no jurisdiction.", "Add BE, FR, EU, UK or US.")


def content_key(content: Any) -> str:
    """Content as one string, the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
