"""Which bot began to send a delivery, so that only those after it take it over.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("epoch", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("delivery", "epoch")
