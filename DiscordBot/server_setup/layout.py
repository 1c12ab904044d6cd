"""The roles and channels that config.toml speaks of, and what a server that has nothing yet gives them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from DiscordBot.config.sections import Sections

STAFF_COLOURS = {"organizers": 0xED4245, "volunteers": 0x2ECC71, "speakers": 0xEB459E}
TICKET_COLOURS = (0x5865F2, 0xE0A526, 0x57A773, 0x3BA7C4, 0xB36AE2, 0xE67E22, 0x8D93A5)


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
    READERS = 4
    EVERYBODY = 5

    @property
    def words(self) -> str:
        """Who reads and writes, in a few words."""
        return _AUDIENCES[self]

    @property
    def is_private(self) -> bool:
        """Whether people without any of the roles see nothing."""
        return self <= Audience.SPEAKERS


_AUDIENCES = {
    Audience.ORGANIZERS: "for organisers only",
    Audience.STAFF: "for organisers and volunteers only",
    Audience.SPEAKERS: "for speakers, organisers and volunteers only",
    Audience.READERS: "all read, the bot and organisers write",
    Audience.EVERYBODY: "for everybody",
}


class Category(NamedTuple):
    """A group of channels, as Discord shows it."""

    name: str
    audience: Audience = Audience.EVERYBODY


WELCOME = Category("Welcome")
PROGRAMME = Category("Programme of the conference")
ROOMS = Category("Rooms of the venue")
STAFF = Category("Conference staff", Audience.STAFF)


@dataclass(frozen=True, slots=True)
class WantedRole:
    """A role; `colour` is 0xRRGGBB, `is_listed_apart` shows its members as a group."""

    setting: str
    reference: str | int
    colour: int
    is_listed_apart: bool = False


@dataclass(frozen=True, slots=True)
class WantedChannel:
    """A channel; `topic` may be empty, `bot_keeps_topic` if the bot writes it."""

    setting: str
    reference: str | int
    category: Category
    audience: Audience
    topic: str = ""
    kind: Kind = Kind.TEXT
    bot_keeps_topic: bool = False


def folded(reference: str | int) -> str:
    """Return what is the same for all ways to write the name of a role or channel."""
    return str(reference).lstrip("#@").casefold()


def wanted_roles(sections: Sections, ticket_roles: Iterable[str | int]) -> Iterator[WantedRole]:
    """Give each role once, the most important first: speakers, say, may also be a ticket's role."""
    given: set[str] = set()
    colours = cycle(TICKET_COLOURS)
    for name, colour in STAFF_COLOURS.items():
        for reference in getattr(sections.roles, name):
            if folded(reference) not in given:
                yield WantedRole(f"roles.{name}", reference, colour, is_listed_apart=True)
                given.add(folded(reference))
    for reference in ticket_roles:
        if folded(reference) not in given:
            yield WantedRole("ticket roles", reference, next(colours))
            given.add(folded(reference))


def wanted_channels(sections: Sections) -> Iterator[WantedChannel]:
    """Give the channels of what is switched on; some may come twice, if one serves two purposes."""
    if sections.pretix is not None:
        yield from _registration(sections)
    if sections.programme is not None:
        yield from _programme(sections)
    elif sections.reminders is not None:
        yield _speakers(sections)
    if sections.job_board is not None:
        topic = "Jobs at our sponsors and friends."
        yield _channel(sections, "job_board", PROGRAMME, Audience.READERS, topic, Kind.FORUM)
    if sections.open_spaces is not None:
        yield from _open_spaces(sections)
    if sections.moderation is not None or sections.twitter is not None:
        yield _channel(sections, "moderation", STAFF, Audience.STAFF, "Tweets waiting for approval.")
        yield _channel(sections, "mentions", STAFF, Audience.STAFF, "What others write about us.")
    yield _channel(sections, "bot_log", STAFF, Audience.ORGANIZERS, "What the bot is unhappy about.")


def _registration(sections: Sections) -> Iterator[WantedChannel]:
    topic = "Press the button to get the roles of your ticket."
    yield _channel(sections, "registration", WELCOME, Audience.READERS, topic)
    topic = "Something did not work? People answer here."
    yield _channel(sections, "registration_help", WELCOME, Audience.EVERYBODY, topic)
    # Names stand there.
    topic = "Who got which roles, and who did not."
    yield _channel(sections, "registration_log", STAFF, Audience.ORGANIZERS, topic)


def _speakers(sections: Sections) -> WantedChannel:
    return _channel(sections, "speakers", PROGRAMME, Audience.SPEAKERS, "Where speakers are looked for.")


def _programme(sections: Sections) -> Iterator[WantedChannel]:
    yield _channel(sections, "programme", PROGRAMME, Audience.READERS, "What starts next.")
    yield _channel(sections, "schedule_updates", PROGRAMME, Audience.READERS, "What has changed.")
    yield _speakers(sections)
    for room in sections.rooms:
        if room.channel is not None:
            yield WantedChannel(
                f"the room {room.name}", room.channel, ROOMS, Audience.EVERYBODY, bot_keeps_topic=True
            )


def _open_spaces(sections: Sections) -> Iterator[WantedChannel]:
    topic = "Sessions that you start yourselves."
    yield _channel(sections, "open_spaces", PROGRAMME, Audience.EVERYBODY, topic)
    topics = {
        "open_spaces_outgoing": "Open spaces to be announced.",
        "open_spaces_review": "Posts that a machine did not understand.",
        "open_spaces_conflict": "Two open spaces in one room.",
    }
    for name, topic in topics.items():
        yield _channel(sections, name, STAFF, Audience.STAFF, topic)


def _channel(
    sections: Sections,
    name: str,
    category: Category,
    audience: Audience,
    topic: str,
    kind: Kind = Kind.TEXT,
) -> WantedChannel:
    reference: str | int = getattr(sections.channels, name)
    return WantedChannel(f"channels.{name}", reference, category, audience, topic, kind)
