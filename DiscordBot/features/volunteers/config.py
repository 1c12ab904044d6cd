"""What of the configuration is about volunteers and their shifts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, Reference, Text, list_to_tuple
from DiscordBot.core.listed_people import read_listed
from DiscordBot.server_setup.layout import STAFF, Audience, Channel, WantedRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from DiscordBot.config import Config

_COLOUR = 0xE67E22


def _without_zone(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("needs a time at the venue, without an offset: 2027-07-14T09:00:00")
    return moment


WallTime = Annotated[datetime, AfterValidator(_without_zone)]


class ShiftLine(Section):
    """One shift of one volunteer; times are at the venue.

    `who` is an order code, a ticket (`ABC12-2`), an e-mail address or its hash, or an id of Discord.
    """

    who: Annotated[str, BeforeValidator(read_listed)] = Field(examples=["ABC12"], repr=False)
    what: Text = Field(examples=["Registration desk"])
    where: str = ""
    start: WallTime = Field(examples=[datetime(2027, 7, 14, 9)])  # noqa: DTZ001 - on the venue's walls
    end: WallTime = Field(examples=[datetime(2027, 7, 14, 12)])  # noqa: DTZ001 - as above

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self


class Volunteers(Section):
    """Shifts of volunteers: from a CSV (`shifts`, an address or a path from this file's folder), or here.

    Each is reminded `lead_minutes` before, by a direct message or else in the volunteers' channel.
    `role_on_duty` is given at the start of a shift and taken at its end.
    """

    # Not shown when the configuration is printed: whoever knows the address can read who does what.
    shifts: str = Field(default="", examples=["shifts.csv"], repr=False)
    shift: Annotated[tuple[ShiftLine, ...], BeforeValidator(list_to_tuple)] = ()
    refresh_minutes: Minutes = 15
    lead_minutes: Minutes = 30
    role_on_duty: Reference | None = None


VOLUNTEERS_CHANNEL = Channel(
    key="volunteers",
    default="volunteers",
    category=STAFF,
    audience=Audience.STAFF,
    topic="Where volunteers read about their shifts.",
)


def roles(config: Config) -> Iterable[WantedRole]:
    """Return the role of those on duty."""
    role = config.require(Volunteers).role_on_duty
    return () if role is None else (WantedRole("volunteers.role_on_duty", role, _COLOUR),)


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    """Tell of a section that names no shift."""
    section = config.section(Volunteers)
    if section is not None and not section.shifts and not section.shift:
        remedy = 'For example: shifts = "shifts.csv"'
        yield "volunteers", "names neither a list of shifts nor a shift", remedy
