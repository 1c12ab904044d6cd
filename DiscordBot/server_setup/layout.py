"""The roles and channels that the bot wants on its server; set-up, check and `/health` ask the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from DiscordBot.config import Config
    from DiscordBot.feature import Feature

SPEAK = frozenset({"view_channel", "send_messages", "embed_links", "read_message_history"})
"""What the bot must be allowed where it speaks, by discord.py's names of permissions."""
SPEAK_IN_THREADS = SPEAK | {"send_messages_in_threads"}
"""In a forum, to open a thread is to send a message: https://discord.com/developers/docs/topics/permissions"""
SEES_STAFF_COMMANDS = frozenset({"view_guild_insights"})
"""Whoever has this permission is shown the commands for staff. It allows nothing else that could do harm."""
SEES_ORGANIZER_COMMANDS = SEES_STAFF_COMMANDS | {"view_audit_log"}
SEND_FILES = SPEAK | {"attach_files"}
LOOK = frozenset({"view_channel"})


class Kind(Enum):
    """What sort of channel; the value is what an organiser calls it."""

    TEXT = "text channel"
    FORUM = "forum channel"
    CATEGORY = "category"
    OTHER = "channel of another kind"


class Audience(IntEnum):
    """Who uses a channel besides the bot, the fewest first; staff are organisers and volunteers."""

    ORGANIZERS = 1
    STAFF = 2
    SPEAKERS = 3
    ATTENDEE_READERS = 4
    ATTENDEES = 5
    READERS = 6
    EVERYBODY = 7

    @property
    def words(self) -> str:
        """Who reads and writes, in a few words."""
        return _AUDIENCES[self]

    @property
    def is_private(self) -> bool:
        """Whether people without any of the roles see nothing."""
        return self <= Audience.ATTENDEES

    @property
    def is_silent(self) -> bool:
        """Whether those who read do not write."""
        return self in {Audience.ATTENDEE_READERS, Audience.READERS}

    @property
    def made_public(self) -> Audience:
        """The same where nobody needs a ticket to read."""
        return _PUBLIC.get(self, self)

    @property
    def groups(self) -> tuple[str, ...]:
        """Who of [roles] writes there, beyond what everybody may."""
        return _GROUPS[self]


_AUDIENCES = {
    Audience.ORGANIZERS: "for organisers only",
    Audience.STAFF: "for organisers and volunteers only",
    Audience.SPEAKERS: "for speakers, organisers and volunteers only",
    Audience.ATTENDEE_READERS: "ticket holders read, the bot and organisers write",
    Audience.ATTENDEES: "for ticket holders",
    Audience.READERS: "all read, the bot and organisers write",
    Audience.EVERYBODY: "for everybody",
}
_GROUPS = {
    Audience.ORGANIZERS: ("organizers",),
    Audience.STAFF: ("organizers", "volunteers"),
    Audience.SPEAKERS: ("organizers", "volunteers", "speakers"),
    Audience.ATTENDEE_READERS: ("organizers",),
    Audience.ATTENDEES: ("organizers",),
    Audience.READERS: ("organizers",),
    Audience.EVERYBODY: (),
}
_PUBLIC = {Audience.ATTENDEE_READERS: Audience.READERS, Audience.ATTENDEES: Audience.EVERYBODY}
_COMMANDS_OF = {"organizers": SEES_ORGANIZER_COMMANDS, "volunteers": SEES_STAFF_COMMANDS}
_COLOURS = {"organizers": 0xED4245, "volunteers": 0x2ECC71, "speakers": 0xEB459E}


class Category(NamedTuple):
    """A group of channels, as Discord shows it."""

    name: str
    audience: Audience = Audience.EVERYBODY


WELCOME = Category("Welcome")
PROGRAMME = Category("Programme of the conference", Audience.ATTENDEES)
ROOMS = Category("Rooms of the venue", Audience.ATTENDEES)
STAFF = Category("Conference staff", Audience.STAFF)


