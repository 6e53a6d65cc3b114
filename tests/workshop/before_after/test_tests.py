"""The facilitator’s test before and after: open, switch, print, report, delete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizzes.alone.tables import AttemptRow
from quizzes.bank import catalogue
from quizzes.store.db import db, writing
from workshop.before_after import tests as before_after
from workshop.before_after.tables import AnswerSheetRow, BeforeAfterRow, BeginningRow
from workshop.paper import documents
from workshop.paper.documents import Copy
from workshop.system.commands import Ticker

TABLES = (BeforeAfterRow, BeginningRow, AnswerSheetRow, AttemptRow)


def rows(app: Flask) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES]


def code(number: int) -> str:
    return f"loupe-chien-{number}"


def class_of(tested: Any, people: int, *, right: bool = True) -> None:
    for number in range(10, 10 + people):
        tested.pupil().take(code(number), right=right)


class TestForms:
    def test_forms_are_no_ordinary_packs(self, tested: Any, app: Flask) -> None:
        sam = app.test_client()
        for path in ("/", "/handouts/", "/sources", "/facilitate/", "/guide"):
            page = tested.browser.get(path).text
            assert "essai-" not in page
            assert "Essai, forme" not in page
        for path in (
            "/packs/essai-a", "/packs/essai-a/sources", "/take/essai-a/recap",
            "/handouts/essai-a/worksheet.html", "/handouts/essai-a/counting.html",
        ):  # fmt: skip
            assert sam.get(path, follow_redirects=True).status_code == 404, path
        assert tested.browser.get("/facilitate/new/essai-a").status_code == 404
        refused = sam.post("/api/live", json={"pack": "essai-a"}, headers=tested.fatima.headers)
        assert refused.status_code == 404

    def test_keys_are_for_facilitators(self, tested: Any, app: Flask) -> None:
        assert "/login" in app.test_client().get("/handouts/essai-a/key.html").headers["Location"]
        key = tested.browser.get("/handouts/essai-a/key.html?lang=en")
        assert key.status_code == 200
        assert "SECRET: this is why." in key.text

    def test_the_bank_offers_whole_pairs_only(self, tested: Any, app: Flask) -> None:
        with app.app_context():
            offered = [(one.a.slug, one.b.slug) for one in catalogue.list_tests()]
            assert ("essai-a", "essai-b") in offered
            assert not {"essai-a", "essai-b"} & {one.slug for one in catalogue.list_packs()}
            assert {"essai-a", "essai-b"} <= {one.slug for one in catalogue.list_all()}
            assert catalogue.find_pack("essai-a") is None
            assert catalogue.find_any("essai-a") is not None

    def test_what_was_offered_stays_when_a_new_version_comes(
        self, tested: Any, app: Flask, tmp_path: Path, time: Any
    ) -> None:
        folder = Path(__file__).parents[2] / "packs" / "essai-a"
        text = (folder / "pack.yaml").read_text(encoding="utf-8").replace("Claim A", "New claim A")
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "pack.yaml").write_text(text, encoding="utf-8")
        before = tested.loaded.forms.a.row_id
        with app.app_context():
            catalogue.import_folder(tmp_path / "new", time.now)
            offered = catalogue.find_any("essai-a")
        assert offered is not None
        assert tested.loaded.forms.a.row_id == before != offered.row_id


class TestOpening:
    def test_a_test_is_opened_with_a_title_a_code_and_an_address(self, tested: Any) -> None:
        page = tested.browser.get(f"/facilitate/tests/{tested.code}?lang=en").text
        assert "<h1>3B</h1>" in page
        assert f"{tested.code[:3]} {tested.code[3:]}" in page
        assert "“Before” is open" in page
        home = tested.browser.get("/facilitate/tests?lang=en").text
        assert f"/facilitate/tests/{tested.code}" in home

    @pytest.mark.parametrize(
        "slip",
        [{"title": ""}, {"title": "  "}, {"title": "x" * 121}, {"forms": "d-ou-ca-sort"},
         {"forms": ""}, {"keep_days": "0"}, {"keep_days": "400"}, {"keep_days": "many"}],
    )  # fmt: skip
    def test_what_cannot_be_opened_is_told(
        self, tested: Any, app: Flask, slip: dict[str, str]
    ) -> None:
        before = rows(app)
        page = tested.browser.get("/facilitate/tests").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        data = {"csrf_token": token[1], "title": "3B", "forms": "essai-a", "keep_days": "30"}
        answer = tested.browser.post("/facilitate/tests", data={**data, **slip})
        assert answer.status_code == 422
        assert rows(app) == before

    def test_the_qr_code_holds_the_address_of_the_phones(self, tested: Any, app: Flask) -> None:
        path = f"/facilitate/tests/{tested.code}/qr.svg"
        assert tested.browser.get(path).status_code == 409  # only this machine
        app.config["BASE_URL"] = "http://192.168.1.20:8080"
        answer = tested.browser.get(path)
        assert answer.mimetype == "image/svg+xml"


class TestSteps:
    def test_before_after_closed_and_open_again(self, tested: Any) -> None:
        tested.step("close")
        assert tested.loaded.closed
        tested.step("open")
        tested.step("after")
        assert (tested.loaded.phase, tested.loaded.closed) == ("after", False)
        tested.step("before")
        assert tested.loaded.phase == "before"

    def test_after_a_sheet_after_there_is_no_way_back(self, tested: Any) -> None:
        tested.step("after")
        tested.pupil().take(code(10), unmatched="yes")
        answer = tested.step("before", expect=409)
        assert "Sheets were already handed in “after”." in answer.text
        assert tested.loaded.phase == "after"

    @pytest.mark.parametrize("step", ["", "AFTER", "during", "close;open"])
    def test_other_steps_are_refused(self, tested: Any, step: str) -> None:
        tested.step(step, expect=422)
        assert (tested.loaded.phase, tested.loaded.closed) == ("before", False)


class TestGuard:
    @pytest.fixture
    def paths(self, tested: Any) -> list[tuple[str, str]]:
        own = f"/facilitate/tests/{tested.code}"
        gets = ["", "/qr.svg", "/report", "/screen", "/after", "/form-a.html", "/form-b.pdf"]
        posts = ["/step", "/paper", "/keep", "/delete"]
        return [("GET", own + one) for one in gets] + [("POST", own + one) for one in posts]

    def test_only_the_owner_has_her_tests(
        self, paths: list[tuple[str, str]], app: Flask, tested: Any, other_facilitator: Any
    ) -> None:
        pupil = tested.pupil()
        pupil.begin(code(10))
        before = rows(app)
        for method, path in paths:
            for browser, headers in (
                (app.test_client(), {}),
                (pupil.browser, {}),
                (app.test_client(), other_facilitator.headers),
            ):
                answer = browser.open(path, method=method, headers=headers)
                closed = answer.status_code in (401, 403)
                assert closed or "/login" in answer.headers["Location"], (method, path)
        assert rows(app) == before
        listed = other_facilitator.browser.get("/facilitate/tests").text
        assert tested.code[:3] not in listed

    def test_the_owner_of_a_test_is_no_owner_of_a_room_of_another(
        self, tested: Any, other_facilitator: Any
    ) -> None:
        room = other_facilitator.open()
        assert tested.browser.get(f"/facilitate/{room.code}").status_code == 403
        assert tested.browser.get(f"/facilitate/tests/{room.code}").status_code == 403


class TestPaper:
    @pytest.mark.parametrize("form", ["a", "b"])
    def test_forms_print_without_a_key_and_with_a_place_for_the_code(
        self, tested: Any, app: Flask, form: str
    ) -> None:
        page = tested.browser.get(f"/facilitate/tests/{tested.code}/form-{form}.html?lang=en").text
        assert f"Form {form.upper()} – your code" in page
        assert "SECRET" not in page
        assert "Because it is so" not in page
        assert "My reason" not in page
        assert "I don’t know" in page
        assert "no control group" in page
        assert "/sources" not in page
        with app.app_context():
            app.config["BASE_URL"] = "https://quiz.example.org"
            pack = tested.loaded.forms.a
            for name in ("worksheet", "key"):
                assert "/sources" not in documents.html(Copy(documents.named(name), pack, "fr"))

    def test_the_pdf_is_one(self, tested: Any) -> None:
        answer = tested.browser.get(f"/facilitate/tests/{tested.code}/form-a.pdf?lang=fr")
        assert answer.data.startswith(b"%PDF")

    def test_there_is_no_form_c(self, tested: Any) -> None:
        for name in ("c", "A", "ab", "%20"):
            path = f"/facilitate/tests/{tested.code}/form-{name}.html"
            assert tested.browser.get(path).status_code == 404

    def test_a_sheet_on_paper_can_be_typed_later(self, tested: Any, app: Flask) -> None:
        tested.step("close")
        answer = tested.post("paper", pseudonym="tap-dog-12", phase="before", form="b")
        assert answer.headers["Location"] == f"/t/{tested.code}/1"
        typist = tested.pupil()
        typist.browser = tested.browser
        assert typist.form == "B"
        for number in range(1, 5):
            typist.answer(number)
        assert typist.hand_in().status_code == 303
        assert "Type another sheet" in typist.get("/done").text
        with app.app_context():
            kept = db.session.scalars(select(AnswerSheetRow)).one()
        assert (kept.phase, kept.form) == ("before", "b")
        tested.step("after")
        pupil = tested.pupil()
        pupil.begin("Tap dog 12")
        assert pupil.form == "A"  # the form that this code has not had

    @pytest.mark.parametrize(
        ("slip", "said"),
        [({"pseudonym": "Léa"}, "lens-dog-47"), ({"phase": ""}, ""), ({"form": "c"}, "")],
    )
    def test_a_sheet_without_its_code_phase_or_form_is_refused(
        self, tested: Any, app: Flask, slip: dict[str, str], said: str
    ) -> None:
        fields = {"pseudonym": "tap-dog-12", "phase": "before", "form": "b", **slip}
        answer = tested.post("paper", expect=422, **fields)
        assert said in answer.text
        assert rows(app)[1] == 0


class TestReport:
    def test_nobody_yet(self, tested: Any) -> None:
        page = tested.report()
        assert "no control group" in page
        assert "Small n, indicative only" in page

    def test_four_people_are_hidden(self, tested: Any) -> None:
        class_of(tested, 4)
        tested.step("close")
        page = tested.report()
        assert re.search(r"Handed in before</dt><dd>4<", page)
        table = page[page.index("Statements judged right") :]
        assert "%" not in table[: table.index("</tr>")]

    def test_a_class_that_learns_everything(self, tested: Any) -> None:
        class_of(tested, 6, right=False)
        tested.step("after")
        class_of(tested, 6, right=True)
        tested.step("close")
        page = tested.report()
        for label, count in (("before", 6), ("after", 6)):
            assert re.search(rf"Handed in {label}</dt><dd>{count}<", page)
        assert re.search(r"Matched by their code</dt><dd>6<", page)
        assert "6 pupils answered both times." in page
        assert "Of 10 statements, they judge 10.0 more right on average." in page
        statistics = page[page.index("For whoever wants the statistics") :]
        line = statistics[statistics.index("Statements judged right") :]
        line = line[: line.index("</tr>")]
        assert re.findall(r"<b>([^<]*)</b>", line) == ["0%", "100%", "+100"]
        assert re.search(r"Hake\)</dt><dd>1.00<", page)
        assert "What do you do first on an unknown site?" in page  # the one that is in both
        assert page.count("McNemar") == 1

    def test_who_lost_their_code_is_counted_and_not_compared(self, tested: Any) -> None:
        class_of(tested, 6)
        tested.step("after")
        for number in range(10, 15):
            tested.pupil().take(code(number))
        tested.pupil().take("tap-dog-99", unmatched="yes")
        tested.step("close")
        page = tested.report()
        assert re.search(r"Handed in after</dt><dd>6<", page)
        assert re.search(r"Matched by their code</dt><dd>5<", page)

    def test_sheets_of_a_part_that_goes_on_are_not_in_the_report(self, tested: Any) -> None:
        class_of(tested, 6)
        page = tested.report()
        assert "“Before” is still open" in page
        assert re.search(r"Handed in before</dt><dd>0<", page)
        tested.step("after")
        page = tested.report()
        assert "“After” is still open" in page
        assert re.search(r"Handed in before</dt><dd>6<", page)
        class_of(tested, 5)
        assert re.search(r"Handed in after</dt><dd>0<", tested.report())
        tested.step("close")
        page = tested.report()
        assert "still open" not in page
        assert re.search(r"Handed in after</dt><dd>5<", page)

    def test_the_report_speaks_both_languages_and_names_no_code(self, tested: Any) -> None:
        class_of(tested, 6)
        for language in ("fr", "en"):
            page = tested.report(language)
            assert f'lang="{language}"' in page
            assert "loupe" not in page
            assert not re.search(r"[0-9a-f]{64}", page)


class TestOrder:
    def test_numbers_of_rows_say_nothing_of_who_came_first(self, tested: Any, app: Flask) -> None:
        class_of(tested, 12)
        with app.app_context():
            for table in (BeginningRow, AnswerSheetRow):
                numbers = list(db.session.scalars(select(table.id)))
                assert len(numbers) == 12
                assert max(numbers) - min(numbers) > 2**40


class TestDeletion:
    def test_deleting_asks_once_and_leaves_nothing(
        self, tested: Any, app: Flask, tmp_path: Path
    ) -> None:
        class_of(tested, 1)
        tested.pupil().begin(code(50))
        hashes = self._hashes(app)
        assert tested.post("delete", expect=200)
        assert rows(app) == [1, 2, 1, 1]
        tested.post("delete", sure="yes")
        assert rows(app) == [0, 0, 0, 0]
        with app.app_context():
            db.session.remove()
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("recoupe.db*"))
        assert not [one for one in hashes if one.encode() in kept]

    def _hashes(self, app: Flask) -> Iterator[str]:
        with app.app_context():
            return iter(list(db.session.scalars(select(AnswerSheetRow.code_hash))))

    def test_a_test_deletes_itself_on_its_day(self, tested: Any, app: Flask, time: Any) -> None:
        class_of(tested, 2)
        with app.app_context():
            time.pass_(days=29)
            assert before_after.purge(time.now) == 0
            time.pass_(days=2)
            assert before_after.purge(time.now) == 1
        assert rows(app) == [0, 0, 0, 0]

    def test_the_running_kit_deletes_what_is_due(self, tested: Any, app: Flask) -> None:
        with app.app_context(), writing():
            row = db.session.scalars(select(BeforeAfterRow)).one()
            row.delete_after = datetime(2020, 1, 1, tzinfo=UTC)
        Ticker(app).purge()
        assert rows(app) == [0, 0, 0, 0]

    def test_nothing_personal_is_kept(self, tested: Any, app: Flask) -> None:
        columns = {column.name for table in TABLES[:3] for column in table.__table__.columns} - {
            "id",
            "test_id",
            "facilitator_id",
        }
        assert columns == {
            "code", "pack_a_id", "pack_b_id", "title", "phase", "closed", "salt", "made_at",
            "delete_after", "form", "code_hash", "token_hash", "on_paper", "handed_in", "answers",
        }  # fmt: skip
