"""One step of the guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from sandbox.demo.guide.witness import Witness
    from sandbox.demo.scene import Scene

NEXT = "What to try next"


@dataclass(frozen=True, slots=True)
class Act:
    """What a button of a step lets happen outside Discord: `label` says what."""

    label: str
    work: Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Travel:
    """A button that moves the clock: to a moment (aware) that `to` says, None while there is none yet."""

    to: Callable[[Witness], datetime | None]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to try as `person` in `channel`, done as soon as `happened` says so.

    `name` stands for it and never changes. `to_copy` are texts to paste, by their field; `{start}` is a time
    at which an open space may begin, `{metrics}` the address of the bot's numbers. `channel` may be
    `witness.MESSAGES`. `document` is a page of docs/ that tells more, perhaps with `#heading`.
    """

    name: str
    title: str
    text: str
    person: str
    channel: str
    happened: Callable[[Witness], bool]
    to_copy: tuple[tuple[str, str], ...] = ()
    chapter: str = NEXT
    button: Act | Travel | None = None
    with_picture: bool = False
    """Whether there is a picture to attach."""

    on_networks: bool = False
    """Whether it ends on networks, which are shown then."""

    document: str = "what-it-does.md"
