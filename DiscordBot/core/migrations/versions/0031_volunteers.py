"""Shifts of volunteers: who was reminded, and who has the role of those on duty.

Revision ID: 0031
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift_reminder",
        sa.Column("shift", sa.String(), primary_key=True),
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
    )
    op.create_table(
        "duty_role",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("role_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("was_given", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("duty_role")
    op.drop_table("shift_reminder")
