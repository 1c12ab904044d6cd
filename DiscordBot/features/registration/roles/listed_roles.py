"""Roles of staff whose ticket does not say it: by a list of orders, tickets, addresses and Discord ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from DiscordBot.core.listed_people import is_discord_id, is_hash, without_address
from DiscordBot.features.registration.matching.attendees import attendee_tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from DiscordBot.features.registration.roles.role_mapping import RoleReference
    from DiscordBot.features.registration.shop.tickets import Order, Position

ON_THE_LIST = "list of staff"
"""What stands for a ticket where somebody has none."""


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """Who stands in a list: members by their ids, all tickets of an order, single tickets, and addresses.

    Codes are those of one `shop` (see `Order.shop`): another one may give the same code to anybody.
    """

    user_ids: frozenset[int]
    orders: frozenset[str]
    tickets: frozenset[str]
    hashes: frozenset[str]
    shop: str = ""

    @classmethod
    def read(cls, listed: Iterable[str], hash_email: Callable[[str], str], shop: str = "") -> ListedPeople:
        """Sort what `read_listed` returned by its kind; addresses are kept as hashes only."""
        kinds: dict[str, set[str]] = {"ids": set(), "orders": set(), "tickets": set(), "hashes": set()}
        for text in listed:
            if is_discord_id(text):
                kinds["ids"].add(text)
            elif "@" in text or is_hash(text):
                kinds["hashes"].add(without_address(text, hash_email))
            else:
                kinds["tickets" if "-" in text else "orders"].add(text)
        return cls(
            frozenset(map(int, kinds["ids"])),
            orders=frozenset(kinds["orders"]),
            tickets=frozenset(kinds["tickets"]),
            hashes=frozenset(kinds["hashes"]),
            shop=shop,
        )

    def has(self, order: Order, ticket: Position) -> bool:
        """Tell whether a ticket's attendee is meant.

        The address that an order was placed with speaks for its one attendee only, not for all whose
        tickets somebody has bought.
        """
        is_named = order.code in self.orders or f"{order.code}-{ticket.positionid}" in self.tickets
        if is_named and order.shop == self.shop:
            return True
        if ticket.email_hash is not None:
            return ticket.email_hash in self.hashes
        return order.email_hash in self.hashes and len(attendee_tickets(order)) == 1


@dataclass(frozen=True, slots=True)
class ListedRoles:
    """What those in the lists get, by the role of each list."""

    lists: Mapping[RoleReference, ListedPeople] = field(default_factory=dict)

    def of_ticket(self, order: Order, ticket: Position) -> frozenset[RoleReference]:
        """Return the roles of whoever holds a ticket."""
        return frozenset(role for role, people in self.lists.items() if people.has(order, ticket))

    def of_member(self, user_id: int | None) -> frozenset[RoleReference]:
        """Return the roles of a member, whatever they hold."""
        return frozenset(role for role, people in self.lists.items() if user_id in people.user_ids)

    @property
    def roles(self) -> frozenset[RoleReference]:
        """All roles that somebody gets by a list."""
        return frozenset(self.lists)

    @property
    def user_ids(self) -> frozenset[int]:
        """Those who are named by their ids."""
        return frozenset().union(*(people.user_ids for people in self.lists.values()))
