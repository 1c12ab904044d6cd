"""What a retweet repeats: who wrote it, and where it stands.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("original_author", "original_link"):
        op.add_column("tweet", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("original_author", "original_link"):
        op.drop_column("tweet", name)
