"""Operation of the glossary: give its words to pages and paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quizzes.formats.documents import read_document
from quizzes.glossary.rules import Glossary

FILE = Path(__file__).with_name("glossary.yaml")


@cache
def glossary() -> Glossary:
    """The glossary of the kit, read once."""
    return read_document(FILE, Glossary)
