"""written words: what the facilitator approved, and what peers ticked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_approval_round_id_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("round_id", "wording", name=op.f("uq_approval_round_id_wording")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_round_id"), ["round_id"], unique=False)

    op.create_table(
        "peer_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_peer_reading_round_id_round")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_peer_reading_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_reading")),
        sa.UniqueConstraint("round_id", "seat_id", name=op.f("uq_peer_reading_round_id_seat_id")),
    )
    with op.batch_alter_table("peer_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_reading_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_reading_seat_id"), ["seat_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("peer_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_reading_seat_id"))
        batch_op.drop_index(batch_op.f("ix_peer_reading_round_id"))

    op.drop_table("peer_reading")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_round_id"))

    op.drop_table("approval")
