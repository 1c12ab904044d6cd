"""Which roles a ticket gives: `ticket_to_roles_prod.json` against the names of pretix's catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from DiscordBot.features.registration.shop.tickets import Item, Position, Variation

RoleReference = str | int
"""A role by its name or its id on the server."""


@dataclass(frozen=True)
class RoleMapping:
    """What the organisers wrote: names of items, variations or `Item / Variation` to roles.

    Names are compared in every language of the shop, without regard to case and spaces; an item or a
    variation may also be named by pretix's id. All entries that fit a ticket count together.
    """

    roles: Mapping[str, tuple[RoleReference, ...]]
    items: Mapping[int, Item] = field(default_factory=dict)

    def with_items(self, items: Iterable[Item]) -> RoleMapping:
        """Return the same mapping for another state of the shop's catalogue."""
        return RoleMapping(self.roles, {item.id: item for item in items})

    def roles_for(self, position: Position) -> frozenset[RoleReference]:
        """Return the roles that one ticket gives; empty when no entry fits."""
        names = self._names(position)
        return frozenset(role for key, roles in self.roles.items() if _folded(key) in names for role in roles)

    def title(self, position: Position) -> str:
        """Return what the shop calls the ticket: `Conference ticket / Business`."""
        item = self.items.get(position.item)
        if item is None:
            return f"item {position.item}"
        variation = _variation(item, position)
        return _shown(item.name) if variation is None else f"{_shown(item.name)} / {_shown(variation.value)}"

    def unknown_keys(self) -> tuple[str, ...]:
        """Return the entries that name nothing the shop sells: probably misspelled."""
        known = {name for item in self.items.values() for name in _names_of(item, None)}
        known |= {n for item in self.items.values() for v in item.variations for n in _names_of(item, v)}
        return tuple(key for key in self.roles if _folded(key) not in known)

    def _names(self, position: Position) -> frozenset[str]:
        item = self.items.get(position.item)
        if item is None:
            return frozenset({str(position.item)})
        return _names_of(item, _variation(item, position))


def _variation(item: Item, position: Position) -> Variation | None:
    return next((v for v in item.variations if v.id == position.variation), None)


def _names_of(item: Item, variation: Variation | None) -> frozenset[str]:
    of_item = {*item.name.values(), item.internal_name or "", str(item.id)} - {""}
    if variation is None:
        return frozenset(map(_folded, of_item))
    of_variation = {*variation.value.values(), str(variation.id)} - {""}
    both = {f"{a} / {b}" for a in of_item for b in of_variation}
    return frozenset(map(_folded, of_item | of_variation | both))


def _folded(name: str) -> str:
    return "".join(name.casefold().split())


def _shown(names: Mapping[str, str]) -> str:
    return names.get("en") or next(iter(names.values()), "ticket")
