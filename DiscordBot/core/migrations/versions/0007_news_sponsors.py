"""News that were seen, and what sponsors were confirmed to have got.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seen_news",
        sa.Column("name", sa.String(70), primary_key=True),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "sponsor_confirmation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sponsor_key", sa.String(), nullable=False),
        sa.Column("benefit_key", sa.String(), nullable=False),
        sa.Column("sponsor", sa.String(), nullable=False),
        sa.Column("benefit", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("tweet_id", sa.Integer(), sa.ForeignKey("tweet.id"), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("sponsor_key", "benefit_key"),
    )


def downgrade() -> None:
    op.drop_table("sponsor_confirmation")
    op.drop_table("seen_news")
