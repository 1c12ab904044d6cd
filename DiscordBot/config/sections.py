"""The sections of config.toml that all features share, as typed values with their defaults.

A feature declares its own sections, in its config.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    create_model,
    field_validator,
)

from DiscordBot.config.values import (
    Channel,
    DatabaseUrl,
    GuildId,
    Language,
    Link,
    References,
    SecretName,
    Text,
    Texts,
    Timezone,
    list_to_tuple,
)


class Section(BaseModel):
    """A section of config.toml; `examples` of a field are what people are shown when it is missing."""

    # Strict, because a lenient reader takes 8 for a time of day (eight seconds past midnight) and true for 1.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", str_strip_whitespace=True)

    def rehearsed(self) -> Self:
        """Return the section as it counts in a rehearsal, which nobody outside the server may notice."""
        return self


SomeSection = TypeVar("SomeSection", bound=Section)


def with_keys(keys: Mapping[str, tuple[Any, Any]]) -> Callable[[type[SomeSection]], type[SomeSection]]:
    """Return a decorator that gives a section further keys, which follow from something else.

    `keys` has their types and `Field`s, by their names.
    """

    def widened(section: type[SomeSection]) -> type[SomeSection]:
        fields: dict[str, Any] = dict(keys)
        return create_model(
            section.__name__,
            __base__=section,
            __module__=section.__module__,
            __doc__=section.__doc__,
            **fields,
        )

    return widened


class Conference(Section):
    """The event; days are inclusive, and all times of day in the configuration are in `timezone`.

    `language` is the one that its posts are in.
    """

    name: Text = Field(examples=["PyCon Example 2027"])
    timezone: Timezone = Field(examples=["Europe/Berlin"])
    first_day: date = Field(examples=[date(2027, 7, 14)])
    last_day: date = Field(examples=[date(2027, 7, 16)])
    day_start: time = time(8)
    # A day_start of 23:00 alone is already after the default, so the default is checked as well.
    day_end: time = Field(default=time(22), validate_default=True)
    language: Language = "en"
    website: Link | None = Field(default=None, examples=["https://example.org"])
    retention_days: int = Field(default=30, ge=1, le=3650)

    @property
    def last_day_of_data(self) -> date:
        """Until when, at the venue, personal data may be kept."""
        return self.last_day + timedelta(days=self.retention_days)

    @field_validator("last_day")
    @classmethod
    def _not_before_the_first_day(cls, last_day: date, info: ValidationInfo) -> date:
        if last_day < info.data.get("first_day", last_day):
            raise ValueError("is before first_day")
        return last_day

    @field_validator("day_end")
    @classmethod
    def _after_the_start(cls, day_end: time, info: ValidationInfo) -> time:
        if "day_start" in info.data and day_end <= info.data["day_start"]:
            raise ValueError("must be later than day_start")
        return day_end


class Server(Section):
    """The one Discord server that the bot works on.

    Unless it is `public`, the set-up shows the conference's channels only to people with a ticket.
    """

    guild_id: GuildId = Field(examples=[4242])
    public: bool = False


class Roles(Section):
    """Which Discord roles make somebody an organiser, volunteer, desk helper or speaker."""

    organizers: References = ("Organizers",)
    volunteers: References = ("Volunteers",)
    desk: References = ()
    speakers: References = ("Speakers",)


class Livestream(Section):
    """One room's stream of one day; `starts` is the time of day at which its recording begins, if known."""

    url: Link = Field(examples=["https://youtu.be/abc"])
    starts: time | None = Field(default=None, examples=[time(8, 30)])


def _read_day(value: object) -> object:
    # A TOML key is always text, also where it looks like a date.
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("needs days as keys, like 2027-07-14") from None


class Room(Section):
    """A room of the venue; `webhook` is the name of a secret with the address to post to as well."""

    name: Text = Field(examples=["Forum Hall"])
    channel: Channel | None = Field(default=None, examples=["forum-hall"])
    aliases: Texts = ()
    webhook: SecretName | None = Field(default=None, examples=["ROOM_FORUM_HALL"])
    livestreams: Mapping[Annotated[date, BeforeValidator(_read_day)], Livestream] = Field(
        default_factory=dict, examples=[{"2027-07-14": '{ url = "https://..." }'}]
    )

    @property
    def words(self) -> frozenset[str]:
        """What the room may be called, folded for comparison."""
        return frozenset(" ".join(word.split()).casefold() for word in (self.name, *self.aliases))

    def rehearsed(self) -> Self:
        """Post to nobody else's server."""
        return self.model_copy(update={"webhook": None})


class Database(Section):
    """Where the bot keeps its data; a relative SQLite path is relative to the working directory.

    With `standby`, the bot waits as long as another one is active on the same database.
    """

    # Not shown when the configuration is printed: an address of PostgreSQL may hold a password.
    url: DatabaseUrl = Field(default="sqlite+aiosqlite:///data/bot.db", repr=False)
    standby: bool = False


class Webhooks(Section):
    """Where pretix's calls are listened for; port 0 lets the system choose."""

    host: Text = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)


class Rehearsal(Section):
    """A made-up time: it begins at `start`, conference-local, and runs `speed` times as fast."""

    start: datetime = Field(examples=[datetime(2027, 7, 14, 8, 30)])  # noqa: DTZ001 - the venue's wall clock
    speed: float = Field(default=1, gt=0, le=10_000, allow_inf_nan=False)

    @field_validator("start")
    @classmethod
    def _on_the_wall_clock(cls, start: datetime) -> datetime:
        if start.tzinfo is not None:
            raise ValueError("is in the conference's time zone; leave out the offset (Z or +02:00)")
        return start


class SharedSections(Section):
    """What every feature may read; sections of features are added to it by `schema.py`."""

    conference: Conference
    server: Server
    roles: Roles = Roles()
    rooms: Annotated[tuple[Room, ...], BeforeValidator(list_to_tuple)] = ()
    database: Database = Database()
    webhooks: Webhooks | None = None
    rehearsal: Rehearsal | None = None

    @field_validator("rooms")
    @classmethod
    def _one_room_for_each_word(cls, rooms: tuple[Room, ...]) -> tuple[Room, ...]:
        uses = Counter(word for room in rooms for word in room.words)
        ambiguous = sorted(word for word, count in uses.items() if count > 1)
        if ambiguous:
            raise ValueError(f"use a name or alias for more than one room: {', '.join(ambiguous)}")
        return rooms
