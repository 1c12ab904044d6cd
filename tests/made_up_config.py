"""Configurations that stand in no file."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from DiscordBot.app import FEATURES
from DiscordBot.config import Config
from DiscordBot.config.schema import schema_of
from DiscordBot.config.secrets import DISCORD_BOT_TOKEN
from DiscordBot.config.sections import Conference, Server

if TYPE_CHECKING:
    from collections.abc import Mapping

    from DiscordBot.config.schema import Schema
    from DiscordBot.config.sections import Section

CONFERENCE = Conference(
    name="PyCon Example",
    timezone=ZoneInfo("Europe/Berlin"),
    first_day=date(2027, 7, 14),
    last_day=date(2027, 7, 16),
)


def config_with(
    *sections: Section,
    guild_id: int = 4242,
    channels: Mapping[str, str | int] | None = None,
    **shared: Any,  # noqa: ANN401 - shared sections, by their names
) -> Config:
    """Return a configuration with these sections of features, and the defaults of all else."""
    schema = _schema()
    names = {kind: name for name, kind in schema.kinds().items()}
    defaults = {channel.key: channel.default for feature in FEATURES for channel in feature.channels}
    return Config(
        **{"conference": CONFERENCE, "server": Server(guild_id=guild_id), **shared},
        channels={**defaults, **(channels or {})},
        features={names[type(section)]: section for section in sections},
        known=schema,
    )


@cache
def _schema() -> Schema:
    """Put it together once: that takes some milliseconds."""
    return schema_of(FEATURES, [DISCORD_BOT_TOKEN])
