"""A timed search: who is behind a page, and what do others say of it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from quizzes.items.hands import HandGroup, Hands
from quizzes.items.item import OptionId
from quizzes.items.kind import Given, SideCount
from quizzes.items.plausible import Chance, pick, sentence, tick
from quizzes.items.problems import Problem, Rule, refuse, repeated_ids
from quizzes.items.text import WIDE, Language, Text, Value
from quizzes.items.written import read_writing, writing_schema
from quizzes.kinds.bases.openitem import Rubric, rubric_problems, rubric_view
from quizzes.kinds.bases.options import OptionItem, key_count_problem

MadeUpSite = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40})*\.example$")
]
FIELDS = ("found", "pages", "line")
_SITE = Rule(
    "site",
    Text(
        fr="Un site inventé s’écrit en minuscules et finit par « .example ».",
        en="A made-up site has small letters and ends in “.example”.",
    ),
)


class PageKind(Value):
    """A kind of page that one may open on the way."""

    id: OptionId
    text: Text


class SearchResult(Value):
    """One made-up result: what the list shows, and what its page says when one opens it.

    `rationale`: what this page is worth, for after the reveal.
    """

    site: MadeUpSite
    title: Text
    text: Text
    rationale: Text | None = None


class Lateral(OptionItem):
    """A short form: what was found, which kinds of pages were opened, one line of evidence.

    `finding`: the option that a thorough search comes to. `on_the_web`: whether the real web
    knows the subject; else everybody uses the made-up results, on paper or on screen.
    """

    shape: ClassVar[Literal["form"]] = "form"
    scored: ClassVar[bool] = False
    moderated: ClassVar[bool] = True
    own_fields = ("line_length", "results.*.site")
    pattern_rules: ClassVar[Mapping[str, Rule]] = {"site": _SITE}
    kind: Literal["lateral"]
    finding: OptionId
    pages: tuple[PageKind, ...] = Field(min_length=2, max_length=8)
    line_length: int = Field(default=140, ge=40, le=300)
    on_the_web: bool = False
    query: Text
    results: tuple[SearchResult, ...] = Field(min_length=3, max_length=10)
    rubric: Rubric = Field(min_length=3, max_length=3)
    example: Text

    def page_ids(self) -> list[str]:
        """The ids of the kinds of pages, in the order shown."""
        return [one.id for one in self.pages]

    def accepts(self) -> dict[str, Any]:
        """What was found, the pages that were opened, and perhaps a line."""
        pages = {"type": "string", "enum": self.page_ids()}
        return {
            "type": "object",
            "properties": {
                "found": {"type": "string", "enum": self.option_ids()},
                "pages": {"type": "array", "items": pages, "uniqueItems": True, "minItems": 1},
                "line": writing_schema(self.line_length),
            },
            "required": ["found", "pages"],
            "additionalProperties": False,
        }

    def read_response(self, value: object) -> dict[str, Any]:
        """The parts of the form; the pages in the order shown."""
        if not isinstance(value, dict) or not value.keys() <= set(FIELDS):
            raise refuse("An object with found, pages and line is expected.", field="value")
        read: dict[str, Any] = {
            "found": self.read_option(value.get("found")),
            "pages": self._read_pages(value.get("pages")),
        }
        if "line" in value:
            read["line"] = read_writing(value["line"], longest=self.line_length)
        return read

    def _read_pages(self, value: object) -> list[str]:
        known = self.page_ids()
        if not isinstance(value, list) or not 1 <= len(value) <= len(known):
            raise refuse("Tick at least one kind of page.", field="value")
        if any(not isinstance(one, str) or one not in known for one in value):
            raise refuse("This is not one of the kinds of pages.", field="value")
        if len(set(value)) != len(value):
            raise refuse("A kind of page is given twice.", field="value")
        return sorted(value, key=known.index)

    def plausible(self, chance: Chance, skill: float, language: Language) -> dict[str, Any]:
        """What a thorough search finds or not, a page or two, and mostly a line."""
        found: dict[str, Any] = {
            "found": pick(chance, self.option_ids(), (self.finding,), skill),
            "pages": tick(chance, self.page_ids(), (), skill),
        }
        if chance.random() < skill:
            found["line"] = sentence(chance, self.line_length, language)
        return found

    def mark(self, value: Any) -> None:
        """A person reads it with the rubric; the kit does not mark it."""

    def texts(self, value: Any) -> tuple[str, ...]:
        """The line, where there is one."""
        return (value["line"],) if "line" in value else ()

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """How often each thing was found and each kind of page opened; never the lines."""
        opened = [page for one in given for page in one.value["pages"]]
        return {
            "n": len(given),
            "facility": None,
            "counts": self.count(one.value["found"] for one in given),
            "pages": {page: opened.count(page) for page in self.page_ids()},
        }

    def how_to_answer(self, language: Language) -> str:
        """Two things; the line may be left empty."""
        return Text(
            fr="Choisis ce que tu as trouvé, et coche les pages que tu as ouvertes.",
            en="Choose what you found, and tick the pages that you opened.",
        ).say(language)

    def tallies(self, summary: Mapping[str, Any], language: Language) -> tuple[SideCount, ...]:
        """The kinds of pages that were opened."""
        opened = summary["pages"]
        if not any(opened.values()):
            return ()
        return tuple(SideCount(one.text.say(language), opened[one.id]) for one in self.pages)

    def hand_groups(self, language: Language) -> tuple[HandGroup, ...]:
        """One hand for what was found."""
        return (HandGroup(self.hand_cells(language)),)

    def without_devices(self, language: Language) -> str:
        """A search on paper, then hands."""
        return Text(
            fr="Cherche avec la feuille, puis lève la main quand ce que tu as trouvé est nommé.",
            en="Search with the sheet, then raise your hand when what you found is called.",
        ).say(language)

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """What was found, added; the pages that were opened are those of the devices."""
        found = self.summarise(given)
        counts = {one: count + hands.get(one, 0) for one, count in found["counts"].items()}
        return {**found, "n": len(given) + people, "counts": counts}

    def question_view(self, language: Language) -> dict[str, Any]:
        """The form, and the made-up results without what they are worth."""
        return {
            **super().question_view(language),
            "pages": [{"id": one.id, "text": one.text.say(language)} for one in self.pages],
            "line_length": self.line_length,
            "on_the_web": self.on_the_web,
            "query": self.query.say(language),
            "results": [
                {"site": one.site, "title": one.title.say(language), "text": one.text.say(language)}
                for one in self.results
            ],
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """What a thorough search finds, an example, the levels, and what each page is worth."""
        return {
            **super().answer_view(language),
            "finding": self.finding,
            "example": self.example.say(language),
            "rubric": rubric_view(self.rubric, language),
            "worth": [one.rationale.say(language) if one.rationale else "" for one in self.results],
        }

    def say_value(self, value: Any, language: Language) -> str:
        """What was found, the pages, and the line in quotes."""
        kinds = {one.id: one.text.say(language) for one in self.pages}
        said = [super().say_value(value["found"], language)]
        said.append(", ".join(kinds[page] for page in value["pages"]))
        if "line" in value:
            ends = (f"«{WIDE}", f"{WIDE}»") if language == "fr" else ("“", "”")
            said.append(value["line"].join(ends))
        return " · ".join(said)

    def say_key(self, language: Language) -> str:
        """There is no key: a person reads the answer."""
        return ""

    def kind_problems(self) -> Iterable[Problem]:
        """A finding among the options, kinds of pages that differ, three levels."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=0, most=0)
        if self.finding not in self.option_ids():
            yield Problem("The finding is no option.", "Give the id of one.", field="finding")
        yield from repeated_ids(self.page_ids(), "pages")
        yield from rubric_problems(self.rubric)