@dataclass(frozen=True, slots=True)
class WantedRole:
    """A role; `colour` is 0xRRGGBB, `is_given` if the bot gives and takes it.

    `is_listed_apart` shows its members as a group; such roles come first. Who has a role that `admits` sees
    the conference's channels. `permissions` show people the commands that are theirs, by discord.py's names.
    """

    setting: str
    reference: str | int
    colour: int
    is_listed_apart: bool = False
    is_given: bool = True
    admits: bool = False
    permissions: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """What findings call it."""
        return f"role «{str(self.reference).lstrip('@')}» ({self.setting})"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedChannel:
    """A channel; `topic` may be empty, `bot_keeps_topic` if the bot writes it.

    `permissions` are what the bot must have there, by discord.py's names.
    """

    setting: str
    reference: str | int
    category: Category
    audience: Audience
    topic: str = ""
    kind: Kind = Kind.TEXT
    permissions: frozenset[str] = SPEAK
    bot_keeps_topic: bool = False

    @property
    def subject(self) -> str:
        """What findings call it."""
        return f"channel #{str(self.reference).lstrip('#')} ({self.setting})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A key of [channels], wanted while its feature is on.

    Where they are given, the section `only_with` must be there and `only_if` agree.
    """

    key: str
    default: str
    category: Category
    audience: Audience
    topic: str
    kind: Kind = Kind.TEXT
    permissions: frozenset[str] = SPEAK
    only_with: str | None = None
    only_if: Callable[[Config], bool] | None = None

    def is_wanted(self, config: Config) -> bool:
        """Tell whether it is of use, its feature being on."""
        if self.only_with is not None and not config.has(self.only_with):
            return False
        return self.only_if is None or self.only_if(config)

    def wanted(self, config: Config) -> WantedChannel:
        """Return what the server must have for it."""
        return WantedChannel(
            setting=f"channels.{self.key}",
            reference=config.channels[self.key],
            category=self.category,
            audience=self.audience,
            topic=self.topic,
            kind=self.kind,
            permissions=self.permissions,
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is wanted, each thing once; roles in the order in which Discord lists them."""

    roles: tuple[WantedRole, ...]
    channels: tuple[WantedChannel, ...]

    @property
    def admitting(self) -> frozenset[str]:
        """The folded references of the roles whose members see the conference's channels."""
        return frozenset(folded(role.reference) for role in self.roles if role.admits)


def folded(reference: str | int) -> str:
    """Return what is the same for all ways to write the name of a role or channel."""
    return str(reference).lstrip("#@").casefold()


def wanted_layout(config: Config, features: Iterable[Feature]) -> Layout:
    """Return what the features want that are on."""
    switched_on = [feature for feature in features if feature.is_on(config)]
    channels = tuple(_channels(config, switched_on))
    roles = tuple(_roles(config, switched_on, channels))
    if config.server.public or not any(role.admits for role in roles):
        channels = tuple(_made_public(channel) for channel in channels)
    return Layout(roles, channels)


def group_roles(config: Config, group: str, *, is_given: bool = False) -> Iterator[WantedRole]:
    """Give the roles of a key of [roles]."""
    for reference in getattr(config.roles, group):
        yield WantedRole(
            f"roles.{group}",
            reference,
            _COLOURS[group],
            is_listed_apart=True,
            is_given=is_given,
            permissions=_COMMANDS_OF.get(group, frozenset()),
        )


def room_channels(config: Config) -> Iterator[WantedChannel]:
    """Give the channels of the venue's rooms."""
    for number, room in enumerate(config.rooms, start=1):
        if room.channel is not None:
            yield WantedChannel(
                setting=f"rooms[{number}].channel",
                reference=room.channel,
                category=ROOMS,
                audience=Audience.ATTENDEES,
                bot_keeps_topic=True,
            )


def _made_public(channel: WantedChannel) -> WantedChannel:
    category = channel.category._replace(audience=channel.category.audience.made_public)
    return replace(channel, audience=channel.audience.made_public, category=category)


def _channels(config: Config, features: Sequence[Feature]) -> Iterable[WantedChannel]:
    """Give each channel once; one that serves two purposes is as private as the more private of them."""
    kept: dict[str, WantedChannel] = {}
    for feature in features:
        keys = (key for key in feature.channels if key.is_wanted(config))
        for channel in (*(key.wanted(config) for key in keys), *feature.more_channels(config)):
            other = kept.setdefault(folded(channel.reference), channel)
            first = channel if channel.audience < other.audience else other
            kept[folded(channel.reference)] = replace(
                first, permissions=channel.permissions | other.permissions
            )
    return kept.values()


def _roles(
    config: Config, features: Sequence[Feature], channels: Iterable[WantedChannel]
) -> Iterable[WantedRole]:
    """Give each role once, the most important first: speakers, say, may also be a ticket's role."""
    writers = {group for channel in channels for group in channel.audience.groups}
    wanted = [role for feature in features for role in feature.roles(config)]
    wanted += [role for group in _COLOURS if group in writers for role in group_roles(config, group)]
    order = list(_COLOURS)
    kept: dict[str, WantedRole] = {}
    for role in sorted(wanted, key=lambda role: _rank(role, order)):
        other = kept.setdefault(folded(role.reference), role)
        kept[folded(role.reference)] = replace(
            other,
            is_given=other.is_given or role.is_given,
            admits=other.admits or role.admits,
            permissions=other.permissions | role.permissions,
        )
    return kept.values()


def _rank(role: WantedRole, groups: Sequence[str]) -> int:
    group = role.setting.removeprefix("roles.")
    return groups.index(group) if group in groups else len(groups)
