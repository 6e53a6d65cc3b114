"""YAML from strangers: text scalars only, no aliases, no tags, unique keys, bounded depth.

Built on the parser's events rather than on its loader, so that an alias bomb is met before
it is expanded and every value remembers its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from quizzes.items.problems import Problem, Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000

Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass
class YamlDocument:
    """Plain dicts, lists and texts, and the line on which each path begins."""

    root: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of `path`, or of its nearest known ancestor."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def _fail(what: str, mend: str, line: int) -> Problems:
    return Problems([Problem(what, mend, line=line)])


def _too_deep(line: int) -> Problems:
    return _fail("The file is too large or nested too deep.", "Split it.", line)


class _Builder:
    def __init__(self) -> None:
        self.document = YamlDocument()
        self.stack: list[tuple[Path, Any]] = []
        self.keys: list[str | None] = []
        self.nodes = 0

    def path(self, line: int) -> Path:
        """The path of the value that comes next; a mapping waiting for a key gives ()."""
        if not self.stack:
            return ()
        path, holder = self.stack[-1]
        if isinstance(holder, list):
            return (*path, len(holder))
        key = self.keys[-1]
        if key is None:
            raise _fail("A key cannot be a list or a mapping.", "Use a word as key.", line)
        return (*path, key)

    def count(self, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(self.stack) > MAX_DEPTH:
            raise _too_deep(line)

    def put(self, value: Any, path: Path, line: int) -> None:
        self.document.lines[path] = line
        if not self.stack:
            self.document.root = value
            return
        _, holder = self.stack[-1]
        if isinstance(holder, list):
            holder.append(value)
        else:
            holder[path[-1]] = value
            self.keys[-1] = None

    def scalar(self, text: str, line: int) -> None:
        self.count(line)
        if _CONTROL.search(text):  # written as an escape, such as "\0"
            raise _fail("A text holds control characters.", "Remove them.", line)
        if self.stack and isinstance(self.stack[-1][1], dict) and self.keys[-1] is None:
            if text in self.stack[-1][1]:
                raise _fail(f"The key {text} appears twice.", "Keep one of them.", line)
            self.keys[-1] = text
            return
        self.put(text, self.path(line), line)

    def open(self, holder: Any, line: int) -> None:
        self.count(line)
        path = self.path(line)
        self.put(holder, path, line)
        self.stack.append((path, holder))
        self.keys.append(None)

    def close(self) -> None:
        self.stack.pop()
        self.keys.pop()


def _refuse_extras(event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _fail("Anchors and aliases (& and *) are not used here.", "Write it out.", line)
    if getattr(event, "tag", None) not in (None, "!"):
        raise _fail(f"The tag {event.tag} is not used here.", "Remove it.", line)


def _build(events: Any) -> YamlDocument:
    builder = _Builder()
    documents = 0
    for event in events:
        line = event.start_mark.line + 1
        _refuse_extras(event, line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _fail("The file holds two documents (---).", "Keep one.", line)
        elif isinstance(event, yaml.ScalarEvent):
            builder.scalar(event.value, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            builder.open([], line)
        elif isinstance(event, yaml.MappingStartEvent):
            builder.open({}, line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            builder.close()
    return builder.document


def read_yaml(data: bytes) -> YamlDocument:
    """The document in `data`. Raises Problems with a line for anything outside the subset."""
    if len(data) > MAX_BYTES:
        raise _fail("The file is larger than 1 MB.", "Split the pack.", 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _fail("The file is not UTF-8.", "Save it as UTF-8.", line) from error
    try:
        return _build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if "nesting" in (error.problem or ""):  # PyYAML has a bound of its own
            raise _too_deep(line) from error
        what = f"This is not YAML: {error.problem or error.context}."
        raise _fail(what, "Check indentation and quotes.", line) from error
    except yaml.YAMLError as error:
        what = "The file holds characters that YAML does not allow."
        raise _fail(what, "Remove control characters.", 1) from error
