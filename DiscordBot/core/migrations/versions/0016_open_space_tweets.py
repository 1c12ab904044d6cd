"""What the tweet of an open space would say, as its card shows it.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("open_space", sa.Column("tweet_text", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("open_space", "tweet_text")
