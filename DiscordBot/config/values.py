"""The kinds of value that config.toml has, each with what is accepted and what is said when it is not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from DiscordBot.core.database_engines import DRIVERS

if TYPE_CHECKING:
    from collections.abc import Mapping

_ID = re.compile("[0-9]{1,19}")
_ID_LIMIT = 2**63
_SHORT_FORM = re.compile(r"[A-Za-z0-9._-]+")
# A language, perhaps a script and a region: https://www.rfc-editor.org/info/bcp47
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_SECRET_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_POSTGRESQL_OPTIONS = frozenset({"host", "ssl", "sslmode"})
"""What may stand after the ? of an address: `host` names the folder of a socket, `sslmode` is `ssl`."""
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_LIKENESS_OF_A_TYPO = 60


def suggestion(word: str, known: list[str]) -> str | None:
    """Return the known word that somebody who wrote `word` most likely meant, if one is near enough."""
    found = process.extractOne(
        word, known, scorer=fuzz.ratio, processor=default_process, score_cutoff=_LIKENESS_OF_A_TYPO
    )
    return found[0] if found else None


def read_reference(value: object) -> str | int:
    """Return a role's or channel's name, or its id; digits in quotes are an id.

    Raises `ValueError` in words for the person who wrote the file.
    """
    if isinstance(value, str) and _ID.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError("needs a name in quotes, or an id (a number)")  # noqa: TRY004 - pydantic lets a TypeError through
    if isinstance(value, int):
        if not 0 < value < _ID_LIMIT:
            raise ValueError("is no id that Discord could have given")
        return value
    if not value.strip():
        raise ValueError("is empty; it needs a name or an id")
    return value.strip()


def _read_channel(value: object) -> str | int:
    # People copy the # that Discord shows in front of a channel; it is no part of the name.
    return read_reference(value.strip().removeprefix("#") if isinstance(value, str) else value)


def _read_guild_id(value: object) -> int:
    reference = read_reference(value)
    if isinstance(reference, str):
        raise ValueError("needs the id of the server, a number, and not its name")  # noqa: TRY004 - as above
    return reference


def list_to_tuple(value: object) -> object:
    """Return TOML's list as the tuple that a frozen section holds, and all else as it is."""
    return tuple(value) if isinstance(value, list) else value


def one_or_many(value: object) -> object:
    """Return a list as a tuple, and a single name or number as a tuple of one."""
    return (value,) if isinstance(value, (str, int)) else list_to_tuple(value)


def _read_timezone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    if not isinstance(value, str):
        raise ValueError("needs the name of a time zone in quotes")  # noqa: TRY004 - as above
    zones = _timezones()
    if value not in zones:
        meant = suggestion(value, sorted(zones))
        hint = f"; perhaps {meant} is meant" if meant else ""
        raise ValueError(f"names no time zone{hint}")
    return ZoneInfo(value)


@cache
def _timezones() -> frozenset[str]:
    """Return the names that the system knows; it looks through hundreds of files for them."""
    return frozenset(available_timezones())


def _check_link(value: str) -> str:
    fault = "needs a web address that starts with https:// (or http://)"
    try:
        parts = urlsplit(value)
        # Reading the port is what makes urlsplit look at it.
        complete = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise ValueError(fault) from None
    if parts.scheme not in {"http", "https"} or not complete or re.search(r"\s", value):
        raise ValueError(fault)
    return value


def _check_base_url(value: str) -> str:
    parts = urlsplit(_check_link(value))
    if parts.query or parts.fragment:
        raise ValueError("needs an address without ? and #")
    return value.rstrip("/")


def _check_short_form(value: str) -> str:
    if not _SHORT_FORM.fullmatch(value):
        raise ValueError(
            "needs the short form that is part of the web address, not the name or the whole address"
        )
    return value


def _check_secret_name(value: str) -> str:
    if not _SECRET_NAME.fullmatch(value):
        raise ValueError(
            "needs the name of a line in .secrets, in capital letters; the address itself belongs there"
        )
    return value


def _check_database_url(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("is no database address as SQLAlchemy reads them") from None
    if url.drivername not in DRIVERS and url.drivername not in DRIVERS.values():
        raise ValueError("needs to begin with sqlite:/// or postgresql://")
    if url.password or "password" in url.query:
        raise ValueError("holds a password, which belongs into .secrets as DATABASE_PASSWORD")
    if url.get_backend_name() == "postgresql":
        _check_postgresql_options(url.query)
    return value


def _check_postgresql_options(query: Mapping[str, object]) -> None:
    unknown = sorted(query.keys() - _POSTGRESQL_OPTIONS)
    if unknown:
        raise ValueError(f"has «{unknown[0]}» after the ?, where the bot only knows ssl and host")
    mode = query.get("ssl", query.get("sslmode", "prefer"))
    if mode not in _SSL_MODES:
        raise ValueError(f"needs one of {', '.join(_SSL_MODES)} after ssl=")


def _check_language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("needs the short form of a language, such as en, de or pt-BR")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Reference = Annotated[str | int, BeforeValidator(read_reference)]
"""A role: its name, or its id as a number."""
References = Annotated[tuple[Reference, ...], BeforeValidator(one_or_many)]
Channel = Annotated[str | int, BeforeValidator(_read_channel)]
"""A channel: its name without #, or its id as a number."""
GuildId = Annotated[int, BeforeValidator(_read_guild_id)]
Timezone = Annotated[ZoneInfo, BeforeValidator(_read_timezone)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_many)]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Language = Annotated[str, AfterValidator(_check_language)]
"""A language as in BCP 47."""
Link = Annotated[str, AfterValidator(_check_link)]
BaseUrl = Annotated[str, AfterValidator(_check_base_url)]
"""An address that paths are appended to; it never ends in a slash."""
ShortForm = Annotated[str, AfterValidator(_check_short_form)]
ShortForms = Annotated[tuple[ShortForm, ...], BeforeValidator(one_or_many)]
SecretName = Annotated[str, AfterValidator(_check_secret_name)]
DatabaseUrl = Annotated[str, AfterValidator(_check_database_url)]
