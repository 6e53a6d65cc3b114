"""A report in words: who was right, how well a group discerned, what else there is to say."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from quizzes.gate.filters import said_date
from quizzes.items.itemstats import share
from workshop.live.sessions import Live
from workshop.reports.report import ItemReport


def begun(live: Live) -> str:
    """The day on which the session began; empty before that."""
    return said_date(live.begun_at) if live.begun_at else ""


def said_discernment(item: ItemReport) -> list[str]:
    """How well the group told reliable from unreliable, in sentences; none for other kinds."""
    now, before = item.discernment, item.first_discernment
    if now is None:
        few = _("Fewer than 5 people judged both sorts of posts: no picture of the group.")
        return [few] if item.judges and item.answered else []
    d, c = _signed(now.d_prime), _signed(now.bias)
    said = [_("For the group only: discernment d′ %(d)s, lean c %(c)s", d=d, c=c) + "."]
    if before is not None:
        d, c = _signed(before.d_prime), _signed(before.bias)
        said.append(_("First vote: d′ %(d)s, c %(c)s.", d=d, c=c))
    said.append(_("d′: 0 is chance. c: above 0 distrust, below 0 credulity. Read both."))
    if now.indicative or (before is not None and before.indicative):
        said.append(_("Small n, indicative only: fewer than 20 took part."))
    return said


def said_right(item: ItemReport) -> list[str]:
    """How many were right, what that says of such a group, and the change between two votes."""
    said = []
    if found := item.right_share:
        said.append(
            ngettext(
                "%(num)s of %(of)s answers wholly right: %(share)s (in a class like this one, "
                "probably between %(low)s and %(high)s%%).",
                "%(num)s of %(of)s answers wholly right: %(share)s (in a class like this one, "
                "probably between %(low)s and %(high)s%%).",
                found.right,
                of=found.of,
                share=_("%(number)s%%", number=share(found.right, found.of)),
                low=round(100 * found.low),
                high=round(100 * found.high),
            )
        )
    if both := item.gain:
        first, second = share(both.first_right, both.n), share(both.second_right, both.n)
        said.append(
            _(
                "After the discussion: from %(first)s to %(second)s%% right.",
                first=first,
                second=second,
            )
        )
    return said


def _signed(number: float) -> str:
    """One decimal, with a real minus and no minus before zero."""
    return str(format_decimal(round(number, 1) + 0, "0.0")).replace("-", "−")


def note(item: ItemReport) -> str:
    """What the printed report says below the counts of an item; empty where there is nothing."""
    said = [*said_right(item), *said_discernment(item)]
    if item.median:
        said.append(_("Median: %(median)s. Answer: %(key)s.", median=item.median, key=item.key))
    elif not item.options and item.key:
        said.append(_("Answer: %(key)s.", key=item.key))
    if item.pages:
        opened = ", ".join(f"{one.text} ({one.count})" for one in item.pages)
        said.append(f"{_('Pages that were opened:')} {opened}")
    if item.sure_and_wrong:
        said.append(_("Sure and mistaken: %(count)s.", count=item.sure_and_wrong))
    return " ".join(said)
