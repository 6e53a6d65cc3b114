"""What the screens and sheets of every kind have to say. Not tests themselves."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from every_kind_cases import MINE, OTHERS, all_said, plain, said, share, texts_of
from playwright.sync_api import Locator, Page, expect

from quizzes.items.text import Language
from workshop.live.rules.stages import Stage

MOST_SOURCES = 2
"""So many are on the big screen, under what to talk about; the rest is in the recap."""
RIGHT = {"fr": "Juste", "en": "Right"}
NOT_SHOWN = {
    "fr": "Chacun répond pour soi : rien n’en est montré ici.",
    "en": "Everyone answers for themselves: nothing of it is shown here.",
}
Facts = Callable[[Locator, Any, Language], None]


def reasons(page: Page | Locator, item: Any, language: Language) -> None:
    """Why, and where from."""
    view = item.revealed_view(language)
    if view["first_sentences"]:
        assert plain(view["first_sentences"]) in said(page.locator(".why"))
    titles = all_said(page.locator(".why .sources cite"))
    assert titles == [plain(one["title"]) for one in view["sources"]]


# The big screen after the reveal: three of six are right ------------------------------------


def _options(main: Locator, item: Any, language: Language) -> None:
    rows = main.locator(".results > .result")
    expect(rows).to_have_count(len(item.options))
    keys = main.locator(".results > .is-key")
    right = [one for one in item.options if one.key]
    assert all_said(keys.locator(".result-text")) == texts_of(right, language)
    for number in range(len(right)):
        assert said(keys.nth(number).locator(".count b").last) == share(50, language)


def _poll(main: Locator, item: Any, language: Language) -> None:
    assert main.locator(".is-key, .tag-key").count() == 0
    shares = all_said(main.locator(".result .count b"))
    assert shares == [share(part, language) for part in (50, 50, 0, 0, 0)]


def _true_false(main: Locator, item: Any, language: Language) -> None:
    _options(main, item, language)
    assert "(3)" in said(main.locator(".is-key .vote").first)  # all three were sure
    expect(main.locator(".legend li")).to_have_count(4)


def _spot(main: Locator, item: Any, language: Language) -> None:
    _options(main, item, language)
    on_the_post = main.locator(".post .zone.is-key")
    assert all_said(on_the_post.locator(".zone-count")) == [
        f"{count} {'l’ont choisi' if language == 'fr' else 'chose it'}" for count in (3, 3, 3)
    ]


def _order(main: Locator, item: Any, language: Language) -> None:
    order = main.locator("ol.results > .result").evaluate_all(
        "all => all.map((one) => one.dataset.option)"
    )
    assert order == [one for group in item.groups() for one in group]
    assert re.search(r"\b3 (people|personnes)", said(main.locator(".hint").last))
    assert main.locator("svg.ranks").count() == len(order)


def _estimate(main: Locator, item: Any, language: Language) -> None:
    assert said(main.locator(".truth")) == plain(item.say_key(language))
    assert main.locator(".histogram text.at-truth").count() == 1
    name = main.locator(".histogram svg").get_attribute("aria-label") or ""
    assert "6 estim" in name


def _grid(main: Locator, item: Any, language: Language) -> None:
    rows = main.locator(".cross tbody tr")
    expect(rows).to_have_count(len(item.cells()))
    for row in rows.all():
        keys = row.locator("td.is-key")
        assert any(share(50, language) in one for one in all_said(keys))


def _matching(main: Locator, item: Any, language: Language) -> None:
    _grid(main, item, language)
    pairs = all_said(main.locator(".cross tbody th small"))
    names = [item.cell_name(term.id, term.key, language) for term in item.terms]
    assert pairs == [plain(one) for one in names]
    expect(main.locator(".split-body > .rationale")).to_have_count(1)  # the one that fits none


def _judgements(main: Locator, item: Any, language: Language) -> None:
    _grid(main, item, language)
    figures = main.locator(".room-judged .numbers dd")
    assert said(figures.first) == share(50, language)
    assert main.locator(".quadrants circle.is-now").count() == 1


def _trace(main: Locator, item: Any, language: Language) -> None:
    expect(main.locator(".chain > li")).to_have_count(len(item.versions))
    key = main.locator(".chain > .is-key")
    expect(key).to_have_count(1)
    changed = next(one for one in item.versions if one.id in item.key.changed)
    assert plain(changed.text.say(language)) in said(key)
    assert share(50, language) in said(key.locator(".vote-share"))


def _two_tier(main: Locator, item: Any, language: Language) -> None:
    expect(main.locator(".cross tbody tr")).to_have_count(len(item.answers))
    assert share(50, language) in said(main.locator(".cross td.is-key"))
    key = next(one for one in item.reasons if one.key)
    assert plain(key.text.say(language)) in said(main.locator(".reasons .is-key"))


def _scale(main: Locator, item: Any, language: Language) -> None:
    assert all_said(main.locator(".cards-room li > span")) == texts_of(item.statements, language)
    assert NOT_SHOWN[language] in said(main)
    assert "%" not in said(main)
    assert main.locator("svg.bar").count() == 0


def _texts(main: Locator, item: Any, language: Language) -> None:
    assert all_said(main.locator("[data-texts] li")) == [f"{MINE[language]} × 3"]


def _rewrite(main: Locator, item: Any, language: Language) -> None:
    shown = all_said(main.locator("[data-texts] li"))
    assert sorted(shown) == sorted([f"{MINE[language]} × 3", f"{OTHERS[language]} × 3"])
    ticks = main.locator("[data-ticks]")
    expect(ticks.first).to_have_text("✓ 1/1")
    expect(ticks.nth(1)).to_have_text("✓ 0/1")


def _words(main: Locator, item: Any, language: Language) -> None:
    assert all_said(main.locator("[data-texts] li")) == [f"{OTHERS[language]} 3"]


def _lateral(main: Locator, item: Any, language: Language) -> None:
    found = main.locator(".result:has(.tag)")
    finding = next(one for one in item.options if one.id == item.finding)
    assert said(found.locator(".result-text")) == plain(finding.text.say(language))
    assert said(found.locator(".count b")) == share(50, language)
    names = [plain(one.text.say(language)) for one in item.pages]
    opened = [3, 3, 3, 0, 0, 0]
    for name, times in zip(names, opened, strict=True):
        assert f"{name} ({times})" in said(main.locator(".pages"))
    assert all_said(main.locator("[data-texts] li")) == [f"{MINE[language]} × 3"]


ROOM: dict[str, Facts] = {
    "single_choice": _options,
    "multiple_response": _options,
    "true_false": _true_false,
    "poll": _poll,
    "ordering": _order,
    "estimate": _estimate,
    "spot": _spot,
    "matching": _matching,
    "classification": _grid,
    "judgement_set": _judgements,
    "trace": _trace,
    "two_tier": _two_tier,
    "feed_ranking": _order,
    "feed_simulator": _options,
    "short_scale": _scale,
    "case": _texts,
    "rewrite": _rewrite,
    "word_list": _words,
    "lateral": _lateral,
}


# What comes after the answer, one in the place of the other ----------------------------------


def _why(main: Locator, item: Any, language: Language) -> None:
    view = item.revealed_view(language)
    assert plain(view["first_sentences"]) in said(main.locator(".why"))
    assert main.locator(".why").locator(".sources, .prompt").count() == 0
    if item.kind == "estimate":
        assert len(all_said(main.locator(".rationale"))) == len(item.temptations)
    if item.kind in ("case", "rewrite"):
        assert plain(item.example.say(language)) in said(main.locator(".example"))
    if item.kind == "case":
        expect(main.locator(".rubric dt")).to_have_count(3)


def _sources(main: Locator, item: Any, language: Language) -> None:
    view = item.revealed_view(language)
    titles = [plain(one["title"]) for one in view["sources"]]
    assert all_said(main.locator(".why .sources cite")) == titles[:MOST_SOURCES]
    left = len(titles) - MOST_SOURCES
    if left > 0:
        more = f"et {left} autre" if language == "fr" else f"and {left} more"
        assert more in said(main.locator(".why .sources li").last)
    if view["first_sentences"]:
        assert plain(view["first_sentences"]) not in said(main.locator(".why"))
    if item.prompts:
        assert said(main.locator(".why .prompt")) == plain(item.prompts[0].say(language))


STAGE: dict[Stage, Facts] = {Stage.WHY: _why, Stage.SOURCES: _sources}


# A phone, or somebody alone, after the reveal ------------------------------------------------


def own(page: Page, item: Any, value: Any, language: Language) -> None:
    """What one answered oneself stands in the result."""
    chosen = page.locator(".is-chosen")
    match item.shape:
        case "one":
            expect(chosen).to_have_count(1)
            expect(chosen).to_have_attribute("data-option", value)
        case "many":
            ids = chosen.evaluate_all("all => all.map((one) => one.dataset.option)")
            assert sorted(ids) == sorted(value), ids
        case "grid":
            cells = chosen.evaluate_all(
                "all => all.map((one) => [one.closest('[data-row]').dataset.row, one.dataset.cell])"
            )
            assert dict(cells) == value, cells
        case "form":
            expect(chosen).to_have_attribute("data-option", value["found"])
        case _:
            pass


def own_words(page: Page, item: Any, value: Any, language: Language) -> None:
    """The line above the result on a phone: what was answered, and how it fared."""
    line = page.locator("[data-own-line]")
    if item.shape != "grid":
        expect(line).to_be_visible()
        assert plain(item.say_value(value, language)) in said(line)
    if item.scored:
        expect(line.locator(".tag")).to_have_text(RIGHT[language])
    else:
        expect(line.locator(".tag")).to_have_count(0)


def key(page: Page, item: Any, language: Language) -> None:
    """The right answer, where there is one."""
    if not item.scored:
        assert page.locator(".results .is-key").count() == 0
    elif item.shape == "number":
        assert said(page.locator(".truth")) == plain(item.say_key(language))
    elif item.shape == "grid":
        counts = [len(cells) for cells in item.right_in_order().values()]
        expect(page.locator("main .is-key")).to_have_count(sum(counts))
    elif item.shape == "order":
        order = page.locator(".results > .is-key").evaluate_all(
            "all => all.map((one) => one.dataset.option)"
        )
        assert order == [one for group in item.groups() for one in group]
    else:
        keys = page.locator(".results > .is-key .result-text")
        assert all_said(keys) == texts_of([one for one in item.options if one.key], language)


# Paper --------------------------------------------------------------------------------------


def printed(item: Any, language: Language, *, with_key: bool = False) -> list[str]:
    """What a sheet has to print of a question; beside the key, only the cells that are right."""
    view = item.public_view(language)
    names = ["options", "rows", "versions", "answers", "reasons", "criteria"]
    names += [] if with_key else ["columns", "pages"]
    entries = [one for name in names for one in view.get(name, ())]
    words = [one["text"] for one in entries if one.get("text")]
    posts = [one["stimulus"]["caption"] for one in entries if one.get("stimulus")]
    return [plain(one) for one in (view["stem"], *words, *posts)]


def places(item: Any) -> dict[str, int]:
    """How many boxes, circles and lines there are to answer on; of one vote, or of both."""
    votes = 2 if item.second_vote else 1
    return _PLACES[item.kind](item, votes)


def _ticks(item: Any, votes: int) -> dict[str, int]:
    return {".options .tick": len(item.options) * votes, ".reason": int(item.scored)}


def _ranks(item: Any, votes: int) -> dict[str, int]:
    return {".rank-box": len(item.options) * votes}


def _cells(item: Any, votes: int) -> dict[str, int]:
    return {".ticks .tick": sum(map(len, item.cells().values())) * votes}


_PLACES: dict[str, Callable[[Any, int], dict[str, int]]] = {
    "single_choice": _ticks,
    "multiple_response": _ticks,
    "poll": _ticks,
    "spot": _ticks,
    "true_false": lambda item, votes: _ticks(item, votes) | {".circles i": 3 * votes},
    "ordering": _ranks,
    "feed_ranking": _ranks,
    "estimate": lambda _, votes: {".number-box": votes},
    "matching": lambda item, votes: {".rank-box": len(item.terms) * votes},
    "classification": _cells,
    "judgement_set": _cells,
    "trace": lambda item, votes: {".choices .tick": len(item.may_have_changed()) * votes},
    "two_tier": lambda item, votes: {".tick": len([*item.answers, *item.reasons]) * votes},
    "feed_simulator": lambda item, _: {
        ".tick": len(item.options) * 2,
        ".feed-table tbody td": len(item.posts) * 3,
    },
    "short_scale": lambda item, _: {".circles i": len(item.statements) * 5},
    "case": lambda item, _: {".lines .line": math.ceil(item.max_length / 55)},
    "rewrite": lambda item, _: {
        ".lines .line": math.ceil(item.max_length / 55),
        ".criteria-ticks .tick": len(item.criteria),
    },
    "word_list": lambda item, votes: {".lines .line": item.most * votes},
    "lateral": lambda item, _: {
        ".tick": len([*item.options, *item.pages]),
        ".lines .line": 2,
    },
}


def key_on_paper(article: Locator, item: Any, language: Language) -> None:
    """The sheet for whoever leads says the right answer, why, and where from."""
    view = item.revealed_view(language)
    if view["explanation"]:
        assert plain(view["explanation"]) in said(article.locator(".why"))
    expect(article.locator(".sources li")).to_have_count(len(view["sources"]))
    assert plain(item.prompts[0].say(language)) in said(article.locator(".talk"))
    right = article.locator(".is-key")
    match item.shape:
        case "one" | "many":
            keys = texts_of([one for one in item.options if one.key], language)
            assert right.count() == len(keys)
            assert all(one in text for one, text in zip(keys, all_said(right), strict=True))
        case "order":
            names = {one.id: plain(one.text.say(language)) for one in item.options}
            order = [names[one] for group in item.groups() for one in group]
            assert all(one in text for one, text in zip(order, all_said(right), strict=True))
        case "number":
            assert plain(item.say_key(language)) in said(article.locator(".truth"))
            expect(article.locator(".temptations dt")).to_have_count(len(item.temptations))
        case "grid":
            _key_of_grid(right, item, language)
        case "form":
            finding = next(one for one in item.options if one.id == item.finding)
            assert plain(finding.text.say(language)) in said(article.locator(".truth"))
        case "text":
            assert plain(item.example.say(language)) in said(article.locator(".example"))
        case _:
            assert right.count() == 0


def _key_of_grid(right: Locator, item: Any, language: Language) -> None:
    marked = all_said(right)
    if item.kind == "trace":
        changed = [one for one in item.versions if one.id in item.key.changed]
        assert len(marked) == len(changed)
        assert texts_of(changed, language)[0] in marked[0]
        return
    assert len(marked) == len(item.right())
    for text, (row, cells) in zip(marked, item.right_in_order().items(), strict=True):
        for cell in cells:
            name = plain(item.cell_name(row, cell, language))
            assert name.partition(". ")[2] in text if item.kind == "two_tier" else name in text
