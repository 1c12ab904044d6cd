"""What the times of a campaign follow from.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("rule", sa.String(32), nullable=False, server_default="fixed"))
    op.add_column("campaign", sa.Column("lead_minutes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("campaign", sa.Column("release", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("release", "lead_minutes", "rule"):
        op.drop_column("campaign", column)
