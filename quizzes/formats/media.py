"""Pictures of a pack: drawings by an allow-list, photos decoded and written anew."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree
from PIL import Image, ImageOps

from quizzes.items.problems import Problem

MAX_BYTES = 2_000_000
MAX_PIXELS = 12_000_000
MAX_ELEMENTS = 4_000
SVG = "{http://www.w3.org/2000/svg}"
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}

_ELEMENTS = frozenset(
    (
        "svg g path rect circle ellipse line polyline polygon text tspan title desc defs "
        "linearGradient radialGradient stop clipPath pattern use"
    ).split()
)
_LINKS = re.compile(r"(?i)url\s*\(\s*['\"]?(?!#)|javascript:|data:|https?:|//|\\")
_ATTRIBUTE = re.compile(r"^[A-Za-z][A-Za-z0-9-]*$")
_INSTRUCTION = re.compile(rb"<\?(?!xml\s)|\x00")  # such as xml-stylesheet; a null is UTF-16
_FORBIDDEN_ATTRIBUTES = frozenset({"style", "href", "src", "class"})


def extension(name: str) -> str:
    """`svg` for `media/a.svg`; empty where there is none."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def media_problems(name: str, data: bytes) -> list[Problem]:
    """What is wrong with a media file. Nothing in it is run, fetched or expanded."""
    if extension(name) not in TYPES:
        return [Problem("Only SVG, PNG, JPEG and WebP are read.", "Convert it.", file=name)]
    if len(data) > MAX_BYTES:
        return [Problem("The file is larger than 2 MB.", "Make it smaller.", file=name)]
    found = _svg_problems(data) if extension(name) == "svg" else _photo_problems(data)
    return [problem.at(file=name) for problem in found]


def _svg_problems(data: bytes) -> Iterable[Problem]:
    if _INSTRUCTION.search(data):
        yield Problem("The drawing holds a processing instruction.", "Export it as plain SVG.")
        return
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        yield Problem("This is not plain SVG (no DTD, no entities).", "Export it as plain SVG.")
        return
    if root.tag != f"{SVG}svg" or "viewBox" not in root.attrib:
        yield Problem("The drawing is no svg element with a viewBox.", "Add them.")
    elements = list(root.iter())
    if len(elements) > MAX_ELEMENTS:
        yield Problem("The drawing has too many parts.", "Simplify it.")
        return
    if _multiplies(elements):
        yield Problem("Parts of the drawing repeat one another.", "Draw each part once.")
    for element in elements:
        yield from _element_problems(element)


def _multiplies(elements: list[Element]) -> bool:
    """Whether repeated parts repeat others, which would draw without end from a small file."""
    named = {element.get("id"): element for element in reversed(elements)}
    drawn = 0
    for element in elements:
        tag = element.tag
        if tag == f"{SVG}use":
            target = named.get(element.get("href", "")[1:])
            parts = [] if target is None else list(target.iter())
            drawn += len(parts)
            repeats = any(part.tag == tag for part in parts)
        else:
            filled = tag in (f"{SVG}pattern", f"{SVG}clipPath")
            parts = list(element.iter()) if filled else []
            repeats = any(part.tag == f"{SVG}use" or "url(" in str(part.attrib) for part in parts)
        if repeats or drawn > MAX_ELEMENTS:
            return True
    return False


def _element_problems(element: Element) -> Iterable[Problem]:
    name = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else "comment"
    if name not in _ELEMENTS:
        yield Problem(f"The element {name} is not allowed in drawings.", "Remove it.")
    for attribute, value in element.attrib.items():
        local_link = attribute == "href" and name == "use" and value.startswith("#")
        named = _ATTRIBUTE.match(attribute) and not attribute.lower().startswith("on")
        if not local_link and (not named or attribute in _FORBIDDEN_ATTRIBUTES):
            short = attribute.rsplit("}", 1)[-1]
            yield Problem(f"The attribute {short} is not allowed in drawings.", "Remove it.")
        elif _LINKS.search(value):
            yield Problem(f"The attribute {attribute} points outside the drawing.", "Remove it.")


def _photo_problems(data: bytes) -> Iterable[Problem]:
    try:
        with _opened(data) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                yield Problem("The picture has more than 12 million pixels.", "Make it smaller.")
                return
            picture.load()
            ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        yield Problem("The picture cannot be read.", "Export it again as PNG or JPEG.")


def clean_media(name: str, data: bytes) -> bytes:
    """The file as it will be kept: photos are written anew, without metadata."""
    if extension(name) == "svg":
        return data
    with _opened(data) as picture:
        out = io.BytesIO()
        kind = {"jpg": "JPEG", "jpeg": "JPEG"}.get(extension(name), extension(name).upper())
        mode = "RGBA" if picture.has_transparency_data and kind != "JPEG" else "RGB"
        upright = ImageOps.exif_transpose(picture).convert(mode)
        upright.info.clear()  # comments and colour profiles would be written again
        upright.save(out, kind)
        return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():  # of broken metadata, which is dropped, and of many pixels
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            yield picture
