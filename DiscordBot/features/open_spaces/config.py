"""What of the configuration is about open spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field, field_validator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, Text, Texts
from DiscordBot.core.settings.setting_kinds import MINUTES, Choice, Hashtags, Switch, WholeNumber
from DiscordBot.core.settings.settings import Setting
from DiscordBot.server_setup.layout import PROGRAMME, STAFF, Audience, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

HASHTAGS = "open_spaces.hashtags"
AUTO_SEND = "open_spaces.auto_send"
SEND_INTERVAL = "open_spaces.default_send_interval"
ANNOUNCE_AS = "open_spaces.announce_as"
MOST_A_DAY = "open_spaces.announcements_a_day"
MOST_IN_ALL = "open_spaces.announcements_in_all"


WayToAnnounce = Literal["retweet", "quote", "text"]
WAYS_TO_ANNOUNCE: tuple[str, ...] = get_args(WayToAnnounce)


_MOST = 1_000
ANNOUNCEMENTS = WholeNumber(1, _MOST, "announcements")

DEFAULT_TEMPLATE = (
    "Coming up at {{ start.strftime('%H:%M') }} in {{ room }}{% if text %}: {{ text }}{% endif %}"
)


class OpenSpaces(Section):
    """Meetings that attendees call themselves; `default_send_interval` is in minutes before the start.

    Each attendee may announce so many on a day, and in all; posts beyond that wait for an approval.
    `template` makes the text of a reminder from `text`, `room`, `start`, `minutes`, `author` and `link`; of
    a quote `text` is empty, since the post itself stands below.
    """

    hashtags: Texts = Field(default=(), examples=[("pyconopenspaces",)])
    refresh_minutes: Minutes = 2
    auto_send: bool = True
    default_send_interval: Minutes = 15
    announce_as: WayToAnnounce = "retweet"
    announcements_a_day: int = Field(default=3, ge=1, le=_MOST)
    announcements_in_all: int = Field(default=6, ge=1, le=_MOST)
    template: Text = DEFAULT_TEMPLATE

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
    topic="Posts that the bot did not understand.",
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
    by_itself = "Whether reminders go out without an approval where the bot understood room and time."
    before = "How long before its start people are reminded of an open space."
    way = (
        "What a reminder on networks is: the post again, where it was written (which does not say when it"
        " starts), the post quoted there below a text of ours, or that text alone, everywhere. Quotes and"
        " texts need an approval."
    )
    a_day = "How many open spaces one person may announce on a day; more posts need an approval."
    in_all = "How many open spaces one person may announce in all; more posts need an approval."
    return (
        Setting(HASHTAGS, looked_for, Hashtags(), section.hashtags),
        Setting(AUTO_SEND, by_itself, Switch(), section.auto_send),
        Setting(SEND_INTERVAL, before, MINUTES, section.default_send_interval),
        Setting(ANNOUNCE_AS, way, Choice(WAYS_TO_ANNOUNCE), section.announce_as),
        Setting(MOST_A_DAY, a_day, ANNOUNCEMENTS, section.announcements_a_day),
        Setting(MOST_IN_ALL, in_all, ANNOUNCEMENTS, section.announcements_in_all),
    )
