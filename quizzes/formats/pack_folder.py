"""A pack as a folder: `pack.yaml` (format 1) and `media/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from quizzes.formats.media import clean_media, media_problems
from quizzes.formats.model_yaml import explain
from quizzes.formats.pack import Pack, PackHead
from quizzes.formats.strictyaml import YamlDocument, read_yaml
from quizzes.items.item import Item
from quizzes.items.problems import Problem, Problems
from quizzes.kinds import kinds

M = TypeVar("M", PackHead, Item)
FILE = "pack.yaml"
MAX_FILES = 200


@dataclass(frozen=True)
class LoadedPack:
    """A pack and the files that it needs, ready to be kept."""

    pack: Pack
    media: Mapping[str, bytes]


def read_folder(folder: Path) -> LoadedPack:
    """The pack in `folder`. Raises Problems with every problem found."""
    path = folder / FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"{FILE} cannot be read: {error.strerror}."
        raise Problems([Problem(what, "Give the folder of a pack.", file=str(path))]) from error
    try:
        pack = read_pack(data)
        problems: list[Problem] = []
    except Problems as error:
        raise Problems(problem.at(file=str(path)) for problem in error.problems) from None
    media = _read_media(folder, pack, problems)
    if problems:
        raise Problems(problem.at(file=str(path)) for problem in problems)
    return LoadedPack(pack, media)


def _read_media(folder: Path, pack: Pack, problems: list[Problem]) -> dict[str, bytes]:
    media: dict[str, bytes] = {}
    for name in sorted(pack.media()):
        path = folder / name
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
            problems.append(Problem(f"The file {name} is missing.", "Add it or remove its use."))
            continue
        data = path.read_bytes()
        found = media_problems(str(path), data)
        problems += found
        if not found:
            media[name] = clean_media(name, data)
    for path in sorted((folder / "media").glob("*"))[:MAX_FILES]:
        if f"media/{path.name}" not in pack.media():
            problems.append(Problem("No item uses this file.", "Remove it.", file=str(path)))
    return media


def read_pack(data: bytes) -> Pack:
    """The pack in the bytes of a pack.yaml. Raises Problems with lines and item codes."""
    document = read_yaml(data)
    if not isinstance(document.root, dict):
        raise Problems([Problem("The file is no mapping.", "Start with format: 1.", line=1)])
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: YamlDocument) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def read(self) -> Pack:
        root = dict(self.document.root)
        raw_items = root.pop("items", None)
        head = self._validated(PackHead, root, ())
        items = self._items(raw_items)
        if self.problems or head is None:
            raise Problems(self.problems)
        pack = Pack.model_construct(**{**dict(head), "items": tuple(items)})
        codes = {item.id: index for index, item in enumerate(items)}
        for problem in pack.problems():
            path = ("items", codes[problem.item]) if problem.item in codes else ()
            steps = problem.field.split(".") if problem.field else []
            path = (*path, *(int(step) if step.isdecimal() else step for step in steps))
            self.problems.append(problem.at(line=self.document.line(path)))
        if self.problems:
            raise Problems(self.problems)
        return pack

    def _items(self, raw: Any) -> list[Item]:
        if not isinstance(raw, list) or not raw:
            self._add("There are no items.", "Add a list called items.", ("items",))
            return []
        if len(raw) > 200:
            self._add("There are more than 200 items.", "Split the pack.", ("items",))
            return []
        found = [self._item(one, index) for index, one in enumerate(raw)]
        return [item for item in found if item is not None]

    def _item(self, raw: Any, index: int) -> Item | None:
        path = ("items", index)
        if not isinstance(raw, dict):
            self._add("An item is a mapping.", "Give it id, kind, stem…", path)
            return None
        known = kinds()
        kind = raw.get("kind")
        code = str(raw.get("id", f"no. {index + 1}"))
        if not isinstance(kind, str) or kind not in known:
            names = ", ".join(sorted(known))
            self._add(f"The kind {kind!r} is unknown.", f"Known: {names}.", (*path, "kind"), code)
            return None
        return self._validated(known[kind], raw, path, code)

    def _validated(
        self, model: type[M], raw: dict[str, Any], path: tuple[str | int, ...], code: str = ""
    ) -> M | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self._add_all(error, path, code)
            return None

    def _add_all(self, error: ValidationError, path: tuple[str | int, ...], code: str) -> None:
        for one in error.errors(include_url=False, include_input=False):
            self._add(*explain(one), (*path, *one["loc"]), code)

    def _add(self, what: str, mend: str, path: tuple[str | int, ...], code: str = "") -> None:
        field = ".".join(str(part) for part in path[2 if code else 0 :])
        line = self.document.line(path)
        self.problems.append(Problem(what, mend, line=line, item=code, field=field))
