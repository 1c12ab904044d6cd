"""Tweets: the queue, pictures, deliveries, audit.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tweet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("source_key", sa.String(), nullable=True, unique=True),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("edited_by", sa.BigInteger(), nullable=True),
        sa.Column("in_reply_to", sa.String(), nullable=True),
        sa.Column("quote_of", sa.String(), nullable=True),
        sa.Column("retweet_of", sa.String(), nullable=True),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("not_after", sa.DateTime(), nullable=True),
        sa.Column("now", sa.Boolean(), nullable=False),
        sa.Column("bypass", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("card_channel", sa.BigInteger(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("card_shown", sa.String(), nullable=False),
        sa.Column("author_told", sa.String(), nullable=False),
    )
    op.create_index("ix_tweet_status", "tweet", ["status"])
    op.create_index("ix_tweet_group_key", "tweet", ["group_key"])
    op.create_table(
        "tweet_picture",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("tweet_id", sa.Integer(), sa.ForeignKey("tweet.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt_text", sa.String(), nullable=False),
        sa.UniqueConstraint("tweet_id", "position"),
    )
    op.create_index("ix_tweet_picture_tweet_id", "tweet_picture", ["tweet_id"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("tweet_id", sa.Integer(), sa.ForeignKey("tweet.id"), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("first_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("last_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("clean_readings", sa.Integer(), nullable=False),
        sa.Column("ask_human", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("price", sa.Numeric(10, 4), nullable=True),
        sa.UniqueConstraint("tweet_id", "network"),
    )
    op.create_index("ix_delivery_tweet_id", "delivery", ["tweet_id"])
    op.create_index("ix_delivery_network", "delivery", ["network"])
    op.create_index("ix_delivery_status", "delivery", ["status"])
    op.create_table(
        "tweet_audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("tweet_id", sa.Integer(), sa.ForeignKey("tweet.id"), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
    )
    op.create_index("ix_tweet_audit_tweet_id", "tweet_audit", ["tweet_id"])


def downgrade() -> None:
    for table in ("tweet_audit", "delivery", "tweet_picture", "tweet"):
        op.drop_table(table)
