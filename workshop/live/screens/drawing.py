"""What a screen shows, as HTML: drawn once for each language, whichever rooms show it.

A phone’s or the big screen’s HTML is a frame (number, phase, timer, buttons) around a face (one
item, as asked or with its answer). A frame gets nothing but a `Frame`, a face nothing but the item
and the votes, so whatever has the same values is the same drawing. The console is drawn whole, as
it belongs to one room.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale, format_decimal

from quizzes.items.item import Item
from quizzes.items.text import LANGUAGES, Language
from quizzes.store.recent import Recent
from workshop.live.responses import votes_summary
from workshop.live.rules.nextmove import next_move, votes_again
from workshop.live.rules.phase import Phase
from workshop.live.rules.stages import Stage, after, stages_of
from workshop.live.rules.state import VOTES
from workshop.live.rules.steps import pages_of
from workshop.live.scoring import NOTHING, Scored, scored
from workshop.live.screens.flowpicture import flow_picture
from workshop.live.screens.frames import Face, Frame, Role, frame_of
from workshop.live.screens.running_order import running_order
from workshop.live.screens.votes import Votes, is_counted
from workshop.live.sessions import Live

SLOT = "<slot></slot>"
"""Where a frame holds the face."""
_NAME = "recoupe.drawings"


class Drawings:
    """What was drawn and counted lately in this process, for one app."""

    def __init__(self) -> None:
        self.faces: Recent[str] = Recent(512)
        self.frames: Recent[str] = Recent(512)
        self.consoles: Recent[str] = Recent(128)
        self.votes: Recent[Votes] = Recent(64)
        self.scores: Recent[Scored] = Recent(64)
        self.views: Recent[dict[str, Any]] = Recent(512)


def install(app: Flask) -> None:
    """Let the app remember what it drew."""
    app.extensions[_NAME] = Drawings()


def drawings() -> Drawings:
    """The drawings of this app."""
    found: Drawings = current_app.extensions[_NAME]
    return found


def warm() -> None:
    """Load templates and languages, so that the first move of the first lesson is no slower."""
    for language in LANGUAGES:
        with force_locale(language):
            format_decimal(1)
    environment = current_app.jinja_env
    for name in environment.list_templates():
        if name.startswith(("live/screens/", "items/")):
            environment.get_template(name)


def drawn(live: Live, role: Role, language: Language) -> str:
    """The HTML of a screen. Nothing of an answer is in it before the reveal, but on the console."""
    if role == "facilitator":
        key = (live.code, live.version, language)
        return drawings().consoles.get_or_make(key, lambda: _console(live, language))
    votes = _votes(live) if _is_revealed(live, role) else None
    earned = _scored(live) if role == "projector" or _has_ended(live) else NOTHING
    frame = frame_of(live, role, votes, earned, language)
    html = drawings().frames.get_or_make(
        (role, language, frame), lambda: _frame(role, language, frame)
    )
    if SLOT not in html:
        return html
    return html.replace(SLOT, _face(live, role, language, votes))


def view_of(live: Live, language: Language) -> dict[str, Any] | None:
    """What goes over the wire beside the screen that was drawn: not what is to be predicted."""
    item = live.item
    if item is None:
        return None
    key = (live.state.item_row, language)
    view = drawings().views.get_or_make(key, lambda: item.public_view(language))
    return {name: value for name, value in view.items() if name not in item.drawn_only}


def draw_ahead(live: Live, role: Role, language: Language) -> None:
    """Draw the face that is likely to be wanted next, while nobody waits for it."""
    state = live.state
    if state.phase is Phase.CLOSED:
        told = replace(live, state=replace(state, phase=Phase.REVEALED))
        _face(told, role, language, _votes(live))
    elif state.phase is not Phase.FINISHED and not state.is_last:
        stop = state.order[state.position + 1]
        vote = VOTES if stop.again else 1
        later = replace(state, position=state.position + 1, vote=vote, phase=Phase.READING)
        if stop.item is not None:
            _face(replace(live, state=later), role, language, None)


def _has_ended(live: Live) -> bool:
    """Then phones tell what the class earned together as well."""
    return live.state.phase is Phase.FINISHED


def _is_revealed(live: Live, role: Role) -> bool:
    """Whether a screen shows votes: phones once the answer is told, the big screen before."""
    told = live.state.is_told if role == "participant" else live.state.phase is Phase.REVEALED
    return told and live.item is not None


def _stage(live: Live, role: Role) -> Stage:
    """How far the result is told on a screen; a phone has all of it at once."""
    if role == "participant":
        return Stage.SOURCES
    item = live.item
    assert item is not None
    return Stage(live.state.page) if item.scored else max(Stage(live.state.page), Stage.KEY)


def _votes(live: Live) -> Votes:
    """What the room answered to the current item, counted once for every screen of a version."""
    stop = live.state.stop
    assert stop is not None and stop.item is not None
    row, taken = stop.item, live.state.votes_of(stop.item)
    votes = taken if stop.again else live.state.votes_at(stop)  # again: beside the earlier one
    key = (live.code, live.version)
    return drawings().votes.get_or_make(key, lambda: Votes(*votes_summary(live, row, votes)))


def _scored(live: Live) -> Scored:
    """What was earned, counted once for every big screen of a version."""
    key = (live.code, live.version)
    return drawings().scores.get_or_make(key, lambda: scored(live))


def _frame(role: Role, language: Language, frame: Frame) -> str:
    with force_locale(language):
        return _fill(
            f"live/screens/{role}.html",
            frame=frame,
            pages=pages_of(frame.step),
            picture=flow_picture(frame.flow),
            language=language,
        )


def _face(live: Live, role: Role, language: Language, votes: Votes | None) -> str:
    row = live.state.item_row
    assert row is not None
    face = Face(
        pack_row=live.pack_row_of(row),
        item_row=row,
        face="phone" if role == "participant" else role,
        language=language,
        vote=live.state.vote,
        discussing=live.state.phase is Phase.DISCUSS,
        devices=role == "participant" or live.settings.devices,
        stage=None if votes is None else _stage(live, role),
        votes=None if votes is None else json.dumps([votes.last, votes.first], default=str),
    )
    item = live.item_of(row)
    return drawings().faces.get_or_make(face, lambda: _draw_face(face, item, votes))


def _draw_face(face: Face, item: Item, votes: Votes | None) -> str:
    """The one place where an answer may reach a participant's screen: with votes, once told."""
    summary, first = votes.counted if votes else (None, None)
    is_told = face.stage is not None and face.stage >= Stage.KEY
    with force_locale(face.language):
        return _fill(
            f"items/{item.kind}/{face.face}.html",
            view=item.public_view(face.language),
            answer=item.revealed_view(face.language) if votes and is_told else None,
            stage=None if face.stage is None else face.stage.name.lower(),
            summary=summary,
            first=first,
            devices=face.devices,
            vote=face.vote,
            discussing=face.discussing,
            given=None,
            certainty=None,
            media_base=f"/media/{face.pack_row}",
            language=face.language,
        )


