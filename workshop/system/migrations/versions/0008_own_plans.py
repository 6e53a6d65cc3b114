"""facilitators keep plans of their own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    op.create_table(
        "own_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("shared", sa.String(length=4), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facilitator_id"], ["facilitator.id"],
            name=op.f("fk_own_plan_facilitator_id_facilitator"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_plan")),
        sa.UniqueConstraint("slug", name=op.f("uq_own_plan_slug")),
    )  # fmt: skip
    with op.batch_alter_table("own_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_plan_facilitator_id"), ["facilitator_id"])


def downgrade() -> None:
    """The way back."""
    op.drop_table("own_plan")
