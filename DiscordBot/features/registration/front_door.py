"""All that other features may use of registration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from DiscordBot.features.registration.member_lookup import MemberLookup
    from DiscordBot.features.registration.overview import Overview


@dataclass(frozen=True, slots=True)
class RegistrationAccess:
    """Who has which ticket, and the way to load all orders again.

    `refresh` reports how many of how many orders are loaded, and returns how many are new or different; it
    raises `ServiceError`. `members` finds who is registered.
    """

    overview: Overview
    refresh: Callable[[Callable[[int, int], None]], Awaitable[int]]
    members: MemberLookup | None = None
