"""Which roles a ticket gives: `ticket_to_roles_prod.json` against the names of what the shops sell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from DiscordBot.features.registration.config import scope_of
from DiscordBot.features.registration.shop.catalogue import names_of, shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from DiscordBot.features.registration.shop.tickets import Item, Position, Subevent, Variation

RoleReference = str | int
"""A role by its name or its id on the server."""

Entries = Mapping[str, tuple[RoleReference, ...]]
"""What tickets are called, and what they give."""

_ALL_EVENTS = ""
PRETIX = "pretix"


@dataclass(frozen=True)
class RoleMapping:
    """What the organisers wrote: names of items, variations or `Item / Variation` to roles.

    Names are compared in every language of the shop, without regard to case and spaces; an item or a
    variation may also be named by pretix's id. The name of a date of an event series may stand before them
    or alone (`Workshop day`, `Workshop day / Item`, `Workshop day / Item / Variation`). All entries that
    fit a ticket count together. A name that something had before counts until another thing has it.
    `roles` count whatever event a ticket is of, those `by_event` only in the event of this short form, or in
    the shops of a section: `[tito]`.
    """

    roles: Entries
    items: Mapping[int, Item] = field(default_factory=dict)
    subevents: Mapping[int, Subevent] = field(default_factory=dict)
    by_event: Mapping[str, Entries] = field(default_factory=dict)

    def with_items(self, items: Iterable[Item], subevents: Iterable[Subevent] = ()) -> RoleMapping:
        """Return the same mapping for another state of the shop's catalogue."""
        return RoleMapping(
            self.roles,
            {item.id: item for item in items},
            {subevent.id: subevent for subevent in subevents},
            self.by_event,
        )

    def roles_for(self, position: Position) -> frozenset[RoleReference]:
        """Return the roles that one ticket gives; empty when no entry fits."""
        item = self.items.get(position.item)
        names = self._names(item, position)
        events = {_ALL_EVENTS} if item is None else _scopes(item)
        entries = [self._folded_roles.get(event, {}) for event in events]
        return frozenset(role for each in entries for name in names for role in each.get(name, ()))

    @property
    def all_roles(self) -> frozenset[RoleReference]:
        """The roles that any entry gives."""
        tickets = [given for entries in self._entries.values() for given in entries.values()]
        return frozenset(role for given in tickets for role in given)

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
        return self._keys(lambda name, event: name not in self._current[event] | self._former[event])

    def outdated_keys(self) -> tuple[str, ...]:
        """Return the entries that name something by a name that it had before."""
        return self._keys(lambda name, event: name in self._former[event] - self._current[event])

    def _keys(self, is_wanted: Callable[[str, str], bool]) -> tuple[str, ...]:
        return tuple(
            f"{event}: {key}" if event else key
            for event, entries in self._entries.items()
            for key in entries
            if is_wanted(_folded(key), event)
        )

    @cached_property
    def _folded_roles(self) -> dict[str, Entries]:
        return {event: _folded_keys(entries) for event, entries in self._entries.items()}

    @property
    def _entries(self) -> Mapping[str, Entries]:
        return {_ALL_EVENTS: self.roles, **self.by_event}

    @cached_property
    def _current(self) -> Mapping[str, frozenset[str]]:
        return self._names_by_event(former=False)

    @cached_property
    def _former(self) -> Mapping[str, frozenset[str]]:
        return self._names_by_event(former=True)

    def _names_by_event(self, *, former: bool) -> Mapping[str, frozenset[str]]:
        """Return how things are called, of each event and of all."""
        names: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for item in self.items.values():
            of_item = frozenset().union(*self._names_with_parts(item, former=former))
            for event in _scopes(item):
                names[event] |= of_item
        return names

    def _names_with_parts(self, item: Item, *, former: bool) -> Iterable[frozenset[str]]:
        for variation in (None, *item.variations):
            for subevent in (None, *self.subevents.values()):
                yield _names_of(item, variation, subevent, former=former)

    def _names(self, item: Item | None, position: Position) -> frozenset[str]:
        if item is None:
            return frozenset({str(position.item)})
        subevent = self.subevents.get(position.subevent) if position.subevent is not None else None
        parts = item, _variation(item, position), subevent
        # Whose name went to another thing has lost it.
        return _names_of(*parts, former=False) | (
            _names_of(*parts, former=True) - self._current[scope_of(item.kind) if item.kind else item.event]
        )


def _scopes(item: Item) -> set[str]:
    return {_ALL_EVENTS, item.event, scope_of(item.kind or PRETIX)}


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
        former_days = subevent.former_names if former else ()
        days = {*names_of(subevent), str(subevent.id), *former_days}
        names |= days | {f"{day} / {name}" for day in days for name in names}
    return frozenset(map(_folded, names))


def _folded_keys(entries: Entries) -> Entries:
    folded: dict[str, tuple[RoleReference, ...]] = {}
    for key, roles in entries.items():
        folded[_folded(key)] = (*folded.get(_folded(key), ()), *roles)
    return folded


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
