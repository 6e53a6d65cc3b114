"""A published set of items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, StringConstraints

from quizzes.items.item import Age, Competences, Item
from quizzes.items.problems import Problem
from quizzes.items.stimulus import Picture
from quizzes.items.text import Text, Value
from quizzes.kinds import kinds

Form = Literal["a", "b"]
SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]


def _whole(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


class Objective(Value):
    """What a learner can do afterwards, with its codes in the frameworks."""

    text: Text
    competences: Competences


class PairedForm(Value):
    """One of the two forms of a test that is taken before and after. `pair`: the other form."""

    pair: Slug
    form: Form


class PackHead(Value):
    """Everything about a pack but its items.

    With `test`, it is a form of a before/after test: never led live, taken alone, or printed
    with answers for pupils.
    """

    format: Annotated[Literal[1], BeforeValidator(_whole)]
    slug: Slug
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    summary: Text
    licence: Literal["CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0", "all-rights-reserved"]
    authors: tuple[Annotated[str, StringConstraints(min_length=1, max_length=120)], ...] = Field(
        min_length=1, max_length=20
    )
    age: Age
    minutes: int = Field(ge=5, le=600)
    law_date: date | None = None
    cover: Picture | None = None
    test: PairedForm | None = None
    objectives: tuple[Objective, ...] = Field(min_length=1, max_length=12)


class Pack(PackHead):
    """Head and items."""

    items: tuple[SerializeAsAny[Item], ...] = Field(min_length=1, max_length=200)

    def item(self, item_id: str) -> Item:
        """The item with this code. KeyError if there is none."""
        return next_or_key_error(self.items, item_id)

    def media(self) -> frozenset[str]:
        """Every file that the pack needs."""
        cover = (self.cover.file,) if self.cover else ()
        return frozenset((*cover, *(file for item in self.items for file in item.media())))

    def problems(self) -> list[Problem]:
        """Everything to mend in a pack whose shape is right."""
        return [*self._own_problems(), *(one for item in self.items for one in item.problems())]

    def _own_problems(self) -> Iterable[Problem]:
        codes = [item.id for item in self.items]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Problem(f"Two items are called {code}.", "Give each its own code.", item=code)
        if any(item.volatile for item in self.items) and not self.law_date:
            yield Problem(
                "Some items quote law that may change, but law_date is missing.",
                "Add the date of the state of the law.",
                field="law_date",
            )
        if self.test:
            yield from self._test_problems(self.test)

    def _test_problems(self, test: PairedForm) -> Iterable[Problem]:
        if test.pair == self.slug:
            yield Problem(
                "A form is its own pair.", "Give the slug of the other form.", field="test"
            )
        for item in self.items:
            if item.moderated:
                yield Problem(
                    "A form asks for words of one’s own.",
                    "Use kinds that are ticked: a test keeps nothing that a pupil wrote.",
                    item=item.id,
                )


def next_or_key_error(items: Iterable[Item], item_id: str) -> Item:
    """The item with this code among `items`. KeyError if there is none."""
    for item in items:
        if item.id == item_id:
            return item
    raise KeyError(item_id)


def pack_schema() -> dict[str, Any]:
    """JSON Schema of pack.yaml, for completion in editors."""
    schema = PackHead.model_json_schema(by_alias=True)
    defs = schema.setdefault("$defs", {})
    choices = []
    for name, cls in sorted(kinds().items()):
        found = cls.model_json_schema(by_alias=True)
        defs.update(found.pop("$defs", {}))
        title = re.sub(r"\W", "", name)
        defs[title] = found
        choices.append({"$ref": f"#/$defs/{title}"})
    schema["properties"]["items"] = {
        "type": "array",
        "minItems": 1,
        "items": {"oneOf": choices, "discriminator": {"propertyName": "kind"}},
    }
    schema["required"].append("items")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
