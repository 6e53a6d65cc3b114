"""a seat may be a team’s, whose own name waits until it is approved"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

LIVES = sa.table("live_session", sa.column("id"), sa.column("settings", sa.JSON))
SEATS = sa.table("seat", sa.column("live_id"), sa.column("team", sa.Boolean))


def upgrade() -> None:
    """Bring the schema up to date. Where only teams answered, each seat was a team’s."""
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_column("team")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team", sa.Boolean(), nullable=False, server_default="0"))
    link = op.get_bind()
    for live_id, settings in link.execute(sa.select(LIVES.c.id, LIVES.c.settings)).all():
        if settings.get("teams") and not settings.get("phones"):
            link.execute(sa.update(SEATS).where(SEATS.c.live_id == live_id).values(team=True))
    op.create_table(
        "team_name",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("live_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["live_id"], ["live_session.id"], name=op.f("fk_team_name_live_id_live_session")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_team_name_seat_id_seat")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_team_name")),
    )
    with op.batch_alter_table("team_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_name_live_id"), ["live_id"], unique=False)


def downgrade() -> None:
    """Names that wait go; a seat is nobody’s team."""
    op.drop_table("team_name")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_column("team")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team", sa.String(length=20), nullable=True))
