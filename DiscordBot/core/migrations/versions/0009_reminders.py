"""Reminders of speakers.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speaker_reminder",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("speaker_code", sa.String(), nullable=False),
        sa.Column("submission", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("speaker_code", "submission", "start"),
    )
    op.create_index("ix_speaker_reminder_start", "speaker_reminder", ["start"])
    op.create_table(
        "reminder_refusal",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
    )


def downgrade() -> None:
    op.drop_table("reminder_refusal")
    op.drop_table("speaker_reminder")
