"""Every text that attendees meet is marked, and each catalogue has it whole."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

import DiscordBot
from DiscordBot.translation.__main__ import PUBLIC_COMMANDS, command_texts, texts
from DiscordBot.translation.language import LANGUAGES, LOCALES, SOURCE, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

PACKAGE = Path(DiscordBot.__file__).parent
FOR_ATTENDEES = (
    "discord_ui/forms.py",
    "features/my_sessions/texts.py",
    "features/my_sessions/ui/direct_messages.py",
    "features/my_sessions/ui/list_card.py",
    "features/my_sessions/ui/session_button.py",
    "features/open_spaces/board/board_text.py",
    "features/open_spaces/ui/announce_form.py",
    "features/open_spaces/ui/faces.py",
    "features/open_spaces/ui/review_form.py",
    "features/programme/ui/schedule_commands.py",
    "features/programme/cards/change_cards.py",
    "features/programme/cards/session_cards.py",
    "features/programme/ui/session_controls.py",
    "features/programme/ui/session_pages.py",
    "features/registration/ui/answers.py",
    "features/registration/ui/register_form.py",
    "features/registration/ui/registration_message.py",
    "features/reminders/ui/reminder_message.py",
    "features/session_threads/service.py",
    "features/session_threads/texts.py",
    "features/session_threads/ui/buttons.py",
    "translation/days.py",
)
"""Modules whose texts attendees, speakers and hosts of open spaces read."""

FOR_STAFF = {"refresh_text"}
"""Functions in those modules whose texts only staff read."""

LONGEST_DESCRIPTION = 100
NO_TEXTS = {"Ada Lovelace", "a form of "}
"""An example of a name, and what the organisers' log says."""

FOOTERS = ("Kept up to date", "Open space ", "Session thread")
"""By these the bot knows its own messages again, so they are the same in all languages."""

MARKS = {"tr", "tr_n", "translatable"}
# What has words: letters after a space, or a sentence.
WORDS = re.compile(r"[A-Za-z]{2,}[,:!?.]? +\S*[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
MARKDOWN = re.compile(r"\*\*|`[^`]+`|^• ", re.MULTILINE)
languages = pytest.mark.parametrize("language", [each for each in LANGUAGES if each != SOURCE])


def catalogue_of(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Give each translation with the text that it is of."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    strings = (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)
    # There is one for a single thing, and perhaps several for many.
    yield from zip((ids[0], *([ids[-1]] * (len(strings) - 1))), strings, strict=True)


def unmarked(module: ast.Module) -> Iterator[str]:
    """Give the texts with words in them that nobody translates."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    kept = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name in FOR_STAFF:
            kept |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            # Descriptions of commands are translated by Discord; errors of the program are for its authors.
            if name in MARKS | {"describe", "ValueError", "TypeError", "NotSentError"}:
                kept |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            kept.add(id(node.value))
    for node in ast.walk(module):
        value = (
            getattr(node, "value", None) if isinstance(node, ast.Constant) and id(node) not in kept else None
        )
        if (
            isinstance(value, str)
            and WORDS.search(value)
            and value not in NO_TEXTS
            and not value.startswith(FOOTERS)
        ):
            yield value


@pytest.mark.parametrize("name", FOR_ATTENDEES)
def test_every_text_for_attendees_is_marked(name: str) -> None:
    found = unmarked(ast.parse((PACKAGE / name).read_text(encoding="utf-8")))
    assert [text for text in found if not text.startswith(FOOTERS)] == []


def test_a_text_that_is_not_marked_is_found() -> None:
    code = 'def f():\n    """Say it."""\n    say("Not translated yet")\n    say(tr("But this is"))\n'
    assert list(unmarked(ast.parse(code))) == ["Not translated yet"]


@pytest.mark.slow
def test_no_text_is_marked_where_it_cannot_be_found() -> None:
    # Babel reads an f-string as one piece, with whatever is called in it.
    hidden = [
        (file.name, node.lineno)
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in MARKS
        if isinstance(part.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.slow
@languages
def test_a_catalogue_has_exactly_the_texts_of_the_code(language: str) -> None:
    wanted = {message.id for message in texts() if message.id}
    assert wanted
    assert {message.id for message in catalogue_of(language) if message.id} == wanted


@languages
def test_a_catalogue_has_no_holes_and_keeps_what_is_put_in(language: str) -> None:
    faults = [
        (text, translation)
        for message in catalogue_of(language)
        if message.id
        for text, translation in pairs(message)
        if not translation.strip()
        or Counter(PLACEHOLDER.findall(text)) != Counter(PLACEHOLDER.findall(translation))
        or Counter(MARKDOWN.findall(text)) != Counter(MARKDOWN.findall(translation))
        or text.count("\n") != translation.count("\n")
    ]
    assert faults == []


@languages
def test_descriptions_of_commands_are_as_short_as_discord_wants_them(language: str) -> None:
    # https://discord.com/developers/docs/interactions/application-commands#application-command-object
    known = catalogue(language)
    found = []
    for name in PUBLIC_COMMANDS:
        with (PACKAGE / name).open(encoding="utf-8") as source:
            found += [known.gettext(text) for text in command_texts(source)]
    assert found
    assert [text for text in found if len(text) > LONGEST_DESCRIPTION] == []
