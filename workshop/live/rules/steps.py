"""Steps of a workshop: what is done together, for how long, and what each screen says meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from quizzes.formats.pack import Slug
from quizzes.items.item import ItemCode
from quizzes.items.text import Text, Value

CardCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]{1,2}$")]


class StepKind(StrEnum):
    """What sort of step. `again` takes the vote of an earlier step once more, beside it.

    `welcome` is the first of a part and is led from the lobby.
    """

    WELCOME = "welcome"
    QUESTIONS = "questions"
    AGAIN = "again"
    PAPER = "paper"
    CARDS = "cards"
    TALK = "talk"
    DEMO = "demo"
    BREAK = "break"
    EXIT = "exit"


ASKING = frozenset({StepKind.QUESTIONS, StepKind.AGAIN})
"""Kinds of steps in which items are asked."""


class Mode(StrEnum):
    """How people take part."""

    PHONES = "phones"
    TEAMS = "teams"
    COUNTED = "counted"
    PAPER = "paper"


class Ways(Value):
    """What one does differently in one mode of taking part."""

    phones: Text | None = None
    teams: Text | None = None
    counted: Text | None = None
    paper: Text | None = None

    def told(self) -> list[tuple[Mode, Text]]:
        """The modes that differ, with what to do in each."""
        found = ((mode, getattr(self, mode.value)) for mode in Mode)
        return [(mode, text) for mode, text in found if text is not None]


class AskedItem(Value):
    """An item that a step asks; in a file its code alone is enough.

    `pack`: where two packs of the plan have the same code. `minutes`: planned for this item; an
    even share of the step where not said. `revote`: whether one votes, talks and votes again; as
    the item proposes where not said. `optional`: what to leave out first when late. `hold`: close
    the vote without its result, because a later step takes it again.
    """

    item: ItemCode
    pack: Slug | None = None
    minutes: int | None = Field(default=None, ge=1, le=60)
    revote: bool | None = None
    optional: bool = False
    hold: bool = False

    @model_validator(mode="before")
    @classmethod
    def _code_alone(cls, given: Any) -> Any:
        return {"item": given} if isinstance(given, str) else given


class StepCard(Value):
    """A card of a deck. `answer` is for the facilitator until the big screen is asked for it."""

    code: CardCode
    head: Text | None = None
    text: Text
    tags: Text | None = None
    figures: tuple[Text, ...] = Field(default=(), max_length=4)
    answer: Text | None = None


class Step(Value):
    """One thing done together. `say` is read aloud; `expect` is what one will hear.

    `screen`: what the big screen says, the first line as a title. `on_phones`: what phones say
    meanwhile. `table`: what lies ready. `jams`: what to do when something does not work.
    `optional`: what to leave out first when late.
    """

    kind: StepKind
    minutes: int = Field(ge=1, le=240)
    title: Text
    items: tuple[AskedItem, ...] = Field(default=(), max_length=40)
    screen: tuple[Text, ...] = Field(default=(), max_length=5)
    on_phones: Text | None = None
    table: tuple[Text, ...] = Field(default=(), max_length=6)
    do: tuple[Text, ...] = Field(default=(), max_length=6)
    say: tuple[Text, ...] = Field(default=(), max_length=4)
    expect: tuple[Text, ...] = Field(default=(), max_length=6)
    prompts: tuple[Text, ...] = Field(default=(), max_length=6)
    ways: Ways = Ways()
    jams: Text | None = None
    care: Text | None = None
    optional: bool = False

    @property
    def asks(self) -> bool:
        """Whether items are asked in it."""
        return self.kind in ASKING

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Step:
        if self.asks != bool(self.items):
            raise ValueError("Steps of the kinds questions and again have items, and only these")
        if not self.asks and not self.screen:
            raise ValueError("A step without items says on the big screen what is going on")
        if self.asks and self.screen:
            raise ValueError("In a step with items the big screen shows the items")
        if sum(one.minutes or 0 for one in self.items) > self.minutes:
            raise ValueError("The items take more minutes than the step")
        return self

    def seconds_of(self, asked: AskedItem) -> int:
        """Seconds planned for one of its items: its own minutes, or an even share of the rest."""
        if asked.minutes:
            return asked.minutes * 60
        rest = [one for one in self.items if not one.minutes]
        said = sum(one.minutes or 0 for one in self.items)
        return max((self.minutes - said) * 60 // len(rest), 30)


@dataclass(frozen=True)
class Page:
    """A page of an activity on the big screen: what one does, a card, or a card with its answer."""

    card: StepCard | None = None
    answered: bool = False


class LedStep(Step):
    """A step as a room leads it: with the very cards that the big screen may show."""

    cards: tuple[StepCard, ...] = Field(default=(), max_length=16)


def pages_of(step: LedStep | None) -> list[Page]:
    """The pages of an activity, in the order in which they are leafed through."""
    pages = [Page()]
    for card in step.cards if step else ():
        pages.append(Page(card))
        if card.answer:
            pages.append(Page(card, answered=True))
    return pages
