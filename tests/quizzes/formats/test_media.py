"""Pictures from strangers: drawings by an allow-list, photos decoded and written anew."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from quizzes.formats.media import clean_media, extension, media_problems

Drawing = Callable[..., bytes]
Photo = Callable[..., bytes]
MARK = "sEcReT-marker"


@pytest.mark.parametrize(
    "inside",
    [
        "", "<title>Un titre</title><desc>Ce que l’on voit</desc>", '<path d="M0 0 L9 9" fill="#fff"/>',
        '<g transform="rotate(3)"><rect width="9" height="9" rx="1"/></g>', "<!-- a remark -->",
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<rect fill="url(#g)" width="9" height="9"/>',
        '<defs><path id="p" d="M0 0"/></defs><use href="#p" x="1"/><use href="#p" x="2"/>',
        '<text x="1" y="2" font-size="3">Bonjour <tspan>à tous</tspan></text>',
    ],
)  # fmt: skip
def test_a_plain_drawing_is_taken_as_it_is(drawing: Drawing, inside: str) -> None:
    assert media_problems("media/a.svg", drawing(inside)) == []
    assert clean_media("media/a.svg", drawing(inside)) == drawing(inside)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>", '<script href="https://evil.example/x.js"/>',
        "<style>@import url(https://evil.example)</style>", '<rect style="fill:red"/>',
        '<rect onload="alert(1)"/>', '<g ONCLICK="alert(1)"/>', '<rect class="a"/>',
        '<image href="https://evil.example/x.png"/>', '<image href="file:///etc/passwd"/>',
        '<a href="javascript:alert(1)"><rect/></a>', "<foreignObject><p/></foreignObject>",
        '<use href="https://evil.example/x.svg#a"/>', '<use href="other.svg#a"/>', '<use href="//e/x#a"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://evil.example/#a"/>',
        '<rect href="#a"/>', '<rect src="x.png"/>', '<rect fill="url(https://evil.example/#a)"/>',
        '<rect fill="URL( //evil.example )"/>', '<rect fill="url(other.svg#a)"/>',
        '<rect mask="url(data:image/svg+xml;base64,AAAA)"/>', '<rect fill="\\75rl(x)"/>',
        '<animate attributeName="href"/>', '<set attributeName="href" to="javascript:x"/>',
        "<filter/>", "<feImage/>", "<iframe/>", "<svg:script/>", "<metadata/>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<p xmlns="http://www.w3.org/1999/xhtml"/>', "<rect", "<rect></g>", "&unknown;",
    ],
)  # fmt: skip
def test_what_could_run_or_fetch_is_refused(drawing: Drawing, inside: str) -> None:
    found = media_problems("media/a.svg", drawing(inside))
    assert found
    assert all(one.file == "media/a.svg" for one in found)


ROOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">&a;</svg>'
LAUGHS = "".join(
    '<!ENTITY {} "{}">'.format(name, f"&{after};" * 10)
    for after, name in zip("ijklmno", "hijklmn", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE svg>" + ROOT.replace("&a;", ""),
        f'<!DOCTYPE svg [<!ENTITY o "ha">{LAUGHS}]>{ROOT.replace("&a;", "&h;")}',
        f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{ROOT}',
        f'<!DOCTYPE svg SYSTEM "https://evil.example/x.dtd">{ROOT.replace("&a;", "")}',
        f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "https://evil.example"> %p;]>{ROOT.replace("&a;", "")}',
        '<?xml-stylesheet href="https://evil.example/x.css"?>' + ROOT.replace("&a;", ""),
        ROOT.replace("&a;", "<?xml-stylesheet href='//evil.example/x.xsl'?>"),
        '<svg viewBox="0 0 9 9"/>', '<svg xmlns="http://www.w3.org/2000/svg"/>', "<html/>", "", "x",
    ],
    ids=lambda text: text[:24],
)  # fmt: skip
def test_a_drawing_with_a_dtd_or_an_instruction_is_refused(text: str) -> None:
    tracemalloc.start()
    assert media_problems("media/a.svg", text.encode())
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_a_drawing_in_another_encoding_is_refused() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>' + ROOT.replace("&a;", "<?xml-stylesheet?>")
    assert media_problems("media/a.svg", text.encode("utf-16"))


def test_a_drawing_that_multiplies_itself_is_refused(drawing: Drawing) -> None:
    steps = "".join(
        '<g id="{}">{}</g>'.format(after, f'<use href="#{before}"/>' * 10)
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    inside = f'<defs><rect id="a" width="1" height="1"/>{steps}</defs><use href="#i"/>'
    assert media_problems("media/a.svg", drawing(inside))
    uses = '<use href="#a"/>' * 1000
    many = f'<defs><g id="a">{"<rect/>" * 1000}</g></defs>{uses}'
    assert media_problems("media/a.svg", drawing(many))
    assert media_problems("media/a.svg", drawing('<g id="a"><use href="#a"/></g>'))


def test_a_drawing_with_too_many_parts_is_refused(drawing: Drawing) -> None:
    assert media_problems("media/a.svg", drawing("<rect/>" * 5000))
    assert media_problems("media/a.svg", drawing("<g>" * 100_000 + "</g>" * 100_000))


@pytest.mark.parametrize(
    "name", ["media/a.gif", "media/a.html", "media/a.svgz", "media/a", "media/a.pdf"]
)
def test_other_formats_are_refused(name: str, photo: Photo) -> None:
    assert media_problems(name, photo())


def test_a_large_file_is_not_opened(photo: Photo) -> None:
    (found,) = media_problems("media/a.png", photo() + b"\0" * 2_000_000)
    assert "2 MB" in found.what


def png_of(width: int, height: int) -> bytes:
    """A tiny file that claims a size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height"), [(4000, 3001), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)]
)
def test_a_picture_with_too_many_pixels_is_refused_without_being_decoded(
    width: int, height: int
) -> None:
    tracemalloc.start()
    assert media_problems("media/a.png", png_of(width, height))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_png_with_a_huge_compressed_text_is_refused_or_harmless() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 100_000_000, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    assert len(out.getvalue()) < 2_000_000
    if not media_problems("media/a.png", out.getvalue()):
        assert len(clean_media("media/a.png", out.getvalue())) < 1000


