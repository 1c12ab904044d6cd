"""What a kept card says, where it is, and why it cannot be shown. Nothing here knows discord.py."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from DiscordBot.discord_ui.layout.face import CardFace

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(CardFace):
    """A card that is kept in a channel; `row_id` is what it is about.

    `footer` begins with a name of what the card is about that no other card has, perhaps followed by " · "
    and more; by that name the bot recognises its card. `buttons` are those below, by the names in
    their ids.

    `channel` is the key of the channel where it belongs, of those that its feature has; None leaves it where
    it is. `left_behind` is what its former place says when it moves, with `{}` for where it is now; without,
    it is deleted there. A card that `is_final` is never looked at again, until somebody tells of a change.
    """

    row_id: int
    buttons: tuple[str, ...] = ()
    channel: str | None = ""
    left_behind: str = ""
    is_final: bool = False

    @property
    def name(self) -> str:
        """What the card is recognised by."""
        return name_in(self.footer)

    @property
    def digest(self) -> str:
        """A short text that is another one as soon as the card says anything else."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def name_in(footer: str) -> str:
    """Return the part of a footer by which a card is recognised."""
    return footer.partition(" · ")[0]


class Place(NamedTuple):
    """Where a card is."""

    channel: int
    message: int


@dataclass(frozen=True, slots=True)
class Presence:
    """Which of some cards are `gone`, and which could not be seen; all others are there."""

    gone: Collection[Place]
    unseen: Collection[Place]


class UnreachableError(Exception):
    """At the moment nothing can be shown or told on Discord; the message says why, for organisers."""


class CardRefusedError(Exception):
    """Discord takes this very message neither now nor later; the message says why, for organisers."""
