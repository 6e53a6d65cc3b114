"""Operation: one item of a live session, as the room answered it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from quizzes.items.discernment import LEAST_GROUP
from quizzes.items.item import Item
from quizzes.items.itemstats import next_step, share, wilson
from quizzes.items.kind import Choice
from quizzes.items.text import Language, first_sentences
from workshop.live.queries import seat_queries
from workshop.live.responses import votes_summary
from workshop.live.sessions import Live
from workshop.live.writing.moderation import approved
from workshop.reports.rules import hiding
from workshop.reports.rules.figures import (
    Discernment,
    ItemReport,
    OptionCount,
    ResponseRate,
    RightShare,
    TextCount,
)

Summary = Mapping[str, Any]


def item_report(live: Live, row: int, language: Language, now: datetime) -> ItemReport:
    """An item of `live`: what was asked, and what the group answered."""
    item = live.item_of(row)
    votes = live.state.votes_of(row)
    last, first, flow = votes_summary(live, row, votes)
    few, few_first = (is_few(live, one["n"]) if one else False for one in (last, first))
    return ItemReport(
        code=item.id,
        stem=item.stem.say(language),
        kind=item.kind,
        scored=item.scored,
        asked=bool(votes),
        revealed=live.state.is_revealed(row),
        votes=len(votes),
        answered=last["n"],
        by_hand=last.get("by_hand", 0),
        aloud=not live.settings.devices and not item.hand_groups(language),
        facility=None if few else last["facility"],
        first_facility=first["facility"] if first and not few_first else None,
        flow=hiding.flow_told(flow, first["n"] if first else 0, last["n"]),
        gain=hiding.matched_votes(flow, first["n"] if first else 0, last["n"]),
        sure_and_wrong=_sure(item, last),
        options=() if few else _options(item, last, None if few_first else first, language),
        key=item.say_key(language),
        median="" if few else item.middle(last, language),
        next_step=None if few else next_step(last["facility"]),
        texts=_texts(live, row, votes, last["n"]),
        pages=() if few else _tallies(item.tallies(last, language), _on_devices(last)),
        spread=() if few else _tallies(item.spread(last, language), last["n"]),
        moderated=item.moderated,
        judges="room" in last,
        discernment=_discernment(last),
        first_discernment=_discernment(first or {}),
        right_share=_right_share(item.right_count(last), last["n"]),
        rate=_rate(live, row, votes, last["n"], last.get("by_hand", 0), now),
        few=few and bool(last["n"]),
        sure_hidden="sure_and_wrong" in last and _sure(item, last) is None,
        explanation=_explanation(item, language),
    )


def is_few(live: Live, answers: int) -> bool:
    """Whether so many answers of this session came from fewer than five people."""
    settings = live.settings
    by_teams = settings.teams and not settings.phones and not settings.hands
    return hiding.is_few(answers, by_teams=by_teams)


def _explanation(item: Item, language: Language) -> str:
    return first_sentences(item.explanation.say(language))[0] if item.explanation else ""


def _sure(item: Item, last: Summary) -> int | None:
    right = item.right_count(last)
    wrong = None if right is None else last["n"] - right
    return hiding.sure_and_wrong_told(last.get("sure_and_wrong"), wrong)


def _right_share(right: int | None, answered: int) -> RightShare | None:
    """None for opinions, and for fewer people than make a group."""
    if right is None or answered < LEAST_GROUP:
        return None
    low, high = wilson(right, answered)
    return RightShare(right, answered, low, high)


def _discernment(summary: Summary) -> Discernment | None:
    """The figures of a set of judgements; its summary holds none of fewer than five people."""
    room = summary.get("room")
    return Discernment(room["d_prime"], room["bias"], summary["n"]) if room else None


def _tallies(counted: Sequence[Any], answered: int) -> tuple[TextCount, ...]:
    """What is counted beside the choices: pages that were opened, ranges of numbers."""
    return tuple(TextCount(one.text, one.count, share(one.count, answered)) for one in counted)


def _texts(live: Live, row: int, votes: Sequence[int], answered: int) -> tuple[TextCount, ...]:
    """What the facilitator approved in the last vote; the rest is in no report."""
    return _tallies(approved(live, (row, votes[-1])) if votes else (), answered)


def _options(
    item: Item, last: Summary, first: Summary | None, language: Language
) -> tuple[OptionCount, ...]:
    """Everything that could be chosen; nothing where nothing was counted, or the counts of few are
    hidden. The share of a row’s cell is that of those who answered the row.
    """
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
            rationale=one.rationale,
            row=one.row,
            cell=one.cell,
        )
        for one, old in zip_longest(item.choices(last, language), before)
    )


def _percent(one: Choice, summary: Summary) -> int:
    return share(one.count, summary["n"] if one.of is None else one.of)


def _on_devices(summary: Summary) -> int:
    """Hands tell what was found, and not where."""
    return int(summary["n"] - summary.get("by_hand", 0))


def _rate(
    live: Live, row: int, votes: Sequence[int], answered: int, by_hand: int, now: datetime
) -> ResponseRate | None:
    """Of the class where its size was said and people are counted, else of who had joined."""
    if not votes:
        return None
    settings = live.settings
    if settings.hands and settings.class_size and not settings.teams:
        return ResponseRate(answered, settings.class_size, of_class=True)
    if by_hand:
        return ResponseRate(answered, 0)
    one = live.state.rounds[row, votes[-1]]
    ends = [moment for moment in (one.closed_at, one.deadline, now) if moment]
    return ResponseRate(answered, seat_queries.joined_by(live.row_id, min(ends)))
