"""Texts in the language of whoever reads them.

What is said in answer to a person is said in their language, what the public reads in the conference's. Which
one that is, each task knows by itself: https://docs.python.org/3/library/contextvars.html
"""

from __future__ import annotations

import gettext
import io
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
"""The language that the texts in the code are written in."""
LANGUAGES = (SOURCE, *sorted(path.stem for path in LOCALES.glob("*.po")))

_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)


def supported(locale: str) -> str | None:
    """Return the language of a locale such as `pt-BR` (BCP 47), None if there are no texts in it."""
    language = locale.replace("_", "-").partition("-")[0].casefold()
    return language if language in LANGUAGES else None


def spoken() -> str:
    """Return the language that this task speaks."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak a language of `LANGUAGES` from now on, in this task and those that it starts."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def tr(text: str) -> str:
    """Return a text in the language that is spoken; what varies in it is put in afterwards, by `format`."""
    return catalogue(_spoken.get()).gettext(text)


def tr_n(one: str, several: str, number: int) -> str:
    """Return the text for a number of things: `one` for 1 in English, `several` for all others."""
    return catalogue(_spoken.get()).ngettext(one, several, number)


def translatable(text: str) -> str:
    """Have a text translated that `tr` is given only later."""
    return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return all texts in a language."""
    if language == SOURCE:
        return gettext.NullTranslations()
    # Who speaks English only need not load it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - see above
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (LOCALES / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language)
    binary = io.BytesIO()
    write_mo(binary, found)
    binary.seek(0)
    return gettext.GNUTranslations(binary)
