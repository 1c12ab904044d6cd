"""The networks that there are. A new one is a folder beside this file, and a line here.

Its folder has a feature.py with a `NetworkFeature`, a config.py with its section, and a build.py that fulfils
port.py; account/parts.py has what connects and pauses an account. From what it declares follow the keys for
handles (`pretalx.NAME_question`, and NAME in `sponsors.companies`), whether `reminders.ways` may name it, and
whether it needs NETWORKS_TOKEN_KEY. All keys stand in config.toml as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.bluesky.feature import FEATURE as BLUESKY
from DiscordBot.networks.linkedin.feature import FEATURE as LINKEDIN
from DiscordBot.networks.mastodon.feature import FEATURE as MASTODON
from DiscordBot.networks.twitter.feature import FEATURE as TWITTER

if TYPE_CHECKING:
    from DiscordBot.networks.network_feature import NetworkFeature

ALL_NETWORKS: tuple[NetworkFeature, ...] = (
    TWITTER,
    MASTODON,
    BLUESKY,
    LINKEDIN,
)
"""In the order in which people see them."""
