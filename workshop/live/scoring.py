"""Operation of scores: what the class earned together, and who earned most, as the room sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workshop.live.queries import response_queries, score_queries
from workshop.live.rules import scores
from workshop.live.rules.phase import Phase
from workshop.live.rules.scores import CommonGoal, Ranking
from workshop.live.rules.state import RoundKey
from workshop.live.sessions import Live


@dataclass(frozen=True)
class Scored:
    """What the big screen shows of scores; nothing where the facilitator did not ask for it."""

    goal: CommonGoal | None = None
    ranking: Ranking | None = None


NOTHING = Scored()


def scored(live: Live) -> Scored:
    """What the big screen shows of scores now: the goal after a result, a ranking at the end."""
    kind, phase = live.settings.scores, live.state.phase
    if kind == "goal" and phase in (Phase.REVEALED, Phase.FINISHED):
        return Scored(goal=_goal(live))
    if kind in ("teams", "persons") and phase is Phase.FINISHED:
        return Scored(ranking=_ranking(live, teams=kind == "teams"))
    return NOTHING


def _shown(live: Live) -> list[RoundKey]:
    """The last round of each scored item that the room saw the result of."""
    state = live.state
    found = []
    for row in state.item_rows():
        seen = [vote for vote in state.votes_of(row) if state.rounds[row, vote].revealed_at]
        if seen and live.item_of(row).scored:
            found.append((row, seen[-1]))
    return found


def _goal(live: Live) -> CommonGoal | None:
    keys = _shown(live)
    numbers = [live.round_ids[key] for key in keys]
    given = score_queries.answers_counted(numbers)
    by_hand = response_queries.tallies(numbers)
    shares = []
    for (row, _vote), number in zip(keys, numbers, strict=True):
        mark = live.item_of(row).mark
        answers = [*given.get(number, ()), *by_hand.get(number, {}).items()]
        shares.append(scores.share((mark(value), count) for value, count in answers))
    return scores.goal(shares, live.settings.goal)


def _ranking(live: Live, *, teams: bool) -> Ranking | None:
    """The first three persons, from as many persons on as make a group; or the first teams."""
    keys = _shown(live)
    totals = _totals(live, keys, teams=teams)
    if not teams and len(totals) < scores.LEAST_ANSWERS:
        return None
    return scores.ranking(totals, len(keys), name_others=teams)


def _totals(live: Live, keys: Iterable[RoundKey], *, teams: bool) -> dict[str, float]:
    """What each who answered earned, by name. A round that somebody missed earns nothing; where
    there were two votes, the first one counts for whoever missed the second."""
    items = {live.round_ids[row, one]: row for row, vote in keys for one in range(1, vote + 1)
             if (row, one) in live.round_ids}  # fmt: skip
    known: dict[tuple[int, str], float | None] = {}
    earned: dict[str, dict[int, float | None]] = {}
    for name, number, text in score_queries.answers_by_name(live.row_id, items, teams=teams):
        row = items[number]
        if (row, text) not in known:
            known[row, text] = live.item_of(row).mark(score_queries.value_of(text))
        earned.setdefault(name, {})[row] = known[row, text]
    return {name: scores.total(marks.values()) for name, marks in earned.items()}
