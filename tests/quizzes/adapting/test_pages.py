"""The editor of words: a form for every item, what it keeps, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from quizzes.adapting import adaptations
from quizzes.adapting.rules import fields
from quizzes.bank import catalogue
from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from quizzes.kinds import content_of, item_from, kinds

SHIPPED = [read_folder(path.parent).pack for path in sorted(catalogue.SHIPPED.glob("*/pack.yaml"))]
EVERY = [(pack.slug, item) for pack in SHIPPED if pack.test is None for item in pack.items]
FIRST_OF_KIND = {item.kind: (slug, item) for slug, item in reversed(EVERY)}
every_item = pytest.mark.parametrize(
    ("slug", "item"), EVERY, ids=[f"{slug}-{item.id}" for slug, item in EVERY]
)
TEMPLATES = Path(__file__).parents[3] / "templates"


class Form(HTMLParser):
    """The names and values that a browser would send, and the links and notices around them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.invalid: list[str] = []
        self._text, self._select = "", ""
        self.feed(page)
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        name = got.get("name", "")
        self.ids += [got["id"]] if "id" in got else []
        self.links += [got["href"]] if tag == "a" else []
        self.invalid += [name] if got.get("aria-invalid") == "true" else []
        if tag == "input" and name:
            assert name not in self.values, name
            self.values[name] = got.get("value", "")
        elif tag == "textarea":
            assert name not in self.values, name
            self._text, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in got:
            self.values[self._select] = got["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            text = self.values[self._text].removeprefix("\n")  # as browsers do
            self.values[self._text] = text.replace("\n", "\r\n")
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data


class Editor:
    """Fatima’s browser at the editor of one item."""

    def __init__(self, app: Flask, fatima: Any, slug: str, code: str) -> None:
        self.app, self.http = app, fatima.browser
        self.slug, self.code = slug, code
        self.path = f"/facilitate/packs/{slug}/{code}"

    def form(self, language: str = "en") -> Form:
        answer = self.http.get(f"{self.path}?lang={language}")
        assert answer.status_code == 200
        return Form(answer.text)

    def post(self, changes: dict[str, str], *, expect: int = 303) -> TestResponse:
        answer = self.http.post(self.path, data={**self.form().values, **changes})
        assert answer.status_code == expect, answer.text
        return answer

    def item(self) -> Item:
        with self.app.app_context():
            return adaptations.find_item(self.slug, self.code)[1].item

    def revisions(self) -> tuple[int, int]:
        with self.app.app_context():
            pack, one = adaptations.find_item(self.slug, self.code)
            return pack.row_id, one.row_id


@pytest.fixture
def editor(app: Flask, fatima: Any) -> Callable[[str, str], Editor]:
    """The editor of an item, by slug and code."""
    return lambda slug, code: Editor(app, fatima, slug, code)


@every_item
def test_every_field_is_there_and_an_unchanged_form_changes_nothing(
    editor: Any, slug: str, item: Item
) -> None:
    at = editor(slug, item.id)
    before = at.revisions()
    for language in ("fr", "en"):
        form = at.form(language)
        assert form.values.keys() == fields(item).keys() | {"csrf_token", "revision"}
        answer = at.http.post(at.path, data=form.values)
        assert answer.status_code == 303, answer.text
    assert at.item() == item
    assert content_of(at.item()) == content_of(item)
    assert at.revisions() == before


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_an_editor_that_says_its_name(kind: str) -> None:
    assert (TEMPLATES / "items" / kind / "editor.html").is_file()
    assert kind in FIRST_OF_KIND


def other(item: Item) -> dict[str, str]:
    """One word of an item in both languages, changed where nothing else repeats it."""
    known = fields(item)
    free = [path for path in known if path.endswith(".fr") and known[path]]
    path = next(one for one in reversed(free) if not one.startswith(("sources", "stem", "zones")))
    return {path: "Autrement dit.", path.replace(".fr", ".en"): "In other words."}


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_other_words_are_kept_and_the_marks_stay(editor: Any, kind: str) -> None:
    slug, old = FIRST_OF_KIND[kind]
    at = editor(slug, old.id)
    changes = {**other(old), "stem.fr": "Que dire ?", "stem.en": "What’s to say?"}
    pack_before, item_before = at.revisions()
    answer = at.post(changes)
    assert answer.headers["Location"].endswith(f"/{old.id}?saved=1")
    made = at.item()
    assert made.stem.fr == "Que dire\u202f?"
    assert fields(made) == {**fields(old), **changes, "stem.fr": made.stem.fr}
    assert at.revisions()[0] > pack_before and at.revisions()[1] > item_before
    assert made.accepts() == old.accepts()
    for value in some_values(old):
        assert made.mark(value) == old.mark(value)


def some_values(item: Item) -> list[Any]:
    """Right and wrong values of an item; the first earns the whole mark where there is one."""
    answer = item.answer_view("en")
    if item.shape == "grid":
        rows = item.accepts()["properties"].items()
        right = {row: answer["right"].get(row, one["enum"])[0] for row, one in rows}
        found = [right, {row: one["enum"][-1] for row, one in rows}]
    elif item.shape == "number":
        found = [answer["truth"], *answer_numbers(item)]
    elif item.shape in ("text", "words", "form"):
        return ["anything"]
    else:
        ids = [one["id"] for one in item.public_view("en")["options"]]
        keys = [answer["order"]] if item.shape == "order" else answer["keys"] or ids
        single = item.shape == "one"
        found = [*keys, *ids] if single else [answer.get("order") or keys, ids[::-1]]
    assert item.mark(found[0]) == (1 if item.scored else None), item.id
    return found


def answer_numbers(item: Item) -> list[float]:
    schema = item.accepts()
    return [schema["minimum"], schema["maximum"]]


FIXED = {"options.0.key": "true", "options.0.id": "z", "id": "Z9", "kind": "poll", "age.from": "9",
         "options.9.text.fr": "?", "nowhere": "x", "second_vote": "true", "options": "x",
         "sources.9.title": "x", "stimulus.file": "media/x.svg", "stem": "x", "": "x"}  # fmt: skip


@pytest.mark.parametrize("name", FIXED)
def test_what_is_fixed_cannot_be_posted(editor: Any, name: str) -> None:
    at = editor("d-ou-ca-sort", "C04")
    before = at.revisions()
    page = at.post({name: FIXED[name], "stem.en": "Other words?"}, expect=422).text
    assert "cannot be changed here" in page
    assert at.revisions() == before


REFUSED = [
    ("d-ou-ca-sort", "single_choice", {"stem.en": ""}, "stem.en", "This is missing"),
    ("d-ou-ca-sort", "single_choice", {"stem.fr": "", "stem.en": ""}, "stem.fr", "missing"),
    ("d-ou-ca-sort", "single_choice", {"stem.fr": "mot " * 26}, "stem.fr", "25 words at most"),
    ("d-ou-ca-sort", "single_choice", {"options.0.rationale.fr": "", "options.0.rationale.en": " "},
     "options.0.rationale.fr", "This is missing"),
    ("d-ou-ca-sort", "single_choice", {"review_by": "31.12.2027"}, "review_by", "no date"),
    ("d-ou-ca-sort", "single_choice", {"review_by": ""}, "review_by", "missing"),
    ("d-ou-ca-sort", "single_choice", {"seconds": "5"}, "seconds", "10 or more"),
    ("d-ou-ca-sort", "single_choice", {"seconds": "1000"}, "seconds", "900 or less"),
    ("d-ou-ca-sort", "single_choice", {"seconds": "soon"}, "seconds", "whole number"),
    ("d-ou-ca-sort", "single_choice", {"stem.en": "a\x07b"}, "stem.en", "signs"),
    ("d-ou-ca-sort", "single_choice", {"explanation.en": "x" * 4001}, "explanation.en", "4000"),
    ("d-ou-ca-sort", "single_choice", {"sources.0.url": "example.org"}, "sources.0.url", "https://"),
    ("d-ou-ca-sort", "single_choice", {"sources.0.date": "2024-13"}, "sources.0.date", "2024-05"),
    ("d-ou-ca-sort", "single_choice", {"sources.0.title": "x"}, "sources.0.title", "2 characters"),
    ("d-ou-ca-sort", "single_choice", {"sources.0.verification": "W"}, "sources.0.verification",
     "Choose one"),
    ("d-ou-ca-sort", "single_choice", {"prompts.0.fr": ""}, "prompts.0.fr", "missing"),
    ("d-ou-ca-sort", "estimate", {"key.from": "9999999"}, "key.value", "out of order"),
    ("d-ou-ca-sort", "estimate", {"key.value": "a lot"}, "key.value", "no number"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "kind", "changes", "path", "said"), REFUSED)
def test_what_packs_check_refuses_is_told_beside_its_field(
    editor: Any, slug: str, kind: str, changes: dict[str, str], path: str, said: str
) -> None:
    code = next(one.id for name, one in EVERY if name == slug and one.kind == kind)
    at = editor(slug, code)
    before = at.revisions()
    page = at.post({"expected.en": "typed and kept", **changes}, expect=422).text
    form = Form(page)
    assert said in page
    assert path in form.invalid
    assert f"#f-{path}" in form.links and f"f-{path}-error" in form.ids
    assert form.values["expected.en"] == "typed and kept"
    for name, text in changes.items():
        assert form.values[name] == text or text in ("W", "a\x07b")  # no browser sends these
    assert at.revisions() == before


def of_kind(kind: str) -> tuple[str, Item]:
    return FIRST_OF_KIND[kind]


def test_a_passage_that_no_longer_stands_in_the_post_is_refused(editor: Any) -> None:
    slug, item = of_kind("spot")
    at = editor(slug, item.id)
    known = fields(item)
    path = next(one for one in known if ".quote.fr" in one)
    page = at.post({path: "introuvable"}, expect=422).text
    assert "exactly once" in page and path in Form(page).invalid
    part = next(one for one in known if one.startswith("stimulus") and known[path] in known[one])
    both = {
        path: "de tout autres mots",
        part: known[part].replace(known[path], "de tout autres mots"),
    }
    at.post(both)
    assert fields(at.item())[path] == "de tout autres mots"
    zone = int(path.split(".")[1])
    named = f"zones.{zone}.text" in item.kit_words()
    said = content_of(at.item())["zones"][zone]["text"]["fr"]
    assert said == "«\u00a0de tout autres mots\u00a0»" if named else said


def test_words_that_differ_stand_in_their_version(editor: Any) -> None:
    slug, item = of_kind("trace")
    at = editor(slug, item.id)
    path = next(one for one in fields(item) if ".differs.en" in one)
    page = at.post({path: "nowhere"}, expect=422).text
    assert "must stand in the text of the version" in page and path in Form(page).invalid


def test_a_number_may_be_typed_as_in_french(editor: Any) -> None:
    slug, item = of_kind("estimate")
    at = editor(slug, item.id)
    factor = "key.factor" if "key.factor" in fields(item) else "key.span"
    at.post({factor: "1\u202f002,5", "seconds": " 90 "})
    made = content_of(at.item())
    assert made["key"][factor[4:]] == 1002.5 and made["seconds"] == 90
    assert at.form("fr").values[factor] == "1002,5"
    assert at.form("en").values[factor] == "1002.5"


def test_prompts_and_sources_come_and_go(editor: Any) -> None:
    slug, item = of_kind("single_choice")
    at = editor(slug, item.id)
    prompts, sources = len(item.prompts), len(item.sources)
    new = {"title": "A page", "publisher": "Someone", "date": "2026-05", "verification": "V"}
    at.post(
        {
            f"prompts.{prompts}.fr": "Et toi ?",
            f"prompts.{prompts}.en": "And you?",
            **{f"sources.{sources}.{name}": text for name, text in new.items()},
        }
    )
    assert at.item().prompts[-1].en == "And you?"
    assert content_of(at.item())["sources"][-1] == new
    at.post(
        {
            "prompts.0.fr": "", "prompts.0.en": "",
            **{name: "" for name in at.form().values if name.startswith("sources.0.")},
        }
    )  # fmt: skip
    assert at.item().prompts[-1].en == "And you?" and len(at.item().prompts) == prompts
    assert len(at.item().sources) == sources and at.item().sources[-1].title == "A page"


def test_a_trouble_after_a_row_that_went_is_told_where_it_was_typed(editor: Any) -> None:
    slug, item = next((slug, one) for slug, one in EVERY if len(one.prompts) > 1)
    at = editor(slug, item.id)
    blank = {"prompts.0.fr": "", "prompts.0.en": "", "prompts.1.en": ""}
    assert Form(at.post(blank, expect=422).text).invalid == ["prompts.1.en"]


def test_who_saves_after_somebody_else_is_told_and_keeps_what_was_typed(editor: Any) -> None:
    at = editor("d-ou-ca-sort", "C04")
    old = at.form().values
    at.post({"stem.en": "The first was quicker."})
    answer = at.http.post(at.path, data={**old, "stem.en": "The second."})
    assert answer.status_code == 409
    form = Form(answer.text)
    assert form.values["stem.en"] == "The second."
    assert at.item().stem.en == "The first was quicker."
    assert at.http.post(at.path, data=form.values).status_code == 303
    assert at.item().stem.en == "The second."
    assert at.http.post(at.path, data={**old, "revision": "soon"}).status_code == 409


def test_another_item_that_was_adapted_meanwhile_is_kept(editor: Any) -> None:
    one, other_one = editor("d-ou-ca-sort", "C04"), editor("d-ou-ca-sort", "C03")
    old = one.form().values
    other_one.post({"stem.en": "Of the other one?"})
    assert one.http.post(one.path, data={**old, "stem.en": "Of this one?"}).status_code == 303
    assert one.item().stem.en == "Of this one?"
    assert other_one.item().stem.en == "Of the other one?"


def test_a_running_session_keeps_the_old_words(
    editor: Any, fatima: Any, room: Any, pavel: Any
) -> None:
    at = editor("d-ou-ca-sort", "C01")
    old = at.item().stem.fr
    room.move("start")
    at.post({"stem.fr": "Autre chose ?", "stem.en": "Something else?"})
    assert pavel.snapshot()["item"]["stem"] == old
    room.move("open")
    assert pavel.snapshot()["item"]["stem"] == old
    later = fatima.open()
    later.move("start")
    assert later.join("fr").snapshot()["item"]["stem"] == "Autre chose\u202f?"


def test_back_to_the_shipped_version_asks_once(editor: Any) -> None:
    at = editor("d-ou-ca-sort", "C04")
    before, pages = at.item(), "/facilitate/packs/d-ou-ca-sort"
    token = at.form().values["csrf_token"]
    assert at.http.post(f"{pages}/shipped", data={"csrf_token": token}).status_code == 409
    at.post({"stem.en": "Other words?"})
    shown = at.http.get(f"{pages}?lang=en").text
    assert "21 November 2026" in shown
    assert shown.count('<span class="status done">Adapted</span>') == 1
    public = at.app.test_client().get("/packs/d-ou-ca-sort?lang=en").text
    assert "Adapted on this kit on 21 November 2026." in public and pages not in public
    key = at.http.get("/handouts/d-ou-ca-sort/key.html?lang=en").text
    assert "Adapted on this kit on 21 November 2026." in key and "Other words?" in key
    asked = at.http.post(f"{pages}/shipped", data={"csrf_token": token})
    assert asked.status_code == 200 and 'name="sure" value="yes"' in asked.text
    assert at.item() != before
    done = at.http.post(f"{pages}/shipped", data={"csrf_token": token, "sure": "yes"})
    assert done.status_code == 303
    assert "on offer again" in at.http.get(done.headers["Location"]).text
    assert at.item() == before
    assert "Adapted" not in at.app.test_client().get("/packs/d-ou-ca-sort?lang=en").text


def test_the_list_leads_to_every_item_and_the_pack_to_the_list(fatima: Any) -> None:
    pack = next(one for one in SHIPPED if one.slug == "d-ou-ca-sort")
    page = fatima.browser.get("/facilitate/packs/d-ou-ca-sort?lang=en").text
    links = Form(page).links
    assert [f"/facilitate/packs/d-ou-ca-sort/{one.id}" in links for one in pack.items] == [
        True
    ] * 16
    for path in ("/packs/d-ou-ca-sort", "/facilitate/"):
        assert "/facilitate/packs/d-ou-ca-sort" in fatima.browser.get(path).text


def test_what_is_not_there_and_the_forms_of_tests_have_no_editor(fatima: Any) -> None:
    for path in ("no-such-pack", "no-such-pack/C01", "d-ou-ca-sort/Z99", "test-forme-a",
                 "test-forme-a/C01", "no-such-pack/shipped"):  # fmt: skip
        assert fatima.browser.get(f"/facilitate/packs/{path}").status_code == 404
    assert fatima.browser.get("/facilitate/packs/d-ou-ca-sort/shipped").status_code == 409


def test_a_form_without_its_token_is_refused(editor: Any) -> None:
    at = editor("d-ou-ca-sort", "C04")
    before = at.revisions()
    assert at.http.post(at.path, data={**at.form().values, "csrf_token": ""}).status_code == 400
    assert at.revisions() == before


def test_an_item_of_the_content_is_what_its_fields_say() -> None:
    for _slug, item in EVERY:
        assert item_from(content_of(item)) == item


def test_shipped_words_stand_beside_those_that_took_their_place(editor: Any) -> None:
    at = editor("d-ou-ca-sort", "C01")
    shipped = at.form().values["stem.en"]
    assert "Shipped words" not in at.http.get(f"{at.path}?lang=en").text
    at.post({"stem.en": "Other words?"})
    page = at.http.get(f"{at.path}?lang=en").text
    assert page.count("Shipped words") == 1
    assert shipped.split("?")[0].split("’")[0] in page
    proposed = Form(at.http.get(f"{at.path}?lang=en&shipped=1").text)
    assert proposed.values["stem.en"] == shipped
    assert at.form().values["stem.en"] == "Other words?"  # nothing is kept before one saves
    at.post({"stem.en": shipped})
    assert "status done" not in at.http.get("/facilitate/packs/d-ou-ca-sort?lang=en").text


def test_the_editor_frames_the_phone_and_nothing_else(editor: Any) -> None:
    at = editor("d-ou-ca-sort", "C01")
    reply = at.http.get(at.path)
    assert "frame-src 'self'" in reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "/facilitate/preview/d-ou-ca-sort/C01/phone" in reply.text
