"""Commands about packs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from quizzes.bank import catalogue
from quizzes.formats.pack import pack_schema
from quizzes.formats.pack_folder import read_folder
from quizzes.items.problems import Problems
from quizzes.items.review import SOON, Due

Create = Callable[[Mapping[str, Any] | None], Flask]
Migrate = Callable[[Flask], None]


def install(main: click.Group, create_app: Create, migrate: Migrate) -> None:
    """Add `packs` to the command line."""

    @main.group()
    def packs() -> None:
        """List, check and import packs."""

    @packs.command("list")
    def list_packs() -> None:
        """Print a line for each pack on offer: slug, version, items, title."""
        app = create_app(None)
        migrate(app)
        with app.app_context():
            catalogue.import_shipped(datetime.now(UTC))
            for pack in catalogue.list_all():
                line = (pack.slug, pack.head.version, str(len(pack.items)), pack.title("fr"))
                click.echo("\t".join(line))

    @packs.command("import")
    @click.argument("path", type=click.Path(path_type=Path))
    def import_pack(path: Path) -> None:
        """Offer the pack in the folder PATH, all or nothing."""
        app = create_app(None)
        migrate(app)
        with app.app_context():
            try:
                pack, changed = catalogue.import_folder(path, datetime.now(UTC))
            except Problems as error:
                _print_problems(error)
            said = "imported" if changed else "already there"
            click.echo(f"{pack.slug}\t{pack.head.version}\t{len(pack.items)} items\t{said}")

    @packs.command("review")
    @click.option("--days", default=SOON, show_default=True, type=click.IntRange(0, 3650))
    def review_items(days: int) -> None:
        """Print what should be read again: date, days left, pack, item, what to check."""
        app = create_app(None)
        migrate(app)
        with app.app_context():
            catalogue.import_shipped(datetime.now(UTC))
            found = catalogue.to_review(datetime.now(UTC).date(), days)
        for one in found:
            click.echo("\t".join(_say_due(one)))
        click.echo(f"{len(found)} to read again within {days} days", err=True)

    packs.add_command(check)
    packs.add_command(schema)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Print one line for each problem of the packs in PATHS; exit 1 if there is any."""
    failed = False
    for path in paths:
        try:
            found = read_folder(path)
            click.echo(f"{path}: {found.pack.slug}, {len(found.pack.items)} items, no problem")
        except Problems as error:
            failed = True
            for problem in error.problems:
                click.echo(str(problem), err=True)
    if failed:
        raise SystemExit(1)


@click.command()
def schema() -> None:
    """Print the JSON Schema of pack.yaml, for completion in editors."""
    click.echo(json.dumps(pack_schema(), ensure_ascii=False, indent=2))


def _say_due(one: Due) -> tuple[str, ...]:
    left = f"{-one.days} days ago" if one.is_past else f"in {one.days} days"
    law = f"law of {', '.join(one.item.jurisdiction)}: " if one.item.volatile else ""
    looks = law + "; ".join(look.value for look in one.looks)
    return (one.item.review_by.isoformat(), left, one.pack_slug, one.item.id, looks)


def _print_problems(error: Problems) -> None:
    for problem in error.problems:
        click.echo(str(problem), err=True)
    raise SystemExit(1)