@pytest.mark.parametrize(("kind", "name"), [("PNG", "media/a.png"), ("JPEG", "media/a.jpg"),
                                            ("JPEG", "media/a.jpeg"), ("WEBP", "media/a.webp")])  # fmt: skip
def test_a_photo_is_written_anew_in_its_own_format(photo: Photo, kind: str, name: str) -> None:
    assert media_problems(name, photo(kind)) == []
    with Image.open(io.BytesIO(clean_media(name, photo(kind)))) as picture:
        assert (picture.format, picture.size) == (kind, (6, 4))


def marked(kind: str) -> bytes:
    """A picture that carries the marker in every place that its format has."""
    exif = Image.Exif()
    exif[0x010E] = MARK
    more: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": MARK.encode() * 20}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", MARK)
        info.add_itxt("XML:com.adobe.xmp", MARK)
        more["pnginfo"] = info
    if kind in ("WEBP", "JPEG"):
        more["xmp"] = MARK.encode()
    if kind == "JPEG":
        more["comment"] = MARK.encode()
    out = io.BytesIO()
    Image.new("RGB", (6, 4)).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "ext"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_what_a_photo_says_about_its_maker_is_dropped(kind: str, ext: str) -> None:
    data = marked(kind)
    assert MARK.encode() in data
    assert media_problems(f"media/a.{ext}", data) == []
    kept = clean_media(f"media/a.{ext}", data)
    assert MARK.encode() not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        picture.load()
        assert not dict(picture.getexif())
        assert not {"icc_profile", "xmp", "comment"} & picture.info.keys()


def test_a_photo_that_is_turned_by_its_metadata_stays_upright(photo: Photo) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a phone held upright
    data = photo("JPEG", exif=exif.tobytes())
    with Image.open(io.BytesIO(clean_media("media/a.jpg", data))) as picture:
        assert picture.size == (4, 6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png_can_be_kept(photo: Photo, mode: str) -> None:
    data = photo("PNG", mode=mode)
    assert media_problems("media/a.png", data) == []
    assert media_problems("media/a.png", clean_media("media/a.png", data)) == []


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_sort_of_jpeg_can_be_kept(photo: Photo, mode: str) -> None:
    assert clean_media("media/a.jpg", photo("JPEG", mode=mode))


def test_a_gif_or_a_tiff_in_disguise_is_refused(photo: Photo) -> None:
    assert media_problems("media/a.png", photo("GIF"))
    assert media_problems("media/a.jpg", photo("TIFF"))


@given(
    kind=st.sampled_from(["PNG", "JPEG", "WEBP"]),
    cut=st.integers(0, 400),
    patches=st.lists(
        st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=6)), max_size=3
    ),
)
def test_a_broken_photo_is_a_problem_or_can_be_kept(
    photo: Photo, kind: str, cut: int, patches: list[tuple[int, bytes]]
) -> None:
    data = bytearray(photo(kind, (40, 30)))
    for place, patch in patches:
        start = place % len(data)
        data[start : start + len(patch)] = patch
    broken = bytes(data[: len(data) - cut % 80])
    name = f"media/a.{kind.lower()}"
    if not media_problems(name, broken):
        assert clean_media(name, broken)


def test_an_extension_is_what_follows_the_last_dot() -> None:
    assert [extension(name) for name in ("media/a.b.SVG", "media/a", "")] == ["svg", "", ""]
