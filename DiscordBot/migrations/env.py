"""Alembic's entry: runs the migrations on the connection that database.py hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from DiscordBot import database
from DiscordBot.registration import models

# Imported for their tables, which register themselves in SQLModel.metadata.
TABLE_MODULES = (database, models)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
