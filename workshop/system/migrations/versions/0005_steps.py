"""a session goes through the steps of a workshop, across packs"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LIVES = "SELECT id, pack_id, title, running_order, settings FROM live_session"


def upgrade() -> None:
    """Bring the schema up to date. What was made in a session before cannot be undone after it."""
    with op.batch_alter_table("live_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("script", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("spare", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("page", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("until", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("visits", sa.JSON(), nullable=False, server_default="[]"))
    link = op.get_bind()
    for live_id, pack_id, title, order, settings in link.execute(sa.text(LIVES)).all():
        _convert(link, live_id, pack_id, title, json.loads(order), json.loads(settings))
    link.execute(sa.text("UPDATE move SET before = NULL"))
    with op.batch_alter_table("live_session", schema=None) as batch_op:
        batch_op.drop_constraint("fk_live_session_pack_id_pack", type_="foreignkey")
        batch_op.drop_column("pack_id")


def _convert(
    link: sa.Connection,
    live_id: int,
    pack_id: int,
    title: str,
    order: list[int],
    settings: dict[str, object],
) -> None:
    """One step with all its questions; an item's row serves as the number of its stop."""
    items = []
    for row in order:
        query = sa.text("SELECT code, content FROM item WHERE id = :row")
        code, content = link.execute(query, {"row": row}).one()
        items.append((row, code, json.loads(content).get("seconds") or 60))
    minutes = min(max(round(sum(seconds for *_, seconds in items) / 60), 1), 240)
    step = {
        "kind": "questions",
        "minutes": minutes,
        "title": {"fr": title, "en": title},
        "items": [{"item": code} for _, code, _ in items],
    }
    stops = [
        {"number": row, "item": row, "pack": pack_id, "seconds": seconds}
        for row, _, seconds in items
    ]
    settings["phones"] = not (settings.get("hands") or settings.get("teams"))
    values = {
        "live_id": live_id,
        "script": json.dumps([step]),
        "stops": json.dumps(stops),
        "settings": json.dumps(settings),
    }
    link.execute(
        sa.text(
            "UPDATE live_session SET script = :script, running_order = :stops,"
            " settings = :settings WHERE id = :live_id"
        ),
        values,
    )


def downgrade() -> None:
    """Sessions of several packs cannot go back: there is no older way to keep them."""
    raise NotImplementedError("Restore the copy that was made before the update.")
