"""The composition root: which features there are, and what each is given of another.

A new feature is a folder with a feature.py, and a line here; a new network is a folder in networks/, and a
line in networks/all_networks.py. A feature is built after those that it depends on, and is given the front
doors of no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.core.settings.settings import Settings
from DiscordBot.feature import Neighbours
from DiscordBot.features.backups.feature import FEATURE as BACKUPS
from DiscordBot.features.campaigns.feature import FEATURE as CAMPAIGNS
from DiscordBot.features.discord_events.feature import FEATURE as DISCORD_EVENTS
from DiscordBot.features.job_board.feature import FEATURE as JOB_BOARD
from DiscordBot.features.mentions.feature import FEATURE as MENTIONS
from DiscordBot.features.metrics.feature import FEATURE as METRICS
from DiscordBot.features.my_sessions.feature import FEATURE as MY_SESSIONS
from DiscordBot.features.news.feature import FEATURE as NEWS
from DiscordBot.features.open_spaces.feature import FEATURE as OPEN_SPACES
from DiscordBot.features.organizers.feature import FEATURE as ORGANIZERS
from DiscordBot.features.programme.feature import FEATURE as PROGRAMME
from DiscordBot.features.registration.feature import FEATURE as REGISTRATION
from DiscordBot.features.reminders.feature import FEATURE as REMINDERS
from DiscordBot.features.session_threads.feature import FEATURE as SESSION_THREADS
from DiscordBot.features.sponsors.feature import FEATURE as SPONSORS
from DiscordBot.features.tweets.feature import FEATURE as TWEETS
from DiscordBot.features.volunteers.feature import FEATURE as VOLUNTEERS
from DiscordBot.networks.account.feature import FEATURE as NETWORK_ACCOUNTS
from DiscordBot.networks.all_networks import ALL_NETWORKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from DiscordBot.config import Config
    from DiscordBot.context import Context
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.messages.channel_log import ChannelLog
    from DiscordBot.feature import Built, Feature
    from DiscordBot.networks.port import NetworkAccess

FEATURES: tuple[Feature, ...] = (
    PROGRAMME,
    REGISTRATION,
    *ALL_NETWORKS,
    NETWORK_ACCOUNTS,
    TWEETS,
    JOB_BOARD,
    NEWS,
    SPONSORS,
    CAMPAIGNS,
    MENTIONS,
    REMINDERS,
    SESSION_THREADS,
    MY_SESSIONS,
    DISCORD_EVENTS,
    OPEN_SPACES,
    VOLUNTEERS,
    ORGANIZERS,
    BACKUPS,
    METRICS,
)
"""In the order in which they are built."""

NETWORKS = "networks"
"""What a feature names in `depends_on` that uses whatever networks there are."""


def build_settings(
    config: Config,
    features: Iterable[Feature],
    *,
    database: Database,
    clock: Clock,
    bot_log: ChannelLog,
    reporter: ErrorReporter,
) -> Settings:
    """Build what can be changed without a restart: the settings of the features that are on."""
    return Settings(
        database,
        clock,
        [setting for feature in features if feature.is_on(config) for setting in feature.settings(config)],
        write_log=lambda change: bot_log.write(change.line),
        on_error=reporter.report,
    )


def build_features(context: Context, features: Sequence[Feature]) -> dict[str, Built]:
    """Build the features that are on, by their names, each from the context and its neighbours."""
    built: dict[str, Built] = {}
    for feature in features:
        if feature.is_on(context.config):
            built[feature.name] = feature.built(context, _neighbours(feature, built))
    return built


def _neighbours(feature: Feature, built: dict[str, Built]) -> Neighbours:
    networks: list[NetworkAccess] = []
    if NETWORKS in feature.depends_on:
        networks = [one.network for one in built.values() if one.network is not None]
    return Neighbours([built[name].front_door for name in feature.depends_on if name in built], networks)
