"""Operation: the report of a live session. Counts of the group, never a name."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from quizzes.items.discernment import INDICATIVE_BELOW, LEAST_GROUP
from quizzes.items.item import Item
from quizzes.items.itemstats import Flow, NextStep, next_step, share, wilson
from quizzes.items.kind import Choice
from quizzes.items.text import Language
from workshop.live.queries import seat_queries
from workshop.live.responses import votes_summary
from workshop.live.sessions import Live
from workshop.live.writing.moderation import approved

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class OptionCount:
    """An option and how often it was chosen, in the last vote and in the first of two."""

    letter: str
    text: str
    count: int
    percent: int
    is_key: bool
    first_count: int | None
    first_percent: int | None


@dataclass(frozen=True)
class TextCount:
    """An approved text and how many wrote it, or a kind of page and how many opened it."""

    text: str
    count: int
    percent: int


@dataclass(frozen=True)
class Discernment:
    """How well the room told reliable from unreliable (d′), and which way it leans (c)."""

    d_prime: float
    bias: float
    answered: int

    @property
    def indicative(self) -> bool:
        """Whether fewer people answered than make a measure."""
        return self.answered < INDICATIVE_BELOW


@dataclass(frozen=True)
class RightShare:
    """How many of the group were wholly right, and between which shares, 0 to 1, that lies in 19
    of 20 such groups (Wilson's interval)."""

    right: int
    of: int
    low: float
    high: float


@dataclass(frozen=True)
class ItemReport:
    """One item as the room answered it. Facilities are 0 to 1, None for opinions."""

    code: str
    stem: str
    kind: str
    asked: bool
    revealed: bool
    votes: int
    answered: int
    by_hand: int
    facility: float | None
    first_facility: float | None
    flow: Flow | None
    sure_and_wrong: int | None
    options: tuple[OptionCount, ...]
    key: str
    median: str
    next_step: NextStep | None
    texts: tuple[TextCount, ...] = ()
    pages: tuple[TextCount, ...] = ()
    moderated: bool = False
    judges: bool = False
    discernment: Discernment | None = None
    first_discernment: Discernment | None = None
    right_share: RightShare | None = None

    @property
    def gain(self) -> Flow | None:
        """The two votes of those who gave both, from five people on: fewer are nearly a person."""
        return self.flow if self.flow and self.flow.n >= LEAST_GROUP else None

    @property
    def missed(self) -> bool:
        """Whether less than 70 % of the mark was earned: worth coming back to."""
        return self.facility is not None and self.facility <= 0.7

    @property
    def twice(self) -> bool:
        """Whether the counts of a first vote stand beside those of the last."""
        return any(one.first_count is not None for one in self.options)


@dataclass(frozen=True)
class Report:
    """A live session in figures."""

    title: str
    code: str
    pack_title: str
    participants: int
    teams: bool
    items: tuple[ItemReport, ...]

    @property
    def is_small(self) -> bool:
        """Whether the figures are too few to be more than a hint."""
        most = max((one.answered for one in self.items), default=0)
        return max(self.participants, most) < INDICATIVE_BELOW


def report(live: Live, language: Language) -> Report:
    """The report of `live` as it stands."""
    items = [_item_report(live, row, language) for row in live.state.item_rows()]
    return Report(
        title=live.title,
        code=live.code,
        pack_title=", ".join(pack.title(language) for pack in live.packs),
        participants=seat_queries.seat_count(live.row_id),
        teams=live.settings.teams,
        items=tuple(items),
    )


def _item_report(live: Live, row: int, language: Language) -> ItemReport:
    item = live.item_of(row)
    votes = live.state.votes_of(row)
    last, first, both = votes_summary(live, row, votes)
    return ItemReport(
        code=item.id,
        stem=item.stem.say(language),
        kind=item.kind,
        asked=bool(votes),
        revealed=live.state.is_revealed(row),
        votes=len(votes),
        answered=last["n"],
        by_hand=last.get("by_hand", 0),
        facility=last["facility"],
        first_facility=first["facility"] if first else None,
        flow=both,
        sure_and_wrong=last.get("sure_and_wrong"),
        options=_options(item, last, first, language),
        key=item.say_key(language),
        median=item.middle(last, language),
        next_step=next_step(last["facility"]),
        texts=_texts(live, row, votes, last["n"]),
        pages=_pages(item, last, language),
        moderated=item.moderated,
        judges="room" in last,
        discernment=_discernment(last),
        first_discernment=_discernment(first or {}),
        right_share=_right_share(item.right_count(last), last["n"]),
    )


def _right_share(right: int | None, answered: int) -> RightShare | None:
    """None for opinions, and for fewer people than make a group."""
    if right is None or answered < LEAST_GROUP:
        return None
    low, high = wilson(right, answered)
    return RightShare(right, answered, low, high)


def _discernment(summary: Mapping[str, Any]) -> Discernment | None:
    """The figures of a set of judgements; its summary holds none of fewer than five people."""
    room = summary.get("room")
    return Discernment(room["d_prime"], room["bias"], summary["n"]) if room else None


def _pages(item: Item, last: Mapping[str, Any], language: Language) -> tuple[TextCount, ...]:
    """What the item counts beside its choices, such as the kinds of pages that were opened."""
    searched = last["n"] - last.get("by_hand", 0)  # hands tell what was found, not where
    return tuple(
        TextCount(one.text, one.count, share(one.count, searched))
        for one in item.tallies(last, language)
    )


def _texts(live: Live, row: int, votes: Sequence[int], answered: int) -> tuple[TextCount, ...]:
    """What the facilitator approved in the last vote; the rest is in no report."""
    found = approved(live, (row, votes[-1])) if votes else []
    return tuple(TextCount(one.text, one.count, share(one.count, answered)) for one in found)


def _options(
    item: Item, last: Mapping[str, Any], first: Mapping[str, Any] | None, language: Language
) -> tuple[OptionCount, ...]:
    """Everything that could be chosen; nothing where nothing was counted, or the counts of few are
    hidden. The share of a row’s cell is that of those who answered the row."""
    if not last["n"] and not (first and first["n"]):
        return ()
    before = item.choices(first, language) if first else ()
    return tuple(
        OptionCount(
            letter=one.letter,
            text=one.text,
            count=one.count,
            percent=_percent(one, last),
            is_key=one.is_key,
            first_count=old.count if old else None,
            first_percent=_percent(old, first) if old and first else None,
        )
        for one, old in zip_longest(item.choices(last, language), before)
    )


def _percent(one: Choice, summary: Mapping[str, Any]) -> int:
    return share(one.count, summary["n"] if one.of is None else one.of)


# CSV ---------------------------------------------------------------------------------

COLUMNS = (
    "session item kind vote_count answered facility first_facility option option_text key "
    "count percent first_count first_percent median sure_and_wrong d_prime bias "
    "right right_low right_high gain"
).split()


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(found: Report) -> str:
    """The report as CSV (UTF-8, comma, one line for each option or item)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in found.items:
        for line in _lines(found, item):
            writer.writerow([safe_cell(cell) for cell in line])
    return out.getvalue()


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _right_cells(found: RightShare | None) -> list[object]:
    return [found.right, _decimal(found.low), _decimal(found.high)] if found else ["", "", ""]


def _lines(found: Report, item: ItemReport) -> Sequence[Sequence[object]]:
    head = [found.code, item.code, item.kind, item.votes, item.answered]
    head += [_decimal(item.facility), _decimal(item.first_facility)]
    judged = item.discernment
    tail: list[object] = [item.median, item.sure_and_wrong]
    tail += [_decimal(judged.d_prime), _decimal(judged.bias)] if judged else ["", ""]
    tail += _right_cells(item.right_share)
    tail += [_decimal(item.gain.peer_gain) if item.gain else ""]
    counted = (*item.pages, *item.texts)
    texts = [[*head, "", one.text, "", one.count, one.percent, "", "", *tail] for one in counted]
    if not item.options:
        return texts or [[*head, "", "", item.key, "", "", "", "", *tail]]
    return texts + [
        [
            *head,
            one.letter,
            one.text,
            "1" if one.is_key else "0",
            one.count,
            one.percent,
            one.first_count,
            one.first_percent,
            *tail,
        ]
        for one in item.options
    ]
