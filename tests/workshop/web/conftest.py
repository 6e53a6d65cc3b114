"""A room where people write, for every test of what is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizzes import bank

PACK = Path(__file__).parents[2] / "packs" / "en-tes-mots"


@pytest.fixture
def written(app: Flask, fatima: Any, time: Any) -> Callable[..., Any]:
    """Open Fatima’s session on the pack for tests, at the item with this code, its answers open."""
    with app.app_context():
        bank.import_folder(PACK, time.now)

    def open_at(code: str, **settings: Any) -> Any:
        room = fatima.open("en-tes-mots", **settings)
        snapshot = room.move("start")
        while snapshot["item"]["id"] != code:
            snapshot = room.move("skip")
        room.round = room.move("open")["round"]
        return room

    return open_at
