"""Where threads are, as the rules know it: what is certain when Discord is asked for something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.discord_ui.layout.face import CardFace
    from DiscordBot.features.session_threads.models import SessionThread


class Button(NamedTuple):
    """A button by the name in its id, and the number of the thread or post that it is about."""

    name: str
    number: int


class Opened(NamedTuple):
    """Where a thread is, and its card: a message in `channel`, which is the thread itself in a forum."""

    channel: int
    thread: int
    card: int


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a thread with its buttons, and the words by which a forum's tags are chosen."""

    face: CardFace
    buttons: tuple[Button, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be said in a thread, with its buttons; it pings nobody but the members in `pinged`."""

    number: int
    face: CardFace
    buttons: tuple[Button, ...] = ()
    pinged: Sequence[int] = ()


class Places(Protocol):
    """Discord.

    Methods raise `NotNowError` and, where the thread is needed, `ThreadGoneError`; after any other exception
    it may be done or not.
    """

    async def open(self, thread: SessionThread, card: Card, *, may_exist: bool) -> Opened:
        """Open a thread with its card, unless an earlier try has done so already."""

    async def show(self, thread: SessionThread, card: Card) -> None:
        """Let a thread's card say what it should say now."""

    async def say(self, thread: SessionThread, said: Said, *, may_exist: bool) -> int:
        """Post into a thread, unless an earlier try has done so already; return the message's id."""

    async def archive(self, thread: SessionThread) -> None:
        """Archive a thread."""
