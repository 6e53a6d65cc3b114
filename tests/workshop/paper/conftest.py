"""Real PDFs, each made once for all tests of a process.

They are made here with what the kit’s own process runs (`child.make_pdf`), so that WeasyPrint is
loaded once and not for every sheet. `test_render.py` and `recoupe handout` use that process.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pytest
from flask import Flask

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.items.text import Language
from workshop.paper import child, documents
from workshop.paper import press as printing
from workshop.paper.documents import Copy

BASE = "https://recoupe.example.org"


@dataclass(frozen=True)
class Paper:
    """A PDF and its words."""

    data: bytes
    pack: BankPack | None = None

    @cached_property
    def pages(self) -> list[str]:
        document = pypdfium2.PdfDocument(self.data)
        texts = []
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            texts.append(words.get_text_bounded())
            words.close()
            page.close()
        document.close()
        return texts

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


Press = Callable[..., Paper]
_made: dict[object, Paper] = {}


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is printed is printed in this process."""

    def render(html: str, *, title: str, language: str) -> bytes:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return child.make_pdf(html, title, language)

    monkeypatch.setattr(printing, "render_pdf", render)


@pytest.fixture
def press(app: Flask, warm: None) -> Press:
    """Print a shipped pack."""

    def make(slug: str, sheet: str, language: Language = "fr", *, large: bool = False) -> Paper:
        key = (slug, sheet, language, large)
        if key not in _made:
            with app.app_context():
                pack = catalogue.find_pack(slug)
                assert pack is not None
                app.config["BASE_URL"] = BASE
                data = documents.pdf(Copy(documents.named(sheet), pack, language, large))
            _made[key] = Paper(data, pack)
        return _made[key]

    return make
