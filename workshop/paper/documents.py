"""Every document that the kit prints, each once; whatever asks for paper asks here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale

from quizzes.gate.access import Who
from quizzes.items.text import Language
from quizzes.store.db import db
from workshop.paper import contents, subjects
from workshop.paper.contents import Contents
from workshop.paper.press import Press

KEY = "recoupe.press"


@dataclass(frozen=True)
class Styles:
    """Where the stylesheets are: `stylesheet` of all paper, `leaflets` of what is no handout."""

    stylesheet: str
    leaflets: str


PACKAGED = Styles("kit:/css/print.css", "kit:/css/leaflets.css")


@dataclass(frozen=True)
class Document:
    """A kind of paper. `address` lacks its `.pdf` or `.html`.

    `find` makes the subject from the parts of the address, or refuses; `fill` says of it what
    the template shows. `file` is the name of a saved file, where `of` is the subject. What is
    not `kept` is printed anew for whoever comes later: it belongs to a room that deletes itself.
    """

    name: str
    address: str
    who: Who
    find: Callable[..., Any]
    fill: Callable[[Any, Language], Contents]
    file: str
    template: str
    in_large: bool = False
    kept: bool = True


@dataclass(frozen=True)
class Copy:
    """A document as somebody wants it."""

    document: Document
    of: Any
    language: Language
    large: bool = False

    @property
    def file_name(self) -> str:
        """The name that a saved file gets."""
        name = self.document.file.format(of=self.of, language=self.language)
        return f"{name}{'-large' if self.large else ''}.pdf"


def _of_a_pack(name: str, who: Who, find: Any, fill: Any, *, in_large: bool = False) -> Document:
    file = f"{{of.slug}}-{name}-{{language}}"
    return Document(name, f"/handouts/<slug>/{name}", who, find, fill, file, name, in_large)


def _of_a_plan(name: str, who: Who, find: Any, fill: Any) -> Document:
    file = f"{{of.slug}}-{name}-{{language}}"
    return Document(name, f"/plans/<slug>/{name}", who, find, fill, file, name)


def _for_all(name: str, fill: Any) -> Document:
    address, file = f"/handouts/{name}", f"{name}-{{language}}"
    return Document(name, address, Who.ANYONE, subjects.nothing, fill, file, name)


DOCUMENTS = (
    _of_a_pack("worksheet", Who.ANYONE, subjects.pack, contents.worksheet, in_large=True),
    _of_a_pack("key", Who.FACILITATOR, subjects.any_pack, contents.key),
    _of_a_pack("counting", Who.ANYONE, subjects.pack, contents.counting),
    _of_a_plan("plan", Who.ANYONE, subjects.plan, contents.plan),
    _of_a_plan("cards", Who.ANYONE, subjects.plan_with_cards, contents.cards),
    _of_a_plan("answers", Who.FACILITATOR, subjects.plan_with_cards, contents.answers),
    _of_a_plan("certificate", Who.ANYONE, subjects.plan, contents.certificate),
    Document(
        "blank-certificate", "/handouts/certificate", Who.ANYONE, subjects.nothing,
        contents.certificate, "certificate-{language}", "certificate",
    ),
    _for_all("exit-ticket", contents.exit_ticket),
    _for_all("glossary", contents.terms),
    _for_all("management-note", contents.note),
    _for_all("parents-card", contents.parents_card),
    _for_all("sources", contents.sources),
    _for_all("vote-cards", contents.vote_cards),
    Document(
        "form", "/facilitate/tests/<code>/form-<form>", Who.OWNER, subjects.form,
        contents.worksheet, "{of.slug}-worksheet-{language}", "worksheet", in_large=True,
    ),
    Document(
        "poster", "/facilitate/<code>/poster", Who.LEADER, subjects.invitation,
        contents.poster, "recoupe-{of.live.code}-poster-{language}", "poster", kept=False,
    ),
    Document(
        "report", "/facilitate/<code>/report", Who.LEADER, subjects.live,
        contents.report, "recoupe-{of.code}", "report", kept=False,
    ),
)  # fmt: skip


def named(name: str) -> Document:
    """The document of this name. StopIteration where there is none."""
    return next(one for one in DOCUMENTS if one.name == name)


def install(app: Flask) -> None:
    """Give the app its press."""
    app.extensions[KEY] = Press()


def html(copy: Copy, styles: Styles = PACKAGED) -> str:
    """The document as one page of HTML."""
    with force_locale(copy.language):
        return _laid_out(copy, copy.document.fill(copy.of, copy.language), styles)


def pdf(copy: Copy) -> bytes:
    """The document as PDF. Raises Busy or RenderError."""
    with force_locale(copy.language):
        said = copy.document.fill(copy.of, copy.language)
        page = _laid_out(copy, said, PACKAGED)
    db.session.remove()  # whoever waits holds no connection: a live session may need it
    press: Press = current_app.extensions[KEY]
    return press.pdf(page, title=said.title, language=copy.language, keep=copy.document.kept)


def _laid_out(copy: Copy, said: Contents, styles: Styles) -> str:
    """The filled template. It works without a request, so it sees nothing of one."""
    page = current_app.jinja_env.get_template(f"paper/printed/{copy.document.template}.html")
    return page.render(
        language=copy.language,
        kit_version=current_app.config["KIT_VERSION"],
        document_title=said.title,
        stylesheet=styles.stylesheet,
        leaflets=styles.leaflets,
        pdf=styles == PACKAGED,
        large=copy.large,
        **said.values,
    )
