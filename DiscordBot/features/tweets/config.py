"""What of the configuration is about the moderated queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field, field_validator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Texts
from DiscordBot.core.settings.setting_kinds import Choice, Hashtags, Switch
from DiscordBot.core.settings.settings import Setting
from DiscordBot.features.tweets.models import Source
from DiscordBot.server_setup.layout import SEND_FILES, STAFF, Audience, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

POLICY = "moderation.policy"
POSTING_WINDOWS = "moderation.posting_windows"
HASHTAGS = "moderation.hashtags"
ADD_HASHTAGS = "moderation.add_hashtags"

Policy = Literal["off", "organizers", "volunteers_post", "volunteers_moderate", "volunteers_trusted"]
POLICIES: tuple[str, ...] = get_args(Policy)

WindowsFor = Literal["all", "automatic"]
WINDOWS_FOR: tuple[str, ...] = get_args(WindowsFor)

WRITTEN_BY_PEOPLE = frozenset({Source.COMPOSED, Source.MESSAGE, Source.MENTION})
"""The sources of tweets that somebody has written for their moment; all others are automatic."""


SourceName = Literal["composed", "message", "news", "sponsor", "campaign", "mention", "open_space"]
"""Where tweets come from; see `models.Source`."""


class Moderation(Section):
    """Who may write and approve tweets, where those go, and whether posting windows hold for all of them.

    `deliver_to` has the networks' names by source; what comes from others goes to all connected ones.
    `posting_windows` hold for all tweets or for automatic ones only. `hashtags` (without #) are offered to
    whoever writes or, with `add_hashtags`, added.
    """

    policy: Policy = "volunteers_post"
    posting_windows: WindowsFor = "all"
    hashtags: Texts = Field(default=(), examples=[("PyConExample",)])
    add_hashtags: bool = False
    deliver_to: Mapping[SourceName, Annotated[Texts, Field(min_length=1)]] = Field(
        default_factory=dict, examples=[{"news": '["mastodon"]'}]
    )

    @field_validator("hashtags")
    @classmethod
    def _without_hash(cls, hashtags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(hashtag.removeprefix("#") for hashtag in hashtags)


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
    section = config.require(Moderation)
    who = "Who may write tweets, and who may approve them."
    windows = (
        "Whether posting windows hold for all tweets, or for automatic ones only, not for what people write."
    )
    added = "Whether they are added to what people, news and sponsors' benefits say, where there is room."
    return (
        Setting(POLICY, who, Choice(POLICIES), section.policy),
        Setting(POSTING_WINDOWS, windows, Choice(WINDOWS_FOR), section.posting_windows),
        Setting(HASHTAGS, "Which hashtags the form for a tweet offers.", Hashtags(), section.hashtags),
        Setting(ADD_HASHTAGS, added, Switch(), section.add_hashtags),
    )


def at_any_hour(posting_windows: str) -> frozenset[Source]:
    """Return the sources whose tweets ignore the posting windows, by the setting."""
    return WRITTEN_BY_PEOPLE if posting_windows == "automatic" else frozenset()


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of networks that tweets are to go to and that are not there."""
    moderation = config.section(Moderation)
    wanted = {} if moderation is None else moderation.deliver_to
    for name in sorted({name for names in wanted.values() for name in names}):
        if not config.has(name):
            yield "moderation.deliver_to", f"names a network without a section: {name}", f"Add [{name}]."
