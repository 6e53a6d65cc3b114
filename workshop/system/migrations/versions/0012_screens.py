"""a big screen is paired by a short code"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    op.create_table(
        "screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("live_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["live_id"],
            ["live_session.id"],
            name=op.f("fk_screen_live_id_live_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
        sa.UniqueConstraint("code", name=op.f("uq_screen_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_screen_token_hash")),
    )
    with op.batch_alter_table("screen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screen_live_id"), ["live_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("screen")
