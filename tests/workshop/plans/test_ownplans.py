"""Plans of one’s own: copied, changed without JavaScript, shared, deleted; nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizzes.store.db import db, writing
from tests.workshop.plans.ownplan_cases import asking, plan_of, talk
from workshop.live import sessions
from workshop.plans import keeping
from workshop.plans.rules.plan import Plan

W1, W2 = "w1-pub-ou-pas-pub", "w2-fil-et-sources"


class Desk:
    """A facilitator’s browser, to which plans are a matter of forms and buttons."""

    def __init__(self, who: Any) -> None:
        self.who = who
        who.app.config["WTF_CSRF_ENABLED"] = False  # whoever has a token for scripts needs none
        self.http: FlaskClient = who.app.test_client()

    def get(self, path: str) -> Any:
        return self.http.get(path, headers=self.who.headers)

    def post(self, path: str, **data: Any) -> Any:
        return self.http.post(path, data=data, headers=self.who.headers)

    def keep(self, plan: Plan) -> str:
        with self.who.app.app_context():
            return keeping.keep_new(
                self.who.person.row_id, plan, self.who.app.extensions["recoupe.clock"]()
            ).slug

    def plan(self, slug: str) -> Plan:
        with self.who.app.app_context():
            own = keeping.find_own(slug, self.who.person.row_id)
            assert own is not None
            return own.plan

    def version(self, slug: str) -> str:
        found = re.search(r'name="version" value="(\d+)"', self.get(edit(slug)).text)
        assert found
        return found[1]

    def press(self, slug: str, do: str, **typed: str) -> Any:
        return self.post(
            edit(slug), do=do, version=typed.pop("version", self.version(slug)), **typed
        )


def edit(slug: str) -> str:
    return f"/facilitate/plans/{slug}/edit"


@pytest.fixture
def fatimas(fatima: Any) -> Desk:
    return Desk(fatima)


@pytest.fixture
def karims(other_facilitator: Any) -> Desk:
    return Desk(other_facilitator)


def titles(plan: Plan, part: int = 0) -> list[str]:
    return [step.title.fr for step in plan.parts[part].steps]


@pytest.mark.parametrize(
    "slug",
    [
        W1,
        W2,
        "w3-trois-tables",
        "w4-stand",
        "w5-parents-et-equipes",
        "w6-sans-ecran",
        "tf-trente-minutes",
    ],
)
def test_every_shipped_plan_is_copied_seen_and_led(fatimas: Desk, slug: str) -> None:
    answer = fatimas.post(f"/plans/{slug}/copy")
    assert answer.status_code == 303
    own = answer.headers["Location"].split("/")[3]
    assert fatimas.get(answer.headers["Location"]).status_code == 200
    shown = fatimas.get(f"/plans/{own}")
    assert shown.status_code == 200 and f'href="/plans/{slug}"' in shown.text
    assert fatimas.get(f"/plans/{own}/plan.html").status_code == 200
    led = fatimas.post(f"/plans/{own}/lead", part="0", ways="phones", cap="100", keep_days="30")
    assert led.status_code == 302, led.text
    assert fatimas.plan(own).origin == slug


def test_a_stranger_sees_no_own_plan(client: FlaskClient, fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    assert client.get(f"/plans/{slug}").status_code == 404
    assert client.get(f"/plans/{slug}/plan.html").status_code == 404
    assert client.get("/facilitate/plans").status_code == 302
    assert client.post(f"/plans/{W1}/copy").status_code in (401, 400)


# ---- editing without JavaScript ---------------------------------------------------------------


def test_buttons_move_leave_out_take_back_and_remove(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a"), talk("b"), talk("c")]))
    fatimas.press(slug, "down 0 0")
    assert titles(fatimas.plan(slug)) == ["b", "a", "c"]
    fatimas.press(slug, "out 0 1")
    plan = fatimas.plan(slug)
    assert (titles(plan), [one.title.fr for one in plan.parts[0].aside]) == (["b", "c"], ["a"])
    fatimas.press(slug, "back 0 0")
    assert titles(fatimas.plan(slug)) == ["b", "c", "a"]
    fatimas.press(slug, "out 0 0")
    fatimas.press(slug, "drop 0 0")
    assert [step.title.fr for step in fatimas.plan(slug).kept_steps()] == ["c", "a"]


def test_a_button_saves_what_was_typed_beside_it(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a", 5), talk("b", 7)]))
    answer = fatimas.press(
        slug, "down 0 0", **{"title.fr": "Nouveau", "title.en": "", "step.0.0.minutes": "12"}
    )
    assert answer.status_code == 303
    plan = fatimas.plan(slug)
    assert (plan.title.fr, plan.title.en) == ("Nouveau", "Nouveau")
    assert [step.minutes for step in plan.parts[0].steps] == [7, 12]


def test_the_page_says_by_how_much_the_minutes_miss(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a", 54)]))
    assert "4 min over 50" in fatimas.get(f"{edit(slug)}?lang=en").text
    fatimas.press(slug, "save", **{"part.0.minutes": "54"})
    assert "fits exactly" in fatimas.get(f"{edit(slug)}?lang=en").text


def test_what_cannot_be_kept_is_told_by_field_and_stays_typed(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    answer = fatimas.press(
        slug, "down 0 0", **{"step.0.0.minutes": "soon", "title.fr": "Mon beau titre", "lang": "en"}
    )
    assert answer.status_code == 422
    assert 'href="#f-step.0.0.minutes"' in answer.text
    assert 'value="soon"' in answer.text and "Mon beau titre" in answer.text
    assert fatimas.plan(slug).title.fr == "Mon essai"


@pytest.mark.parametrize(
    "do", ["", "fly 0 0", "up", "up 9 0", "up 0 99", "out 0 7", "nopart 0", "step x y", "up 0 0 0"]
)
def test_a_button_that_is_not_there_gets_a_4xx(fatimas: Desk, do: str) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    assert fatimas.press(slug, do).status_code in (303, 400, 409)
    assert titles(fatimas.plan(slug)) == ["a"]


def test_a_step_is_added_with_one_language_and_then_filled(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    answer = fatimas.press(
        slug,
        "add 0",
        **{"new.0.kind": "paper", "new.0.minutes": "8", "new.0.title.fr": "Sur papier"},
    )
    assert answer.headers["Location"].endswith("/parts/0/steps/1")
    step = fatimas.plan(slug).parts[0].steps[1]
    assert (step.title.en, step.minutes, step.screen[0].fr) == ("Sur papier", 8, "Sur papier")
    path = f"/facilitate/plans/{slug}/parts/0/steps/1"
    typed = {
        "title.fr": "Papier",
        "minutes": "9",
        "kind": "paper",
        "screen.fr": "Prenez une feuille\nÉcrivez",
        "say.en": "Write.",
    }
    assert fatimas.post(path, do="save", version=fatimas.version(slug), **typed).status_code == 303
    step = fatimas.plan(slug).parts[0].steps[1]
    assert [one.en for one in step.screen] == ["Prenez une feuille", "Écrivez"]
    assert step.say[0].fr == "Write."


def test_a_step_without_a_title_or_kind_is_refused(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    for typed in (
        {"new.0.kind": "paper", "new.0.minutes": "8"},
        {"new.0.kind": "x", "new.0.title.fr": "y", "new.0.minutes": "8"},
        {"new.0.title.fr": "y"},
    ):
        assert fatimas.press(slug, "add 0", **typed).status_code == 422
    assert titles(fatimas.plan(slug)) == ["a"]


def test_questions_come_from_several_packs_into_a_new_step(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    answer = fatimas.press(
        slug,
        "add 0",
        **{"new.0.kind": "questions", "new.0.minutes": "10", "new.0.title.fr": "Deux dossiers"},
    )
    page = fatimas.get(answer.headers["Location"])
    assert page.status_code == 200 and 'value="pub-ou-pas-pub B01"' in page.text
    told = {
        "kind": "questions",
        "minutes": "10",
        "fr": "Deux dossiers",
        "en": "",
        "version": fatimas.version(slug),
    }
    path = f"/facilitate/plans/{slug}/parts/0/questions"
    assert fatimas.post(path, **told).status_code == 422
    assert fatimas.post(path, **told, question="pub-ou-pas-pub ZZ9").status_code == 422
    done = fatimas.post(path, **told, question=["pub-ou-pas-pub B01", "d-ou-ca-sort C02"])
    assert done.headers["Location"].endswith("/parts/0/steps/1")
    plan = fatimas.plan(slug)
    assert [(one.pack, one.item) for one in plan.parts[0].steps[1].items] == [
        ("pub-ou-pas-pub", "B01"),
        ("d-ou-ca-sort", "C02"),
    ]
    shown = fatimas.get(done.headers["Location"]).text
    assert "B01" in shown and "C02" in shown
    led = fatimas.post(f"/plans/{slug}/lead", part="0", ways="hands", cap="100", keep_days="30")
    assert led.status_code == 302


def test_questions_are_exchanged_and_told_how_to_be_asked(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([asking("B01", "B02")], packs=("pub-ou-pas-pub",)))
    path = f"/facilitate/plans/{slug}/parts/0/steps/0"
    base = {"title.fr": "Q", "minutes": "10", "kind": "questions"}
    typed = {**base, "item.0.minutes": "4", "item.0.revote": "yes", "item.1.optional": "yes"}
    assert (
        fatimas.post(path, do="down 0", version=fatimas.version(slug), **typed).status_code == 303
    )
    items = fatimas.plan(slug).parts[0].steps[0].items
    assert [(one.item, one.minutes, one.revote, one.optional) for one in items] == [
        ("B02", None, None, True),
        ("B01", 4, True, False),
    ]
    fatimas.post(path, do="remove 0", version=fatimas.version(slug), **base)
    answer = fatimas.post(path, do="remove 0", version=fatimas.version(slug), **base)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert len(fatimas.plan(slug).parts[0].steps[0].items) == 1
    more = fatimas.post(
        f"/facilitate/plans/{slug}/parts/0/questions",
        step="0",
        version=fatimas.version(slug),
        question="d-ou-ca-sort C01",
    )
    assert more.status_code == 303
    assert [one.item for one in fatimas.plan(slug).parts[0].steps[0].items] == ["B01", "C01"]


@pytest.mark.parametrize(
    "path",
    [
        "parts/0/steps/9",
        "parts/9/steps/0",
        "parts/9/questions",
        "parts/99999999999999999999/steps/0",
    ],
)
def test_a_step_that_is_not_there_is_told(fatimas: Desk, path: str) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    assert fatimas.get(f"/facilitate/plans/{slug}/{path}").status_code == 404
    assert fatimas.post(f"/facilitate/plans/{slug}/{path}").status_code == 404


def test_parts_are_added_and_go_when_empty(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    for _ in range(3):
        assert fatimas.press(slug, "newpart").status_code == 303
    assert fatimas.press(slug, "newpart").status_code == 422
    assert len(fatimas.plan(slug).parts) == 4
    fatimas.press(slug, "nopart 2")
    assert len(fatimas.plan(slug).parts) == 3


def test_an_empty_plan_is_edited_and_says_that_nothing_can_be_led(fatimas: Desk) -> None:
    answer = fatimas.post("/facilitate/plans/new")
    slug = answer.headers["Location"].split("/")[3]
    assert fatimas.get(edit(slug)).status_code == 200
    assert fatimas.get(f"/plans/{slug}").status_code == 200
    led = fatimas.post(
        f"/plans/{slug}/lead", part="0", ways="phones", cap="100", keep_days="30", lang="en"
    )
    assert led.status_code == 422 and 'role="alert"' in led.text


# ---- two at once ------------------------------------------------------------------------------


def test_whoever_saves_over_a_newer_version_is_told_and_keeps_what_was_typed(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a"), talk("b")]))
    old = fatimas.version(slug)
    fatimas.press(slug, "out 0 0")
    answer = fatimas.press(
        slug,
        "save",
        version=old,
        **{"title.fr": "Tapé ici", "step.0.0.minutes": "31", "step.0.1.minutes": "32"},
    )
    assert answer.status_code == 409
    assert "Tapé ici" in answer.text and "31, 32" in answer.text
    assert fatimas.plan(slug).title.fr == "Mon essai"
    again = fatimas.press(slug, "save", **{"title.fr": "Tapé ici"})
    assert again.status_code == 303 and fatimas.plan(slug).title.fr == "Tapé ici"


def test_a_step_and_its_questions_are_guarded_too(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([asking("B01")], packs=("pub-ou-pas-pub",)))
    old = fatimas.version(slug)
    fatimas.press(slug, "save", **{"title.fr": "Autre"})
    path = f"/facilitate/plans/{slug}/parts/0"
    answer = fatimas.post(
        f"{path}/steps/0",
        do="save",
        version=old,
        minutes="10",
        kind="questions",
        **{"title.fr": "Tapé ici"},
    )
    assert answer.status_code == 409 and "Tapé ici" in answer.text
    answer = fatimas.post(f"{path}/questions", version=old, step="0", question="d-ou-ca-sort C01")
    assert answer.status_code == 409
    assert re.search(r'value="d-ou-ca-sort C01" checked', answer.text)


# ---- sharing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shared", "seen", "led"), [("no", 404, 404), ("read", 200, 403), ("lead", 200, 302)]
)
def test_colleagues_may_do_what_is_shared(
    fatimas: Desk, karims: Desk, shared: str, seen: int, led: int
) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    assert fatimas.post(f"/facilitate/plans/{slug}/share", shared=shared).status_code == 303
    assert karims.get(f"/plans/{slug}").status_code == seen
    assert karims.get(f"/plans/{slug}/file").status_code == seen
    answer = karims.post(f"/plans/{slug}/lead", part="0", ways="phones", cap="100", keep_days="30")
    assert answer.status_code == led
    assert (f"plan-{slug}" in karims.get("/facilitate/plans").text) == (seen == 200)
    assert karims.post(f"/plans/{slug}/copy").status_code == (303 if seen == 200 else 404)


def test_nobody_else_changes_shares_or_deletes_a_plan(fatimas: Desk, karims: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    fatimas.post(f"/facilitate/plans/{slug}/share", shared="lead")
    base = f"/facilitate/plans/{slug}"
    assert karims.get(edit(slug)).status_code == 403
    for path, data in (
        ("edit", {"do": "out 0 0", "version": "1"}),
        ("share", {"shared": "no"}),
        ("delete", {"sure": "yes"}),
        ("parts/0/steps/0", {"minutes": "9"}),
        ("parts/0/questions", {"question": "x"}),
    ):
        assert karims.post(f"{base}/{path}", **data).status_code == 403, path
    assert titles(fatimas.plan(slug)) == ["a"]


def test_an_unknown_way_of_sharing_is_refused(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    assert fatimas.post(f"/facilitate/plans/{slug}/share", shared="all").status_code == 422


def test_a_plan_is_deleted_after_one_question(fatimas: Desk) -> None:
    slug = fatimas.keep(plan_of([talk("a")]))
    assert "Mon essai" in fatimas.post(f"/facilitate/plans/{slug}/delete").text
    assert fatimas.get(f"/plans/{slug}").status_code == 200
    assert fatimas.post(f"/facilitate/plans/{slug}/delete", sure="yes").status_code == 303
    assert fatimas.get(f"/plans/{slug}").status_code == 404


def test_there_is_an_end_to_how_many_one_keeps(
    fatimas: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_PLANS", 1)
    assert fatimas.post("/facilitate/plans/new").status_code == 303
    for path in ("/facilitate/plans/new", f"/plans/{W1}/copy"):
        assert fatimas.post(path).status_code == 409


# ---- questions of packs -----------------------------------------------------------------------


def test_a_choice_of_questions_becomes_a_plan(app: Flask, fatimas: Desk) -> None:
    path = "/facilitate/plans/from-questions"
    chosen = ["en-reserve C20", "pub-ou-pas-pub B02", "9" * 5000, "pub-ou-pas-pub B01", "x"]
    answer = fatimas.post(path, question=chosen, title="3B, mardi")
    plan = fatimas.plan(answer.headers["Location"].split("/")[3])
    (step,) = plan.parts[0].steps
    assert [one.item for one in step.items] == ["C20", "B02", "B01"]
    assert plan.title.fr == "3B, mardi" and plan.packs == ("en-reserve", "pub-ou-pas-pub")
    assert fatimas.post(path).status_code == 422
    assert fatimas.post(path, question="none X01").status_code == 422


def take_off(app: Flask, slug: str) -> None:
    with app.app_context(), writing():
        db.session.execute(
            db.text("UPDATE pack SET current = 0 WHERE slug = :slug"), {"slug": slug}
        )


def test_a_plan_is_led_without_what_its_kit_no_longer_has(app: Flask, fatimas: Desk) -> None:
    slug = fatimas.keep(
        plan_of(
            [talk("a"), asking("C20", "B01", pack=None)], packs=("pub-ou-pas-pub", "en-reserve")
        )
    )
    gone = fatimas.keep(plan_of([asking("B01")], packs=("pub-ou-pas-pub",)))
    take_off(app, "pub-ou-pas-pub")
    assert "B01" in fatimas.get(f"{edit(slug)}?lang=en").text
    page = fatimas.get(f"/plans/{slug}/lead?lang=en").text
    assert "are left out: B01" in page
    answer = fatimas.post(f"/plans/{slug}/lead", part="0", ways="phones", cap="100", keep_days="30")
    assert answer.status_code == 302
    with app.app_context():
        live = sessions.load(answer.headers["Location"].rsplit("/", 1)[1])
        assert live is not None and len(live.state.order) in (1, 2)
    assert fatimas.get(edit(gone)).status_code == 200
    assert fatimas.get(f"/facilitate/plans/{gone}/parts/0/steps/0").status_code == 200
    assert (
        fatimas.post(
            f"/plans/{gone}/lead", part="0", ways="phones", cap="100", keep_days="30"
        ).status_code
        == 422
    )


def test_facts_that_this_kit_does_not_tell_are_left_out(fatimas: Desk) -> None:
    step = talk("a").model_copy(update={"facts": ("no-such-fact",)})
    slug = fatimas.keep(plan_of([step]))
    assert fatimas.get(f"/plans/{slug}").status_code == 200
    assert fatimas.get(f"/plans/{slug}/plan.html").status_code == 200


def test_lists_lead_to_my_plans(fatimas: Desk) -> None:
    for path in ("/plans", "/facilitate/"):
        assert 'href="/facilitate/plans"' in fatimas.get(path).text
