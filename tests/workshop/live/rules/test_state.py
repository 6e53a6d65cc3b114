"""The rules of the room: the table of moves, lessons, time and undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.workshop.live.rules.stops import numbers, stops
from workshop.live.rules.moves import decide, undone
from workshop.live.rules.phase import Move, MoveRefused, Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import Stage
from workshop.live.rules.state import LiveState, Round, Stop, Visit, delayed

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
NO_TIMER, TIMER = Settings(), Settings(seconds=60)
STRAIGHT_ON = Settings(reading=False)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


class Lesson:
    """A live session with a clock, driven by moves."""

    def __init__(
        self, settings: Settings = NO_TIMER, order: tuple[int, ...] = (11, 12, 13)
    ) -> None:
        self.settings, self.state = settings, LiveState(order=stops(*order))
        self.before: list[LiveState] = []
        self.seconds = 0.0

    def move(self, move: Move, after: float = 1, **argument: Any) -> LiveState:
        self.seconds += after
        now = at(self.seconds)
        if move is Move.UNDO:
            self.state = undone(self.state, self.before.pop(), now)
        else:
            new = decide(self.state, move, now, argument, self.settings)
            self.before.append(self.state)
            self.state = new
        return self.state

    def moves(self, *names: str) -> LiveState:
        return [self.move(Move(name)) for name in names][-1]

    def refused(self, move: Move, **argument: Any) -> str:
        kept = self.state
        with pytest.raises(MoveRefused) as caught:
            decide(self.state, move, at(self.seconds), argument, self.settings)
        assert self.state == kept
        return caught.value.reason

    @property
    def left(self) -> float | None:
        found = self.state.remaining(at(self.seconds))
        return None if found is None else found.total_seconds()

    @property
    def place(self) -> tuple[Phase, int | None, int]:
        return self.state.phase, self.state.item_row, self.state.vote


UNTIL = {
    Phase.LOBBY: [],
    Phase.READING: ["start"],
    Phase.OPEN: ["start", "open"],
    Phase.CLOSED: ["start", "open", "close"],
    Phase.DISCUSS: ["start", "open", "close", "discuss"],
    Phase.REVEALED: ["start", "open", "close", "reveal"],
    Phase.ACTIVITY: ["start", "open", "close", "reveal", "next"],
    Phase.FINISHED: ["start", "open", "close", "reveal", "finish"],
}
TABLE = """
start    lobby
open             reading
close                    open
discuss                       closed
reopen                        closed discuss
reveal                        closed discuss
next                          closed         revealed activity
back             reading                     revealed activity finished
skip             reading open closed discuss          activity
turn                                         revealed activity
reorder  lobby   reading open closed discuss revealed activity
add      lobby   reading open closed discuss revealed activity
pause            reading open closed discuss revealed activity
extend   lobby   reading open closed discuss revealed activity
lock     lobby   reading open closed discuss revealed activity
unlock   lobby   reading open closed discuss revealed activity
blank    lobby   reading open closed discuss revealed activity finished
unblank  lobby   reading open closed discuss revealed activity finished
remove   lobby   reading open closed discuss revealed activity finished
rename   lobby   reading open closed discuss revealed activity finished
finish   lobby   reading open closed discuss revealed activity
"""
ALLOWED = {Move(line.split()[0]): set(line.split()[1:]) for line in TABLE.strip().splitlines()}


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("move", [move for move in Move if move not in (Move.UNDO, Move.RESUME)])
def test_a_move_is_made_in_its_phases_and_refused_in_all_others(move: Move, phase: Phase) -> None:
    lesson = Lesson(TIMER)
    lesson.state = LiveState(order=(*stops(11), Stop(12, item=12, hold=True), Stop(13), *stops(14)))
    if phase is Phase.ACTIVITY:
        lesson.moves("start", "open", "close", "reveal", "next", "skip")
    elif phase is not Phase.LOBBY:  # on the second item, so that there is one to go back to
        lesson.moves("start", "open", "close", "reveal", "next", *UNTIL[phase][1:])
    assert lesson.state.phase is phase
    order = list(numbers(lesson.state)[lesson.state.position + 1 :])[::-1]
    argument = {
        Move.REORDER: {"order": order},
        Move.EXTEND: {"seat": "x"},
        Move.ADD: {"stop": Stop(0, item=99)},
    }.get(move, {})
    if phase.value in ALLOWED[move]:
        assert isinstance(lesson.move(move, **argument), LiveState)
    else:
        assert lesson.refused(move, **argument) == "wrong_phase"


@pytest.mark.parametrize("phase", list(Phase))
def test_only_what_was_paused_can_be_resumed(phase: Phase) -> None:
    lesson = Lesson()
    lesson.state = LiveState(order=(*stops(11), Stop(12, seconds=60), *stops(13)))
    for name in UNTIL[phase]:
        lesson.move(Move(name))
    outside = phase in (Phase.LOBBY, Phase.FINISHED)
    assert lesson.refused(Move.RESUME) == ("wrong_phase" if outside else "not_paused")
    if not outside:
        lesson.moves("pause")
        assert lesson.refused(Move.PAUSE) == "paused"
        assert lesson.moves("resume").paused_at is None


@pytest.mark.parametrize("phase", list(Phase))
def test_undoing_is_not_decided_by_the_rules(phase: Phase) -> None:
    lesson = Lesson()
    lesson.state = LiveState(order=(*stops(11), Stop(12, seconds=60), *stops(13)))
    for name in UNTIL[phase]:
        lesson.move(Move(name))
    assert lesson.refused(Move.UNDO) == "nothing_to_undo"


def test_a_lesson_with_a_second_vote() -> None:
    lesson = Lesson()
    assert lesson.moves("start").item_row == 11
    lesson.moves("open", "close", "discuss")
    assert lesson.place == (Phase.DISCUSS, 11, 1)
    lesson.moves("reopen")
    assert lesson.place == (Phase.OPEN, 11, 2)
    lesson.moves("close")
    assert lesson.refused(Move.DISCUSS) == lesson.refused(Move.REOPEN) == "voted_twice"
    lesson.moves("reveal")
    assert lesson.state.votes_of(11) == [1, 2]
    assert not lesson.state.is_revealed(11)
    lesson.moves("turn")
    assert lesson.state.is_revealed(11)
    first, second = lesson.state.rounds[11, 1], lesson.state.rounds[11, 2]
    assert (first.opened_at, first.closed_at, first.revealed_at) == (at(2), at(3), None)
    assert (second.opened_at, second.closed_at, second.revealed_at) == (at(5), at(6), at(8))
    lesson.moves("next", "open", "close", "reveal", "next", "skip")
    assert lesson.place[0] is Phase.FINISHED


def test_the_vote_can_be_repeated_without_a_discussion() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reopen")
    assert lesson.place == (Phase.OPEN, 11, 2)


def test_without_a_time_to_read_the_vote_opens_at_once() -> None:
    lesson = Lesson(STRAIGHT_ON)
    lesson.moves("start")
    assert lesson.place == (Phase.OPEN, 11, 1)
    lesson.moves("close", "reveal", "next")
    assert lesson.place == (Phase.OPEN, 12, 1)


def test_going_back_and_on_shows_results_again_and_opens_nothing() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reveal", "next", "open", "close", "reveal", "next")
    assert lesson.place == (Phase.READING, 13, 1)
    rounds = lesson.state.rounds
    assert lesson.moves("back").item_row == 12
    assert lesson.moves("back").item_row == 11
    assert lesson.refused(Move.BACK) == "nothing_earlier"
    assert lesson.moves("next").item_row == 12
    assert lesson.place[0] is Phase.REVEALED
    assert lesson.state.rounds == rounds
    lesson.moves("next")
    assert lesson.place == (Phase.READING, 13, 1)


def test_going_back_passes_over_what_was_not_revealed() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reveal", "next", "skip")
    assert lesson.place == (Phase.READING, 13, 1)
    lesson.moves("back")
    assert lesson.place == (Phase.REVEALED, 11, 1)


def test_from_the_end_one_can_go_back_to_the_last_result() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reveal", "finish", "back")
    assert lesson.place == (Phase.REVEALED, 11, 1)
    early = Lesson()
    early.moves("finish")
    assert early.refused(Move.BACK) == "nothing_earlier"


def test_going_back_to_a_second_vote_shows_the_second_vote() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reopen", "close", "reveal", "next", "back")
    assert lesson.place == (Phase.REVEALED, 11, 2)


def test_an_item_that_was_left_after_two_votes_starts_again_with_the_first() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reveal", "next")
    lesson.moves("open", "close", "reopen", "close", "skip", "back", "next")
    assert lesson.place == (Phase.READING, 12, 1)
    lesson.moves("open", "close", "reveal", "next", "back")
    assert lesson.place == (Phase.REVEALED, 12, 1)
    current = lesson.state.round
    assert current is not None
    assert current.revealed_at is not None
    assert lesson.state.votes_of(12) == [1]


def test_skipping_an_open_round_closes_it() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "skip")
    assert lesson.place == (Phase.READING, 12, 1)
    assert lesson.state.rounds[11, 1].closed_at == at(3)
    assert not lesson.state.is_revealed(11)


def test_skipping_the_last_item_ends_the_session() -> None:
    lesson = Lesson(order=(11,))
    lesson.moves("start", "open", "skip")
    assert lesson.place[0] is Phase.FINISHED
    assert lesson.state.rounds[11, 1].closed_at == at(3)


def test_after_the_last_item_there_is_no_next_one() -> None:
    lesson = Lesson(order=(11,))
    lesson.moves("start", "open", "close", "reveal")
    assert lesson.refused(Move.NEXT) == "last_item"


def test_the_items_to_come_can_be_put_in_another_order() -> None:
    lesson = Lesson(order=(11, 12, 13, 14))
    assert numbers(lesson.move(Move.REORDER, order=[14, 13, 12, 11])) == (14, 13, 12, 11)
    lesson.moves("start")
    assert numbers(lesson.move(Move.REORDER, order=[11, 12, 13])) == (14, 11, 12, 13)


@pytest.mark.parametrize(
    "order",
    [None, [13, 12, 11], [12, 12], [12, 99], "12", {"12": 13}, [12, None], ["12", "13"],
     [12, "13"], [[12], [13]], [{}, 12], [12.0, 13.0], [True, 13]],
)  # fmt: skip
def test_any_other_order_is_refused(order: Any) -> None:
    lesson = Lesson()
    lesson.moves("start")
    assert lesson.refused(Move.REORDER, order=order) == "wrong_order"


def test_true_is_not_the_first_item() -> None:
    lesson = Lesson(order=(0, 1))
    assert lesson.refused(Move.REORDER, order=[False, True]) == "wrong_order"


def test_a_round_has_its_time() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    assert lesson.left == 60
    lesson.seconds += 59
    assert lesson.left == 1
    lesson.seconds += 10
    assert lesson.left == 0
    assert lesson.state.remaining(at(lesson.seconds), timedelta(seconds=30)) == timedelta(
        seconds=21
    )


def test_without_a_timer_no_time_is_shown() -> None:
    lesson = Lesson()
    lesson.moves("start", "open")
    assert lesson.left is None
    assert lesson.refused(Move.EXTEND) == "no_timer"


def test_a_pause_stops_the_clock_and_gives_the_time_back() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(Move.PAUSE, after=20)
    assert lesson.left == 40
    lesson.seconds += 1000
    assert lesson.left == 40
    lesson.move(Move.RESUME, after=0)
    assert lesson.left == 40
    assert lesson.state.rounds[11, 1].deadline == at(2 + 60 + 1000)


def test_nothing_opens_during_a_pause() -> None:
    lesson = Lesson()
    lesson.moves("start", "pause")
    assert lesson.refused(Move.OPEN) == "paused"
    lesson.moves("resume", "open", "close", "pause")
    assert lesson.refused(Move.REOPEN) == "paused"


@pytest.mark.parametrize("way", ["skip", "next", "back", "finish"])
def test_leaving_an_item_ends_its_pause(way: str) -> None:
    lesson = Lesson()
    lesson.moves(
        "start", "open", "close", "reveal", "next", *(["open", "close"] if way != "back" else [])
    )
    if way == "next":
        lesson.moves("reveal")
    assert lesson.moves("pause", way).paused_at is None


def test_more_time_is_added_to_what_is_left() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(Move.EXTEND, after=10)
    assert lesson.left == 80
    lesson.move(Move.EXTEND, after=0, seconds=5)
    assert lesson.left == 85
    lesson.move(Move.EXTEND, after=100, seconds=30)
    assert lesson.left == 30


def test_more_time_during_a_pause_counts_from_the_pause() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(Move.PAUSE, after=10)
    lesson.move(Move.EXTEND, after=100, seconds=20)
    assert lesson.left == 70
    lesson.move(Move.RESUME, after=100)
    assert lesson.left == 70


@pytest.mark.parametrize("seconds", [0, -5, 3601, 10**400, 2.5, True, "30", None, [30]])
def test_a_strange_amount_of_time_is_refused(seconds: Any) -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    assert lesson.refused(Move.EXTEND, seconds=seconds) == "wrong_seconds"
    assert lesson.refused(Move.EXTEND, seconds=seconds, seat="x") == "wrong_seconds"


def test_time_for_one_seat_leaves_the_room_as_it_is() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    before = lesson.state
    assert lesson.move(Move.EXTEND, seconds=30, seat="x") == before


def test_closed_rounds_are_not_delayed() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open", "close")
    assert delayed(lesson.state, timedelta(hours=1)) == lesson.state


def test_switches_change_what_they_say_and_nothing_else() -> None:
    lesson = Lesson()
    begun = lesson.moves("start")
    assert lesson.moves("lock", "blank") == replace(begun, locked=True, blank=True)
    assert lesson.moves("unlock", "unblank") == begun
    assert lesson.moves("remove", "rename") == begun


@pytest.mark.parametrize(
    ("way", "move"),
    [
        ([], "start"), (["start"], "open"), (["start", "open"], "pause"), (["start", "open"], "blank"),
        (["start", "open", "close"], "discuss"), (["start", "open", "close"], "reopen"),
        (["start", "open", "close"], "reveal"), (["start", "open", "close", "reveal"], "next"),
        (["start", "open", "close", "reveal"], "finish"), (["start"], "skip"), ([], "finish"),
        (["start", "open", "close", "reveal", "next"], "back"),
    ],
)  # fmt: skip
def test_undoing_gives_back_the_state_before(way: list[str], move: str) -> None:
    lesson = Lesson()
    for name in way:
        lesson.moves(name)
    before = lesson.state
    lesson.moves(move, "undo")
    assert lesson.state == before


@pytest.mark.parametrize("move", [Move.CLOSE, Move.SKIP, Move.FINISH])
def test_undoing_the_end_of_a_round_gives_its_time_back(move: Move) -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(move, after=20)
    lesson.move(Move.UNDO, after=500)
    assert lesson.place == (Phase.OPEN, 11, 1)
    assert lesson.left == 40


def test_undoing_a_pause_gives_the_time_of_the_pause_back() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(Move.PAUSE, after=20)
    lesson.move(Move.UNDO, after=30)
    assert lesson.state.paused_at is None
    assert lesson.left == 40


def test_undoing_a_close_during_a_pause_gives_no_extra_time() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(Move.PAUSE, after=10)
    lesson.move(Move.CLOSE, after=10)
    lesson.move(Move.UNDO, after=10)
    assert lesson.left == 50
    lesson.move(Move.RESUME, after=10)
    assert lesson.left == 50


def test_undoing_what_did_not_close_the_round_gives_no_extra_time() -> None:
    lesson = Lesson(TIMER)
    lesson.moves("start", "open")
    lesson.move(Move.BLANK, after=10)
    lesson.move(Move.UNDO, after=10)
    assert lesson.left == 40


def test_a_state_before_its_first_item_has_none() -> None:
    state = LiveState(order=stops(11))
    assert (state.item_row, state.key, state.round) == (None, None, None)
    assert state.remaining(START) is None
    assert LiveState(order=()).item_row is None


def test_a_round_that_was_undone_counts_as_never_taken() -> None:
    state = LiveState(order=stops(11), position=0, rounds={(11, 1): Round()})
    assert state.votes_of(11) == []
    assert state.round is None
    assert not state.is_revealed(11)


# Steps of a workshop -----------------------------------------------------------------

ACTIVITY = Stop(2, 1, seconds=300)


def test_an_activity_has_a_time_that_ends_nothing() -> None:
    lesson = Lesson()
    lesson.state = LiveState(order=(*stops(1), ACTIVITY, *stops(3)))
    lesson.moves("start", "skip")
    assert lesson.place == (Phase.ACTIVITY, None, 1)
    assert lesson.left == 300
    lesson.move(Move.EXTEND, after=10, seconds=60)
    assert lesson.left == 350
    lesson.move(Move.PAUSE, after=400)
    assert lesson.left == 0
    lesson.move(Move.RESUME, after=1000)
    assert lesson.state.until_deadline(at(lesson.seconds)) == timedelta(seconds=-50)
    lesson.move(Move.EXTEND, after=1, seconds=60)
    assert lesson.left == 60
    assert lesson.moves("next").item_row == 3
    assert lesson.state.until is None


def test_a_talk_between_two_votes_has_its_time() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "discuss")
    assert lesson.left == Settings.discuss_seconds
    lesson.moves("reopen")
    assert lesson.left is None


def test_an_activity_is_leafed_through_and_begins_anew_when_one_comes_back() -> None:
    lesson = Lesson()
    lesson.state = LiveState(order=(ACTIVITY, *stops(3)))
    lesson.moves("start", "turn", "turn")
    assert lesson.state.page == 2
    assert lesson.move(Move.TURN, page=0).page == 0
    for page in (-1, 41, True, "1"):
        assert lesson.refused(Move.TURN, page=page) == "wrong_page"
    lesson.moves("turn", "next", "back")
    assert (lesson.state.stop, lesson.state.page) == (ACTIVITY, 0)


def test_a_result_is_told_in_stages_and_phones_see_it_from_the_key_on() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reveal")
    assert (lesson.state.page, lesson.state.is_told) == (Stage.VOTES, False)
    for stage in (Stage.KEY, Stage.WHY, Stage.SOURCES):
        lesson.moves("turn")
        assert (lesson.state.page, lesson.state.is_told) == (stage, True)
    assert lesson.refused(Move.TURN) == "wrong_page"
    lesson.move(Move.TURN, page=0)
    assert (lesson.state.page, lesson.state.is_told) == (Stage.VOTES, True)  # phones keep it
    lesson.moves("undo", "undo", "undo", "undo")
    assert (lesson.state.page, lesson.state.is_told) == (Stage.VOTES, False)


def test_stages_that_a_result_lacks_are_passed_over() -> None:
    lesson = Lesson()
    lesson.moves("start", "open", "close")
    lesson.move(Move.REVEAL, stages=(Stage.VOTES, Stage.SOURCES))
    assert lesson.state.is_told  # an opinion has no key to wait for
    assert lesson.refused(Move.TURN, page=1, stages=(Stage.VOTES, Stage.SOURCES)) == "wrong_page"
    lesson.move(Move.TURN, stages=(Stage.VOTES, Stage.SOURCES))
    assert lesson.state.page == Stage.SOURCES
    lesson.moves("undo", "undo")
    lesson.move(Move.REVEAL, stages=(Stage.KEY, Stage.WHY))  # nobody answered
    assert (lesson.state.page, lesson.state.is_told) == (Stage.KEY, True)


def test_whoever_leaves_a_result_early_has_told_it() -> None:
    for leaving in ("next", "finish"):
        lesson = Lesson()
        lesson.moves("start", "open", "close", "reveal", leaving)
        assert lesson.state.is_revealed(11)
    lesson = Lesson()
    lesson.moves("start", "open", "close", "reveal", "next", "back")
    assert (lesson.state.page, lesson.state.is_told) == (Stage.SOURCES, True)


def test_a_vote_that_is_taken_again_later_has_its_two_votes_at_two_stops() -> None:
    first, again = Stop(1, item=11), Stop(3, item=11, again=True)
    lesson = Lesson()
    lesson.state = LiveState(order=(first, ACTIVITY, again))
    lesson.moves("start", "open", "close")
    assert lesson.refused(Move.DISCUSS) == lesson.refused(Move.REOPEN) == "voted_later"
    assert lesson.refused(Move.NEXT) == "wrong_phase"
    lesson.moves("reveal", "next", "next")
    assert lesson.place == (Phase.READING, 11, 2)
    lesson.moves("open", "close")
    assert lesson.refused(Move.DISCUSS) == "voted_twice"
    lesson.moves("reveal")
    assert (lesson.state.votes_at(first), lesson.state.votes_at(again)) == ([1], [2])
    lesson.moves("back", "back")
    assert lesson.place == (Phase.REVEALED, 11, 1)


def test_a_vote_can_be_held_back_until_it_is_taken_again() -> None:
    first, again = Stop(1, item=11, hold=True), Stop(2, item=11, again=True)
    lesson = Lesson()
    lesson.state = LiveState(order=(first, again))
    lesson.moves("start", "open", "close", "next")
    assert lesson.place == (Phase.READING, 11, 2)
    assert not lesson.state.is_revealed(11)
    assert lesson.refused(Move.BACK) == "nothing_earlier"


def test_a_second_vote_whose_first_was_skipped_is_taken_all_the_same() -> None:
    lesson = Lesson()
    lesson.state = LiveState(order=(Stop(1, item=11), Stop(2, item=11, again=True)))
    lesson.moves("start", "skip", "open", "close", "reveal")
    assert lesson.place == (Phase.REVEALED, 11, 2)
    assert lesson.state.votes_of(11) == [2]


def test_what_is_left_out_can_be_taken_in_again() -> None:
    lesson = Lesson(order=(11, 12, 13))
    lesson.moves("start")
    assert numbers(lesson.move(Move.REORDER, order=[13])) == (11, 13)
    assert [one.number for one in lesson.state.spare] == [12]
    assert numbers(lesson.move(Move.REORDER, order=[12, 13])) == (11, 12, 13)
    assert numbers(lesson.move(Move.REORDER, order=[])) == (11,)
    assert lesson.state.is_last
    assert numbers(lesson.moves("undo")) == (11, 12, 13)


def test_not_everything_can_be_left_out() -> None:
    assert Lesson().refused(Move.REORDER, order=[]) == "nothing_left"


def test_a_question_is_added_after_the_present_one_and_only_once() -> None:
    lesson = Lesson(order=(11, 12))
    lesson.moves("start")
    lesson.move(Move.ADD, stop=Stop(0, item=99, pack=7, seconds=60))
    assert lesson.state.item_rows() == [11, 99, 12]
    assert len(set(numbers(lesson.state))) == 3
    for row in (99, 11, 12):
        assert lesson.refused(Move.ADD, stop=Stop(0, item=row)) == "asked_already"


def test_every_stop_that_was_entered_is_noted_with_its_time() -> None:
    lesson = Lesson()
    lesson.state = LiveState(order=(*stops(11), ACTIVITY))
    lesson.moves("start", "skip", "undo", "skip")
    assert lesson.state.visits == (Visit(11, at(1)), Visit(2, at(4)))
