"""Who has arrived, as check-in tells, in the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.registration import config as registration
from DiscordBot.features.registration import staff_list
from DiscordBot.features.registration.config import Pretix
from DiscordBot.server_setup.layout import WantedRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from DiscordBot.config import Config
    from DiscordBot.features.registration.roles.role_mapping import RoleReference

_COLOUR = 0x1ABC9C


def counts_arrivals(config: Config) -> bool:
    """Tell whether anybody asks who has arrived."""
    pretix = config.section(Pretix)
    return pretix is not None and bool(pretix.checkin_list)


def arrived_roles(config: Config) -> frozenset[RoleReference]:
    """Return what those have who have arrived."""
    pretix = config.section(Pretix)
    if pretix is None or pretix.arrived_role is None or not pretix.checkin_list:
        return frozenset()
    return frozenset({pretix.arrived_role})


def wanted_roles(config: Config) -> Iterable[WantedRole]:
    """Return the roles that registration gives."""
    arrived = [WantedRole("pretix.arrived_role", role, _COLOUR) for role in arrived_roles(config)]
    return [*registration.roles(config), *arrived]


def warnings(config: Config) -> Iterator[tuple[str, str, str]]:
    """Tell of what is allowed in the configuration but hardly meant."""
    yield from registration.warnings(config)
    yield from staff_list.warnings(config)
    pretix = config.section(Pretix)
    if pretix is not None and pretix.arrived_role is not None and not pretix.checkin_list:
        detail = "is given to nobody: pretix.checkin_list does not say by which list people arrive"
        yield "pretix.arrived_role", detail, 'For example: checkin_list = "Registration desk"'
