"""The configuration of this year's conference as a beginning for the next one's: text in, text out.

Comments and order stay, so that people recognise their file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from DiscordBot.config.files import ConfigurationError, mistake
from DiscordBot.config.toml_text import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEEKS = timedelta(weeks=52)
"""A year on, on the same day of the week."""

_HEADER = re.compile(r"\s*\[+\s*(?P<name>[^\]]+?)\s*\]+\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?P<key>[\w.\-\"]+)\s*=")
_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_MULTILINE = ('"""', "'''")
_LAST_YEARS_SECTIONS = ("rooms.livestreams", "rehearsal")
_OF_PEOPLE = "staff"
_DATABASE = "sqlite+aiosqlite:///data/bot-{year}.db"
_MAPPING = "ticket_to_roles_prod.json"
_BACKUPS = "data/backups-{year}"


@dataclass(frozen=True, slots=True)
class NewYear:
    """The new file's text; `changes` are the lines that are others now, before and after.

    Those that were taken out are empty afterwards. `mappings` are the files of tickets and roles that the
    file names, each as it is called now and next year, and `sections` those that it has.
    """

    text: str
    year: int
    first_day: date
    last_day: date
    changes: tuple[tuple[str, str], ...]
    mappings: tuple[tuple[str, str], ...]
    sections: tuple[str, ...]


@dataclass(slots=True)
class _Rewriting:
    """What is known while the lines go by."""

    old_year: str
    new_year: str
    shift: timedelta
    section: str = ""
    quotes: str = ""
    own_places: dict[str, str] = field(default_factory=dict)
    """By section, the line that is missing there: its default would be last year's."""

    changes: list[tuple[str, str]] = field(default_factory=list)


def next_year(text: str, file_name: str) -> NewYear:
    """Return the file for the next conference. Raises `ConfigurationError` if `text` is none for this one."""
    document = read_toml(text)
    conference = document.get("conference")
    first, last = (
        conference.get(key) if isinstance(conference, dict) else None for key in ("first_day", "last_day")
    )
    if not isinstance(first, date) or not isinstance(last, date):
        remedy = "Name the file of the conference that is over with --config."
        raise ConfigurationError((mistake(file_name, "has no conference.first_day and last_day", remedy),))
    shift = WEEKS if (first + WEEKS).year > first.year else WEEKS + timedelta(weeks=1)
    year = (first + shift).year
    state = _Rewriting(str(first.year), str(year), shift, own_places=dict(_own_places(document, year)))
    lines = [new for line in text.splitlines() for new in _rewritten(line, state)]
    if database := state.own_places.get("database"):
        lines += ["", "[database]", database]
        state.changes.append(("", f"[database] {database}"))
    written = "\n".join(lines) + "\n"
    # Whatever was written is read once more before anybody relies on it.
    read_toml(written)
    return NewYear(
        text=written,
        year=year,
        first_day=first + shift,
        last_day=last + shift,
        changes=tuple(state.changes),
        mappings=tuple((name, _with_new_year(name, state)) for name in dict.fromkeys(_mappings(document))),
        sections=tuple(document),
    )


def _rewritten(line: str, state: _Rewriting) -> Iterator[str]:
    was_inside = state.quotes
    _follow_quotes(line, state)
    header = None if was_inside else _HEADER.match(line)
    if header is not None:
        state.section = header["name"].replace('"', "").replace(" ", "")
    # What looks like a year in somebody's order code or id is none, and would mean somebody else.
    if (line.lstrip().startswith("#") and not was_inside) or (header is None and state.section == _OF_PEOPLE):
        yield line
    elif _is_last_years(line, state, is_inside=bool(was_inside)):
        yield from _changed(line, f"# {line}", state, taken_out=True)
    else:
        yield from _changed(line, _with_own_places(_with_new_year(line, state), state), state)
    if header is not None and (own := state.own_places.pop(state.section, "")):
        state.changes.append(("", own))
        yield own


def _follow_quotes(line: str, state: _Rewriting) -> None:
    for quotes in _MULTILINE:
        if state.quotes in {"", quotes} and line.count(quotes) % 2:
            state.quotes = "" if state.quotes else quotes


def _is_last_years(line: str, state: _Rewriting, *, is_inside: bool) -> bool:
    in_section = any(
        state.section == name or state.section.startswith(f"{name}.") for name in _LAST_YEARS_SECTIONS
    )
    if not line.strip():
        return False
    key = None if is_inside else _KEY.match(line)
    is_key = key is not None and state.section == "rooms" and key["key"].split(".")[0] == "livestreams"
    return in_section or is_key


def _changed(line: str, new: str, state: _Rewriting, *, taken_out: bool = False) -> Iterator[str]:
    if new != line:
        state.changes.append((line.strip(), "" if taken_out else new.strip()))
    yield new


def _with_new_year(line: str, state: _Rewriting) -> str:
    def later(found: re.Match[str]) -> str:
        try:
            return (date.fromisoformat(found[0]) + state.shift).isoformat()
        except ValueError:
            return found[0]

    parts = _DATE.split(line)
    dates = [later(found) for found in _DATE.finditer(line)]
    years = re.compile(rf"(?<!\d){state.old_year}(?!\d)")
    renamed = [years.sub(state.new_year, part) for part in parts]
    return "".join(text for pair in zip(renamed, [*dates, ""], strict=True) for text in pair)


def _with_own_places(line: str, state: _Rewriting) -> str:
    """Let the new bot have a database and backups of its own, whatever they are called."""
    key = _KEY.match(line)
    if key is None or state.new_year in line:
        return line
    own: dict[tuple[str, str], Callable[[str], str]] = {
        ("database", "url"): lambda value: _own_database(value, state.new_year),
        ("backup", "folder"): lambda value: f"{value.rstrip('/')}-{state.new_year}",
    }
    rename = own.get((state.section, key["key"]))
    if rename is None:
        return line
    return re.sub(
        r"""(["'])(.+?)\1""", lambda found: f"{found[1]}{rename(found[2])}{found[1]}", line, count=1
    )


def _own_database(url: str, year: str) -> str:
    address, mark, options = url.partition("?")
    if address.startswith("sqlite"):
        stem, dot, ending = address.rpartition(".")
        address = f"{stem}-{year}{dot}{ending}" if dot and "/" not in ending else f"{address}-{year}"
    else:
        address = f"{address}_{year}"
    return f"{address}{mark}{options}"


def _own_places(document: dict[str, object], year: int) -> Iterator[tuple[str, str]]:
    for section, key, value in (("database", "url", _DATABASE), ("backup", "folder", _BACKUPS)):
        found = document.get(section, {} if section == "database" else None)
        if isinstance(found, dict) and key not in found:
            yield section, f'{key} = "{value.format(year=year)}"'


def _mappings(document: dict[str, object]) -> Iterator[str]:
    for section in document.values():
        named = section.get("ticket_to_roles") if isinstance(section, dict) else None
        names = named.values() if isinstance(named, dict) else [named]
        yield from (name for name in names if isinstance(name, str))
    if "pretix" in document:
        # What counts where the section names none.
        yield _MAPPING
