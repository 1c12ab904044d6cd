"""What people read on a card. Nothing here knows discord.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_ATTACHED = "attachment://"


class Tone(StrEnum):
    """How a card is felt at a glance; a colour on Discord, and never all that says it."""

    TELLS = "tells"
    ASKS = "asks"
    GOES_ON = "goes on"
    DONE = "done"
    TROUBLE = "trouble"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CardField:
    """One fact with its heading; a short one stands on a line with it."""

    name: str
    value: str
    is_short: bool = True


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture by its address, `attachment://<name>` for a file of the same message.

    `description` is read to blind people.
    """

    address: str
    description: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a file of the message that shows it."""
        return self.address.startswith(_ATTACHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What people read on a card, or on something that looks like one.

    Texts are Discord's markdown, except `author` and `footer`, which are shown as they are; `link` is where
    the title leads. `thumbnail` stands beside the text.
    """

    title: str = ""
    tone: Tone = Tone.TELLS
    text: str = ""
    footer: str = ""
    fields: tuple[CardField, ...] = ()
    author: str = ""
    link: str | None = None
    pictures: tuple[CardPicture, ...] = ()
    thumbnail: CardPicture | None = None

    @property
    def has_files(self) -> bool:
        """Whether it shows files of its own message."""
        return any(picture.is_file for picture in self.pictures)
