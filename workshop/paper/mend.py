"""What WeasyPrint's tagged PDF lacks: scopes of table headers; and running heads, feet and
drawings without words that assistive technology passes over."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

MAX_DEPTH = 200


def mend(data: bytes, title: str, language: str) -> bytes:
    """The PDF with title, language and structure completed, and nothing attached."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _describe(pdf, title, language)
        _drop_wordless(pdf.Root.StructTreeRoot)
        inside = list(_walk(pdf.Root.StructTreeRoot))
        _scope_headers(inside)
        _set_margins_apart(pdf, {element.objgen for element in inside})
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _describe(pdf: Pdf, title: str, language: str) -> None:
    root = pdf.Root
    root.Lang = String(language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo[Name.Title] = String(title)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = [language]
        metadata["xmp:CreatorTool"] = "Recoupe"
    for attached in (Name.AF, Name("/EmbeddedFiles")):
        if attached in root:
            del root[attached]
    if Name.Names in root and "/EmbeddedFiles" in root.Names:
        del root.Names["/EmbeddedFiles"]
    for page in pdf.pages:
        page.obj.Tabs = Name.S


def _walk(element: Any, depth: int = 0) -> Iterator[Any]:
    """Every structure element below, parents first."""
    if depth > MAX_DEPTH:
        return
    for kid in filter(_is_element, _kids(element)):
        yield kid
        yield from _walk(kid, depth + 1)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _drop_wordless(root: Any) -> None:
    """A picture without an alternative text is decoration: it leaves the tree."""
    for element in [root, *_walk(root)]:
        kids = _kids(element)
        left = [kid for kid in kids if not (_is_element(kid) and _is_wordless(kid))]
        if len(left) < len(kids):
            element.K = Array(left)


def _is_wordless(element: Any) -> bool:
    return str(element.S) == "/Figure" and "/Alt" not in element


def _scope_headers(elements: list[Any]) -> None:
    """Say of each TH whether it heads its row or its column."""
    for row in (one for one in elements if one.S == Name.TR):
        cells = filter(_is_element, _kids(row))
        in_head = "/P" in row and row.P.get("/S") == Name.THead
        for cell in cells:
            if cell.S == Name.TH:
                attributes = cell.get("/A", Dictionary(O=Name.Table))
                attributes.Scope = Name.Column if in_head else Name.Row
                cell.A = attributes


def _set_margins_apart(pdf: Pdf, inside: set[tuple[int, int]]) -> None:
    """Marked content that no element of the tree owns (the margin boxes) becomes an artifact."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in pdf.pages:
        nums = owners.get(int(page.obj.get("/StructParents", -1)))
        if not isinstance(nums, Array):
            continue
        stray = {mcid for mcid, owner in enumerate(nums) if owner.objgen not in inside}
        if stray:
            _make_artifacts(pdf, page, stray)
            for mcid in stray:
                nums[mcid] = None


def _make_artifacts(pdf: Pdf, page: pikepdf.Page, stray: set[int]) -> None:
    lines: list[Any] = []
    content: list[Any] = list(pikepdf.parse_content_stream(page))
    for operands, operator in content:
        if str(operator) == "BDC" and _mcid(operands) in stray:
            pagination = Dictionary(Type=Name.Pagination)
            lines.append(([Name.Artifact, pagination], operator))
        else:
            lines.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(lines))


def _mcid(operands: Any) -> int | None:
    properties: Any = operands[1] if len(operands) > 1 else Dictionary()
    found = isinstance(properties, Dictionary) and "/MCID" in properties
    return int(properties.MCID) if found else None
