"""Which roles a ticket gives: `ticket_to_roles_prod.json` against the names of pretix's catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from DiscordBot.features.registration.shop.catalogue import names_of, shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from DiscordBot.features.registration.shop.tickets import Item, Position, Subevent, Variation

RoleReference = str | int
"""A role by its name or its id on the server."""


@dataclass(frozen=True)
class RoleMapping:
    """What the organisers wrote: names of items, variations or `Item / Variation` to roles.

    Names are compared in every language of the shop, without regard to case and spaces; an item or a
    variation may also be named by pretix's id. The name of a date of an event series may stand before them
    or alone (`Workshop day`, `Workshop day / Item`, `Workshop day / Item / Variation`). All entries that
    fit a ticket count together. A name that something had before counts until another thing has it.
    With the short form of an event before it (`tutorials: Morning`) an entry counts in this event only.
    """

    roles: Mapping[str, tuple[RoleReference, ...]]
    items: Mapping[int, Item] = field(default_factory=dict)
    subevents: Mapping[int, Subevent] = field(default_factory=dict)

    def with_items(self, items: Iterable[Item], subevents: Iterable[Subevent] = ()) -> RoleMapping:
        """Return the same mapping for another state of the shop's catalogue."""
        return RoleMapping(
            self.roles,
            {item.id: item for item in items},
            {subevent.id: subevent for subevent in subevents},
        )

    def roles_for(self, position: Position) -> frozenset[RoleReference]:
        """Return the roles that one ticket gives; empty when no entry fits."""
        product = position.item, position.variation, position.subevent
        if (roles := self._roles_of_products.get(product)) is None:
            names = self._names(self.items.get(position.item), position)
            roles = frozenset(role for name in names for role in self._folded_roles.get(name, ()))
            self._roles_of_products[product] = roles
        return roles

    @property
    def all_roles(self) -> frozenset[RoleReference]:
        """The roles that any entry gives."""
        return frozenset(role for roles in self.roles.values() for role in roles)

    def title(self, position: Position) -> str:
        """Return what the shop calls the ticket: `Conference ticket / Business`."""
        item = self.items.get(position.item)
        if item is None:
            return f"item {position.item}"
        variation = _variation(item, position)
        parts = [shown_name(item.name), *([] if variation is None else [shown_name(variation.value)])]
        subevent = self.subevents.get(position.subevent) if position.subevent is not None else None
        return " / ".join([*([] if subevent is None else [shown_name(subevent.name)]), *parts])

    def unknown_keys(self) -> tuple[str, ...]:
        """Return the entries that name nothing the shop sells: probably misspelled."""
        return tuple(key for key in self.roles if _folded(key) not in self._current | self._former)

    def outdated_keys(self) -> tuple[str, ...]:
        """Return the entries that name something by a name that it had before."""
        return tuple(key for key in self.roles if _folded(key) in self._former - self._current)

    @cached_property
    def _roles_of_products(self) -> dict[tuple[int, int | None, int | None], frozenset[RoleReference]]:
        """What was looked up: there are few products, and everybody has one of them."""
        return {}

    @cached_property
    def _folded_roles(self) -> dict[str, tuple[RoleReference, ...]]:
        return _folded_keys(self.roles)

    @cached_property
    def _current(self) -> frozenset[str]:
        return frozenset(name for combined in self._all_names(former=False) for name in combined)

    @cached_property
    def _former(self) -> frozenset[str]:
        return frozenset(name for combined in self._all_names(former=True) for name in combined)

    def _all_names(self, *, former: bool) -> Iterable[frozenset[str]]:
        for item in self.items.values():
            for variation in (None, *item.variations):
                for subevent in (None, *self.subevents.values()):
                    yield _names_of(item, variation, subevent, former=former)

    def _names(self, item: Item | None, position: Position) -> frozenset[str]:
        if item is None:
            return frozenset({str(position.item)})
        subevent = self.subevents.get(position.subevent) if position.subevent is not None else None
        parts = item, _variation(item, position), subevent
        # Whose name went to another thing has lost it.
        return _names_of(*parts, former=False) | (_names_of(*parts, former=True) - self._current)


def _variation(item: Item, position: Position) -> Variation | None:
    return next((v for v in item.variations if v.id == position.variation), None)


def _names_of(
    item: Item, variation: Variation | None, subevent: Subevent | None, *, former: bool
) -> frozenset[str]:
    of_item = {*names_of(item), str(item.id), *(item.former_names if former else ())}
    of_variation: set[str] = set()
    if variation is not None:
        of_variation = {*names_of(variation), str(variation.id), *(variation.former_names if former else ())}
    names = of_item | of_variation | {f"{a} / {b}" for a in of_item for b in of_variation}
    if subevent is not None:
        days = {*subevent.name.values(), str(subevent.id)}
        names |= days | {f"{day} / {name}" for day in days for name in names}
    if item.event:
        names |= {f"{item.event}: {name}" for name in names}
    return frozenset(map(_folded, names))


def _folded_keys(entries: Mapping[str, tuple[RoleReference, ...]]) -> dict[str, tuple[RoleReference, ...]]:
    folded: dict[str, tuple[RoleReference, ...]] = {}
    for key, roles in entries.items():
        folded[_folded(key)] = (*folded.get(_folded(key), ()), *roles)
    return folded


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
