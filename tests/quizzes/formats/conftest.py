"""A small pack that is right, to be broken in one place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

Content = dict[str, Any]


def both(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}


def option(option_id: str, **more: Any) -> Content:
    return {"id": option_id, "text": both(option_id.upper()), "rationale": both("why"), **more}


SHARED: Content = {
    "seconds": "60",
    "review_by": "2027-06-30",
    "competences": {"digcomp": ["1.2"]},
    "stem": both("What?"),
    "explanation": both("Because."),
    "prompts": [both("And you?")],
    "sources": [{"title": "Page", "publisher": "Body", "date": "2024", "verification": "V"}],
}
KINDS: list[Content] = [
    {"kind": "single_choice", "options": [option("a"), option("b", key="true"), option("c")]},
    {
        "kind": "multiple_response",
        "options": [option("a", key="true"), option("b", key="true"), option("c")],
    },
    {
        "kind": "true_false",
        "options": [
            {"id": "true", "rationale": both("why")},
            {"id": "false", "key": "true", "rationale": both("why")},
        ],
    },
    {
        "kind": "ordering",
        "options": [option("a"), option("b"), option("c")],
        "key": ["c", ["a", "b"]],
        "first": both("most"),
        "last": both("least"),
    },
    {
        "kind": "estimate",
        "unit": both("%"),
        "minimum": "0",
        "maximum": "100",
        "key": {"value": "20", "from": "18", "to": "22", "scale": "log", "factor": "10"},
        "temptations": [{"value": "80", "rationale": both("why")}],
    },
    {"kind": "poll", "options": [{"id": "a", "text": both("A")}, {"id": "b", "text": both("B")}]},
]
PACK: Content = {
    "format": "1",
    "slug": "petit",
    "version": "1.0.0",
    "title": both("Small"),
    "summary": both("Small"),
    "licence": "CC-BY-SA-4.0",
    "authors": ["Us"],
    "age": {"from": "12"},
    "minutes": "50",
    "objectives": [{"text": both("Doubt well"), "competences": {"mil": ["evaluate"]}}],
    "items": [{"id": f"A{number}", **SHARED, **kind} for number, kind in enumerate(KINDS, 1)],
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture(scope="session")
def small_pack() -> Callable[[], Content]:
    """A fresh copy of the pack's content, one item of each kind."""
    return lambda: json.loads(json.dumps(PACK))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a pack (content or text) and its media; the folder."""

    def write(content: Content | str | bytes, media: dict[str, bytes] | None = None) -> Path:
        path = tmp_path / "pack"
        (path / "media").mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        data = text.encode() if isinstance(text, str) else text
        (path / "pack.yaml").write_bytes(data)
        for name, kept in (media or {}).items():
            (path / "media" / name).write_bytes(kept)
        return path

    return write


@pytest.fixture(scope="session")
def drawing() -> Callable[[str], bytes]:
    """An SVG with this inside."""
    return lambda inside="": SVG.format(inside).encode()


@pytest.fixture(scope="session")
def photo() -> Callable[..., bytes]:
    """A photo of a size in a format."""

    def make(
        kind: str = "PNG", size: tuple[int, int] = (6, 4), mode: str = "RGB", **more: Any
    ) -> bytes:
        out = io.BytesIO()
        Image.new(mode, size).save(out, kind, **more)
        return out.getvalue()

    return make
