"""What of the configuration is about open spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field, field_validator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, Text, Texts
from DiscordBot.core.setting_kinds import MINUTES, Choice, Hashtags, Switch
from DiscordBot.core.settings import Setting
from DiscordBot.server_setup.layout import PROGRAMME, STAFF, Audience, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

HASHTAGS = "open_spaces.hashtags"
AUTO_SEND = "open_spaces.auto_send"
SEND_INTERVAL = "open_spaces.default_send_interval"
ANNOUNCE_AS = "open_spaces.announce_as"


WayToAnnounce = Literal["retweet", "quote", "text"]
WAYS_TO_ANNOUNCE: tuple[str, ...] = get_args(WayToAnnounce)


class OpenSpaces(Section):
    """Meetings that attendees call themselves; `default_send_interval` is in minutes before the start.

    `template` makes the text of a reminder from `text`, `room`, `start`, `minutes`, `author` and `link`.
    """

    hashtags: Texts = Field(default=(), examples=[("pyconopenspaces",)])
    refresh_minutes: Minutes = 2
    auto_send: bool = True
    default_send_interval: Minutes = 15
    announce_as: WayToAnnounce = "retweet"
    template: Text = "Coming up in {{ minutes }} minutes! {{ text }}"

    @field_validator("hashtags")
    @classmethod
    def _without_hash(cls, hashtags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(hashtag.removeprefix("#") for hashtag in hashtags)


OPEN_SPACES_CHANNEL = Channel(
    key="open_spaces",
    default="open-spaces",
    category=PROGRAMME,
    audience=Audience.ATTENDEES,
    topic="Sessions that you start yourselves.",
)
OUTGOING_CHANNEL = Channel(
    key="open_spaces_outgoing",
    default="outgoing-tweets",
    category=STAFF,
    audience=Audience.STAFF,
    topic="Open spaces to be announced.",
)
REVIEW_CHANNEL = Channel(
    key="open_spaces_review",
    default="need-review",
    category=STAFF,
    audience=Audience.STAFF,
    topic="Posts that a machine did not understand.",
)
CONFLICT_CHANNEL = Channel(
    key="open_spaces_conflict",
    default="event-conflict",
    category=STAFF,
    audience=Audience.STAFF,
    topic="Two open spaces in one room.",
)


def settings(config: Config) -> Iterable[Setting]:
    """Return what may change without a restart."""
    section = config.require(OpenSpaces)
    looked_for = "Which hashtags posts about open spaces have."
    by_itself = "Whether reminders of what was understood need no approval."
    before = "How long before its start people are reminded of an open space."
    way = "What a reminder on X is: the post again, quoted, or a text of our own."
    return (
        Setting(HASHTAGS, looked_for, Hashtags(), section.hashtags),
        Setting(AUTO_SEND, by_itself, Switch(), section.auto_send),
        Setting(SEND_INTERVAL, before, MINUTES, section.default_send_interval),
        Setting(ANNOUNCE_AS, way, Choice(WAYS_TO_ANNOUNCE), section.announce_as),
    )
