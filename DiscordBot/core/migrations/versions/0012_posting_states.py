"""What is being posted is called so; job adverts are known again when they are edited, and may wait for approval.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("announcement", "schedule_update", "job_posting")
HASHES = ("author", "subject", "content")
PLACE = ("card_channel", "card_message")


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"UPDATE {table} SET state = 'posting' WHERE state = 'claimed'")
    with op.batch_alter_table("job_posting") as batch:
        batch.alter_column("claimed_at", new_column_name="begun_at")
        for name in HASHES:
            batch.add_column(sa.Column(name, sa.String(64), nullable=False, server_default=""))
        for name in PLACE:
            batch.add_column(sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("job_posting") as batch:
        for name in (*HASHES, *PLACE):
            batch.drop_column(name)
        batch.alter_column("begun_at", new_column_name="claimed_at")
    for table in TABLES:
        op.execute(f"UPDATE {table} SET state = 'claimed' WHERE state = 'posting'")
