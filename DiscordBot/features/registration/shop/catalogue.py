"""What the shop sells, and how that was called before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.features.registration.shop.tickets import Item, Subevent, Variation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


Thing = Item | Variation | Subevent


@dataclass(frozen=True, slots=True)
class Rename:
    """Something in the shop has another name now."""

    before: str
    now: str


def with_former_names(
    before: Iterable[Item], now: Iterable[Item]
) -> tuple[tuple[Item, ...], tuple[Rename, ...]]:
    """Return the catalogue as it is now, with the names that it had before, and what was renamed."""
    known = {item.id: item for item in before}
    renames: list[Rename] = []
    items = tuple(_merged(known.get(item.id), item, renames) for item in now)
    return items, tuple(renames)


def dates_with_former_names(
    before: Iterable[Subevent], now: Iterable[Subevent]
) -> tuple[tuple[Subevent, ...], tuple[Rename, ...]]:
    """Return the dates of a series in the same way."""
    known = {date.id: date for date in before}
    renames: list[Rename] = []
    dates = tuple(
        date.model_copy(update={"former_names": _former(known[date.id], date, renames)})
        if date.id in known
        else date
        for date in now
    )
    return dates, tuple(renames)


def names_of(thing: Thing) -> frozenset[str]:
    """Return how something is called in all languages, and by the organisers among themselves."""
    return frozenset({*_names(thing).values(), getattr(thing, "internal_name", None) or ""} - {""})


def shown_name(names: Mapping[str, str]) -> str:
    """Return the name for people: the English one, if there is one."""
    return names.get("en") or next(iter(names.values()), "ticket")


def _merged(before: Item | None, now: Item, renames: list[Rename]) -> Item:
    if before is None:
        return now
    known = {variation.id: variation for variation in before.variations}
    variations = tuple(
        v.model_copy(update={"former_names": _former(known[v.id], v, renames)}) if v.id in known else v
        for v in now.variations
    )
    return now.model_copy(update={"former_names": _former(before, now, renames), "variations": variations})


def _former(before: Thing, now: Thing, renames: list[Rename]) -> tuple[str, ...]:
    lost = sorted(names_of(before) - names_of(now))
    if lost:
        renames.append(Rename(_shown(before), _shown(now)))
    return tuple(dict.fromkeys(name for name in (*before.former_names, *lost) if name not in names_of(now)))


def _shown(thing: Thing) -> str:
    return shown_name(_names(thing))


def _names(thing: Thing) -> Mapping[str, str]:
    return thing.value if isinstance(thing, Variation) else thing.name
