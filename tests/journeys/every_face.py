"""Every shipped question as the big screen draws it: while it is open, and at each stage of its
result. Not tests themselves."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import app as recoupe
from quizzes.bank import catalogue
from quizzes.items.item import Item
from quizzes.items.itemstats import Flow
from quizzes.items.kind import Given
from quizzes.items.text import Language
from workshop.live.rules.phase import Phase
from workshop.live.rules.settings import Settings
from workshop.live.rules.stages import Stage, stages_of
from workshop.live.scoring import NOTHING
from workshop.live.screens import drawing
from workshop.live.screens.frames import Face, Frame
from workshop.live.screens.votes import Votes

CLASS = 24
MOVED = Flow(kept_right=7, became_right=9, became_wrong=2, stayed_wrong=6)
"""Those of a class who changed their minds between two votes, or did not."""


@dataclass(frozen=True)
class Drawn:
    """One screen: which question and stage it is, and what is put on it."""

    name: str
    phase: str
    html: str


def every_face(folder: Path, language: Language) -> list[Drawn]:
    """Drawn in this process, from the packs of the kit in this folder; tests left out."""
    made = recoupe.create_app({"DATA_DIR": folder, "SECRET_KEY": "test", "TESTING": True})
    with made.app_context():
        packs = [pack for pack in catalogue.list_all() if not pack.head.test]
        return [
            face
            for pack in packs
            for one in pack.items
            for face in _faces_of(pack.row_id, one.item, language)
        ]


def _faces_of(pack: int, item: Item, language: Language) -> Iterator[Drawn]:
    chance = random.Random(item.id)
    first = _summary(item, chance, 0.4, language) if item.second_vote else None
    flow = MOVED if item.second_vote and item.scored else None
    votes = Votes(_summary(item, chance, 0.7, language), first, flow)
    yield _drawn(pack, item, language, None, None)
    for stage in stages_of(item):
        yield _drawn(pack, item, language, votes, stage)


def _summary(item: Item, chance: random.Random, skill: float, language: Language) -> dict[str, Any]:
    given = [
        Given(
            item.plausible(chance, skill, language),
            chance.randint(1, 3) if item.asks_certainty else None,
        )
        for _ in range(CLASS)
    ]
    return item.summarise_all(given, {})


def _drawn(
    pack: int, item: Item, language: Language, votes: Votes | None, stage: Stage | None
) -> Drawn:
    told = stage if stage is None or item.scored else max(stage, Stage.KEY)
    phase = Phase.OPEN if stage is None else Phase.REVEALED
    vote = 2 if item.second_vote else 1
    face = Face(
        pack_row=pack,
        item_row=0,
        face="projector",
        language=language,
        vote=vote,
        discussing=False,
        devices=True,
        votes=json.dumps([votes.last, votes.first], default=str) if votes else None,
        stage=told,
    )
    frame = _around(item, phase, vote, votes, stage)
    html = drawing._frame("projector", language, frame)
    name = f"{item.id} {item.kind}, {'open' if stage is None else stage.name.lower()}"
    return Drawn(
        name, phase.value, html.replace(drawing.SLOT, drawing._draw_face(face, item, votes))
    )


def _around(item: Item, phase: Phase, vote: int, votes: Votes | None, stage: Stage | None) -> Frame:
    shows_flow = votes is not None and stage is not None and stage >= Stage.KEY
    return Frame(
        phase=phase.value,
        position=11,
        total=24,
        vote=vote,
        paused=False,
        settings=Settings(),
        item_id=item.id,
        shape=item.shape,
        flow=votes.flow if votes and shows_flow else None,
        title="",
        code="",
        again=False,
        step=None,
        page=int(stage or 0),
        scored=NOTHING,
        hands="",
        counted=True,
        material=None,
        uncounted="",
    )
