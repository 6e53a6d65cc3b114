"""PDFs are made once for all tests of a run: each takes about two seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pytest
from flask import Flask

from quizzes.bank import catalogue
from quizzes.bank.catalogue import BankPack
from quizzes.items.text import Language
from workshop.paper import documents
from workshop.paper.documents import Copy

BASE = "https://recoupe.example.org"


@dataclass(frozen=True)
class Paper:
    """A PDF and its words."""

    data: bytes
    pack: BankPack

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
def press(app: Flask) -> Press:
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
