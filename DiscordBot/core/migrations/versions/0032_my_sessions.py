"""Attendees' own lists of sessions, and the direct messages about them.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_reader",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("dm_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("takes_messages", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "listed_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("user_id", "session_key"),
    )
    op.create_index("ix_listed_session_session_key", "listed_session", ["session_key"])
    op.create_index("ix_listed_session_start", "listed_session", ["start"])
    op.create_table(
        "session_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("was_start", sa.DateTime(), nullable=True),
        sa.Column("was_room", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
    )
    op.create_index("ix_session_message_state", "session_message", ["state"])


def downgrade() -> None:
    op.drop_table("session_message")
    op.drop_table("listed_session")
    op.drop_table("session_reader")
