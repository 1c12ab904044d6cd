"""Events of the server about sessions.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_event",
        sa.Column("session_key", sa.String(), primary_key=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("session_event")
