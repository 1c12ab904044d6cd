"""What of the configuration is about the moderated queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from DiscordBot.config.sections import Section
from DiscordBot.core.settings.setting_kinds import Choice
from DiscordBot.core.settings.settings import Setting
from DiscordBot.server_setup.layout import SEND_FILES, STAFF, Audience, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

POLICY = "moderation.policy"


Policy = Literal["off", "organizers", "volunteers_post", "volunteers_moderate", "volunteers_trusted"]
POLICIES: tuple[str, ...] = get_args(Policy)


class Moderation(Section):
    """Who may write and approve tweets."""

    policy: Policy = "volunteers_post"


MODERATION_CHANNEL = Channel(
    key="moderation",
    default="tweet-moderation",
    category=STAFF,
    audience=Audience.STAFF,
    topic="Tweets waiting for approval.",
    permissions=SEND_FILES,
)


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    who = "Who may write tweets, and who may approve them."
    return (Setting(POLICY, who, Choice(POLICIES), config.require(Moderation).policy),)
