"""Files of the kit that are no packs, such as plans and the glossary, read as strictly as packs."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from quizzes.formats.model_yaml import read_model
from quizzes.items.problems import Problem, Problems

M = TypeVar("M", bound=BaseModel)


def read_document(path: Path, model: type[M]) -> M:
    """The value in a YAML file. Raises Problems that say the file, the line and the field."""
    try:
        return read_model(path.read_bytes(), model)
    except OSError as error:
        what = f"It cannot be read: {error.strerror}."
        raise Problems([Problem(what, file=str(path))]) from error
    except Problems as error:
        raise Problems(one.at(file=str(path)) for one in error.problems) from None
