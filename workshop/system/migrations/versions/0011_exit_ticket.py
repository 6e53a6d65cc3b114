"""exit tickets are kept with a live session"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    op.create_table(
        "exit_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("live_id", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("coded", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count BETWEEN 1 AND 500", name=op.f("ck_exit_ticket_count")),
        sa.ForeignKeyConstraint(
            ["live_id"],
            ["live_session.id"],
            name=op.f("fk_exit_ticket_live_id_live_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_ticket")),
    )
    with op.batch_alter_table("exit_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exit_ticket_live_id"), ["live_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("exit_ticket")
