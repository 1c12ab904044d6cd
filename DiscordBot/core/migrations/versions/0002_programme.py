"""Programme: announcements and changes of the schedule.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False, index=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.UniqueConstraint("session_key", "start", "place"),
    )
    op.create_table(
        "schedule_update",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("schedule_update")
    op.drop_table("announcement")
