"""Questions put to the tables of what the facilitator approved and what peers ticked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from quizzes.store.db import db
from workshop.live.tables import ApprovalRow, PeerReadingRow, SeatRow


def approvals(round_id: int) -> dict[str, ApprovalRow]:
    """What was decided in a round, by wording."""
    query = select(ApprovalRow).where(ApprovalRow.round_id == round_id)
    found = db.session.scalars(query, execution_options={"populate_existing": True})
    return {row.wording: row for row in found}


def decide(round_id: int, wordings: Iterable[str], *, shown: bool, now: datetime) -> None:
    """Show or hide these wordings from now on. Part of a transaction."""
    known = approvals(round_id)
    for wording in wordings:
        row = known.get(wording)
        if row is None:
            row = ApprovalRow(round_id=round_id, wording=wording)
            db.session.add(row)
        row.shown, row.decided_at = shown, now


def peer_readings(round_id: int) -> list[PeerReadingRow]:
    """What peers ticked in a round, of seats that were not removed."""
    query = select(PeerReadingRow).join(SeatRow, SeatRow.id == PeerReadingRow.seat_id)
    query = query.where(PeerReadingRow.round_id == round_id, SeatRow.removed_at.is_(None))
    found = db.session.scalars(
        query.order_by(PeerReadingRow.id), execution_options={"populate_existing": True}
    )
    return list(found)


def keep_peer_reading(
    round_id: int, seat_id: int, wording: str, ticked: list[str], now: datetime
) -> None:
    """Keep what a seat ticked; the newest takes the place of the one before."""
    query = select(PeerReadingRow).where(
        PeerReadingRow.round_id == round_id, PeerReadingRow.seat_id == seat_id
    )
    row = db.session.scalar(query)
    if row is None:
        row = PeerReadingRow(round_id=round_id, seat_id=seat_id)
        db.session.add(row)
    row.wording, row.ticked, row.read_at = wording, ticked, now
