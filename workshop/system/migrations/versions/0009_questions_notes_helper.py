"""questions from the room, private notes, a second facilitator"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to date."""
    with op.batch_alter_table("live_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("helper_hash", sa.String(length=64), nullable=True))
    op.create_table(
        "room_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("live_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("screened_at", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["live_id"], ["live_session.id"], name=op.f("fk_room_question_live_id_live_session")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_room_question_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_question")),
    )
    _index("room_question", "live_id", "seat_id")
    op.create_table(
        "room_question_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["room_question.id"],
            name=op.f("fk_room_question_voice_question_id_room_question"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_room_question_voice_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_question_voice")),
        sa.UniqueConstraint(
            "question_id", "seat_id", name=op.f("uq_room_question_voice_question_id_seat_id")
        ),
    )
    _index("room_question_voice", "question_id", "seat_id")
    op.create_table(
        "step_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("live_id", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["live_id"], ["live_session.id"], name=op.f("fk_step_note_live_id_live_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_note")),
        sa.UniqueConstraint("live_id", "stop", name=op.f("uq_step_note_live_id_stop")),
    )
    _index("step_note", "live_id")


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("step_note")
    op.drop_table("room_question_voice")
    op.drop_table("room_question")
    with op.batch_alter_table("live_session", schema=None) as batch_op:
        batch_op.drop_column("helper_hash")
