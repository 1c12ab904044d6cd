"""The documents name only what exists, and what a reader needs to find is in them."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import pytest
import yaml  # type: ignore[import-untyped] # its types are a package of their own, for these few lines
from discord import app_commands
from reference_pages import commands_page, configuration_page, messages_part

from DiscordBot.app import FEATURES
from DiscordBot.bot import main
from DiscordBot.config.schema import schema_of
from DiscordBot.config.secrets import DATABASE_PASSWORD, DISCORD_BOT_TOKEN
from DiscordBot.discord_ui.server import REQUIRED_PERMISSIONS
from DiscordBot.features.news.config import News
from DiscordBot.features.session_threads.config import SessionThreads
from DiscordBot.features.volunteers.config import Volunteers
from tests.conference_world import open_conference

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SCHEMA = schema_of(FEATURES, [DISCORD_BOT_TOKEN, DATABASE_PASSWORD])
NAMES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = tuple(sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in (*NAMES, *PAGES)}
README, ARCHITECTURE, CONTRIBUTING, SECURITY, CHANGELOG = (DOCUMENTS[name] for name in NAMES)
ALL_PAGES = "\n".join(DOCUMENTS[name] for name in ("README.md", *PAGES))
SET_UP, MESSAGES = DOCUMENTS["docs/set-up.md"], DOCUMENTS["docs/messages.md"]
MADE_PAGES = {"commands.md", "configuration.md"}
MOST_OF_A_README = 8_000

PATH = re.compile(r"[\w./*-]+(?:/|\.(?:py|toml|json|txt|md|png|example|yml))|\.ci/run")
MADE_BY_USERS = {
    "config.local.toml",
    "/app/config.local.toml",
    "registered_log.txt",
    "posted_jobs.txt",
    "schedule.json",
    "data/",
    "site/",
}
SHOWN_PERMISSIONS = {
    "read_messages": "View Channels",
    "send_messages_in_threads": "Send Messages in Threads",
}
MOST_BYTES = 150_000
each_document = pytest.mark.parametrize("name", DOCUMENTS)


def prose(text: str) -> str:
    return re.sub(r"(?ms)^ *```.*?^ *```$", "", text)


def code_blocks(text: str) -> str:
    return "\n".join(re.findall(r"(?ms)^ *```\w*\n(.*?)^ *```$", text))


def code_spans(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", prose(text)))


def project_paths() -> list[PurePath]:
    """List files and folders, relative to the root and without what is generated."""
    sources = [ROOT / name for name in ("DiscordBot", "deploy", "docs", "sandbox", "tests", ".github", ".ci")]
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
def test_links_lead_somewhere(name: str) -> None:
    text, folder = DOCUMENTS[name], (ROOT / name).parent
    links = re.findall(r"\]\(([^)\s]+)\)", prose(text))
    inside = [link.partition("#") for link in links if not link.startswith("https://")]
    made = MADE_PAGES if folder != ROOT else set()
    assert [file for file, _, _ in inside if file not in made and not (folder / file).exists()] == []
    pages = {(ROOT / known).resolve(): document for known, document in DOCUMENTS.items()}
    headings = [
        (anchor, pages[(folder / file).resolve()] if file else text) for file, _, anchor in inside if anchor
    ]
    assert [anchor for anchor, document in headings if anchor not in anchors(document)] == []


def test_the_readme_is_short() -> None:
    assert len(README.encode()) <= MOST_OF_A_README


@pytest.mark.parametrize("name", NAMES)
def test_files_exist(name: str) -> None:
    named = {span for span in code_spans(DOCUMENTS[name]) if PATH.fullmatch(span)} - MADE_BY_USERS
    paths = project_paths()
    assert sorted(path for path in named if not any(known.match(path) for known in paths)) == []


def test_pictures_are_shown_and_small() -> None:
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    shown = re.findall(r"!\[[^\]]+\]\((?:docs/)?images/([^)]+)\)", "".join(DOCUMENTS.values()))
    assert set(shown) == {picture.name for picture in pictures}
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []


@each_document
def test_make_targets_exist(name: str) -> None:
    text = DOCUMENTS[name]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    named = {span.split()[1] for span in code_spans(text) if span.startswith("make ")}
    named |= set(re.findall(r"(?m)^make ([a-z-]+)", code_blocks(text)))
    assert named - targets == set()


def test_the_bots_own_commands_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    understood = capsys.readouterr().out
    named = re.findall(r"python (\S+\.py)(?: ([a-z]+|--[a-z]+))?", ALL_PAGES)
    assert {("DiscordBot/bot.py", option) for option in ("check", "setup", "--rehearse")} <= set(named)
    assert {file for file, _ in named} == {"DiscordBot/bot.py"}
    assert [option for _, option in (*named, ("", "--config")) if option not in understood] == []


@pytest.mark.slow
async def test_slash_commands(tmp_path: Path) -> None:
    async with open_conference(tmp_path, (), with_x=True) as world:
        world.configure(
            News(feed="http://127.0.0.1:9/feed.xml"), Volunteers(shifts="shifts.csv"), SessionThreads()
        )
        await world.restart()
        commands = [*world.bot.tree.walk_commands(guild=world.guild)]
    existing = {f"/{c.qualified_name}" for c in commands if isinstance(c, app_commands.Command)}
    named = {span for span in code_spans(ALL_PAGES) if re.fullmatch(r"/[a-z]+( [a-z]+)?", span)}
    in_the_table = set(re.findall(r"(?m)^\| `(/[a-z ]+?)(?: \[?[a-z0-9]+:.*)?`", commands_page()))
    assert existing
    assert named - existing == set()
    assert in_the_table == existing


def test_configuration_keys() -> None:
    sections = {name: field.annotation for name, field in SCHEMA.sections.model_fields.items()}
    keys = {span for span in code_spans(ALL_PAGES) if re.fullmatch(r"[a-z_]+\.[a-z_]+", span)}
    named = {tuple(key.split(".")) for key in keys if not PATH.fullmatch(key)}
    assert ("pretix", "ticket_to_roles") in named
    known = {
        (name, key) for name, kind in sections.items() for key in getattr(_model(kind), "model_fields", ())
    }
    assert {key for key in named - known if key[0] in sections} == set()
    assert set(re.findall(r"`\[([a-z_]+)\]`", ALL_PAGES)) - sections.keys() == set()


@pytest.mark.slow
def test_the_made_pages_have_all_sections_and_what_the_bot_says() -> None:
    headings = set(re.findall(r"(?m)^## \[([a-z_]+)\]$", configuration_page()))
    assert headings == SCHEMA.sections.model_fields.keys()
    said = messages_part()
    assert "| The bot may not see the members. | Switch on «Server Members Intent»" in said
    assert "- Only organisers can do this." in said


def _model(annotation: object) -> object:
    """Return the section itself where it may also be None."""
    return next((kind for kind in getattr(annotation, "__args__", ()) if kind is not type(None)), annotation)


def test_names_of_secrets() -> None:
    named = {span for span in code_spans(SET_UP + SECURITY) if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", span)}
    assert named >= {"DISCORD_BOT_TOKEN", "PRETIX_TOKEN"}
    assert named - set(SCHEMA.secrets) == set()


def test_the_invitation_asks_for_exactly_the_permissions_needed() -> None:
    assert re.findall(r"&permissions=(\d+)", SET_UP) == [str(REQUIRED_PERMISSIONS.value)]
    names = [
        SHOWN_PERMISSIONS.get(name, name.replace("_", " ").title())
        for name, is_set in REQUIRED_PERMISSIONS
        if is_set
    ]
    (sentence,) = re.findall(r"exactly the permissions that the bot needs: (.*?)\.", SET_UP)
    assert sorted(re.split(r", | and ", sentence)) == sorted(names)


def test_troubleshooting_quotes_what_people_read() -> None:
    quoted = re.findall(r"“([^”]+)”", prose(MESSAGES))
    texts = list(texts_in_code())
    assert len(quoted) > 10
    assert [quote for quote in quoted if not any(quote in text for text in texts)] == []


def test_the_changelog_is_in_order_and_knows_the_version() -> None:
    first, *released = re.findall(r"(?m)^## (.+)$", CHANGELOG)
    assert first == "[Unreleased]"
    versions = [re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)", heading) for heading in released]
    found = [(match[1], match[2]) for match in versions if match]
    assert len(found) == len(released) > 0
    dates = [date for _, date in found]
    assert dates == sorted(dates, reverse=True)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.findall(r'(?m)^version = "(.+)"$', project) == [found[0][0]]
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"(?m)^### (.+)$", CHANGELOG)) <= kinds


def test_every_secret_can_be_withdrawn() -> None:
    secrets = set(SCHEMA.secrets)
    assert secrets
    assert secrets - code_spans(SECURITY) == set()


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda f: f.name
)
def test_the_forms_of_issues_are_what_github_reads(form: Path) -> None:
    described = yaml.safe_load(form.read_text(encoding="utf-8"))
    if form.name == "config.yml":
        assert described.keys() == {"blank_issues_enabled"}
        return
    assert described["name"]
    assert described["description"]
    fields = [field for field in described["body"] if field["type"] != "markdown"]
    assert fields
    assert all(field["attributes"]["label"] for field in fields)
    identities = [field["id"] for field in fields]
    assert len(set(identities)) == len(identities)
    kinds = {field["type"] for field in described["body"]}
    assert kinds <= {"markdown", "textarea", "input", "dropdown", "checkboxes"}


def test_the_layout_is_complete() -> None:
    (layout,) = re.findall(r"(?ms)^DiscordBot/\n(.*?)^sandbox/", code_blocks(ARCHITECTURE))
    named = {name.rstrip("/") for name in re.findall(r"(?m)^  (\S+) ", layout)}
    inside = {path.name for path in (ROOT / "DiscordBot").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert named == {name for name in inside if not name.startswith("__")}


def test_the_table_of_changes_names_the_very_files() -> None:
    rows = re.findall(r"(?m)^\| ([^`|]+|what `/health`[^|]+) \| (.+) \| (.+) \|$", ARCHITECTURE)
    assert len(rows) > 30
    of_each_feature = {"config.py", "feature.py", "models.py"}
    wrong = []
    for about, files, tests in rows[1:]:
        paths = set(re.findall(r"`([^`]+)`", files)) - of_each_feature
        wrong += [
            (about, path) for path in paths if not any((*ROOT.glob(path), *(ROOT / "DiscordBot").glob(path)))
        ]
        wrong += [(about, path) for path in re.findall(r"`([^`]+)`", tests) if not (ROOT / path).exists()]
    assert wrong == []
