"""The kinds of value that a setting can have: reading what people type, and showing it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SettingValue = int | bool | str | tuple[str, ...]

_DOLLARS = re.compile(r"\$?\s*([0-9]{1,9}(?:[.,][0-9]{1,2})?)\s*(?:\$|usd|dollars?)?", re.IGNORECASE)
_HASHTAG = re.compile(r"\w{1,100}")
_ON = ("on", "yes", "true", "1")
_OFF = ("off", "no", "false", "0")


class NotAcceptedError(ValueError):
    """A text is no value of the kind; the message continues a sentence that begins with the setting."""


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A count of `unit` (in the plural: minutes), both limits inclusive."""

    least: int
    most: int
    unit: str

    @property
    def accepted(self) -> str:
        """What may be typed, in words."""
        return f"a whole number of {self.unit} from {self.least} to {self.most:,}"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What to offer to somebody who types."""
        return ()

    def read(self, text: str) -> int:
        """Read a number, with or without its unit (`10`, `10 min`). Raises `NotAcceptedError`."""
        number, _, unit = text.strip().partition(" ")
        # More digits than any limit has are no number that Python should be asked to read.
        is_number = number.isdecimal() and len(number) < len(str(self.most)) + 3
        if not is_number or not self.unit.startswith(unit.strip().casefold()):
            raise NotAcceptedError(f"needs {self.accepted}")
        value = int(number)
        if not self.least <= value <= self.most:
            raise NotAcceptedError(f"needs {self.accepted}; {value:,} is too {self._extreme(value)}")
        return value

    def show(self, value: SettingValue) -> str:
        """Return the value with its unit."""
        unit = self.unit if value != 1 else self.unit.removesuffix("s")
        return f"{value:,} {unit}" if isinstance(value, int) else str(value)

    def write(self, value: SettingValue) -> str:
        """Return the value as `read` takes it."""
        return str(value)

    def _extreme(self, value: int) -> str:
        return "small" if value < self.least else "large"


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is on or off."""

    @property
    def accepted(self) -> str:
        """What may be typed, in words."""
        return "on or off"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What to offer to somebody who types."""
        return ("on", "off")

    def read(self, text: str) -> bool:
        """Read `on`, `off` or what people say instead. Raises `NotAcceptedError`."""
        word = text.strip().casefold()
        if word not in _ON + _OFF:
            raise NotAcceptedError(f"needs to be {self.accepted}")
        return word in _ON

    def show(self, value: SettingValue) -> str:
        """Return the value in a word."""
        return "on" if value else "off"

    def write(self, value: SettingValue) -> str:
        """Return the value as `read` takes it."""
        return self.show(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def accepted(self) -> str:
        """What may be typed, in words."""
        return f"one of {', '.join(self.words)}"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What to offer to somebody who types."""
        return self.words

    def read(self, text: str) -> str:
        """Read one of the words, however its capitals and spaces are. Raises `NotAcceptedError`."""
        word = "_".join(text.casefold().split())
        if word not in self.words:
            raise NotAcceptedError(f"needs to be {self.accepted}")
        return word

    def show(self, value: SettingValue) -> str:
        """Return the word."""
        return str(value)

    def write(self, value: SettingValue) -> str:
        """Return the value as `read` takes it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Hashtags:
    """Some hashtags, kept without their #; at most `most`."""

    most: int = 10

    @property
    def accepted(self) -> str:
        """What may be typed, in words."""
        return f"1 to {self.most} hashtags with spaces between them"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What to offer to somebody who types."""
        return ()

    def read(self, text: str) -> tuple[str, ...]:
        """Read words with or without #. Raises `NotAcceptedError`."""
        words = [word.removeprefix("#") for word in text.replace(",", " ").split()]
        known: dict[str, str] = {}
        for word in words:
            known.setdefault(word.casefold(), word)
        if not 0 < len(known) <= self.most or not all(_HASHTAG.fullmatch(word) for word in words):
            raise NotAcceptedError(f"needs {self.accepted}")
        return tuple(known.values())

    def show(self, value: SettingValue) -> str:
        """Return the hashtags as people write them."""
        return self.write(value) or "none"

    def write(self, value: SettingValue) -> str:
        """Return the value as `read` takes it."""
        return " ".join(f"#{word}" for word in value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Dollars:
    """An amount of US dollars from 0 to `most`, kept as it is written in digits."""

    most: int

    @property
    def accepted(self) -> str:
        """What may be typed, in words."""
        return f"an amount of US dollars from 0 to {self.most:,}, such as 25 or 12.50"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What to offer to somebody who types."""
        return ()

    def read(self, text: str) -> str:
        """Read `25`, `$12.50` or `12,50 USD`. Raises `NotAcceptedError`."""
        found = _DOLLARS.fullmatch(text.strip())
        if found is None:
            raise NotAcceptedError(f"needs {self.accepted}")
        amount = Decimal(found[1].replace(",", "."))
        if amount > self.most:
            raise NotAcceptedError(f"needs {self.accepted}; ${amount:,} is too large")
        return str(amount)

    def show(self, value: SettingValue) -> str:
        """Return the amount with its sign."""
        return f"${Decimal(str(value)):,.2f}"

    def write(self, value: SettingValue) -> str:
        """Return the value as `read` takes it."""
        return str(value)


SettingKind = WholeNumber | Switch | Choice | Hashtags | Dollars

MINUTES = WholeNumber(1, 24 * 60, "minutes")
"""As in config.toml: at least a minute, at most a day."""
