"""The command that measures the kit on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tests.bench.figures import table
from tests.bench.measure import Measurement, measure


def install(main: click.Group) -> None:
    """Add `bench` to the command line."""

    @main.group()
    def bench() -> None:
        """Measure the kit on this machine, with a server and data of its own."""

    @bench.command()
    @click.option("--phones", default=30, show_default=True, help="Phones in each room.")
    @click.option("--rooms", default=1, show_default=True, help="Rooms that play at once.")
    @click.option("--rounds", default=2, show_default=True, help="Items in each game.")
    @click.option("--window", default=5.0, show_default=True, help="Seconds in which all respond.")
    @click.option("--seed", default=1, show_default=True, help="For the same game again.")
    @click.option("--plan", default="", help="The slug of a plan to play, instead of items.")
    @click.option("--json", "path", type=click.Path(path_type=Path), help="Also write JSON here.")
    def live(
        phones: int, rooms: int, rounds: int, window: float, seed: int, plan: str, path: Path | None
    ) -> None:
        """Play whole games over loopback and print what they cost, beside a bare loop's floor."""
        found = measure(Measurement(phones, rooms, rounds, window, seed, plan))
        click.echo(table(found))
        if path:
            path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        if found["lost"] or found["doubled"] or found["errors"]:
            for error in found["first errors"]:
                click.echo(error, err=True)
            raise SystemExit(1)
