"""Open spaces of any network: what was read so far is from X, and readings go on from where they stopped.

Revision ID: 0023
Revises: 0022
"""

import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

X = "twitter"
POST = ("author_name", "author_username", "text", "link", "created_at", "seen_at", "verdict", "why")


def upgrade() -> None:
    _make_tables()
    _move_tweets()
    _move_marks()
    # SQLite cannot take the uniqueness off a column, so that it holds what is unique over all networks now.
    op.execute("ALTER TABLE open_space RENAME COLUMN post_id TO post_key")
    op.add_column("open_space", sa.Column("network", sa.String(), nullable=True))
    op.add_column("open_space", sa.Column("post_id", sa.String(), nullable=True))
    op.execute(
        f"UPDATE open_space SET network = '{X}', post_id = post_key, post_key = '{X}:' || post_key "
        "WHERE post_key IS NOT NULL"
    )
    op.execute(
        f"UPDATE open_space_ignored_user SET key = '{X}:' || key WHERE key NOT LIKE 'member:%'"
    )
    op.drop_column("open_space", "queued_revision")
    op.drop_column("open_space", "tweet_id")


def downgrade() -> None:
    op.add_column("open_space", sa.Column("tweet_id", sa.Integer(), nullable=True))
    op.add_column(
        "open_space", sa.Column("queued_revision", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(f"DELETE FROM open_space_ignored_user WHERE key NOT LIKE '{X}:%' AND key NOT LIKE 'member:%'")
    op.execute(f"UPDATE open_space_ignored_user SET key = substr(key, {len(X) + 2}) WHERE key LIKE '{X}:%'")
    op.execute("UPDATE open_space SET post_key = post_id")
    op.drop_column("open_space", "post_id")
    op.drop_column("open_space", "network")
    op.execute("ALTER TABLE open_space RENAME COLUMN post_key TO post_id")
    for table in ("joined_post", "tweet", "reading"):
        op.drop_table(f"open_space_{table}")
    op.create_table(
        "open_space_search",
        sa.Column("query", sa.String(512), primary_key=True),
        sa.Column("since_id", sa.String(), nullable=False),
        sa.Column("newest_at", sa.DateTime(), nullable=False),
    )
    _remake_posts(sa.Column("id", sa.String(), primary_key=True), read=("id",), was=("id",))


def _make_tables() -> None:
    op.create_table(
        "open_space_joined_post",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("open_space_id", sa.Integer(), sa.ForeignKey("open_space.id"), nullable=False, index=True),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_username", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("is_same_author", sa.Boolean(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("start", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("network", "post_id"),
        sa.UniqueConstraint("open_space_id", "network"),
    )
    op.create_table(
        "open_space_tweet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("open_space_id", sa.Integer(), sa.ForeignKey("open_space.id"), nullable=False, index=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("tweet_id", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("open_space_id", "revision", "network"),
    )
    op.create_table(
        "open_space_reading",
        sa.Column("network", sa.String(), primary_key=True),
        sa.Column("mark", sa.String(), nullable=False),
    )
    network = sa.Column("network", sa.String(), primary_key=True)
    _remake_posts(
        network, sa.Column("id", sa.String(), primary_key=True), read=(f"'{X}'", "id"), was=("network", "id")
    )


def _remake_posts(*key: sa.Column[str], read: tuple[str, ...], was: tuple[str, ...]) -> None:
    """Give the posts that were read another key; `read` are its values, `was` its columns."""
    op.rename_table("open_space_post", "open_space_former_post")
    for column in ("verdict", "open_space_id"):
        op.drop_index(f"ix_open_space_post_{column}", "open_space_former_post")
    op.create_table(
        "open_space_post",
        *key,
        *(sa.Column(name, sa.String(), nullable=False) for name in POST[:4]),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False, index=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("open_space_id", sa.Integer(), sa.ForeignKey("open_space.id"), index=True),
    )
    others = ", ".join((*POST, "open_space_id"))
    is_x = "" if "network" in was else f" WHERE network = '{X}'"
    op.execute(
        f"INSERT INTO open_space_post ({', '.join(was)}, {others}) "  # noqa: S608 - nothing of it is typed
        f"SELECT {', '.join(read)}, {others} FROM open_space_former_post{is_x}"
    )
    op.drop_table("open_space_former_post")


def _move_tweets() -> None:
    """Let each open space have several tweets; one that shows a post belongs to the network of that."""
    op.execute(
        "INSERT INTO open_space_tweet (open_space_id, revision, network, tweet_id, is_withdrawn) "  # noqa: S608 - nothing of it is typed
        "SELECT open_space.id, open_space.queued_revision, "
        f"CASE WHEN tweet.retweet_of IS NULL AND tweet.quote_of IS NULL THEN '' ELSE '{X}' END, "
        f"open_space.tweet_id, open_space.queued_revision = 0 "
        "FROM open_space LEFT JOIN tweet ON tweet.id = open_space.tweet_id "
        "WHERE open_space.tweet_id IS NOT NULL OR open_space.queued_revision > 0"
    )


def _move_marks() -> None:
    """Make of where the queries stopped what the reader of X goes on from; the hashtags are in the query."""
    search = sa.table(
        "open_space_search", sa.column("query", sa.String), sa.column("newest_at", sa.DateTime)
    )
    stopped = {
        query: {"since": newest_at.replace(tzinfo=UTC).isoformat()}
        for query, newest_at in op.get_bind().execute(sa.select(search))
    }
    if stopped:
        reading = sa.table("open_space_reading", sa.column("network", sa.String), sa.column("mark", sa.String))
        op.bulk_insert(reading, [{"network": X, "mark": json.dumps(stopped)}])
    op.drop_table("open_space_search")
