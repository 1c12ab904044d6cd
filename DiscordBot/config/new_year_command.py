"""`bot.py new-year FOLDER`: writes next year's configuration, and says what to look at in it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from DiscordBot.config.files import ConfigurationError, mistake, read_text
from DiscordBot.config.new_year import next_year
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from DiscordBot.config.new_year import NewYear

_OF_SECTIONS = {
    "pretix": ("tickets", "Make the event in the shop, or correct pretix.event; the team needs its rights."),
    "tito": ("tickets", "Make the event in Tito, or correct tito.event."),
    "ticket_files": ("tickets", "Bring the new files; last year's were not copied."),
    "staff": (
        "staff",
        "Last year's people are still in the lists: whoever has one of their codes now gets the role.",
    ),
    "schedule_json": ("programme", "Correct schedule_json.source: the new programme is another file."),
    "pretalx": ("programme", "Make the event in pretalx, or correct pretalx.event."),
    "rooms": ("rooms", "Correct names, channels and aliases if the venue is another one; add livestreams."),
    "sponsors": ("sponsors", "Last year's companies and benefits are still in the list."),
    "volunteers": ("volunteers", "Bring the new file of shifts; last year's was not copied."),
    "job_board": ("job board", "Use a new sheet, or empty the old one: its adverts would be posted again."),
    "news": ("news", "Check the addresses of the feeds."),
    "open_spaces": ("open spaces", "Check the hashtags."),
    "backup": ("backup", "Keep last year's backups until retention_days have passed, then delete them."),
}
_ALWAYS = (
    ("dates", "They are a year on, on the same days of the week. Correct conference.first_day and last_day."),
    (".secrets", "It was not copied. Copy it yourself, or better: make new tokens, and then chmod 600 it."),
    ("accounts", "Connect them anew with /networks connect: they are stored in last year's database."),
    (
        "settings",
        "What was changed with /settings set counts no longer; write into the file what should stay.",
    ),
    (
        "roles on Discord",
        (
            "Members keep last year's roles, which the new bot did not give. Take them from everybody, or "
            "let the mapping of tickets name new ones."
        ),
    ),
)


def write_new_year(source: Path, folder: Path) -> list[Finding]:
    """Write next year's file into `folder`, with the mappings of tickets; nothing is ever overwritten.

    Return what was changed and what to check. Raises `ConfigurationError`.
    """
    try:
        new = next_year(read_text(source), source.name)
    except ValueError as error:
        remedy = "Correct the line; config.toml of the project shows how it is written."
        raise ConfigurationError((mistake(source.name, str(error), remedy),)) from None
    names = [names for names in new.mappings if not any(map(_is_elsewhere, names))]
    copies = {source.parent / now: folder / then for now, then in names}
    copies = {origin: copy for origin, copy in copies.items() if origin.is_file()}
    target = folder / source.name
    taken = [str(file) for file in (target, *copies.values()) if file.exists()]
    if taken:
        remedy = "Name another folder, or move them away."
        raise ConfigurationError(
            (mistake("new-year", f"these are there already: {', '.join(taken)}", remedy),)
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # "x": also what appears in this very moment is not overwritten.
        with target.open("x", encoding="utf-8") as file:
            file.write(new.text)
        for origin, copy in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            with origin.open("rb") as read, copy.open("xb") as write:
                shutil.copyfileobj(read, write)
    except OSError as error:
        detail = f"{folder} cannot be written ({error.strerror})"
        raise ConfigurationError((mistake("new-year", detail, "Choose a folder of yours."),)) from None
    return [*_changes(new), *_checks(new), _last_step(target)]


def _is_elsewhere(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/")


def _changes(new: NewYear) -> Iterator[Finding]:
    for before, after in new.changes:
        if not after:
            yield Finding("taken out", Level.OK, before)
        else:
            yield Finding(
                "changed" if before else "added", Level.OK, f"{before} → {after}" if before else after
            )


def _checks(new: NewYear) -> Iterator[Finding]:
    for subject, remedy in _ALWAYS:
        yield Finding(subject, Level.WARNING, "Please check.", remedy)
    for section in new.sections:
        if section in _OF_SECTIONS:
            subject, remedy = _OF_SECTIONS[section]
            yield Finding(subject, Level.WARNING, "Please check.", remedy)
    for _, name in new.mappings:
        remedy = "Compare it with the new shop: its items may have other names."
        yield Finding(name, Level.WARNING, "Please check.", remedy)


def _last_step(target: Path) -> Finding:
    remedy = f"Then run: python DiscordBot/bot.py check --config {target}"
    return Finding("at the end", Level.OK, f"{target} is written.", remedy)
