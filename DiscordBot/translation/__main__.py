"""Brings the catalogues up to date with the texts in the code: `make translations`."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import IO, TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from DiscordBot.translation.language import LANGUAGES, LOCALES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGE = Path(__file__).resolve().parent.parent
KEYWORDS = {"tr": None, "translatable": None, "tr_n": (1, 2)}
_WIDTH = 110

PUBLIC_COMMANDS = (
    "features/organizers/ui/cog.py",
    "features/registration/ui/cog.py",
    "features/programme/ui/schedule_commands.py",
    "features/open_spaces/ui/cog.py",
    "features/reminders/ui/cog.py",
    "features/my_sessions/ui/cog.py",
    "discord_ui/conference_bot.py",
)
"""Where the commands stand that everybody sees; of these, descriptions are texts too."""


def texts() -> Catalog:
    """Return all texts in the code that are to be translated, with the files that they stand in."""
    found = Catalog(project="conference bot", charset="utf-8")
    for file in sorted(PACKAGE.rglob("*.py")):
        name = file.relative_to(PACKAGE).as_posix()
        for _line, message, comments, _context in extract_from_file(
            "python", file, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            found.add(message, locations=[(name, 0)], auto_comments=comments)
    for name in PUBLIC_COMMANDS:
        with (PACKAGE / name).open(encoding="utf-8") as source:
            for text in command_texts(source):
                found.add(text, locations=[(name, 0)])
    return found


def command_texts(source: IO[str]) -> Iterator[str]:
    """Give what Discord shows of the commands in a file: their descriptions and those of their options."""
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.AsyncFunctionDef):
            calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
            names = {one.func.attr: one for one in calls if isinstance(one.func, ast.Attribute)}
            if "command" in names:
                yield (ast.get_docstring(node) or "").partition("\n")[0]
                options = names["describe"].keywords if "describe" in names else []
                values = (one.value.value for one in options if isinstance(one.value, ast.Constant))
                yield from (value for value in values if isinstance(value, str))


def main() -> None:
    """Write each catalogue anew: with texts that are new, without those that are gone."""
    wanted = texts()
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        path = LOCALES / f"{language}.po"
        with path.open("rb") as file:
            known = read_po(file, locale=language)
        known.update(wanted, no_fuzzy_matching=True)
        known.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, known, width=_WIDTH, sort_output=True, omit_header=True)
        missing = sum(1 for message in known if message.id and not all(_strings(message.string)))
        print(f"{path.name}: {len(known)} texts, {missing} without a translation")  # noqa: T201 - for who runs it


def _strings(string: str | Iterable[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


if __name__ == "__main__":
    main()
