"""What of the configuration is about reminders to speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, field_validator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, one_or_many
from DiscordBot.networks.all_networks import ALL_NETWORKS
from DiscordBot.server_setup.layout import PROGRAMME, Audience, Channel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

_ON_DISCORD = frozenset({"discord", "channel"})
_WAYS = ("discord", *(network.name for network in ALL_NETWORKS if network.has_messages), "channel")


def _known(way: str) -> str:
    if way not in _WAYS:
        raise ValueError(f"must be one of {', '.join(_WAYS)}")
    return way


WayName = Annotated[str, AfterValidator(_known)]


class Reminders(Section):
    """Speakers are reminded so many minutes before they start, by the first of `ways` that leads to them.

    `discord` and networks are direct messages; `channel` is the speakers' channel, which leads to everybody
    and so comes last. `twitter_messages` is an older way to say that messages on X are the last but one.
    """

    lead_minutes: Minutes = 15
    ways: Annotated[tuple[WayName, ...], BeforeValidator(one_or_many)] = ("discord", "channel")
    twitter_messages: bool = False

    @field_validator("ways")
    @classmethod
    def _each_once_and_the_channel_last(cls, ways: tuple[str, ...]) -> tuple[str, ...]:
        if not ways or len(set(ways)) < len(ways) or "channel" in ways[:-1]:
            raise ValueError('must name at least one way, each of them once, and "channel" last')
        return ways

    @property
    def in_order(self) -> tuple[str, ...]:
        """All ways, the first to be tried first."""
        if not self.twitter_messages or "twitter" in self.ways:
            return self.ways
        before = tuple(way for way in self.ways if way != "channel")
        return (*before, "twitter", *self.ways[len(before) :])


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of networks by which speakers are to be reminded, and that are not there."""
    section = config.section(Reminders)
    for way in () if section is None else section.in_order:
        if way not in _ON_DISCORD and not config.has(way):
            yield "reminders.ways", f"names a network without a section: {way}", f"Add [{way}]."


SPEAKERS_CHANNEL = Channel(
    key="speakers",
    default="speakers",
    category=PROGRAMME,
    audience=Audience.SPEAKERS,
    topic="Where speakers are looked for.",
)
