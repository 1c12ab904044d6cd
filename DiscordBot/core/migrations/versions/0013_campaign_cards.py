"""What the cards of campaigns show.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("card_shown", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("campaign", "card_shown")
