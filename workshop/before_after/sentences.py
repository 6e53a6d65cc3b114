"""The report of a test before and after in sentences, before any figure."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from workshop.before_after.rules import told
from workshop.before_after.rules.gains import FormLine, Gains
from workshop.before_after.rules.told import Change, Direction, Ready, Telling, TenScore


@dataclass(frozen=True)
class GroupStory:
    """What the report says first: one sentence, what follows it, and what stands out."""

    ready: Ready
    lead: str
    sentences: tuple[str, ...] = ()
    pictures: tuple[tuple[str, TenScore], ...] = ()
    learnt: tuple[FormLine, ...] = ()
    unlearnt: tuple[FormLine, ...] = ()


def story(found: Gains) -> GroupStory:
    """What the figures say, in sentences; no comparison where fewer than five answered twice."""
    ready = told.ready(found)
    if ready is not Ready.YES:
        return GroupStory(ready, _said_waiting(found, ready))
    said = [_said_knowledge(found), *_said_posts(found), _said_confidence(found)]
    return GroupStory(
        ready,
        ngettext(
            "%(num)s pupil answered both times.",
            "%(num)s pupils answered both times.",
            found.matched,
        ),
        tuple(one for one in said if one),
        _pictures(found),
        told.learnt(found),
        told.unlearnt(found),
    )


def _said_waiting(found: Gains, ready: Ready) -> str:
    if ready is Ready.NOTHING:
        return str(_("There is nothing to report yet."))
    if ready is Ready.BEFORE:
        return str(
            ngettext(
                "%(num)s pupil answered “before”. What changed is told once “after” is closed.",
                "%(num)s pupils answered “before”. What changed is told once “after” is closed.",
                found.before,
            )
        )
    return str(
        _("Fewer than five pupils can be compared with themselves: too few to say anything.")
    )


def _said_knowledge(found: Gains) -> str:
    change = told.change_of(told.named(found.knowledge, "statements"))
    if change is None:
        return ""
    by = _tenths(change.tenths)
    said = {
        Direction.UP: _("Of 10 statements, they judge %(by)s more right on average.", by=by),
        Direction.DOWN: _("Of 10 statements, they judge %(by)s fewer right on average.", by=by),
        Direction.UNSURE: _(
            "They judge statements about as they did before: the difference, "
            "%(by)s of 10, may be chance.",
            by=by,
        ),
    }
    return str(said[change.way])


def _said_posts(found: Gains) -> list[str]:
    telling = told.telling(found)
    if telling is None:
        return []
    said = {
        Telling.BETTER: _("They tell reliable posts from others better than before."),
        Telling.WORSE: _("They tell reliable posts from others less well than before."),
        Telling.DOUBT: _(
            "They doubt more of everything, also of what is reliable: "
            "that is not yet telling apart."
        ),
        Telling.TRUST: _(
            "They trust more of everything, also what is not reliable: "
            "that is not yet telling apart."
        ),
        Telling.SAME: _("They judge posts about as they did before."),
    }
    sentences = [str(said[telling])]
    change = told.change_of(told.named(found.discernment, "d_prime"))
    if telling in (Telling.BETTER, Telling.WORSE) and _is_unsure(change):
        sentences.append(str(_("In a group of this size, chance alone may give this.")))
    return sentences


def _is_unsure(change: Change | None) -> bool:
    return change is None or change.way is Direction.UNSURE


def _said_confidence(found: Gains) -> str:
    change = told.change_of(told.named(found.others, "efficacy"))
    if change is None or change.way is Direction.UNSURE:
        return ""
    up, down = _("They feel more able than before."), _("They feel less able than before.")
    return str(up if change.way is Direction.UP else down)


def _pictures(found: Gains) -> tuple[tuple[str, TenScore], ...]:
    wanted = (
        (_("Statements judged right"), told.named(found.knowledge, "statements")),
        (_("Reliable posts judged reliable"), told.named(found.discernment, "real")),
        (_("Unreliable posts judged not reliable"), told.named(found.discernment, "fake")),
        (_("Other questions answered right"), told.named(found.others, "other")),
    )
    scored = ((name, told.of_ten(one)) for name, one in wanted)
    return tuple((name, score) for name, score in scored if score is not None)


def _tenths(number: float) -> str:
    return str(format_decimal(number, "0.0"))
