"""Job adverts about which organisers are asked are kept as they were read, with their cards.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PLACE = ("card_channel", "card_message")


def upgrade() -> None:
    review = op.create_table(
        "advert_review",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("advert", sa.JSON(), nullable=True),
        sa.Column("is_edited", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_gone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("decision", sa.String(32), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("card_channel", sa.BigInteger(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("card_shown", sa.String(), nullable=False, server_default=""),
    )
    # Only cards with buttons are looked at again; what they say comes from the sheet's next reading.
    posting = sa.table("job_posting", *(sa.column(name) for name in ("reference", "state", *PLACE)))
    waiting = sa.select(posting).where(posting.c.state == "waiting", posting.c.card_message.is_not(None))
    rows = [
        {"id": int(row.reference, 16), "card_channel": row.card_channel, "card_message": row.card_message}
        for row in op.get_bind().execute(waiting)
    ]
    if rows:
        op.bulk_insert(review, rows)
    with op.batch_alter_table("job_posting") as batch:
        for name in PLACE:
            batch.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("job_posting") as batch:
        for name in PLACE:
            batch.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
    op.drop_table("advert_review")
