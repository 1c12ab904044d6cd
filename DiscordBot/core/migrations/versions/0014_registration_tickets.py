"""Registration: what each ticket gave, names seen since, speakers asked about, tickets to be moved.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claim", sa.Column("seen_name", sa.String(), nullable=True))
    op.add_column("claim", sa.Column("gave", sa.JSON(), nullable=True))
    # Tickets could be claimed only while they were valid.
    op.add_column("claim", sa.Column("was_paid", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("claim", sa.Column("speaker_check", sa.String(32), nullable=True))
    op.create_table(
        "transfer_request",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("position_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("position_id", "user_id"),
    )


def downgrade() -> None:
    op.drop_table("transfer_request")
    for column in ("speaker_check", "was_paid", "gave", "seen_name"):
        op.drop_column("claim", column)
