"""What of the configuration says who is staff though their ticket does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator

from DiscordBot.config.sections import Section
from DiscordBot.config.values import one_or_many
from DiscordBot.core.listed_people import is_hash, read_listed
from DiscordBot.features.registration.roles.listed_roles import ListedPeople, ListedRoles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from DiscordBot.config import Config

Listed = Annotated[str, BeforeValidator(read_listed)]


def _each_once(listed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(listed))


ListOfPeople = Annotated[tuple[Listed, ...], BeforeValidator(one_or_many), AfterValidator(_each_once)]


class Staff(Section):
    """Who gets the first role of `roles.organizers` and of `roles.volunteers`, whatever their ticket is.

    People are named by order codes (`ABC12` for all tickets of the order, `ABC12-2` for one), e-mail
    addresses or their hashes (`bot.py email-hash` makes them), or ids of Discord, which need no ticket.
    """

    organizers: ListOfPeople = ()
    volunteers: ListOfPeople = ()


def listed_roles(config: Config, hash_email: Callable[[str], str], shop: str) -> ListedRoles:
    """Return what people get by the lists; orders and tickets are those of `shop`."""
    section = config.section(Staff)
    if section is None:
        return ListedRoles()
    groups = ((config.roles.organizers, section.organizers), (config.roles.volunteers, section.volunteers))
    return ListedRoles(
        {
            roles[0]: ListedPeople.read(listed, hash_email, shop)
            for roles, listed in groups
            if roles and listed
        }
    )


def warnings(config: Config) -> Iterator[tuple[str, str, str]]:
    """Tell of organisers who are named by what others can have, too."""
    section = config.section(Staff)
    named = () if section is None else section.organizers
    if any("@" in one or is_hash(one) for one in named):
        detail = "names addresses: whoever types one of them when buying a ticket becomes an organiser"
        yield "staff.organizers", detail, "Better name organisers by tickets (ABC12-1) or ids of Discord."
