"""Several posts or claims, each judged reliable or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Annotated, Any, Literal

from pydantic import Field

from quizzes.items.certainty import LEVELS
from quizzes.items.discernment import (
    INDICATIVE_BELOW,
    LEAST_GROUP,
    Judgements,
    Quadrant,
    area_under_curve,
    quadrant,
    suppressed,
)
from quizzes.items.hands import Hands
from quizzes.items.item import OptionId, content_key
from quizzes.items.kind import NO_JUDGEMENTS, Given, Measures, Outcome, Question
from quizzes.items.problems import Problem, repeated_ids
from quizzes.items.stimulus import OWN_FIELDS, ExcerptStimulus, PictureStimulus, PostStimulus
from quizzes.items.text import Language, Text, Value
from quizzes.kinds.bases.grids import SURE, Cells, GridItem, brief, certainty_of, numbered, plain

VERDICTS = ("reliable", "unreliable", "unsure")
Asked = Literal["reliable", "true"]
_WORDS: dict[Asked, tuple[Text, Text, Text]] = {
    "reliable": (
        Text(fr="Fiable", en="Reliable"),
        Text(fr="Pas fiable", en="Not reliable"),
        Text(fr="Je ne sais pas", en="I don't know"),
    ),
    "true": (
        Text(fr="Vrai", en="True"),
        Text(fr="Faux", en="False"),
        Text(fr="Je ne sais pas", en="I don't know"),
    ),
}
LONGEST_RUN = 3
_SIGNS = {"reliable": "+", "unreliable": "−"}


class Judged(Value):
    """One thing to judge: a mock post, a short text with a credit line, or a picture."""

    id: OptionId
    stimulus: Annotated[
        PostStimulus | ExcerptStimulus | PictureStimulus, Field(discriminator="type")
    ]
    reliable: bool
    rationale: Text

    def text(self) -> Text:
        """Its first words in both languages."""
        return Text(fr=self.name("fr"), en=self.name("en"))

    def name(self, language: Language) -> str:
        """Its first words."""
        if isinstance(self.stimulus, PostStimulus):
            return brief(f"{self.stimulus.account} – {self.stimulus.caption.say(language)}")
        if isinstance(self.stimulus, PictureStimulus):
            return brief(self.stimulus.alt.say(language))
        return brief(self.stimulus.text.say(language))


class JudgementSet(GridItem):
    """Mark: the share judged right; “I don't know” earns nothing and is counted apart.

    With `certainty`, each verdict may be followed by how sure one is, as in `reliable:3`; it
    earns nothing and is used for the room's area under the curve.
    """

    own_fields = tuple(f"posts.*.stimulus.{name}" for name in OWN_FIELDS)
    kind: Literal["judgement_set"]
    asks: Asked = "reliable"
    certainty: bool = False
    posts: tuple[Judged, ...] = Field(min_length=4, max_length=12)

    def cells(self) -> Cells:
        """Three verdicts for each post."""
        return {post.id: VERDICTS for post in self.posts}

    def spellings(self, cell: str) -> tuple[str, ...]:
        """A verdict, alone or with how sure one is."""
        return (cell, *(f"{cell}{SURE}{level}" for level in LEVELS)) if self.certainty else (cell,)

    def read_response(self, value: object) -> dict[str, str]:
        """Every post with its verdict. How sure one is of not knowing is left out."""
        read = super().read_response(value)
        return {post: "unsure" if plain(said) == "unsure" else said for post, said in read.items()}

    def right(self) -> Mapping[str, frozenset[str]]:
        """One verdict for each post."""
        return {
            post.id: frozenset({"reliable" if post.reliable else "unreliable"})
            for post in self.posts
        }

    def summarise(self, given: Sequence[Given]) -> dict[str, Any]:
        """Verdicts for each post, and figures of the room where five people judged both sorts."""
        return {**super().summarise(given), "room": self._room(given)}

    def measures(self) -> Measures:
        """Statements tell what was learnt, posts how well they are told apart."""
        return "knowledge" if self.asks == "true" else "discernment"

    def questions(self) -> tuple[Question, ...]:
        """Each post or statement, whatever its place and id."""
        return tuple(Question(self._key(one), one.text()) for one in self.posts)

    def _key(self, post: Judged) -> str:
        content = post.model_dump(mode="json", exclude_none=True)
        return content_key([self.asks, content["stimulus"], post.reliable])

    def outcomes(self, value: Any | None) -> tuple[Outcome, ...]:
        """The verdicts; not knowing where the item was left empty."""
        return tuple(self._outcome(post, value) for post in self.posts)

    def _outcome(self, post: Judged, value: Mapping[str, str] | None) -> Outcome:
        verdict = plain(value[post.id]) if value is not None else "unsure"
        if verdict == "unsure":
            return "unsure"
        return "right" if post.reliable == (verdict == "reliable") else "wrong"

    def offers_unsure(self) -> bool:
        """Each post has a cell for it."""
        return True

    def judgements(self, value: Mapping[str, str]) -> Judgements:
        """What one response judged; “I don't know” is in no total."""
        said = [(post.reliable, plain(value[post.id])) for post in self.posts]
        judged = [(reliable, verdict) for reliable, verdict in said if verdict != "unsure"]
        return Judgements(
            hits=judged.count((True, "reliable")),
            reliable=sum(reliable for reliable, _ in judged),
            false_alarms=judged.count((False, "reliable")),
            unreliable=sum(not reliable for reliable, _ in judged),
        )

    def _room(self, given: Sequence[Given]) -> dict[str, Any] | None:
        """Pooled figures: never of one person, and no group of fewer than five.

        Who judged no reliable or no unreliable post is nobody whose discernment can be told.
        """
        each = [self.judgements(one.value) for one in given]
        places = [place for one in each if (place := quadrant(one))]
        if len(places) < LEAST_GROUP:
            return None
        return {
            **_pooled(sum(each, start=NO_JUDGEMENTS), asked=len(given) * len(self.posts)),
            "auc": self._auc(given) if self.certainty else None,
            "quadrants": suppressed({one.value: places.count(one) for one in Quadrant}),
            "indicative": len(places) < INDICATIVE_BELOW,
        }

    def join_hands(self, given: Sequence[Given], hands: Hands, people: int) -> dict[str, Any]:
        """Verdicts added, and the pooled figures of all; not how many people judge in which way,
        nor the area under the curve, as hands do not tell whose they are."""
        found = super().join_hands(given, hands, people)
        return {**found, "room": self._room_of(found["cells"], found["n"])}

    def _room_of(
        self, cells: Mapping[str, Mapping[str, int]], people: int
    ) -> dict[str, Any] | None:
        rows = [(post.reliable, cells[post.id]) for post in self.posts]
        judged = {
            reliable: sum(
                said["reliable"] + said["unreliable"] for real, said in rows if real is reliable
            )
            for reliable in (True, False)
        }
        if people < LEAST_GROUP or not all(judged.values()):
            return None
        pooled = Judgements(
            hits=sum(said["reliable"] for real, said in rows if real),
            reliable=judged[True],
            false_alarms=sum(said["reliable"] for real, said in rows if not real),
            unreliable=judged[False],
        )
        asked = sum(sum(said.values()) for _, said in rows)
        rest = {"auc": None, "quadrants": None, "indicative": people < INDICATIVE_BELOW}
        return {**_pooled(pooled, asked=asked), **rest}

    def _auc(self, given: Sequence[Given]) -> float | None:
        """From ratings -3 to 3: how sure of “not reliable” or of “reliable”, 0 for not knowing.

        A verdict without certainty is left out.
        """
        ratings: dict[bool, list[int]] = {True: [], False: []}
        for one in given:
            for post in self.posts:
                said = one.value[post.id]
                sure = certainty_of(said)
                if plain(said) == "unsure":
                    ratings[post.reliable].append(0)
                elif sure is not None:
                    ratings[post.reliable].append(sure if plain(said) == "reliable" else -sure)
        return area_under_curve(ratings[True], ratings[False])

    def question_view(self, language: Language) -> dict[str, Any]:
        """The posts and the words of the three verdicts."""
        return {
            "rows": [
                {"id": post.id, "number": number, "stimulus": post.stimulus.view(language)}
                for number, post in enumerate(self.posts, start=1)
            ],
            "columns": [
                {"id": verdict, "text": self.cell_name("", verdict, language)}
                for verdict in VERDICTS
            ],
            "row_certainty": self.certainty,
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The right verdicts, and why for each post."""
        rationales = {post.id: post.rationale.say(language) for post in self.posts}
        return {**super().answer_view(language), "rationales": rationales}

    def row_name(self, row: str, language: Language) -> str:
        """The first words of a post."""
        names = {post.id: post.name(language) for post in self.posts}
        return f"“{names[row]}”" if language == "en" else f"«\u00a0{names[row]}\u00a0»"

    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """A verdict in words."""
        return _WORDS[self.asks][VERDICTS.index(cell)].say(language)

    def short_key(self) -> str:
        """`1 + · 2 − · 3 +`."""
        right = self.right_in_order().values()
        return numbered(_SIGNS[key] for (key,) in right)

    def media(self) -> tuple[str, ...]:
        """Files of the posts too."""
        own = (name for post in self.posts for name in post.stimulus.media())
        return (*super().media(), *own)

    def kind_problems(self) -> Iterable[Problem]:
        """Different ids, about as many reliable as not, and no pattern in the key."""
        yield from repeated_ids([post.id for post in self.posts], "posts")
        keys = [post.reliable for post in self.posts]
        if not 0.4 <= sum(keys) / len(keys) <= 0.6:
            yield Problem(
                f"{sum(keys)} of {len(keys)} posts are reliable.",
                "Have about as many reliable as not (40 to 60 %), or doubting everything pays.",
                field="posts",
            )
        if all(one != other for one, other in pairwise(keys)):
            yield Problem("Reliable and not reliable alternate.", "Mix them.", field="posts")
        if max(len(list(run)) for _, run in groupby(keys)) > LONGEST_RUN:
            yield Problem(
                f"More than {LONGEST_RUN} posts in a row have the same key.",
                "Mix them.",
                field="posts",
            )


def _pooled(judged: Judgements, *, asked: int) -> dict[str, Any]:
    """What a room judged together. `asked`: how many verdicts it gave, also of not knowing."""
    return {
        "hits": judged.hits,
        "reliable": judged.reliable,
        "false_alarms": judged.false_alarms,
        "unreliable": judged.unreliable,
        "d_prime": judged.d_prime,
        "bias": judged.bias,
        "real_detection": judged.real_detection,
        "fake_detection": judged.fake_detection,
        "unsure": (asked - judged.reliable - judged.unreliable) / asked,
    }
