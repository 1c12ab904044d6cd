"""What of the configuration is about the moderated queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Texts
from DiscordBot.core.settings.setting_kinds import Choice
from DiscordBot.core.settings.settings import Setting
from DiscordBot.server_setup.layout import SEND_FILES, STAFF, Audience, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

POLICY = "moderation.policy"


Policy = Literal["off", "organizers", "volunteers_post", "volunteers_moderate", "volunteers_trusted"]
POLICIES: tuple[str, ...] = get_args(Policy)


SourceName = Literal["composed", "message", "news", "sponsor", "campaign", "mention", "open_space"]
"""Where tweets come from; see `models.Source`."""


class Moderation(Section):
    """Who may write and approve tweets, and to which networks those go.

    `deliver_to` has the networks' names by source; what comes from others goes to all connected ones.
    """

    policy: Policy = "volunteers_post"
    deliver_to: Mapping[SourceName, Annotated[Texts, Field(min_length=1)]] = Field(
        default_factory=dict, examples=[{"news": '["mastodon"]'}]
    )


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


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of networks that tweets are to go to and that are not there."""
    moderation = config.section(Moderation)
    wanted = {} if moderation is None else moderation.deliver_to
    for name in sorted({name for names in wanted.values() for name in names}):
        if not config.has(name):
            yield "moderation.deliver_to", f"names a network without a section: {name}", f"Add [{name}]."
