"""Adapting the words of a pack in the browser: its items, the editor of one, and back again."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from quizzes.adapting import adaptations
from quizzes.adapting.adaptations import ChangedMeanwhile
from quizzes.adapting.faults import FieldFault, WordingRefused
from quizzes.adapting.rules import fields, numbers
from quizzes.adapting.wording import say_trouble
from quizzes.bank.catalogue import BankItem, BankPack
from quizzes.gate.access import Who, allow
from quizzes.gate.clock import now
from quizzes.gate.headers import POLICY
from quizzes.gate.language import visitor_language
from quizzes.gate.replies import Refused
from quizzes.kinds import content_of

blueprint = Blueprint("adapting", __name__, url_prefix="/facilitate/packs")
NO_WORDS = ("csrf_token", "revision")
FIRST = ("stem", "stimulus", "seconds")
FRAMED = f"{POLICY}; frame-src 'self'"
LAST = ("explanation", "prompts", "expected", "sources", "review_by")


def _pack(slug: str) -> BankPack:
    found = adaptations.find_pack(slug)
    if found is None:
        raise Refused(404, _("There is no such pack."), _("See the list of packs."))
    return found


def _item(slug: str, code: str) -> tuple[BankPack, BankItem]:
    pack = _pack(slug)
    for one in pack.items:
        if one.item.id == code:
            return pack, one
    raise Refused(404, _("This pack has no such question."), _("Choose one from its list."))


@blueprint.get("/<slug>")
@allow(Who.FACILITATOR)
def pack(slug: str) -> str:
    """The questions of a pack, each with the way to its words."""
    found = _pack(slug)
    return render_template(
        "adapting/pack.html",
        pack=found,
        changed=adaptations.changed_on(slug),
        adapted=adaptations.adapted_codes(found),
        again="again" in request.args,
    )


@blueprint.route("/<slug>/shipped", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def shipped(slug: str) -> Reply | str:
    """Ask once, then offer the pack as it came with the kit."""
    found = _pack(slug)
    if adaptations.changed_on(slug) is None:
        raise Refused(
            409, _("This pack has not been adapted here."), _("There is nothing to go back to.")
        )
    if request.form.get("sure") != "yes":
        return render_template("adapting/shipped.html", pack=found)
    adaptations.back_to_shipped(slug, now())
    return redirect(url_for("adapting.pack", slug=slug, again=1), 303)


@blueprint.route("/<slug>/<code>", methods=["GET", "POST"])
@allow(Who.FACILITATOR)
def item(slug: str, code: str) -> Reply:
    """The words of one question, to be typed anew."""
    _item(slug, code)
    if request.method == "GET":
        came = adaptations.shipped_words(slug, code) if "shipped" in request.args else {}
        return _framing(_editor(slug, code, {}, proposed=came))
    typed = {name: text for name, text in request.form.items() if name not in NO_WORDS}
    seen = request.form.get("revision", 0, type=int)
    try:
        adaptations.adapt(slug, code, typed, seen, now())
    except WordingRefused as error:
        return _framing(_editor(slug, code, typed, troubles=error.troubles), 422)
    except (ChangedMeanwhile, LookupError):
        return _framing(_editor(slug, code, typed, stale=True), 409)
    return redirect(url_for("adapting.item", slug=slug, code=code, saved=1), 303)


def _framing(page: str, status: int = 200) -> Reply:
    """The editor, which shows the question on a phone in a frame."""
    reply = make_response(page, status)
    reply.headers["Content-Security-Policy"] = FRAMED
    return reply


def _editor(
    slug: str,
    code: str,
    typed: Mapping[str, str],
    *,
    troubles: tuple[FieldFault, ...] = (),
    stale: bool = False,
    proposed: Mapping[str, str] | None = None,
) -> str:
    pack, here = _item(slug, code)
    language = visitor_language()
    known = _as_typed(fields(here.item), here, language)
    shipped = _as_typed(adaptations.shipped_words(slug, code), here, language)
    said = {path: shipped.get(path, "") for path in known} if proposed else typed
    errors: dict[str, str] = {}
    for one in sorted(troubles, key=_place):
        errors.setdefault(one.path, say_trouble(one, language))
    return render_template(
        "adapting/item.html",
        pack=pack,
        item=here.item,
        revision=here.row_id,
        values={**known, **{path: said[path] for path in known if path in said}},
        shipped={path: shipped.get(path, "") for path in known} if shipped else {},
        adapted=code in adaptations.adapted_codes(pack),
        proposed=bool(proposed),
        errors=errors,
        stale=stale,
        saved="saved" in request.args and not typed,
        following=_following(pack, code),
    )


def _as_typed(words: Mapping[str, str], one: BankItem, language: str) -> dict[str, str]:
    """Numbers with a comma where one types them in French."""
    numeric = numbers(content_of(one.item)) if language == "fr" else ()
    return {
        path: text.replace(".", ",") if path in numeric else text for path, text in words.items()
    }


def _following(pack: BankPack, code: str) -> str | None:
    codes = [one.item.id for one in pack.items]
    after = codes[codes.index(code) + 1 :]
    return after[0] if after else None


def _place(trouble: FieldFault) -> int:
    """From the top of the page to its foot."""
    name = trouble.path.partition(".")[0]
    if name in FIRST:
        return FIRST.index(name) - len(FIRST)
    return LAST.index(name) + 1 if name in LAST else 0
