"""Who takes a test before and after: a code that is no name, one sheet, and never an answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizzes.alone.tables import AttemptRow
from quizzes.store.db import db
from workshop.before_after import sitting
from workshop.before_after import tests as before_after
from workshop.before_after.rules.pseudonym import code_hash, read_pseudonym
from workshop.before_after.tables import AnswerSheetRow, BeginningRow


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


CODE = "loupe-chien-47"
SECRETS = ("SECRET", "is-key", "tag-key", "Right answer", "Because it is so")


def sheets(app: Flask) -> list[AnswerSheetRow]:
    with app.app_context():
        return list(db.session.scalars(select(AnswerSheetRow).order_by(AnswerSheetRow.id)))


class TestBeginning:
    def test_the_code_on_the_wall_leads_to_the_test(self, tested: Any, app: Flask) -> None:
        sam = app.test_client()
        typed = sam.get(f"/j/?code={tested.code.lower()}")
        assert typed.headers["Location"] == f"/j/{tested.code}"
        assert sam.get(f"/j/{tested.code}").headers["Location"] == f"/t/{tested.code}"

    def test_a_code_is_suggested_before_and_asked_for_after(self, tested: Any) -> None:
        pupil = tested.pupil()
        page = pupil.get().text
        found = re.search(r'name="pseudonym"[^>]* value="([^"]+)"', page)
        assert found
        assert read_pseudonym(found[1])
        assert page.count("img/posts/") == 2
        tested.step("after")
        page = pupil.get().text
        assert "The code that you noted" in page
        assert "img/posts/" not in page

    @pytest.mark.parametrize("typed", ["", "Léa", "47", "x" * 200 + "47", "😀😀", "a\x00bc12"])
    def test_what_is_no_code_is_said_beside_the_field(
        self, tested: Any, app: Flask, typed: str
    ) -> None:
        answer = tested.pupil().begin(typed, expect=422)
        assert "two digits, such as lens-dog-47" in answer.text
        assert 'aria-invalid="true"' in answer.text
        with app.app_context():
            assert db.session.scalars(select(BeginningRow)).all() == []

    def test_the_parity_of_the_hash_chooses_the_form_and_after_comes_the_other(
        self, tested: Any
    ) -> None:
        salt = tested.loaded.salt
        seen = set()
        for number in range(10, 22):
            pupil, code = tested.pupil(), f"loupe-chien-{number}"
            pupil.begin(code)
            even = int(code_hash(read_pseudonym(code) or "", salt), 16) % 2 == 0
            assert pupil.form == ("A" if even else "B")
            seen.add(pupil.form)
        assert seen == {"A", "B"}

    def test_after_each_code_gets_the_other_form(self, tested: Any) -> None:
        codes = [f"loupe-chien-{number}" for number in range(10, 16)]
        first = {}
        for code in codes:
            pupil = tested.pupil()
            pupil.begin(code)
            first[code] = pupil.form
            pupil.hand_in()
        tested.step("after")
        for code in codes:
            pupil = tested.pupil()
            pupil.begin(code.upper().replace("-", " "))
            assert {pupil.form, first[code]} == {"A", "B"}

    def test_after_a_code_that_nobody_knows_is_asked_about_once(self, tested: Any) -> None:
        tested.step("after")
        pupil = tested.pupil()
        answer = pupil.begin(CODE, expect=422)
        assert "Nobody handed in a sheet “before” with this code." in answer.text
        assert 'name="unmatched"' in answer.text
        pupil.begin(CODE, unmatched="yes")
        assert pupil.get("/1").status_code == 200

    def test_nobody_takes_part_without_a_test(self, tested: Any, app: Flask) -> None:
        sam = app.test_client()
        for path in ("/t/ZZZZZZ", "/t/ZZZZZZ/1", "/t/ZZZZZZ/end", "/t/ZZZZZZ/done", "/t/²³"):
            assert sam.get(path).status_code == 404

    def test_the_codes_of_live_sessions_are_no_tests(self, tested: Any, room: Any) -> None:
        sam = tested.fatima.app.test_client()
        assert sam.get(f"/t/{room.code}").status_code == 404
        assert tested.browser.get(f"/facilitate/{tested.code}").status_code == 403
        assert tested.browser.get(f"/facilitate/tests/{room.code}").status_code == 404
        assert sam.get(f"/api/live/{tested.code}/snapshot").status_code in (401, 404)

    def test_codes_are_not_guessed_by_a_script(self, tested: Any, app: Flask) -> None:
        tested.step("after")
        stranger = tested.pupil()
        stranger.begin("tap-dog-11", expect=422)
        token = token_of(stranger.get().text)
        data = {"csrf_token": token, "pseudonym": "tap-dog-12"}
        answers = [
            stranger.browser.post(f"/t/{tested.code}/begin", data=data).status_code
            for _ in range(300)
        ]
        assert answers == [422] * 299 + [429]

    def test_a_full_test_still_takes_sheets_of_paper(
        self, tested: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sitting, "MOST_BEGINNINGS", 1)
        tested.pupil().begin(CODE)
        tested.pupil().begin("tap-dog-12", expect=409)
        tested.post("paper", pseudonym="tap-dog-13", phase="before", form="a")


class TestAnswering:
    def test_each_item_is_a_page_with_i_dont_know_and_no_answer(self, tested: Any) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        for number in range(1, 5):
            for _ in range(2):  # before it is answered, and when one comes back
                page = pupil.get(f"/{number}")
                assert page.status_code == 200
                assert f"Page {number} of 4" in page.text
                assert "I don’t know" in page.text or "I don't know" in page.text
                assert not [secret for secret in SECRETS if secret in page.text]
                answered = pupil.answer(number, right=False)
                assert answered.status_code == 303
        assert pupil.get("/end").status_code == 200
        assert not [secret for secret in SECRETS if secret in pupil.get("/end").text]
        pupil.hand_in()
        assert not [secret for secret in SECRETS if secret in pupil.get("/done").text]

    def test_what_was_ticked_is_there_again(self, tested: Any) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        pupil.answer(1, **{"certainty.a": "3"})
        page = pupil.get("/1").text
        assert re.search(r'name="certainty.a" value="3" checked', page)
        assert len(re.findall(r'name="value\.\w" value="\w+" checked', page)) == 4

    def test_an_unfinished_page_is_told_and_not_kept(self, tested: Any) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        answer = pupil.post("/1", **{"value.a": "reliable"})
        assert answer.status_code == 422
        assert "Answer every line." in answer.text
        assert "checked" not in pupil.get("/1").text

    @pytest.mark.parametrize("value", ["", "perhaps", "reliable:9", "<b>", "x" * 5000])
    def test_what_is_no_answer_is_refused(self, tested: Any, value: str) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        fields = {f"value.{row}": value for row in "abcd"}
        assert pupil.post("/1", **fields).status_code == 422
        assert pupil.post("/3", value=value).status_code == 422

    def test_i_dont_know_keeps_nothing_and_goes_on(self, tested: Any, app: Flask) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        pupil.answer(3)
        assert pupil.post("/3", skip="yes").headers["Location"] == f"/t/{tested.code}/4"
        assert "checked" not in pupil.get("/3").text
        pupil.answer(4)
        assert "3 pages are empty" in pupil.get("/end").text
        pupil.hand_in()
        assert list(sheets(app)[0].answers) == ["E01"]

    @pytest.mark.parametrize("number", [0, 5, 10**9])
    def test_there_are_no_other_pages(self, tested: Any, number: int) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        assert pupil.get(f"/{number}").status_code == 404
        assert pupil.post(f"/{number}", skip="yes").status_code == 404

    def test_without_a_beginning_one_is_sent_to_it(self, tested: Any) -> None:
        pupil = tested.pupil()
        for path in ("/1", "/end", "/done"):
            assert pupil.get(path).headers["Location"] == f"/t/{tested.code}"
        for path in ("/1", "/hand-in"):
            assert pupil.post(path).headers["Location"] == f"/t/{tested.code}"

    def test_forms_need_their_token(self, tested: Any) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        for path in ("/begin", "/1", "/hand-in"):
            answer = pupil.browser.post(f"/t/{tested.code}{path}", data={"pseudonym": CODE})
            assert answer.status_code == 400

    def test_the_token_of_a_test_opens_no_pack_and_no_answers(
        self, tested: Any, app: Flask
    ) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        pupil.answer(1)
        kept = pupil.browser.get_cookie(f"test-{tested.code}")
        assert kept
        slug = "essai-a" if pupil.form == "A" else "essai-b"
        sly = app.test_client()
        sly.set_cookie(f"attempt-{slug}", kept.value)
        for path in ("", "/1", "/end", "/recap"):
            answer = sly.get(f"/take/{slug}{path}", follow_redirects=True)
            assert answer.status_code == 404
            assert not [secret for secret in SECRETS if secret in answer.text]


class TestHandingIn:
    def test_a_sheet_is_kept_under_the_hash_of_its_code(self, tested: Any, app: Flask) -> None:
        pupil = tested.pupil()
        pupil.take(CODE)
        (kept,) = sheets(app)
        assert kept.phase == "before"
        assert kept.code_hash == code_hash("loupechien47", tested.loaded.salt)
        assert set(kept.answers) == {"S01", "P01", "M01", "E01"}
        with app.app_context():
            assert db.session.scalars(select(AttemptRow)).all() == []  # nothing is kept twice

    def test_an_answer_kept_while_the_sheet_is_handed_in_is_on_it(
        self, tested: Any, app: Flask, time: Any
    ) -> None:
        with app.app_context():
            test = tested.loaded
            token = sitting.begin(test, CODE, time.now)
            here, elsewhere = (sitting.resume(test, token, time.now) for _ in range(2))
            assert here and elsewhere and elsewhere.attempt
            choice = elsewhere.attempt.pack.items[0].item
            cells = {row: cells[0] for row, cells in choice.right_in_order().items()}
            sitting.respond(elsewhere, 0, cells, None, time.now)
            sitting.hand_in(here)
            with pytest.raises(sitting.NotTaken):
                sitting.respond(elsewhere, 0, cells, None, time.now)
            sitting.hand_in(elsewhere)
        (kept,) = sheets(app)
        assert kept.answers == {"S01": {"value": cells, "certainty": None}}

    def test_handing_in_twice_is_handing_in_once(self, tested: Any, app: Flask) -> None:
        pupil = tested.pupil()
        pupil.take(CODE)
        assert pupil.hand_in().headers["Location"].endswith("/done")
        assert len(sheets(app)) == 1

    def test_the_same_answers_from_another_device_are_the_same_sheet(
        self, tested: Any, app: Flask
    ) -> None:
        first, other = tested.pupil(), tested.pupil()
        for one in (first, other):
            one.begin(CODE)
            one.answer(1)
        assert first.hand_in().status_code == 303
        assert other.hand_in().headers["Location"].endswith("/done")
        assert len(sheets(app)) == 1

    def test_other_answers_under_the_same_code_are_refused(self, tested: Any, app: Flask) -> None:
        first, other = tested.pupil(), tested.pupil()
        for one, right in ((first, True), (other, False)):
            one.begin(CODE)
            one.answer(1, right=right)
        first.hand_in()
        before = [one.answers for one in sheets(app)]
        answer = other.hand_in()
        assert answer.status_code == 409
        assert "Other answers were already handed in with this code." in answer.text
        assert [one.answers for one in sheets(app)] == before

    def test_a_code_that_handed_in_cannot_begin_again(self, tested: Any) -> None:
        tested.pupil().take(CODE)
        answer = tested.pupil().begin(" LOUPE chien 47", expect=409)
        assert "A sheet was already handed in with this code." in answer.text

    def test_somebody_else_may_take_it_on_the_same_device(self, tested: Any, app: Flask) -> None:
        pupil = tested.pupil()
        pupil.take(CODE)
        assert "begun on this device" not in pupil.get().text
        pupil.take("tap-dog-12")
        assert len(sheets(app)) == 2

    def test_nobody_hands_in_what_is_closed(self, tested: Any, app: Flask) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        tested.step("close")
        for answer in (pupil.get("/1"), pupil.hand_in(), pupil.post("/1", skip="yes")):
            assert answer.status_code == 409
            assert "This part of the test is closed." in answer.text
        assert "This part of the test is closed." in pupil.get().text
        tested.pupil().begin("tap-dog-12", expect=409)
        tested.step("open")
        assert pupil.hand_in().status_code == 303
        assert len(sheets(app)) == 1

    def test_nothing_is_begun_in_a_test_that_is_deleted_meanwhile(
        self, tested: Any, app: Flask, time: Any
    ) -> None:
        test = tested.loaded
        with app.app_context():
            before_after.delete(test)
            with pytest.raises(sitting.NotTaken):
                sitting.begin(test, CODE, time.now)

    def test_a_sheet_of_before_is_not_handed_in_after(self, tested: Any, app: Flask) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        tested.step("after")
        assert pupil.hand_in().status_code == 409
        assert sheets(app) == []

    def test_a_day_later_the_browser_still_may_but_not_after_thirty(
        self, tested: Any, time: Any
    ) -> None:
        pupil = tested.pupil()
        pupil.begin(CODE)
        time.pass_(days=29)
        assert pupil.get("/1").status_code == 200
        time.now += timedelta(days=2)
        assert pupil.get("/1").status_code == 303
