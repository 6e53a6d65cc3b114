"""Operation of exit tickets: keep what was typed in, and tell it grouped and counted."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.store.db import db, scrub, writing
from workshop.live.sessions import Live
from workshop.reports import queries
from workshop.reports.rules import ticketlines
from workshop.reports.rules.ticketlines import Prompt, Ticket
from workshop.reports.rules.whole import TicketGroup
from workshop.reports.tables import ExitTicketRow


def tickets(live: Live) -> list[Ticket]:
    """The exit tickets of a session, in the order in which they were typed."""
    rows = queries.tickets_of(live.row_id)
    return [Ticket(Prompt(one.prompt), one.text, one.coded, one.count) for one in rows]


def grouped(live: Live) -> tuple[TicketGroup, ...]:
    """The same by prompt, the most frequent first."""
    return ticketlines.group(tickets(live))


def fields(live: Live) -> dict[str, str]:
    """What stands in each field of the form, by its name."""
    kept = tickets(live)
    texts = {f"texts-{one.value}": ticketlines.typed_texts(kept, one) for one in Prompt}
    codes = {f"codes-{one.value}": ticketlines.typed_codes(kept, one) for one in Prompt}
    return {**texts, **codes}


def keep(live: Live, typed: Mapping[str, str]) -> int:
    """Keep the tickets as they are typed now, instead of those before; how many lines.

    Raises Problems with the first line that is wrong; then nothing is changed.
    """
    read = [
        one
        for prompt in Prompt
        for one in (
            *ticketlines.read_texts(prompt, typed.get(f"texts-{prompt.value}", "")),
            *ticketlines.read_codes(prompt, typed.get(f"codes-{prompt.value}", "")),
        )
    ]
    ticketlines.check_number(read)
    with writing():
        queries.delete_tickets(live.row_id)
        db.session.add_all(
            ExitTicketRow(
                live_id=live.row_id,
                prompt=one.prompt.value,
                text=one.text,
                coded=one.coded,
                count=one.count,
            )
            for one in read
        )
    scrub()
    return len(read)
