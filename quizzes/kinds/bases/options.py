"""Items whose answer is made of options: what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.hands import HandCell, HandGroup, Hands
from quizzes.items.item import LETTERS, Item, OptionId
from quizzes.items.kind import Choice, Given
from quizzes.items.plausible import Chance, pick, tick
from quizzes.items.problems import MISSING, Problem, refuse, repeated_ids
from quizzes.items.text import Language, Text, Value

NOT_KNOWING = Text(fr="Je ne sais pas", en="I don't know")
"""An option with these words is no answer."""


class Option(Value):
    """What can be chosen. `rationale`: why it tempts, and why it is right or not."""

    id: OptionId
    text: Text
    key: bool = False
    rationale: Text | None = None


class OptionItem(Item):
    """An item with a list of options, shown everywhere in the order of the pack."""

    options: tuple[Option, ...] = Field(min_length=2, max_length=8)

    def option_ids(self) -> list[str]:
        """The ids in the order shown."""
        return [option.id for option in self.options]

    def keys(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.options if option.key)

    def letter(self, option_id: str) -> str:
        """A, B, C … by position, the same on screens and on paper."""
        return LETTERS[self.option_ids().index(option_id)]

    def read_option(self, value: object) -> str:
        """One id of this item's options. Raises Problems otherwise."""
        if not isinstance(value, str) or value not in self.option_ids():
            raise refuse("This is not one of the options.", field="value")
        return value

    def read_options(self, value: object) -> list[str]:
        """A list of different ids. Raises Problems otherwise."""
        if not isinstance(value, list) or len(value) > len(self.options):
            raise refuse("A list of option ids is expected.", field="value")
        chosen = [self.read_option(one) for one in value]
        if len(set(chosen)) != len(chosen):
            raise refuse("An option is given twice.", field="value")
        return chosen

    def question_view(self, language: Language) -> dict[str, Any]:
        """The options in one language, without key or rationale."""
        return {
            "options": [
                {
                    "id": option.id,
                    "letter": self.letter(option.id),
                    "text": option.text.say(language),
                }
                for option in self.options
            ]
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The keys, and why for each option."""
        return {
            "keys": sorted(self.keys()),
            "rationales": {
                option.id: option.rationale.say(language) if option.rationale else ""
                for option in self.options
            },
        }

    def say_value(self, value: Any, language: Language) -> str:
        """The chosen options as `B. Their text`."""
        chosen = value if isinstance(value, list) else [value]
        texts = {option.id: option.text.say(language) for option in self.options}
        return " · ".join(f"{self.letter(one)}. {texts[one]}" for one in chosen)

    def say_key(self, language: Language) -> str:
        """The right options as `B. Their text`."""
        right = [one for one in self.option_ids() if one in self.keys()]
        return self.say_value(right, language)

    def count(self, chosen: Iterable[str]) -> dict[str, int]:
        """How often each option was chosen, zeros included."""
        counts = Counter(chosen)
        return {option_id: counts[option_id] for option_id in self.option_ids()}

    def how_to_answer(self, language: Language) -> str:
        """One of them."""
        return Text(fr="Choisis une des réponses.", en="Choose one of the answers.").say(language)

    def choices(self, summary: Mapping[str, Any], language: Language) -> tuple[Choice, ...]:
        """Every option, where its summary counts them."""
        counts = summary.get("counts", {})
        return tuple(
            Choice(
                self.letter(one.id),
                one.text.say(language),
                counts[one.id],
                one.key,
                one.rationale.say(language) if one.rationale else "",
            )
            for one in self.options
            if counts
        )

    def hand_cells(self, language: Language) -> tuple[HandCell, ...]:
        """Every option, as it is counted by hand."""
        return tuple(
            HandCell(one.id, self.letter(one.id), one.text.say(language)) for one in self.options
        )

    def offers_unsure(self) -> bool:
        """Whether an option says so."""
        return any(one.text == NOT_KNOWING for one in self.options)

    def says_unsure(self, value: Any) -> bool:
        """Whether that option was chosen."""
        return any(one.id == value for one in self.options if one.text == NOT_KNOWING)

    def kind_problems(self) -> Iterable[Problem]:
        """Repeated ids and missing rationales."""
        yield from repeated_ids(self.option_ids(), "options")
        if self.scored:
            name = type(self).model_fields["options"].alias or "options"
            for place, option in enumerate(self.options):
                if option.rationale is None:
                    yield Problem(
                        f"Option {option.id} has no rationale.",
                        "Say why it tempts, and why it is right or not.",
                        field=f"{name}.{place}.rationale",
                        rule=MISSING,
                    )


class OneOptionItem(OptionItem):
    """One option. Mark 1 for a key, 0 otherwise."""

    shape: ClassVar[Literal["one"]] = "one"

    def accepts(self) -> dict[str, Any]:
        """An option's id."""
        return {"type": "string", "enum": self.option_ids()}

    def read_response(self, value: object) -> str:
        """An option's id."""
        return self.read_option(value)

    def mark(self, value: Any) -> float | None:
        """1 for a key, 0 otherwise."""
        return 1.0 if value in self.keys() else 0.0

    def plausible(self, chance: Chance, skill: float, language: Language) -> str:
        """A key, or one of the others."""
        return pick(chance, self.option_ids(), self.keys(), skill)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each option."""
        counts = self.count(one.value for one in given)
        return {"n": len(given), "facility": self.facility(given), "counts": counts}

    def hand_groups(self, language: Language) -> tuple[HandGroup, ...]:
        """One hand for one of the options."""
        return (HandGroup(self.hand_cells(language)),)

    def without_devices(self, language: Language) -> str:
        """Cards or hands."""
        return Text(
            fr="Lève la main, ou ta carte, quand ta réponse est nommée.",
            en="Raise your hand or your card when your answer is called.",
        ).say(language)

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """Each hand is one answer like any other, without how sure it is."""
        raised = [Given(one) for one in self.option_ids() for _ in range(hands.get(one, 0))]
        return self.summarise([*given, *raised])

    def right_count(self, summary: Mapping[str, Any]) -> int | None:
        """How many chose a key."""
        return sum(summary["counts"][key] for key in self.keys()) if self.scored else None


class ManyOptionItem(OptionItem):
    """Several options at once."""

    shape: ClassVar[Literal["many"]] = "many"
    nothing: ClassVar[str] = "Tick at least one option."
    """What is said where none was chosen."""

    def accepts(self) -> dict[str, Any]:
        """A list of different option ids, at least one."""
        return {
            "type": "array",
            "items": {"type": "string", "enum": self.option_ids()},
            "uniqueItems": True,
            "minItems": 1,
            "maxItems": len(self.options),
        }

    def read_response(self, value: object) -> list[str]:
        """Option ids, kept in the order shown."""
        chosen = self.read_options(value)
        if not chosen:
            raise refuse(self.nothing, field="value")
        return sorted(chosen, key=self.option_ids().index)

    def how_to_answer(self, language: Language) -> str:
        """One or more."""
        return Text(fr="Coche au moins une réponse.", en="Tick at least one answer.").say(language)

    def plausible(self, chance: Chance, skill: float, language: Language) -> list[str]:
        """Most of the keys, and little of the rest."""
        return tick(chance, self.option_ids(), self.keys(), skill)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Counts for each option, and how many were exactly right."""
        counts = self.count(option for one in given for option in one.value)
        return {
            "n": len(given),
            "facility": self.facility(given),
            "counts": counts,
            "exact": perfect(self, [one.value for one in given]),
        }

    def hand_groups(self, language: Language) -> tuple[HandGroup, ...]:
        """As many hands as one ticks options."""
        return (HandGroup(self.hand_cells(language), apart=True),)

    def without_devices(self, language: Language) -> str:
        """A hand for each option that one ticks."""
        return Text(
            fr="Lève la main pour chaque réponse que tu choisis.",
            en="Raise your hand for each answer that you choose.",
        ).say(language)

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """Counts added. Hands do not tell who ticked what together, so that nobody knows how many
        were exactly right, nor the mean mark: both are None."""
        found = self.summarise(given)
        counts = {one: count + hands.get(one, 0) for one, count in found["counts"].items()}
        joined = {"n": len(given) + people, "facility": None, "counts": counts, "exact": None}
        return {**found, **joined}


def key_count_problem(item: OptionItem, *, least: int, most: int) -> Iterable[Problem]:
    """A problem unless the item has `least` to `most` keys."""
    found = len(item.keys())
    if not least <= found <= most:
        wanted = "exactly one" if most == 1 else f"{least} to {most}"
        yield Problem(f"It has {found} keys.", f"Mark {wanted} with key: true.", field="options")


def perfect(item: Item, values: Sequence[Any]) -> int:
    """How many values earn the whole mark."""
    return sum(item.mark(value) == 1 for value in values)
