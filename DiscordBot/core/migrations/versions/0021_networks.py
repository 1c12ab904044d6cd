"""Which networks a tweet may go to, and a key for each delivery that makes a second try harmless.

What is about a post belongs to X, the only network so far. Old deliveries have no key.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tweet", sa.Column("networks", sa.JSON(), nullable=True))
    op.add_column("delivery", sa.Column("key", sa.String(), nullable=False, server_default=""))
    tweet = sa.table(
        "tweet",
        sa.column("networks", sa.JSON),
        sa.column("in_reply_to", sa.String),
        sa.column("quote_of", sa.String),
        sa.column("retweet_of", sa.String),
    )
    is_about_a_post = sa.or_(
        tweet.c.in_reply_to.is_not(None), tweet.c.quote_of.is_not(None), tweet.c.retweet_of.is_not(None)
    )
    op.execute(tweet.update().where(is_about_a_post).values(networks=["twitter"]))


def downgrade() -> None:
    op.drop_column("delivery", "key")
    op.drop_column("tweet", "networks")
