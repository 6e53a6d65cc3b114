"""`recoupe handout`: a worksheet or key as a PDF file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import click
from flask import Flask
from flask.cli import ScriptInfo, with_appcontext

from quizzes.bank import catalogue
from quizzes.items.text import LANGUAGES, Language
from workshop.paper import documents
from workshop.paper.documents import Copy
from workshop.paper.faults import RenderError

Create = Callable[[Mapping[str, Any] | None], Flask]
Migrate = Callable[[Flask], None]


def install(main: click.Group, create_app: Create, migrate: Migrate) -> None:
    """Add `handout`. The app is made, and the shipped packs are in it, once the command runs."""

    def prepared() -> Flask:
        app = create_app(None)
        migrate(app)
        with app.app_context():
            catalogue.import_shipped(datetime.now(UTC))
        return app

    handout.context_settings["obj"] = ScriptInfo(create_app=prepared, set_debug_flag=False)
    main.add_command(handout)


@click.command("handout")
@click.argument("pack")
@click.argument("sheet", type=click.Choice(["worksheet", "key"]))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--large", is_flag=True, help="Worksheet in large print (18 pt).")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF to write.",
)
@with_appcontext
def handout(pack: str, sheet: str, language: str, *, large: bool, output: Path) -> None:
    """Write the worksheet or the commented key of PACK (its slug) as PDF."""
    found = catalogue.find_any(pack)
    if found is None:
        known = ", ".join(one.slug for one in catalogue.list_all()) or "none"
        raise click.ClickException(f"There is no pack {pack}. Known packs: {known}.")
    document = documents.named(sheet)
    copy = Copy(document, found, cast(Language, language), large and document.in_large)
    try:
        data = documents.pdf(copy)
        write_whole(output, data)
    except RenderError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"{output} cannot be written: {reason}.") from error
    click.echo(f"{output} ({len(data) // 1000} kB)")


def write_whole(path: Path, data: bytes) -> None:
    """All of the file or none of it: a reader never sees half a PDF. OSError if it cannot be."""
    if path.parent.is_dir():
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".recoupe-", suffix=".pdf")
    else:
        raise FileNotFoundError(2, "there is no such folder", str(path.parent))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
