"""Both catalogues are whole, in the right typography, compiled, and used by every page."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, ngettext
from jinja2 import Environment

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
UPDATE = "run “make translations”, then fill what is new"


def folder(language: str) -> Path:
    return ROOT / "templates" / "translations" / language / "LC_MESSAGES"


def catalogue(language: str) -> Catalog:
    with (folder(language) / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(catalog: Catalog) -> list[Message]:
    """All but the header."""
    return [one for one in catalog if one.id]


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@pytest.fixture(scope="module")
def used() -> set[tuple[str, ...]]:
    """Every msgid (with its plural) in the code and the templates, as pybabel finds them."""
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = setup["tool"]["babel"]["mappings"]
    found = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(
        ROOT,
        [(one["pattern"], one["method"]) for one in mappings],
        {one["pattern"]: one for one in mappings},
        {**DEFAULT_KEYWORDS, "lazy_gettext": None},
    ):
        found.add(message, context=context)
    return {ids(one) for one in texts(found)}


@pytest.fixture(scope="module")
def french() -> list[Message]:
    return texts(catalogue("fr"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_catalogue_holds_what_is_used_and_nothing_else(
    language: str, used: set[tuple[str, ...]]
) -> None:
    catalog = catalogue(language)
    held = {ids(one) for one in texts(catalog)}
    assert used - held == set(), UPDATE
    assert held - used == set(), UPDATE
    assert not catalog.obsolete, UPDATE


def test_everything_is_said_in_french(french: list[Message]) -> None:
    assert [one.id for one in french if one.fuzzy] == []
    assert [one.id for one in french if not all(map(str.strip, strings(one)))] == []


def test_english_is_the_msgid_itself() -> None:
    assert [one.id for one in texts(catalogue("en")) if any(strings(one))] == []


PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")


def test_french_has_the_placeholders_of_english(french: list[Message]) -> None:
    def names(text: str) -> list[str]:
        assert "%" not in PLACEHOLDER.sub("", text), f"a % stands alone in {text!r}"
        return sorted(PLACEHOLDER.findall(text))

    for one in french:
        for said, meant in zip(strings(one), ids(one), strict=True):
            optional = {"%(num)s"} if isinstance(one.id, tuple) else set()
            assert set(names(said)) ^ set(names(meant)) <= optional, one.id
            assert len(names(said)) == len(set(names(said))), one.id


WRONG = {
    "a straight apostrophe or quote": r"['\"]",
    "no narrow no-break space before ; ! ? %": r"[^\u202f;!?](?=[;!?]|%%)",
    "no no-break space before a colon": r"[^\u00a0](?=:(?!\w|//))",
    "no no-break space inside « »": r"«[^\u00a0]|[^\u00a0]»",
    "English quotes": r"[“”]",
    "three dots": r"\.\.\.",
    # the command line sets two addresses below each other
    "two spaces": r"(?<!:) {2}(?! *x$)|^ | $",
}


@pytest.mark.parametrize("fault", WRONG)
def test_french_is_typeset_as_french(fault: str, french: list[Message]) -> None:
    pattern = re.compile(WRONG[fault])
    said = [re.sub(r"%\(\w+\)s", "x", text) for one in french for text in strings(one)]
    assert [text for text in said if pattern.search(text)] == []


def test_english_has_typographic_apostrophes_and_quotes(used: set[tuple[str, ...]]) -> None:
    assert [text for one in used for text in one if re.search(r"['\"]", text)] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, catalogue(language))
    fresh.seek(0)
    with (folder(language) / "messages.mo").open("rb") as file:
        kept = read_mo(file)
    assert {ids(one): strings(one) for one in texts(kept)} == {
        ids(one): strings(one) for one in texts(read_mo(fresh))
    }, UPDATE


def test_plurals_work_in_both_languages(app: Flask) -> None:
    said = []
    with app.test_request_context():
        for language in ("fr", "en"):
            with force_locale(language):
                said.append([ngettext("%(num)s answer", "%(num)s answers", n) for n in (0, 1, 2)])
    assert said == [
        ["0 réponse", "1 réponse", "2 réponses"],
        ["0 answers", "1 answer", "2 answers"],
    ]


@pytest.mark.parametrize(
    ("path", "language", "sentence"),
    [
        ("/", "fr", "Voir, vérifier, recouper."),
        ("/", "en", "See it, check it, cross-check it."),
        ("/login", "fr", "Se connecter pour animer"),
        ("/login", "en", "Sign in as a facilitator"),
    ],
)
def test_a_page_speaks_the_language_that_it_names(
    client: FlaskClient, path: str, language: str, sentence: str
) -> None:
    page = client.get(f"{path}?lang={language}").text
    assert f'<html lang="{language}">' in page
    assert f"<h1>{sentence}</h1>" in page


def test_an_error_speaks_it_too(client: FlaskClient) -> None:
    assert "Il n’y a rien à cette adresse." in client.get("/nowhere?lang=fr").text
    assert "There is nothing at this address." in client.get("/nowhere?lang=en").text


# ---- no text of a template stands outside _() ------------------------------------------------

JINJA = "JINJA"
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title", "content", "label"}
# names, units and signs that are the same in both languages: keys and marks of one letter, Recoupe
NEUTRAL = re.compile(r"Recoupe|\+ 30 s|\b[A-Z]\d?\b")
# what stands in these blocks goes into a class attribute
CLASS_BLOCK = re.compile(r"{%-?\s*block (?:kind|page_class)\s*-?%}.*?{%-?\s*endblock\s*-?%}", re.S)
BETWEEN = {"variable_begin": "variable_end", "block_begin": "block_end"}


def shell(source: str) -> str:
    """A template's own HTML; each expression is one word that is not text."""
    kept, waiting = [], ""
    for _line, kind, value in Environment(autoescape=True).lex(CLASS_BLOCK.sub(JINJA, source)):
        if waiting:
            waiting = "" if kind == waiting else waiting
        elif kind in BETWEEN:
            waiting = BETWEEN[kind]
            kept.append(JINJA if kind == "variable_begin" else "")
        elif kind == "data":
            kept.append(value)
    return "".join(kept)


class BareText(HTMLParser):
    """Collects the text that a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self._look(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            for name, value in attrs:
                if name in READ_ALOUD:
                    self._look(value or "")

    def _look(self, text: str) -> None:
        left = NEUTRAL.sub("", text.replace(JINJA, " "))
        if re.search(r"[^\W\d_]", left):
            self.found.append(" ".join(text.split()))


def bare(source: str) -> Iterator[str]:
    parser = BareText()
    parser.feed(shell(source))
    parser.close()
    yield from parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_bare_text(path: Path) -> None:
    assert list(bare(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Bonjour</p>",
        "<p>{{ name }} dit</p>",
        '<img alt="A cat">',
        "{% if x %}Yes{% endif %}",
        '<a aria-label="Move {{ x }}">↑</a>',
    ],
)
def test_bare_text_is_found(source: str) -> None:
    assert list(bare(source))


@pytest.mark.parametrize(
    "source",
    [
        "<p class='a'>{{ _('Hello') }} · <b>B</b></p>",
        "{# words #}{% set x = 'words' %}<h1 class=\"{{ x }} y\">←</h1>",
    ],
)
def test_other_text_is_let_be(source: str) -> None:
    assert not list(bare(source))
