"""What templates can do beyond Jinja's own filters."""

from __future__ import annotations

import re
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, TypeVar

from anyascii import anyascii
from jinja2 import Undefined, pass_context
from jinja2.runtime import Macro

from DiscordBot.templating.context import Speaker, Sponsor
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from zoneinfo import ZoneInfo

    from jinja2.runtime import Context

T = TypeVar("T")

WHEN = "%a %d %b, %H:%M"


@pass_context
def applymacro(context: Context, value: object, name: str) -> str:
    """Return what the template's macro of this name makes of `value`."""
    macro = context.get(name)
    if not isinstance(macro, Macro):
        raise TemplateError(f"There is no macro «{name}» at the beginning of the template.")
    return macro(value)


def slugify(value: object) -> str:
    """Return the text as it may stand in an address: `Søren & Zoë` becomes `soren-zoe`."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(str(value)).lower()).strip("-")


def make_datetimeformat(timezone: ZoneInfo) -> Callable[..., str]:
    """Return the filter that writes moments as clocks in `timezone` show them."""

    def datetimeformat(value: object, format: str = WHEN) -> str:  # noqa: A002 - what templates call it
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise TemplateError("«datetimeformat» needs a date with its time, such as session.start.")
        return value.astimezone(timezone).strftime(format)

    return datetimeformat


class Social:
    """Handles on the network that a text is for, by its name; `was_used` tells whether one was asked for."""

    def __init__(self) -> None:
        self.network = ""
        self.was_used = False

    def begin(self, network: str) -> None:
        """Start anew, with a text for that network."""
        self.network = network
        self.was_used = False

    def handle(self, value: object) -> str:
        """Return the handle that somebody has there, with its @, or an empty text."""
        if isinstance(value, Undefined):
            str(value)  # which raises what is unknown
        if not isinstance(value, Speaker | Sponsor):
            raise TemplateError(
                "This asks for the handle of something that has none: «social» takes one speaker or sponsor, "
                '|map("social") all speakers.'
            )
        self.was_used = True
        return value.handles.get(self.network, "")


class Chance:
    """Coincidence that repeats itself: the same `seed` gives the same choices in the same order."""

    def __init__(self) -> None:
        self._random = Random()  # noqa: S311 - variety, not secrecy

    def begin(self, seed: str) -> None:
        """Start anew."""
        self._random.seed(seed)

    def shuffle(self, values: Iterable[T]) -> list[T]:
        """Return the values in another order."""
        # Of random only random() promises the same numbers in every version of Python.
        return sorted(values, key=lambda _: self._random.random())

    def choose(self, values: Iterable[T]) -> T:
        """Return any one of the values."""
        shuffled = self.shuffle(values)
        if not shuffled:
            raise TemplateError("«random» has nothing to choose from.")
        return shuffled[0]
