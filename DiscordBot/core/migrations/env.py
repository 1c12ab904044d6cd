"""Alembic's entry: runs the migrations on the connection that database.py hands over.

Only whoever writes a migration needs the models; they come as the attribute `metadata`.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
