"""An item of a report in words: who was right, how well a group discerned, who changed."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from quizzes.items.itemstats import share
from workshop.reports.rules.figures import ItemReport
from workshop.reports.summary_words import said_option


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


def said_rate(item: ItemReport) -> str:
    """How many answered, and of how many where something says it."""
    rate = item.rate
    if rate is None or not rate.of:
        return str(ngettext("%(num)s answer", "%(num)s answers", item.answered))
    given = {"answered": rate.answered, "of": rate.of, "share": share(rate.answered, rate.of)}
    if rate.of_class:
        return str(_("%(answered)s answers in a class of %(of)s (%(share)s%%)", **given))
    return str(
        _("%(answered)s answers of %(of)s who had joined when it ended (%(share)s%%)", **given)
    )


def said_without_mark(item: ItemReport) -> str:
    """What stands in place of a bar: too few answers, none, on paper, hands, or how many."""
    if item.few:
        return said_few_short()
    if not item.answered:
        return said_empty(item)
    if item.scored and item.by_hand:
        return str(
            ngettext(
                "%(num)s counted by hand: see the counts of each answer.",
                "%(num)s counted by hand: see the counts of each answer.",
                item.by_hand,
            )
        )
    return said_rate(item)


def said_empty(item: ItemReport) -> str:
    """Why an item has no answers."""
    if item.aloud:
        return str(_("Answered on paper or aloud: nothing was counted."))
    if item.votes > 1:
        return str(_("No answer was counted in the second vote."))
    return str(_("No answer was counted."))


def said_few() -> str:
    """Why an item has no figures."""
    return str(
        _("Fewer than 5 people answered: their counts are not told, as they could be found.")
    )


def said_few_short() -> str:
    """The same in a line of the picture of all questions."""
    return str(_("Fewer than 5 answers: not told."))


def said_sure(item: ItemReport) -> str:
    """How many were sure and mistaken; empty where it was not asked."""
    if item.sure_and_wrong:
        return str(
            ngettext(
                "Sure and mistaken: %(num)s person.",
                "Sure and mistaken: %(num)s people.",
                item.sure_and_wrong,
            )
        )
    hidden = item.sure_hidden and item.answered
    return (
        str(_("Sure and mistaken: not told, as fewer than 5 people could be found by it."))
        if hidden
        else ""
    )


def said_flow(item: ItemReport) -> str:
    """Who changed between two votes, in words; empty where there was one vote."""
    if item.flow is None and item.by_hand and item.votes > 1:
        return str(_("Hands do not tell who changed between the two votes."))
    if item.flow is None:
        few = item.votes > 1 and item.first_facility is not None
        return (
            str(_("Who changed is not told, as fewer than 5 people could be found by it."))
            if few
            else ""
        )
    flow = item.flow
    return str(
        _(
            "After talking, %(up)s changed to the right answer and %(down)s away from it; "
            "%(kept)s were right both times, %(stayed)s neither time.",
            up=flow.became_right,
            down=flow.became_wrong,
            kept=flow.kept_right,
            stayed=flow.stayed_wrong,
        )
    )


def note(item: ItemReport) -> str:
    """What the printed report says below the counts of an item; empty where there is nothing."""
    said = [said_few()] if item.few else []
    said += [*said_right(item), *said_discernment(item)]
    if item.median:
        said.append(_("Median: %(median)s. Answer: %(key)s.", median=item.median, key=item.key))
    elif not item.options and item.key:
        said.append(_("Answer: %(key)s.", key=item.key))
    if item.pages:
        opened = ", ".join(f"{one.text} ({one.count})" for one in item.pages)
        said.append(f"{_('Pages that were opened:')} {opened}")
    said += [one for one in (said_sure(item), said_flow(item)) if one]
    if (wrong := item.most_wrong) and wrong.rationale:
        said.append(
            _("Most tempting: %(option)s – %(why)s", option=said_option(wrong), why=wrong.rationale)
        )
    return " ".join(said)
