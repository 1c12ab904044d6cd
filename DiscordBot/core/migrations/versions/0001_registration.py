"""Registration: claims, given roles, the copy of the orders, remembered values.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_value",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )
    op.create_table(
        "claim",
        sa.Column("position_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("order_code", sa.String(), nullable=False, index=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True, index=True),
        sa.Column("attendee_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=False),
        sa.Column("granted_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "given_role",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("role_id", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "stored_order",
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("content", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for table in ("stored_order", "given_role", "claim", "stored_value"):
        op.drop_table(table)
