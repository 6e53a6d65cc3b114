"""All that the drawing of a screen depends on: equal values are the same drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quizzes.items.itemstats import Flow
from quizzes.items.text import Language
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import Stage
from workshop.live.rules.steps import LedStep
from workshop.live.scoring import NOTHING, Scored
from workshop.live.screens.material import TableMaterial, material_of
from workshop.live.screens.votes import (
    Uncounted,
    Votes,
    how_without_devices,
    is_counted,
    uncounted,
)
from workshop.live.sessions import Live

Role = Literal["participant", "projector", "facilitator"]


@dataclass(frozen=True)
class Frame:
    """All that stands around an item. `title` and `code` are said only where they are shown.

    `hands`: what whoever has no device does now. `counted`: hands are counted for the item.
    `material`: what lies ready, in the lobby of a class without devices. `uncounted`: what the
    figures lack: nobody answered on a device, nothing was counted by hand, or the second vote was
    not.
    `position`, `total`: of the questions. `step`: only in an activity and in the lobby; it is
    drawn whole, without a face. `page`: 0 is what one does, then each card and each card’s answer.
    """

    phase: str
    position: int
    total: int
    vote: int
    paused: bool
    settings: Settings
    item_id: str
    shape: str
    flow: Flow | None
    title: str
    code: str
    again: bool
    step: LedStep | None
    page: int
    scored: Scored
    hands: str
    counted: bool
    material: TableMaterial | None
    uncounted: Uncounted


@dataclass(frozen=True)
class Face:
    """All that the drawing of an item depends on. `votes`: as JSON; `stage`: how far the result is
    told, with its answer from the key on; both None before."""

    pack_row: int
    item_row: int
    face: str
    language: Language
    vote: int
    discussing: bool
    devices: bool
    votes: str | None
    stage: Stage | None


def _material(live: Live) -> TableMaterial | None:
    without = live.state.phase is Phase.LOBBY and not live.settings.devices
    return material_of(live) if without else None


def phase_on(role: Role, live: Live) -> Phase:
    """The phase as a screen shows it: on a phone a round stays closed until its answer is told."""
    state = live.state
    waits = role == "participant" and state.phase is Phase.REVEALED and not state.is_told
    return Phase.CLOSED if waits else state.phase


def frame_of(
    live: Live, role: Role, votes: Votes | None, scored: Scored, language: Language
) -> Frame:
    """The frame of a screen as the session stands. `scored`: for the big screen;
    phones are told the common goal at the end."""
    state, item = live.state, live.item
    on_big_screen = role == "projector"
    with_code = role == "participant" and state.phase is Phase.FINISHED
    activity = state.phase in (Phase.ACTIVITY, Phase.LOBBY)
    return Frame(
        phase=phase_on(role, live).value,
        position=state.question_number - 1,
        total=len(state.questions),
        vote=state.vote,
        paused=state.paused_at is not None,
        settings=live.settings,
        item_id=item.id if item else "",
        shape=item.shape if item else "",
        flow=votes.flow if votes and on_big_screen and state.page >= Stage.KEY else None,
        title=live.title if on_big_screen and state.phase in (Phase.LOBBY, Phase.FINISHED) else "",
        code=live.code if with_code else "",
        again=state.stop is not None and state.stop.again,
        step=live.step if activity else None,
        page=state.page if on_big_screen else 0,
        scored=scored if on_big_screen else Scored(goal=scored.goal) if with_code else NOTHING,
        hands=how_without_devices(live, language) if on_big_screen else "",
        counted=on_big_screen and is_counted(item),
        material=_material(live) if on_big_screen else None,
        uncounted=uncounted(live, votes) if votes and on_big_screen else "",
    )
