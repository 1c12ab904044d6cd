"""Audit rows are only ever added: the database refuses every change but that people are forgotten.

Rows about a tweet may be deleted once nobody is named on it any more; those about a mention may lose who
acted. Whoever makes one of these tables anew by a batch operation has to make its triggers anew as well.

Revision ID: 0018
Revises: 0017
"""

from typing import NamedTuple

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


class Refusal(NamedTuple):
    """A trigger that refuses an operation on rows of a table where `condition` holds."""

    name: str
    operation: str
    table: str
    condition: str
    message: str


REFUSALS = (
    Refusal("tweet_audit_update", "UPDATE", "tweet_audit", "1 = 1", "audit rows are never changed"),
    Refusal(
        "tweet_audit_delete",
        "DELETE",
        "tweet_audit",
        "EXISTS (SELECT 1 FROM tweet WHERE id = OLD.tweet_id AND (author_id IS NOT NULL OR edited_by IS NOT NULL"
        " OR decided_by IS NOT NULL OR author_name <> '' OR reason <> ''))",
        "audit rows are only deleted when people are forgotten",
    ),
    Refusal(
        "mention_audit_update",
        "UPDATE",
        "mention_audit",
        "NEW.actor_id IS NOT NULL OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.mention_id <> OLD.mention_id"
        ' OR NEW.action <> OLD.action OR NEW."before" <> OLD."before" OR NEW."after" <> OLD."after"',
        "audit rows are never changed, but that people are forgotten",
    ),
    Refusal("mention_audit_delete", "DELETE", "mention_audit", "1 = 1", "audit rows are never deleted"),
)


def upgrade() -> None:
    for refusal in REFUSALS:
        if _is_postgresql():
            _create_on_postgresql(refusal)
        else:
            _create_on_sqlite(refusal)


def downgrade() -> None:
    for refusal in REFUSALS:
        if _is_postgresql():
            op.execute(f"DROP TRIGGER {refusal.name} ON {refusal.table}")
            op.execute(f"DROP FUNCTION {refusal.name}()")
        else:
            op.execute(f"DROP TRIGGER {refusal.name}")


def _create_on_sqlite(refusal: Refusal) -> None:
    op.execute(
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.operation} ON {refusal.table} WHEN {refusal.condition}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal.message}'); END"
    )


def _create_on_postgresql(refusal: Refusal) -> None:
    kept = "OLD" if refusal.operation == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {refusal.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {refusal.condition} THEN RAISE EXCEPTION '{refusal.message}'; END IF;"
        f" RETURN {kept}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.operation} ON {refusal.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {refusal.name}()"
    )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
