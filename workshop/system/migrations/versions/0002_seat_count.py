"""seats are counted from an index alone"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_live_id"))
        batch_op.create_index(
            batch_op.f("ix_seat_live_id_removed_at"), ["live_id", "removed_at"], unique=False
        )


def downgrade() -> None:
    """Go back to the schema before."""
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_live_id_removed_at"))
        batch_op.create_index(batch_op.f("ix_seat_live_id"), ["live_id"], unique=False)
