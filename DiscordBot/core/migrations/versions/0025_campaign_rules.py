"""What the times of a campaign follow from.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("rule", sa.String(32), nullable=False, server_default="fixed"))
    op.add_column("campaign", sa.Column("lead_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("campaign", sa.Column("release", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("release", "lead_minutes", "rule"):
        op.drop_column("campaign", column)
