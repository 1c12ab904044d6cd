"""Mentions: posts that mention the conference, and who did what about them.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("post_id", sa.String(), nullable=False, unique=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_username", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("answers_own", sa.Boolean(), nullable=False),
        sa.Column("quotes_own", sa.Boolean(), nullable=False),
        sa.Column("in_reply_to", sa.String(), nullable=True),
        sa.Column("quote_of", sa.String(), nullable=True),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("tweet_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("card_channel", sa.BigInteger(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("card_shown", sa.String(), nullable=False),
    )
    op.create_index("ix_mention_status", "mention", ["status"])
    op.create_table(
        "mention_audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mention_id", sa.Integer(), sa.ForeignKey("mention.id"), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("before", sa.String(32), nullable=False),
        sa.Column("after", sa.String(32), nullable=False),
    )
    op.create_index("ix_mention_audit_mention_id", "mention_audit", ["mention_id"])


def downgrade() -> None:
    op.drop_table("mention_audit")
    op.drop_table("mention")
