"""Alembic's entry: runs the migrations on the connection that database.py hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from DiscordBot.core import database
from DiscordBot.features.campaigns import models as campaigns_models
from DiscordBot.features.job_board import models as job_board_models
from DiscordBot.features.mentions import models as mentions_models
from DiscordBot.features.news import models as news_models
from DiscordBot.features.open_spaces import models as open_spaces_models
from DiscordBot.features.organizers import models as organizers_models
from DiscordBot.features.programme import models as programme_models
from DiscordBot.features.registration import models as registration_models
from DiscordBot.features.reminders import models as reminders_models
from DiscordBot.features.sponsors import models as sponsors_models
from DiscordBot.features.tweets import models as tweets_models
from DiscordBot.networks.twitter import models as twitter_models

# Imported for their tables, which register themselves in SQLModel.metadata.
TABLE_MODULES = (
    database,
    campaigns_models,
    job_board_models,
    mentions_models,
    news_models,
    open_spaces_models,
    organizers_models,
    programme_models,
    registration_models,
    reminders_models,
    sponsors_models,
    tweets_models,
    twitter_models,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
