"""Mentions of any network: those so far are of X, and their reading goes on from where it stopped.

Revision ID: 0025
Revises: 0024
"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

X = "twitter"
ADDRESS = "https://x.com/i/status/"
SINCE_IDS_HAVE_TIMES = 1_288_834_974_657
FORMER, PRESENT = "mentions.progress", f"mentions.mark.{X}"


def upgrade() -> None:
    # SQLite cannot take the uniqueness off a column, so that it holds what is unique over all networks now.
    op.execute("ALTER TABLE mention RENAME COLUMN post_id TO post_key")
    for name in ("post_id", "about_link", "content_warning"):
        op.add_column("mention", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("mention", sa.Column("network", sa.String(), nullable=False, server_default=X))
    op.add_column("mention", sa.Column("is_private", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE mention SET post_id = post_key, post_key = '{X}:' || post_key")
    op.execute(
        f"UPDATE mention SET about_link = '{ADDRESS}' || coalesce(in_reply_to, quote_of) "
        "WHERE (in_reply_to IS NOT NULL OR quote_of IS NOT NULL) AND text <> ''"
    )
    _move_mark()


def downgrade() -> None:
    for table, of_mention in (("mention_audit", "mention_id"), ("mention", "id")):
        op.execute(
            f"DELETE FROM {table} WHERE {of_mention} IN (SELECT id FROM mention WHERE network <> '{X}')"  # noqa: S608 - nothing of it is typed
        )
    op.execute("UPDATE mention SET post_key = post_id")
    for name in ("is_private", "network", "content_warning", "about_link", "post_id"):
        op.drop_column("mention", name)
    op.execute("ALTER TABLE mention RENAME COLUMN post_key TO post_id")
    op.execute("DELETE FROM stored_value WHERE key LIKE 'mentions.mark.%'")


def _move_mark() -> None:
    """Make of the ids between which X was read what its reader goes on from: moments, and an id."""
    stored = sa.table("stored_value", sa.column("key", sa.String), sa.column("value", sa.String))
    known = op.get_bind().execute(sa.select(stored.c.value).where(stored.c.key == FORMER)).scalar()
    if known is None:
        return
    progress = json.loads(known)
    moments = {name: _moment(progress[name]) for name in ("since", "newest") if progress.get(name)}
    mark = json.dumps({"mentions": {**moments, "before": progress.get("before")}})
    op.execute(stored.update().where(stored.c.key == FORMER).values(key=PRESENT, value=json.dumps(mark)))


def _moment(post_id: str) -> str:
    """Return when a post of X was made: its id begins with the time in milliseconds."""
    return datetime.fromtimestamp(((int(post_id) >> 22) + SINCE_IDS_HAVE_TIMES) / 1000, UTC).isoformat()
