"""What a facilitator chose for a live session."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.live.rules.scores import Scores

MAX_WIFI = 64


@dataclass(frozen=True)
class Settings:
    """What the facilitator chose. `seconds` 0 means no timer.

    `phones`, `teams`, `hands`: a device each, a device for a team, counted by the facilitator; at
    least one of them, and all together if wanted. `class_size`: 0 where it was not said.
    `rehearsal`: nobody answers in truth, and nothing of it is kept; `speed`: how many times as fast
    as a class those who are simulated answer. `goal`: percent of the mark that the class wants to
    earn together, where `scores` says so. `wifi`, `wifi_password`: of the network of the room, as
    everybody in it may read them; empty where they were not said.
    """

    reading: bool = True
    seconds: int = 0
    change_answers: bool = True
    free_names: bool = False
    phones: bool = True
    teams: bool = False
    hands: bool = False
    live_bars: bool = False
    stem_on_phones: bool = True
    cap: int = 100
    keep_days: int = 30
    class_size: int = 0
    discuss_seconds: int = 120
    rehearsal: bool = False
    speed: int = 1
    scores: Scores = "none"
    goal: int = 70
    wifi: str = ""
    wifi_password: str = ""

    @property
    def devices(self) -> bool:
        """Whether anybody answers on a device."""
        return self.phones or self.teams
