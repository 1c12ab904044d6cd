from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.config import load_config
from DiscordBot.config.secrets import DATABASE_PASSWORD
from DiscordBot.core.findings import Level
from tests.config_folder import EVERY_SECRET, PRETIX, ROOT, SECRET, SMALLEST, Folder, switched_on

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_example_of_the_secrets_names_them_all_and_holds_none(folder: Folder) -> None:
    text = (ROOT / ".secrets.example").read_text(encoding="utf-8")
    folder.write(".secrets", text)
    named = {line.partition("=")[0].removeprefix("#") for line in text.splitlines() if "=" in line}
    assert named == {*EVERY_SECRET, DATABASE_PASSWORD.name}
    assert set(folder.problems(SMALLEST + PRETIX, {})) == {
        ".secrets: DISCORD_BOT_TOKEN",
        ".secrets: PRETIX_TOKEN",
    }


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("", ["DISCORD_BOT_TOKEN"]),
        (PRETIX, ["DISCORD_BOT_TOKEN", "PRETIX_TOKEN"]),
        ("[pretalx]\nevent = 'x'\n", ["DISCORD_BOT_TOKEN"]),
        ("[webhooks]\n", ["DISCORD_BOT_TOKEN", "PRETIX_WEBHOOK_SECRET"]),
        (
            "[twitter]\n",
            ["DISCORD_BOT_TOKEN", "TWITTER_CLIENT", "TWITTER_CLIENTSECRET", "TWITTER_TOKEN_KEY"],
        ),
        ("[twitter]\ndry_run = true\n", ["DISCORD_BOT_TOKEN"]),
        ("[[rooms]]\nname = 'A'\nwebhook = 'ROOM_A'\n", ["DISCORD_BOT_TOKEN", "ROOM_A"]),
    ],
)
def test_secrets_that_are_needed(folder: Folder, lines: str, missing: list[str]) -> None:
    found = folder.problems(SMALLEST + lines, {"DISCORD_BOT_TOKEN": "", "PRETIX_TOKEN": " "})
    assert list(found) == [f".secrets: {name}" for name in missing]
    assert all(finding.detail.startswith("is missing; it is needed to ") for finding in found.values())


def test_only_a_real_start_needs_the_discord_token(folder: Folder) -> None:
    assert folder.load(SMALLEST, {}, need_discord_token=False).secrets.reveal("DISCORD_BOT_TOKEN") == ""


def test_secrets_come_from_the_file_and_the_environment_wins(folder: Folder) -> None:
    folder.write(
        ".secrets", f"DISCORD_BOT_TOKEN='{SECRET}'\nPRETIX_TOKEN=file\nexport ROOM_A=https://a.b/c\n"
    )
    rooms = "[[rooms]]\nname = 'A'\nwebhook = 'ROOM_A'\n"
    config = folder.load(
        SMALLEST + PRETIX + rooms, {"PRETIX_TOKEN": " environment ", "DISCORD_BOT_TOKEN": ""}
    )
    assert config.secrets.reveal("DISCORD_BOT_TOKEN") == SECRET
    assert config.secrets.reveal("PRETIX_TOKEN") == "environment"
    assert config.secrets.reveal("ROOM_A") == "https://a.b/c"
    assert config.warnings == ()


def test_the_process_environment_is_the_default(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_BOT_TOKEN", SECRET)
    config = load_config(folder.write("config.toml", SMALLEST))
    assert config.secrets.reveal("DISCORD_BOT_TOKEN") == SECRET


def test_a_webhook_that_is_no_address(folder: Folder) -> None:
    rooms = "[[rooms]]\nname = 'A'\nwebhook = 'ROOM_A'\n"
    found = folder.problems(SMALLEST + rooms, EVERY_SECRET | {"ROOM_A": SECRET})
    assert found[".secrets: ROOM_A"].detail == "is no web address"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"DISCORD_TOKEN={SECRET}", "Did you mean DISCORD_BOT_TOKEN?"),
        (f"pretix_token={SECRET}", "Did you mean PRETIX_TOKEN?"),
        (SECRET, "is not of the form NAME=value"),
        (f"PRETIX TOKEN = {SECRET}", "is not of the form NAME=value"),
    ],
)
def test_doubtful_lines_of_the_secrets_are_told_without_content(
    folder: Folder, line: str, words: str
) -> None:
    folder.write(".secrets", f"# comment\nOTHER=x\n\n{line}\n")
    (found,) = folder.load(SMALLEST).warnings
    assert (found.subject, found.level) == (".secrets: line 4", Level.WARNING)
    assert words in f"{found.detail}. {found.remedy}"
    assert SECRET not in repr(found)


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, True), (0o604, True), (0o400, False)])
def test_secrets_that_others_can_read(folder: Folder, mode: int, warned: bool) -> None:  # noqa: FBT001 - a table
    folder.write(".secrets", "OTHER=x\n", mode=mode)
    assert [found.remedy for found in folder.load(SMALLEST).warnings] == ["Run: chmod 600 .secrets"] * warned


def test_secrets_that_are_no_text(folder: Folder) -> None:
    (folder.path / ".secrets").mkdir(mode=0o700)
    assert folder.problems(SMALLEST)[".secrets"].level is Level.ERROR


def test_the_configuration_cannot_be_changed_and_shows_no_secret(folder: Folder) -> None:
    config = folder.load(switched_on((ROOT / "config.toml").read_text(encoding="utf-8")))
    with pytest.raises(ValueError, match="frozen"):
        config.server.guild_id = 1  # type: ignore[misc] # what is tested
    for shown in (repr(config), str(config), str(config.model_dump()), config.model_dump_json()):
        assert SECRET not in shown
