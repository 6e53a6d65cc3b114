"""A learner alone: begin, answer, see why, come back, finish, erase."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from quizzes.alone.pages import attempt_cookie
from quizzes.bank import catalogue


def test_beginning_needs_no_account_and_keeps_one_cookie_no_script_can_read(sam: Any) -> None:
    reply = sam.begin()
    assert reply.status_code == 303
    assert reply.location == f"/take/{sam.slug}/1"
    (cookie,) = [one for one in reply.headers.getlist("Set-Cookie") if "attempt-" in one]
    assert cookie.startswith(f"{attempt_cookie.cookie(sam.slug)}=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=2592000" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure(sam: Any) -> None:
    base = "https://localhost"
    page = sam.browser.get(f"/packs/{sam.slug}", base_url=base).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    reply = sam.browser.post(
        f"/packs/{sam.slug}/begin",
        data={"csrf_token": token},
        base_url=base,
        headers={"Referer": f"{base}/packs/{sam.slug}", "Origin": base},
    )
    assert reply.status_code == 303
    (cookie,) = [one for one in reply.headers.getlist("Set-Cookie") if "attempt-" in one]
    assert "Secure" in cookie


def test_a_form_without_its_token_is_refused(sam: Any) -> None:
    reply = sam.browser.post(f"/packs/{sam.slug}/begin", data={"reveal": "each"})
    assert reply.status_code == 400


def test_nothing_of_the_answer_is_there_before_one_has_answered(sam: Any) -> None:
    sam.begin()
    for number, item in enumerate(sam.items, start=1):
        page = sam.page(number)
        assert page.status_code == 200
        assert item.kind in {"poll"} or "is-key" not in page.text
        assert 'class="why"' not in page.text and 'class="rationale"' not in page.text


def test_after_each_answer_why_and_the_sources_are_shown(sam: Any) -> None:
    sam.begin("each")
    number = sam.number("single_choice")
    reply = sam.answer(number, value=sam.right_value(number))
    assert reply.status_code == 303 and reply.location == f"/take/{sam.slug}/{number}"
    page = sam.page(number).text
    assert "is-key" in page and "is-chosen" in page and 'class="sources"' in page
    assert "That’s right." in page


def test_at_the_end_means_that_answers_stay_hidden_and_can_be_changed(sam: Any) -> None:
    sam.begin("end")
    number = sam.number("true_false")
    reply = sam.answer(number, value="true", certainty="3")
    assert reply.location == f"/take/{sam.slug}/{number + 1}"
    page = sam.page(number).text
    assert "is-key" not in page and 'class="why"' not in page
    assert 'value="true" checked' in page and 'value="3" checked' in page
    assert sam.answer(number, value="false", certainty="1").status_code == 303
    assert 'value="false" checked' in sam.page(number).text


def test_an_answer_that_was_shown_cannot_be_changed(sam: Any) -> None:
    sam.begin("each")
    number = sam.number("true_false")
    sam.answer(number, value="true")
    reply = sam.answer(number, value="false")
    assert reply.status_code == 409
    assert "cannot be changed any more" in reply.text
    assert 'is-chosen" data-option="true"' in sam.page(number).text


def test_a_finished_attempt_takes_no_answer(sam: Any) -> None:
    sam.begin("end")
    sam.answer(1, value=sam.right_value(1))
    assert sam.finish().location == f"/take/{sam.slug}/recap"
    assert sam.answer(1, value=sam.right_value(1)).status_code == 409


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("single_choice", {}, "Choose one of the answers."),
        ("single_choice", {"value": "zz"}, "Choose one of the answers."),
        ("single_choice", {"value": ["a", "b"]}, "Choose one of the answers."),
        ("multiple_response", {}, "Tick at least one answer."),
        ("multiple_response", {"value": ["a", "a"]}, "Tick at least one answer."),
        ("ordering", {"value": ["a"]}, "Give every line its place."),
        ("estimate", {"value": "lots"}, "Type a number from 0 to 300."),
        ("estimate", {"value": ""}, "Type a number from 0 to 300."),
        ("estimate", {"value": "301"}, "Type a number from 0 to 300."),
        ("estimate", {"value": "NaN"}, "Type a number from 0 to 300."),
        ("estimate", {"value": "9" * 5000}, "Type a number from 0 to 300."),
        ("estimate", {"value": "²³"}, "Type a number from 0 to 300."),
        ("true_false", {"value": "true", "certainty": "7"}, "Choose how sure you are"),
        ("single_choice", {"value": "a\x00"}, "Choose one of the answers."),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_nothing_is_kept(
    sam: Any, kind: str, fields: dict[str, Any], sentence: str
) -> None:
    sam.begin()
    number = sam.number(kind)
    reply = sam.answer(number, **fields)
    assert reply.status_code == 422
    assert sentence in reply.text and "is not kept yet" in reply.text
    assert "is-key" not in sam.page(number).text


def test_what_was_typed_is_not_lost(sam: Any) -> None:
    sam.begin()
    number = sam.number("estimate")
    assert 'value="about ten &lt;b&gt;"' in sam.answer(number, value="about ten <b>").text
    number = sam.number("true_false")
    page = sam.answer(number, value="true", certainty="9").text
    assert 'value="true" checked' in page


@pytest.mark.parametrize("typed", ["42", " 42 ", "42 points", "42,0", "42.4"])
def test_a_number_may_have_spaces_a_unit_and_comma_or_point(sam: Any, typed: str) -> None:
    sam.begin()
    number = sam.number("estimate")
    assert sam.answer(number, value=typed).status_code == 303
    assert "<dd data-given" in sam.page(number).text and "42\u202fpoints" in sam.page(number).text


def test_one_comes_back_to_the_first_question_without_an_answer(sam: Any) -> None:
    sam.begin()
    sam.answer(1, value=sam.right_value(1))
    assert sam.get(f"/take/{sam.slug}").location == f"/take/{sam.slug}/2"
    assert f"1 of {len(sam.items)} questions" in sam.get(f"/packs/{sam.slug}").text


def test_the_recap_has_every_question_with_answer_key_reason_and_source(sam: Any) -> None:
    sam.begin()
    sam.answer_all()
    assert sam.get(f"/take/{sam.slug}").location == f"/take/{sam.slug}/end"
    sam.finish()
    page = sam.get(f"/take/{sam.slug}/recap").text
    scored = sum(item.scored for item in sam.items)
    assert f"{scored} right answers of {scored}." in page
    assert page.count('class="line ') == len(sam.items)
    assert "data-print" in page and 'class="sources"' in page


def test_wrong_and_sure_never_shows_a_negative_total(sam: Any) -> None:
    sam.begin()
    number = sam.number("true_false")
    wrong = "false" if sam.right_value(number) == "true" else "true"
    sam.answer(number, value=wrong, certainty="3")
    sam.finish()
    page = sam.get(f"/take/{sam.slug}/recap").text
    totals, _questions = page.split('<ol class="plain">')
    assert "do not go together yet" in totals
    assert re.search("[-−][0-9]", re.sub("<[^>]*>", "", totals)) is None


def test_there_is_no_recap_before_the_end(sam: Any) -> None:
    sam.begin("end")
    sam.answer(1, value=sam.right_value(1))
    assert sam.get(f"/take/{sam.slug}/recap").location == f"/take/{sam.slug}"


def test_erasing_takes_answers_and_cookie_away(sam: Any) -> None:
    sam.begin()
    sam.answer(1, value=sam.right_value(1))
    token = sam.browser.get_cookie(attempt_cookie.cookie(sam.slug)).value
    reply = sam.post(f"/take/{sam.slug}/erase")
    assert reply.location == f"/packs/{sam.slug}?erased=1"
    assert sam.browser.get_cookie(attempt_cookie.cookie(sam.slug)) is None
    sam.browser.set_cookie(attempt_cookie.cookie(sam.slug), token)
    assert sam.page(1).location == f"/packs/{sam.slug}"


def test_starting_again_erases_what_was_kept(sam: Any) -> None:
    sam.begin()
    before = sam.browser.get_cookie(attempt_cookie.cookie(sam.slug)).value
    sam.begin()
    sam.browser.set_cookie(attempt_cookie.cookie(sam.slug), before)
    assert sam.page(1).location == f"/packs/{sam.slug}"


def test_after_thirty_days_the_attempt_is_gone(sam: Any, time: Any) -> None:
    sam.begin()
    time.pass_(days=30, seconds=1)
    assert sam.page(1).location == f"/packs/{sam.slug}"


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 3000, "../..", "é"])
def test_a_stranger_with_a_made_up_token_is_sent_to_the_pack(sam: Any, token: str) -> None:
    sam.browser.set_cookie(attempt_cookie.cookie(sam.slug), token)
    for path in ("", "/1", "/end", "/recap"):
        reply = sam.browser.get(f"/take/{sam.slug}{path}", follow_redirects=True)
        assert reply.status_code == 200 and reply.request.path == f"/packs/{sam.slug}"


def test_the_token_of_another_pack_opens_nothing(sam: Any, app: Flask) -> None:
    sam.begin()
    token = sam.browser.get_cookie(attempt_cookie.cookie(sam.slug)).value
    other = app.test_client()
    other.set_cookie(attempt_cookie.cookie("pub-ou-pas-pub"), token)
    assert other.get("/take/pub-ou-pas-pub/1").location == "/packs/pub-ou-pas-pub"


@pytest.mark.parametrize("number", ["0", "16", "99999999999999999999"])
def test_a_question_that_is_not_there_is_404(sam: Any, number: str) -> None:
    sam.begin()
    assert sam.get(f"/take/{sam.slug}/{number}").status_code == 404
    assert sam.post(f"/take/{sam.slug}/{number}", value="a").status_code == 404


@pytest.mark.parametrize("path", ["finish", "erase"])
def test_steps_that_change_something_are_posts(sam: Any, path: str) -> None:
    sam.begin()
    assert sam.get(f"/take/{sam.slug}/{path}").status_code == 405


RUBBISH = ["zzz", "", "a", "NaN", "1e999", "\x00", "<b>", " ", "9" * 50, "true:9"]


def test_no_rubbish_breaks_the_page_of_any_kind(app: Flask, learner: Any) -> None:
    """Every kind, sent what no form of ours sends: the page again, with a sentence."""
    with app.app_context():
        packs = {pack.slug: [one.item for one in pack.items] for pack in catalogue.list_packs()}
    seen = set()
    for slug, items in packs.items():
        sam = learner(slug)
        sam.begin("end")
        for number, item in enumerate(items, start=1):
            if item.kind in seen or item.shape == "text":
                continue
            seen.add(item.kind)
            rows = list(item.accepts().get("properties", {}))
            for junk in RUBBISH:
                for fields in ({"value": junk}, {"value": [junk, junk]},
                               {f"value.{row}": junk for row in rows}):  # fmt: skip
                    status = sam.answer(number, **fields).status_code
                    assert status in (303, 422), (item.kind, fields, status)
    assert len(seen) >= 15
