"""What a kind of items decides: what every kind must say, and what is true of most."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from quizzes.items.discernment import Judgements
from quizzes.items.hands import HandGroup, Hands, people_by_hand
from quizzes.items.plausible import Chance, any_value
from quizzes.items.problems import Problem, Rule
from quizzes.items.text import Language, Text, Value

Measures = Literal["knowledge", "discernment", "other"]
"""What an item counts as in a test: what was taught, telling posts apart, or any other question."""
Outcome = Literal["right", "wrong", "unsure"]
NO_JUDGEMENTS = Judgements(0, 0, 0, 0)


@dataclass(frozen=True)
class Given:
    """One response as marking and counting see it."""

    value: Any
    certainty: int | None = None


@dataclass(frozen=True)
class Question:
    """One thing that an item asks and that can be right. `key`: what it asks, whatever its place
    and code; two items with the same key ask the same."""

    key: str
    text: Text


@dataclass(frozen=True)
class Choice:
    """What could be chosen, and how often it was. `letter` names it beside its text.

    `rationale`: why it tempts, and why it is right or not; empty where nothing says it. `row` and
    `cell`: in a grid, the line and what is chosen in it.
    `of`: how many answered there, where that is not everybody: a row that few were counted in.
    """

    letter: str
    text: str
    count: int
    is_key: bool
    rationale: str = ""
    row: str = ""
    cell: str = ""
    of: int | None = None


@dataclass(frozen=True)
class SaidRow:
    """A row of a grid in words: what was said there, and what is right; empty where nothing is."""

    row: str
    said: str
    right: str
    is_right: bool


@dataclass(frozen=True)
class SideCount:
    """Something that a summary counts beside the choices, and how often."""

    text: str
    count: int


class AnyKind(Value):
    """What `Item` asks of its kind, and what a kind says that decides nothing of its own."""

    shape: ClassVar[Literal["one", "many", "order", "number", "text", "words", "form", "grid"]]
    """How a screen gathers the value: one option, many, an order of options, a number, a text,
    a few words, a form of named parts, a grid of one cell for each row."""
    scored: ClassVar[bool] = True
    moderated: ClassVar[bool] = False
    """Whether learners write words of their own, which others see only once they are approved."""
    asks_certainty: ClassVar[bool] = False
    drawn_only: ClassVar[frozenset[str]] = frozenset()
    """Fields of `question_view` from which a screen is drawn, and which are not sent beside it."""
    own_fields: ClassVar[tuple[str, ...]] = ()
    """Fields that may be typed anew although they are no text in two languages, such as `unit` or
    `posts.*.account`; `*` is the number of a row."""
    never_blank: ClassVar[tuple[str, ...]] = ()
    """Names of optional texts that may be typed anew but not left out."""
    pattern_rules: ClassVar[Mapping[str, Rule]] = {}
    """What is told where a field, by its name, does not look as it must."""

    @abstractmethod
    def accepts(self) -> dict[str, Any]:
        """JSON Schema of the `value` a response may carry."""

    @abstractmethod
    def read_response(self, value: object) -> Any:
        """`value` checked strictly. Raises Problems when it is no response to this item."""

    @abstractmethod
    def mark(self, value: Any) -> float | None:
        """0 to 1 for a value that `read_response` let through; None for opinion items."""

    @abstractmethod
    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for the projector and the report. Always has `n` and `facility`."""

    @abstractmethod
    def answer_view(self, language: Language) -> dict[str, Any]:
        """What is shown after the reveal only: key and rationales."""

    @abstractmethod
    def question_view(self, language: Language) -> dict[str, Any]:
        """What this kind adds to `public_view`: fields one may see before the reveal."""

    @abstractmethod
    def say_value(self, value: Any, language: Language) -> str:
        """A response in words, for recaps and reports."""

    @abstractmethod
    def say_key(self, language: Language) -> str:
        """The right answer in words; empty where there is none."""

    def say_rows(self, value: Any, language: Language) -> tuple[SaidRow, ...]:
        """A response row by row, for recaps; nothing where there are no rows. None is no answer."""
        return ()

    def kind_problems(self) -> Iterable[Problem]:
        """What the shape alone cannot refuse, for this kind."""
        return ()

    def texts(self, value: Any) -> tuple[str, ...]:
        """What a learner wrote in their own words, as it is approved: text by text."""
        return ()

    def kit_words(self) -> tuple[str, ...]:
        """Fields whose words follow from others, such as `options.0.text`: nobody writes them."""
        return ()

    def said_by_at_least(self) -> int:
        """How many people must have written a text before the big screen shows it."""
        return 1

    def criterion_ids(self) -> tuple[str, ...]:
        """What others may tick on a text that was approved; empty where they read none."""
        return ()

    def altered(self, new: Any) -> Iterable[Problem]:
        """What other words in `new`, the same item typed anew, would change besides the words."""
        return ()

    def how_to_answer(self, language: Language) -> str:
        """What to do, for whom gave nothing, or what is no answer."""
        return Text(fr="Donne une réponse.", en="Give an answer.").say(language)

    def plausible(self, chance: Chance, skill: float, language: Language) -> Any:
        """A response that somebody might give who is right about as often as `skill` says, 0 to 1.

        For rehearsals. Here, anything that may be answered; a kind that can say better does.
        """
        return any_value(self.accepts(), chance)

    # Counted by hand ------------------------------------------------------------------------

    def hand_groups(self, language: Language) -> tuple[HandGroup, ...]:
        """What hands, cards or sheets are counted for; nothing where counting makes no sense."""
        return ()

    def without_devices(self, language: Language) -> str:
        """What the class does where nobody has a device, in one sentence."""
        return Text(
            fr="Écris ta réponse sur une feuille, sans ton nom.",
            en="Write your answer on paper, without your name.",
        ).say(language)

    def heard_aloud(self, language: Language) -> str:
        """What the class hears or holds up once everybody has written, where nothing is counted:
        one sentence or two, done in half a minute."""
        return Text(
            fr="Deux ou trois réponses sont lues à voix haute, sans nom.",
            en="Two or three answers are read aloud, without names.",
        ).say(language)

    def summarise_all(self, given: Sequence[Given], hands: Hands) -> dict[str, Any]:
        """`summarise` for what devices gave and hands said together; `by_hand`: how many people
        those are. Whatever the hands cannot tell is None: no figure is guessed."""
        by_hand = people_by_hand(self.hand_groups("fr"), hands)
        if not by_hand:
            return self.summarise(given)
        return {**self.join_hands(given, hands, by_hand), "by_hand": by_hand}

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """The summary with the hands of `people` in it, for a kind that has `hand_groups`."""
        return self.summarise(given)

    # What reports and tests ask ----------------------------------------------------------

    def choices(self, summary: Mapping[str, Any], language: Language) -> tuple[Choice, ...]:
        """Everything that could be chosen, with its count; nothing where nothing is counted."""
        return ()

    def tallies(self, summary: Mapping[str, Any], language: Language) -> tuple[SideCount, ...]:
        """What the summary counts beside the choices."""
        return ()

    def spread(self, summary: Mapping[str, Any], language: Language) -> tuple[SideCount, ...]:
        """How many answered in each range, from low to high; nothing where they gave no numbers."""
        return ()

    def middle(self, summary: Mapping[str, Any], language: Language) -> str:
        """The answer in the middle of all, in words; empty where answers have no middle."""
        return ""

    def right_count(self, summary: Mapping[str, Any]) -> int | None:
        """How many earned the whole mark; None where there is no key, or nothing says it."""
        found: int | None = summary.get("exact")
        return found

    def measures(self) -> Measures:
        """What its questions count as in a test."""
        return "other"

    def offers_unsure(self) -> bool:
        """Whether one can say within the item that one does not know."""
        return False

    def says_unsure(self, value: Any) -> bool:
        """Whether a response is that one does not know."""
        return False

    def judgements(self, value: Any) -> Judgements:
        """How reliable and unreliable posts were judged."""
        return NO_JUDGEMENTS

    def confidence(self, value: Any) -> tuple[int, ...]:
        """How able one feels, 1 to 5, for each thing that is asked of that."""
        return ()