def _console(live: Live, language: Language) -> str:
    item, state = live.item, live.state
    added = state.stop is not None and state.stop.added  # its step’s words are of other questions
    step = None if added else live.step
    second_vote = item is not None and item.second_vote
    pages, stages = pages_of(step), _stages(live, item)
    coming = after(stages, state.page)
    with force_locale(language):
        return _fill(
            "live/screens/facilitator.html",
            live=live,
            phase=state.phase.value,
            state=state,
            step=step,
            pages=pages,
            view=item.public_view(language) if item else None,
            answer=item.revealed_view(language) if item else None,
            next_move=next_move(state, second_vote=second_vote, pages=len(pages), stages=stages),
            next_stage=None if coming is None else coming.name.lower(),
            stage=Stage(state.page).name.lower() if state.phase is Phase.REVEALED else None,
            stages=[one.name.lower() for one in stages],
            votes_again=votes_again(state, second_vote=second_vote),
            order=running_order(live, language),
            item=item,
            hand_groups=item.hand_groups(language) if item else (),
            language=language,
        )


def _stages(live: Live, item: Item | None) -> tuple[Stage, ...]:
    """The stages of a result that may be gone to: votes only where there can be some."""
    return stages_of(item, counted=live.settings.devices or is_counted(item)) if item else ()


def _fill(template: str, **values: Any) -> str:
    """Nothing of a request comes in: a screen is the same for whoever asks, or for nobody."""
    return current_app.jinja_env.get_template(template).render(**values)
