"""Threads of sessions, what is said and asked in them, and how sessions were rated.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_thread",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_key", sa.String(), nullable=False, unique=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("speaker_ids", sa.JSON(), nullable=False),
        sa.Column("card_shown", sa.String(), nullable=False),
    )
    op.create_index("ix_session_thread_state", "session_thread", ["state"])
    op.create_table(
        "session_thread_post",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("thread", sa.Integer(), sa.ForeignKey("session_thread.id"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_session_thread_post_thread", "session_thread_post", ["thread"])
    op.create_index("ix_session_thread_post_state", "session_thread_post", ["state"])
    op.create_table(
        "session_rating",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
    )
    op.create_index("ix_session_rating_session_key", "session_rating", ["session_key"])
    op.create_table(
        "session_rater",
        sa.Column("session_key", sa.String(), primary_key=True),
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
    )


def downgrade() -> None:
    for table in ("session_rater", "session_rating", "session_thread_post", "session_thread"):
        op.drop_table(table)
