"""A number to estimate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.item import Item
from quizzes.items.kind import Given, SideCount
from quizzes.items.plausible import Chance
from quizzes.items.problems import MISSING, Problem, Rule, refuse
from quizzes.items.text import NARROW, Language, Text, Value

BINS = 10
_ORDER = Rule(
    "number_order",
    Text(
        fr="Les nombres ne se suivent pas. Du plus petit au plus grand : le plus petit que l’on "
        "peut écrire, la plage acceptée avec le bon nombre dedans, le plus grand que l’on peut "
        "écrire.",
        en="The numbers are out of order. From small to large: the smallest that may be typed, the "
        "accepted range with the right number in it, the largest that may be typed.",
    ),
)
_ABOVE_ZERO = Rule(
    "above_zero",
    Text(fr="Ce nombre doit être plus grand que 0.", en="This number must be more than 0."),
)
_WHOLE_MARK = Rule(
    "whole_mark",
    Text(
        fr="Ce nombre serait accepté comme juste. Choisissez-en un hors de cette plage.",
        en="This number would be accepted as right. Choose one outside that range.",
    ),
)


class Truth(Value):
    """The right value; `from` to `to` earns the whole mark, then it falls to 0.

    On a linear scale it falls over `span` units beyond the edge; on a log scale over a
    ratio of `factor` to the edge: 1 - |ln(x / edge)| / ln(factor).
    """

    value: float
    from_: float = Field(alias="from")
    to: float
    scale: Literal["linear", "log"]
    span: float | None = Field(default=None, gt=0)
    factor: float | None = Field(default=None, gt=1)


class Temptation(Value):
    """A number that people give, and why."""

    value: float
    rationale: Text


class Estimate(Item):
    """Mark by the distance to the truth."""

    shape: ClassVar[Literal["number"]] = "number"
    own_fields = (
        *("minimum", "maximum", "temptations.*.value"),
        *("key.value", "key.from", "key.to", "key.span", "key.factor"),
    )
    kind: Literal["estimate"]
    unit: Text
    minimum: float
    maximum: float
    decimals: int = Field(default=0, ge=0, le=3)
    key: Truth
    temptations: tuple[Temptation, ...] = Field(min_length=1, max_length=4)

    def accepts(self) -> dict[str, Any]:
        """A number within the bounds."""
        return {"type": "number", "minimum": self.minimum, "maximum": self.maximum}

    def read_response(self, value: object) -> float:
        """A number within the bounds, rounded to the item's decimals."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse("A number is expected.", field="value")
        if not self.minimum <= value <= self.maximum:
            low, high = self.say_number(self.minimum, "en"), self.say_number(self.maximum, "en")
            raise refuse(f"The number lies between {low} and {high}.", field="value")
        rounded = round(float(value), self.decimals)
        return min(max(rounded, self.minimum), self.maximum)

    def mark(self, value: float) -> float:
        """1 within the accepted range, then falling to 0."""
        truth = self.key
        if truth.from_ <= value <= truth.to:
            return 1.0
        edge = truth.from_ if value < truth.from_ else truth.to
        if truth.scale == "log":
            if value <= 0:
                return 0.0
            ratio = abs(math.log(value) - math.log(edge))
            return max(0.0, 1 - ratio / math.log(truth.factor or 10))
        return max(0.0, 1 - abs(value - edge) / (truth.span or 25))

    def plausible(self, chance: Chance, skill: float, language: Language) -> float:
        """A number in the accepted range, one that tempts, or any other."""
        truth, tempted = self.key, chance.choice(self.temptations).value
        low, high = self.minimum, self.maximum
        if chance.random() < skill - 0.15:  # a number that is only near earns a part
            low, high = truth.from_, truth.to
        elif chance.random() < 0.5:
            low = high = min(max(tempted, low), high)
        return round(low + chance.random() * (high - low), self.decimals)

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Median, extremes and a histogram of equal bins between the bounds."""
        values = sorted(float(one.value) for one in given)
        width = (self.maximum - self.minimum) / BINS
        bins = [0] * BINS
        for value in values:
            bins[min(int((value - self.minimum) / width), BINS - 1)] += 1
        edges = [self.minimum + width * step for step in range(BINS + 1)]
        return {
            "n": len(values),
            "facility": self.facility(given),
            "median": median(values) if values else None,
            "lowest": values[0] if values else None,
            "highest": values[-1] if values else None,
            "bins": bins,
            "edges": edges,
            "exact": sum(self.mark(value) == 1 for value in values),
        }

    def say_number(self, number: float, language: Language) -> str:
        """A number as it is written in `language`."""
        text = f"{number:,.{self.decimals}f}"
        if language == "fr":
            return text.replace(",", NARROW).replace(".", ",")
        return text

    def say_value(self, value: Any, language: Language) -> str:
        """The number with its unit."""
        return self.with_unit(float(value), language)

    def say_key(self, language: Language) -> str:
        """The truth with its unit."""
        return self.with_unit(self.key.value, language)

    def spread(self, summary: Mapping[str, Any], language: Language) -> tuple[SideCount, ...]:
        """The bins of the histogram, by both ends."""
        ends = [self.say_number(edge, language) for edge in summary["edges"]]
        return tuple(
            SideCount(f"{low} – {self.with_unit(high, language)}", count)
            for low, high, count in zip(ends, summary["edges"][1:], summary["bins"], strict=False)
        )

    def middle(self, summary: Mapping[str, Any], language: Language) -> str:
        """The median with its unit."""
        found = summary["median"]
        return "" if found is None else self.with_unit(found, language)

    def how_to_answer(self, language: Language) -> str:
        """The numbers that may be typed."""
        low, high = (self.say_number(one, language) for one in (self.minimum, self.maximum))
        return Text(
            fr=f"Écris un nombre de {low} à {high}.", en=f"Type a number from {low} to {high}."
        ).say(language)

    def without_devices(self, language: Language) -> str:
        """On paper, large enough to be held up."""
        return Text(
            fr="Écris ton nombre en grand sur une feuille, sans le montrer.",
            en="Write your number large on paper, and do not show it yet.",
        ).say(language)

    def heard_aloud(self, language: Language) -> str:
        """The extremes, held up and said."""
        return Text(
            fr="Montre ton nombre. On dit à voix haute le plus petit, puis le plus grand.",
            en="Hold up your number. We say the lowest aloud, then the highest.",
        ).say(language)

    def with_unit(self, number: float, language: Language) -> str:
        """Number and unit; French sets a narrow space before %."""
        unit = self.unit.say(language)
        space = "" if unit == "%" and language == "en" else NARROW
        return f"{self.say_number(number, language)}{space}{unit}"

    def question_view(self, language: Language) -> dict[str, Any]:
        """Unit and bounds."""
        return {
            "unit": self.unit.say(language),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "minimum_text": self.say_number(self.minimum, language),
            "maximum_text": self.say_number(self.maximum, language),
            "decimals": self.decimals,
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The truth, the accepted range, and why other numbers tempt."""
        truth = self.key
        return {
            "truth": truth.value,
            "truth_text": self.with_unit(truth.value, language),
            "from_text": self.say_number(truth.from_, language),
            "to_text": self.with_unit(truth.to, language),
            "exact_only": truth.from_ == truth.to,
            "temptations": [
                {
                    "text": self.with_unit(one.value, language),
                    "rationale": one.rationale.say(language),
                }
                for one in self.temptations
            ],
        }

    def kind_problems(self) -> Iterable[Problem]:
        """Bounds that hold the truth; temptations that do not earn the whole mark."""
        truth = self.key
        ordered = self.minimum < self.maximum
        if not (ordered and self.minimum <= truth.from_ <= truth.value <= truth.to <= self.maximum):
            yield Problem(
                "The numbers are out of order.",
                "minimum ≤ from ≤ value ≤ to ≤ maximum is needed.",
                field="key",
                rule=_ORDER,
            )
            return
        if truth.scale == "log" and truth.from_ <= 0:
            what = "A log scale needs numbers above 0."
            yield Problem(what, "Use scale: linear.", field="key.from", rule=_ABOVE_ZERO)
            return
        needed = "factor" if truth.scale == "log" else "span"
        if getattr(truth, needed) is None:
            what = f"A {truth.scale} scale needs {needed}."
            yield Problem(what, f"Add {needed}.", field=f"key.{needed}", rule=MISSING)
        for place, temptation in enumerate(self.temptations):
            if self.mark(temptation.value) == 1:
                yield Problem(
                    f"The temptation {temptation.value:g} earns the whole mark.",
                    "Choose a number outside the accepted range.",
                    field=f"temptations.{place}.value",
                    rule=_WHOLE_MARK,
                )
