"""The documents name only what exists, and what a reader needs to find is in them."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import pytest
from discord import app_commands

from DiscordBot.bot import main
from DiscordBot.config.secrets import SECRET_NAMES
from DiscordBot.config.sections import News, Sections
from DiscordBot.discord_ui.server import REQUIRED_PERMISSIONS
from tests.conference_world import open_conference

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "ARCHITECTURE.md")}
README, ARCHITECTURE = DOCUMENTS.values()

PATH = re.compile(r"[\w./*-]+(?:/|\.(?:py|toml|json|txt|md|png|example|yml))|\.ci/run")
MADE_BY_USERS = {"config.local.toml", "registered_log.txt", "posted_jobs.txt", "data/"}
SHOWN_PERMISSIONS = {
    "read_messages": "View Channels",
    "send_messages_in_threads": "Send Messages in Threads",
}
MOST_BYTES = 150_000
each_document = pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)


def prose(text: str) -> str:
    return re.sub(r"(?ms)^ *```.*?^ *```$", "", text)


def code_blocks(text: str) -> str:
    return "\n".join(re.findall(r"(?ms)^ *```\w*\n(.*?)^ *```$", text))


def code_spans(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", prose(text)))


def project_paths() -> list[PurePath]:
    """List files and folders, relative to the root and without what is generated."""
    sources = [ROOT / name for name in ("DiscordBot", "deploy", "docs", "sandbox", "tests", ".github")]
    found = [path for source in sources for path in (source, *source.rglob("*"))] + list(ROOT.glob("*"))
    return [path.relative_to(ROOT) for path in found if "__pycache__" not in path.parts]


def texts_in_code() -> Iterator[str]:
    for file in (ROOT / "DiscordBot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def anchors(text: str) -> set[str]:
    """Make the anchors of the headings as GitHub does."""
    headings = re.findall(r"(?m)^#+ (.+)$", prose(text))
    kept = (re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", heading).lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


@each_document
def test_links_lead_somewhere(text: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert links or text is ARCHITECTURE
    inside = [link for link in links if not link.startswith("https://")]
    assert [link for link in inside if not link.startswith("#") and not (ROOT / link).exists()] == []
    assert [link for link in inside if link.startswith("#") and link[1:] not in anchors(text)] == []


@each_document
def test_files_exist(text: str) -> None:
    named = {span for span in code_spans(text) if PATH.fullmatch(span)} - MADE_BY_USERS
    paths = project_paths()
    assert named
    assert sorted(path for path in named if not any(known.match(path) for known in paths)) == []


def test_pictures_are_shown_and_small() -> None:
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    shown = re.findall(r"!\[[^\]]+\]\(docs/images/([^)]+)\)", README)
    assert sorted(shown) == [picture.name for picture in pictures]
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []


@each_document
def test_make_targets_exist(text: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    named = {span.split()[1] for span in code_spans(text) if span.startswith("make ")}
    named |= set(re.findall(r"(?m)^make ([a-z-]+)", code_blocks(text)))
    assert named
    assert named - targets == set()


def test_the_bots_own_commands_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    understood = capsys.readouterr().out
    named = re.findall(r"python (\S+\.py)(?: ([a-z]+|--[a-z]+))?", README)
    assert {("DiscordBot/bot.py", option) for option in ("check", "setup", "--rehearse")} <= set(named)
    assert {file for file, _ in named} == {"DiscordBot/bot.py"}
    assert [option for _, option in (*named, ("", "--config")) if option not in understood] == []


@pytest.mark.slow
async def test_slash_commands(tmp_path: Path) -> None:
    async with open_conference(tmp_path, (), with_x=True) as world:
        world.configure(news=News(feed="http://127.0.0.1:9/feed.xml"))
        await world.restart()
        commands = [*world.bot.tree.walk_commands(guild=world.guild)]
    existing = {f"/{c.qualified_name}" for c in commands if isinstance(c, app_commands.Command)}
    named = {span for span in code_spans(README) if re.fullmatch(r"/[a-z]+( [a-z]+)?", span)}
    table = {name for row in re.findall(r"(?m)^\| (.*?) \|", README) for name in code_spans(row) & existing}
    assert existing
    assert named == existing
    assert table == existing


def test_configuration_keys() -> None:
    sections = {name: field.annotation for name, field in Sections.model_fields.items()}
    keys = {span for span in code_spans(README) if re.fullmatch(r"[a-z_]+\.[a-z_]+", span)}
    named = {tuple(key.split(".")) for key in keys if not PATH.fullmatch(key)}
    assert ("pretix", "organizer") in named
    known = {
        (name, key) for name, kind in sections.items() for key in getattr(_model(kind), "model_fields", ())
    }
    assert named - known == set()
    assert set(re.findall(r"`\[([a-z_]+)\]`", README)) - sections.keys() == set()


def _model(annotation: object) -> object:
    """Return the section itself where it may also be None."""
    return next((kind for kind in getattr(annotation, "__args__", ()) if kind is not type(None)), annotation)


def test_names_of_secrets() -> None:
    named = {span for span in code_spans(README) if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", span)}
    assert named >= {"DISCORD_BOT_TOKEN", "PRETIX_TOKEN"}
    assert named - set(SECRET_NAMES) == set()


def test_the_invitation_asks_for_exactly_the_permissions_needed() -> None:
    assert re.findall(r"&permissions=(\d+)", README) == [str(REQUIRED_PERMISSIONS.value)]
    names = [
        SHOWN_PERMISSIONS.get(name, name.replace("_", " ").title())
        for name, is_set in REQUIRED_PERMISSIONS
        if is_set
    ]
    (sentence,) = re.findall(r"exactly the permissions that the bot needs: (.*?)\.", README)
    assert sorted(re.split(r", | and ", sentence)) == sorted(names)


def test_troubleshooting_quotes_what_people_read() -> None:
    quoted = re.findall(r"“([^”]+)”", prose(README))
    texts = list(texts_in_code())
    assert len(quoted) > 10
    assert [quote for quote in quoted if not any(quote in text for text in texts)] == []


def test_the_house_is_complete() -> None:
    named = re.findall(r"(?m)^  (\S+) ", code_blocks(ARCHITECTURE))
    inside = [path for path in (ROOT / "DiscordBot").iterdir() if path.suffix == ".py" or path.is_dir()]
    names = [PurePath(path.name) for path in inside if not path.name.startswith("__")]
    not_told = {"migrations"}  # on database.py's line
    assert sorted(str(n) for n in names if not any(n.match(p.rstrip("/")) for p in named)) == sorted(not_told)
    assert [pattern for pattern in named if not any(n.match(pattern.rstrip("/")) for n in names)] == []
