"""tests that are taken before and after: the test, who has begun, what was handed in"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    op.create_table(
        "before_after",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("pack_a_id", sa.Integer(), nullable=False),
        sa.Column("pack_b_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("phase", sa.String(length=6), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("delete_after", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("phase IN ('before', 'after')", name=op.f("ck_before_after_phase")),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["facilitator.id"],
            name=op.f("fk_before_after_facilitator_id_facilitator"),
        ),
        sa.ForeignKeyConstraint(
            ["pack_a_id"], ["pack.id"], name=op.f("fk_before_after_pack_a_id_pack")
        ),
        sa.ForeignKeyConstraint(
            ["pack_b_id"], ["pack.id"], name=op.f("fk_before_after_pack_b_id_pack")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_before_after")),
        sa.UniqueConstraint("code", name=op.f("uq_before_after_code")),
    )
    with op.batch_alter_table("before_after", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_before_after_facilitator_id"), ["facilitator_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_before_after_delete_after"), ["delete_after"], unique=False
        )

    op.create_table(
        "before_after_beginning",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=6), nullable=False),
        sa.Column("form", sa.String(length=1), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("handed_in", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["test_id"],
            ["before_after.id"],
            name=op.f("fk_before_after_beginning_test_id_before_after"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_before_after_beginning")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_before_after_beginning_token_hash")),
    )
    with op.batch_alter_table("before_after_beginning", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_before_after_beginning_test_id"), ["test_id"], unique=False
        )

    op.create_table(
        "answer_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=6), nullable=False),
        sa.Column("form", sa.String(length=1), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["test_id"], ["before_after.id"], name=op.f("fk_answer_sheet_test_id_before_after")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheet")),
        sa.UniqueConstraint(
            "test_id", "phase", "code_hash", name=op.f("uq_answer_sheet_test_id_phase_code_hash")
        ),
    )
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_sheet_test_id"), ["test_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("answer_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_sheet_test_id"))

    op.drop_table("answer_sheet")
    with op.batch_alter_table("before_after_beginning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_before_after_beginning_test_id"))

    op.drop_table("before_after_beginning")
    with op.batch_alter_table("before_after", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_before_after_delete_after"))
        batch_op.drop_index(batch_op.f("ix_before_after_facilitator_id"))

    op.drop_table("before_after")
