"""Building the room from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.features.organizers.known_settings import known_settings
from DiscordBot.features.organizers.settings import Settings
from DiscordBot.features.organizers.ui.cog import OrganizersCog, RefreshCog, SettingsCog, StatsCog
from DiscordBot.features.organizers.ui.messages import change_line

if TYPE_CHECKING:
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.organizers.ui.cog import Services


def build_settings(shared: Shared) -> Settings:
    """Build what can be changed without a restart."""
    return Settings(
        shared.database,
        shared.clock,
        known_settings(shared.config),
        journal=lambda change: shared.bot_log.write(change_line(change)),
        on_error=shared.reporter.report,
    )


def build_organizers(
    shared: Shared, bot: ConferenceBot, settings: Settings, services: Services
) -> tuple[OrganizersCog, RefreshCog, StatsCog, SettingsCog]:
    """Build the room."""
    organizers = OrganizersCog(
        bot,
        config=shared.config,
        staff=shared.staff,
        reporter=shared.reporter,
        scheduler=shared.scheduler,
        services=services,
        note=partial(rehearsal_note, shared.config, shared.clock),
    )
    return (
        organizers,
        RefreshCog(staff=shared.staff, services=services),
        StatsCog(shared.staff, shared.reporter, shared.server, services, shared.bot_log.write),
        SettingsCog(staff=shared.staff, reporter=shared.reporter, settings=settings),
    )
