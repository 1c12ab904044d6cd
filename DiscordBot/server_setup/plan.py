"""What a Discord server lacks, compared with config.toml. Pure: nothing here asks or changes a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.discord_ui.references import referred_to
from DiscordBot.server_setup.layout import (
    Audience,
    Category,
    Kind,
    Layout,
    WantedChannel,
    WantedRole,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ExistingRole:
    """A role of the server."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ExistingChannel:
    """A channel or category of the server, with what people without any role may do there."""

    id: int
    name: str
    kind: Kind
    everybody_reads: bool = True
    everybody_writes: bool = True


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role to create."""

    name: str
    wanted: WantedRole

    def __str__(self) -> str:
        return f"role «{self.name}», colour #{self.wanted.colour:06X}"


@dataclass(frozen=True, slots=True)
class NewCategory:
    """A category to create; its channels have permissions of their own."""

    category: Category

    def __str__(self) -> str:
        return f"category «{self.category.name}», {self.category.audience.words}"


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel to create in its category, which exists or is created before."""

    name: str
    wanted: WantedChannel

    def __str__(self) -> str:
        wanted = self.wanted
        return f"{wanted.kind.value} #{self.name} in «{wanted.category.name}», {wanted.audience.words}"


Step = NewRole | NewCategory | NewChannel


@dataclass(frozen=True, slots=True)
class Plan:
    """What to create, in this order, and what exists but is not as the configuration needs it."""

    steps: tuple[Step, ...]
    differences: tuple[Finding, ...]


def plan_setup(wanted: Layout, roles: Sequence[ExistingRole], channels: Sequence[ExistingChannel]) -> Plan:
    """Compare a server with what is wanted; what exists is never changed."""
    compared_roles = [_compare_role(role, roles) for role in wanted.roles]
    compared_channels = [_compare_channel(channel, channels) for channel in wanted.channels]
    new_roles = [found for found in compared_roles if isinstance(found, NewRole)]
    new_channels = [found for found in compared_channels if isinstance(found, NewChannel)]
    differences = (found for found in (*compared_roles, *compared_channels) if isinstance(found, Finding))
    new_categories = _categories(new_channels, channels)
    return Plan((*new_roles, *new_categories, *new_channels), tuple(differences))


def _compare_role(wanted: WantedRole, roles: Sequence[ExistingRole]) -> NewRole | Finding | None:
    found = referred_to(wanted.reference, roles)
    if len(found) == 1:
        return None
    subject = wanted.subject
    if found:
        return _several(subject, len(found), "roles", wanted.setting)
    if isinstance(wanted.reference, int):
        return _unknown_id(subject, wanted.setting)
    return NewRole(wanted.reference.lstrip("@"), wanted)


def _compare_channel(
    wanted: WantedChannel, channels: Sequence[ExistingChannel]
) -> NewChannel | Finding | None:
    found = referred_to(wanted.reference, channels)
    name = str(wanted.reference).lstrip("#")
    subject = wanted.subject
    if len(found) > 1:
        return _several(subject, len(found), "channels", wanted.setting)
    if found:
        return _difference(subject, wanted, found[0])
    if isinstance(wanted.reference, int):
        return _unknown_id(subject, wanted.setting)
    dashed = "-".join(name.split())
    if dashed != name:
        detail = f"Discord has no spaces in names of channels and would call it «{dashed}»."
        return Finding(subject, Level.ERROR, detail, f"Write «{dashed}» into {wanted.setting}.")
    return NewChannel(name, wanted)


def _difference(subject: str, wanted: WantedChannel, found: ExistingChannel) -> Finding | None:
    if found.kind is not wanted.kind:
        detail = f"This is a {found.kind.value} and not a {wanted.kind.value}."
        remedy = f"Rename it and run the set-up again, or correct {wanted.setting}."
        return Finding(subject, Level.ERROR, detail, remedy)
    remedy = f"If you do not want that: #{found.name} → Edit → Permissions."
    if wanted.audience.is_private and found.everybody_reads:
        detail = f"Everybody can read this channel, which is meant {wanted.audience.words}."
        return Finding(subject, Level.WARNING, detail, remedy)
    if wanted.audience is Audience.READERS and found.everybody_reads and found.everybody_writes:
        detail = "Everybody can write in this channel, so what the bot says there gets lost."
        return Finding(subject, Level.WARNING, detail, remedy)
    return None


def _categories(new: Sequence[NewChannel], channels: Sequence[ExistingChannel]) -> list[NewCategory]:
    existing = {folded(channel.name) for channel in channels if channel.kind is Kind.CATEGORY}
    needed = dict.fromkeys(channel.wanted.category for channel in new)
    return [NewCategory(category) for category in needed if folded(category.name) not in existing]


def _several(subject: str, number: int, things: str, setting: str) -> Finding:
    remedy = f"Rename all but one, or put the id into {setting}."
    return Finding(subject, Level.ERROR, f"{number} {things} have this name.", remedy)


def _unknown_id(subject: str, setting: str) -> Finding:
    detail = "Nothing has this id, and the bot cannot choose ids."
    return Finding(subject, Level.ERROR, detail, f"Write a name into {setting}, or correct the id.")
