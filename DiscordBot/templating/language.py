"""The one language of all templates: Jinja, strict about unknown names and walled in.

These walls stop what can be seen coming and name its line; what they miss ends in `worker.py`,
which has little time and memory.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Generator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from DiscordBot.templating.errors import TemplateError, TookTooLongError, explained
from DiscordBot.templating.filters import Chance, Social, applymacro, make_datetimeformat, slugify

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from jinja2 import Template, Undefined
    from jinja2.nodes import EvalContext
    from jinja2.runtime import Context

LONGEST_TEXT = 10_000
"""Characters of a rendered text."""

LARGEST_NUMBER_BITS = 256


class Unknown(StrictUndefined):
    """Something that a template speaks of and that is not there."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name = str(self._undefined_name)
        if self._undefined_obj is missing:
            return f"Nothing is known as «{name}»."
        public = [known for known in dir(self._undefined_obj) if not known.startswith("_")]
        kind = type(self._undefined_obj).__name__.lower()
        return f"There is no «{name}» in a {kind}.{did_you_mean(name, public)}"


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return a question that proposes the likeliest of the known names; nothing if none is like it.

    Who writes only the last part of a name, `title` for `session.title`, means that one.
    """
    last_parts = {one.rpartition(".")[2]: one for one in sorted(known, reverse=True)}
    close = get_close_matches(name.casefold(), last_parts, 1)
    return "".join(f" Did you mean «{last_parts[part]}»?" for part in close)


def no_such(kind: str, name: str, known: Collection[str]) -> str:
    """Return a sentence about a filter or a test that is not there, with what was probably meant."""
    return f"There is no {kind} «{name}».{did_you_mean(name, known)}"


@pass_context
def printed(_context: Context, value: object) -> object:
    """Return what can stand in a text; raise `TemplateError` for what would print as Python's insides."""
    prints = isinstance(value, int | float) or type(value).__str__ is not object.__str__
    if prints:
        return value
    if callable(value):
        raise TemplateError("This prints something that has to be called: write () behind it.")
    if value is None:
        raise TemplateError("This prints nothing at all (none).")
    raise TemplateError('This prints a list; write |join(", ") behind it.')


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """Jinja for conferences; `timezone` is the conference's.

    Nothing is computed before rendering (not optimized; `printed` takes the context, which keeps Jinja from
    printing constants early), so that every fault has its line and its limits.
    """

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, timezone: ZoneInfo) -> None:
        super().__init__(undefined=Unknown, autoescape=False, optimized=False, finalize=printed)
        # It makes up texts, each time others.
        self.globals.pop("lipsum")
        self.chance = Chance()
        self.social = Social()
        self.filters |= {
            "applymacro": applymacro,
            "datetimeformat": make_datetimeformat(timezone),
            "slugify": slugify,
            "shuffle": self.chance.shuffle,
            "random": self.chance.choose,
            "social": self.social.handle,
        }

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse powers, which nobody needs, and products that would fill the memory."""
        if operator == "**":
            raise TemplateError("Powers (**) are not available in templates.")
        for many, times in ((left, right), (right, left)):
            if isinstance(many, str | list | tuple) and isinstance(times, int):
                _refuse(len(many) * times > LONGEST_TEXT)
        if isinstance(left, int) and isinstance(right, int):
            _refuse(left.bit_length() + right.bit_length() > LARGEST_NUMBER_BITS)
        return super().call_binop(context, operator, left, right)

    def call_filter(
        self,
        name: str,
        value: object,
        args: Sequence[object] | None = None,
        kwargs: Mapping[str, object] | None = None,
        context: Context | None = None,
        eval_ctx: EvalContext | None = None,
    ) -> object:
        """Name what was meant where a filter is given by its name, as in `map("uper")`."""
        if isinstance(name, str) and name not in self.filters:
            raise TemplateError(no_such("filter", name, self.filters))
        return super().call_filter(name, value, args, kwargs, context, eval_ctx)

    def unsafe_undefined(self, obj: object, attribute: str) -> Undefined:
        """Return what tells, when it is used, that this is closed to templates."""
        return self.undefined(
            f"«{attribute}» is not available in templates.", name=attribute, obj=obj, exc=SecurityError
        )


def _refuse(too_much: bool) -> None:  # noqa: FBT001 - a condition, not a switch
    if too_much:
        raise TemplateError("This multiplication makes something far too large.")


def render_text(template: Template, context: Mapping[str, object]) -> str:
    """Return the text without surrounding space and control characters.

    Raises `TemplateError` for what is wrong with this text, `TookTooLongError` when time is over.
    """
    try:
        return clean("".join(_bounded(template.generate(context))))
    except TookTooLongError:
        raise
    except Exception as error:
        raise explained(error) from error


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST_TEXT and isinstance(pieces, Generator):
            # Thrown in there, it gets the line that is being rendered.
            pieces.throw(TemplateError(f"Here the text exceeds {LONGEST_TEXT:,} characters."))
        yield piece


def clean(text: str) -> str:
    """Return the text with all line ends as newlines, and without other characters that are no text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(character for character in lines if character == "\n" or _is_text(character)).strip()


def _is_text(character: str) -> bool:
    # Control characters, and halves of characters that no encoding knows.
    return unicodedata.category(character) not in {"Cc", "Cs"}
