"""Open spaces: what was read, what people decided, and what everybody was reminded of.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_space",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(32), nullable=False, index=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(), index=True),
        sa.Column("start", sa.DateTime()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_username", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("post_id", sa.String(), unique=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("found_rooms", sa.JSON(), nullable=False),
        sa.Column("found_starts", sa.JSON(), nullable=False),
        sa.Column("highlights", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("related_id", sa.Integer(), sa.ForeignKey("open_space.id")),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime()),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_by_name", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("queued_revision", sa.Integer(), nullable=False),
        sa.Column("tweet_id", sa.Integer()),
        sa.Column("card_channel", sa.BigInteger()),
        sa.Column("card_message", sa.BigInteger()),
        sa.Column("card_shown", sa.String(), nullable=False),
    )
    op.create_table(
        "open_space_post",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_username", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False, index=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("open_space_id", sa.Integer(), sa.ForeignKey("open_space.id"), index=True),
    )
    op.create_table(
        "open_space_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("open_space_id", sa.Integer(), sa.ForeignKey("open_space.id"), nullable=False, index=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.UniqueConstraint("open_space_id", "revision", "place"),
    )
    op.create_table(
        "open_space_ignored_user",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("ignored_at", sa.DateTime(), nullable=False),
        sa.Column("ignored_by", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "open_space_search",
        sa.Column("query", sa.String(512), primary_key=True),
        sa.Column("since_id", sa.String(), nullable=False),
        sa.Column("newest_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    for table in ("search", "ignored_user", "message", "post"):
        op.drop_table(f"open_space_{table}")
    op.drop_table("open_space")
