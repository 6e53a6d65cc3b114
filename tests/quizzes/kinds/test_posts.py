"""Mock posts and the drawings that the kit brings for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from quizzes.formats.media import media_problems
from quizzes.items.drawings import ALT, FOLDER, NAMES, Drawing
from quizzes.items.stimulus import PostStimulus
from quizzes.items.text import LANGUAGES

STATIC = Path(__file__).parents[3] / "static"
TEXT = {"fr": "Ici !", "en": "Here!"}
LEAST: dict[str, Any] = {"type": "post", "account": "a.b", "time": TEXT, "caption": TEXT}


def test_each_drawing_has_its_file_and_its_words_and_no_file_is_left_over() -> None:
    files = {path.stem for path in (STATIC / FOLDER).iterdir()}
    assert files == set(NAMES) == set(ALT)
    assert len(NAMES) >= 12
    for name in NAMES:
        said = [ALT[name].say(language) for language in LANGUAGES]
        assert all(len(words) > 20 for words in said) and said[0] != said[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_plain_svg_in_black_white_and_greys(name: str) -> None:
    data = (STATIC / FOLDER / f"{name}.svg").read_bytes()
    assert media_problems(f"{name}.svg", data) == []
    assert len(data) < 2_000
    colours = {part[:7] for part in data.decode().split('"') if part.startswith("#")}
    assert colours <= {"#fff", "#1f2430", "#e4e4e4", "#9a9a9a"}


def test_a_drawing_brings_its_words_unless_the_pack_has_better_ones() -> None:
    assert Drawing(drawing="dog").view("fr")["alt"].startswith("Dessin d’un chien")
    better = Drawing(drawing="dog", alt={"fr": "Biscuit", "en": "Biscuit"})  # type: ignore[arg-type]
    assert better.view("en") == {"drawing": "img/posts/dog.svg", "alt": "Biscuit"}


def test_an_unknown_drawing_is_refused() -> None:
    with pytest.raises(ValidationError):
        PostStimulus.model_validate({**LEAST, "picture": {"drawing": "cat"}})


def test_a_post_needs_account_time_and_caption_only() -> None:
    view = PostStimulus.model_validate(LEAST).view("en")
    assert (view["account"], view["caption"], view["unfolded"]) == ("a.b", "Here!", False)
    empty = ("platform", "handle", "role", "label", "more", "overlay", "link", "menu", "picture")
    assert not any(view[name] for name in empty)
    assert view["likes"] is None


def test_a_post_says_all_its_parts_in_one_language() -> None:
    parts = dict.fromkeys(("platform", "role", "label", "more", "overlay", "link"), TEXT)
    whole = {**LEAST, **parts, "handle": "@ab", "unfolded": True, "picture": {"drawing": "tap"}}
    whole |= {"likes": 1, "comments": 0, "shares": 3, "views": 4, "menu": [TEXT, TEXT]}
    view = PostStimulus.model_validate(whole).view("fr")
    assert {view[name] for name in parts} == {"Ici\u202f!"}
    assert [view[name] for name in ("likes", "comments", "shares", "views")] == [1, 0, 3, 4]
    assert view["menu"] == ["Ici\u202f!", "Ici\u202f!"] and view["unfolded"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"unfolded": True},
        {"overlay": TEXT},
        {"likes": -1},
        {"menu": []},
        {"more": {"fr": "x"}},
        {"mood": "happy"},
        {"picture": {"file": "../secret.svg", "alt": TEXT}},
    ],
)
def test_a_post_that_does_not_go_together_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PostStimulus.model_validate({**LEAST, **wrong})


def test_only_pictures_of_the_pack_are_files_of_the_pack() -> None:
    own = {"file": "media/a.svg", "alt": TEXT}
    assert PostStimulus.model_validate({**LEAST, "picture": own}).media() == ("media/a.svg",)
    drawn = PostStimulus.model_validate({**LEAST, "picture": {"drawing": "dog"}})
    assert drawn.media() == ()


def test_posts_that_were_kept_before_are_the_same_revision_still() -> None:
    """Fields that came later are left out of what is kept, so digests of items do not change."""
    kept = PostStimulus.model_validate(LEAST).model_dump(exclude_none=True)
    assert set(kept) == {"type", "account", "time", "caption", "tags"}
