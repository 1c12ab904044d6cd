"""The configuration of the next conference, from that of the last."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from DiscordBot.bot import main
from DiscordBot.config import load_config
from DiscordBot.config.new_year import NewYear, next_year
from DiscordBot.config.new_year_command import write_new_year
from DiscordBot.core.findings import Level
from tests.config_folder import EVERY_SECRET

ROOT = Path(__file__).parent.parent.parent
LAST = '''# PyCon Example 2027: our file
[conference]
name = "PyCon Example 2027"   # as people say it
timezone = "Europe/Berlin"
first_day = 2027-07-14
last_day = 2027-07-16
website = "https://2027.example.org"

[server]
guild_id = 202712345678901234

[pretix]
organizer = "example"
event = "conf2027"
ticket_to_roles = "roles-2027.json"

[[rooms]]
name = "Forum Hall"
channel = "forum-hall"
aliases = ["forum"]
[rooms.livestreams]
2027-07-14 = { url = "https://youtu.be/abc", starts = 08:30:00 }

[[rooms]]
name = "Terrace"
livestreams = { 2027-07-15 = { url = "https://youtu.be/def" } }
channel = "terrace"

[news]
template = """
[rooms.livestreams]
See you at PyCon 2027!
"""

[rehearsal]
start = 2027-07-14T08:30:00

[backup]
keep_days = 14
'''


def new(text: str = LAST) -> NewYear:
    return next_year(text, "config.toml")


def read(text: str = LAST) -> dict[str, Any]:
    return tomllib.loads(new(text).text)


def test_dates_are_the_same_days_of_the_week_a_year_on() -> None:
    made = new()
    assert (made.year, made.first_day, made.last_day) == (2028, date(2028, 7, 12), date(2028, 7, 14))
    assert made.first_day.weekday() == date(2027, 7, 14).weekday()
    conference = read()["conference"]
    assert (conference["first_day"], conference["last_day"]) == (date(2028, 7, 12), date(2028, 7, 14))


def test_names_events_and_addresses_are_of_the_new_year_and_ids_are_not_touched() -> None:
    made = read()
    assert made["conference"]["name"] == "PyCon Example 2028"
    assert made["conference"]["website"] == "https://2028.example.org"
    assert made["pretix"]["event"] == "conf2028"
    assert made["server"]["guild_id"] == 202712345678901234


def test_rooms_stay_and_their_livestreams_go() -> None:
    assert read()["rooms"] == [
        {"name": "Forum Hall", "channel": "forum-hall", "aliases": ["forum"]},
        {"name": "Terrace", "channel": "terrace"},
    ]
    assert "rehearsal" not in read()


def test_the_order_codes_of_staff_stay_what_they_are() -> None:
    new = next_year(f"{LAST}\n[staff]\norganizers = ['2027-1', 'C-2027']\n", "config.toml")
    assert tomllib.loads(new.text)["staff"] == {"organizers": ["2027-1", "C-2027"]}
    assert "staff" in new.sections


def test_last_years_staff_is_to_be_checked(tmp_path: Path) -> None:
    source = tmp_path / "config.toml"
    source.write_text(f"{LAST}\n[staff]\norganizers = ['ABC12']\n", encoding="utf-8")
    found = write_new_year(source, tmp_path / "next")
    assert any(one.subject == "staff" and one.level is Level.WARNING for one in found)


def test_a_template_that_looks_like_a_section_is_none() -> None:
    assert read()["news"]["template"] == "[rooms.livestreams]\nSee you at PyCon 2028!\n"


def test_comments_stay_and_every_change_is_told() -> None:
    made = new()
    assert made.text.startswith("# PyCon Example 2027: our file\n")
    assert "# as people say it" in made.text
    assert ('event = "conf2027"', 'event = "conf2028"') in made.changes
    assert ("[rooms.livestreams]", "") in made.changes
    assert made.mappings[0] == ("roles-2027.json", "roles-2028.json")


@pytest.mark.parametrize(
    ("section", "url"),
    [
        ("", "sqlite+aiosqlite:///data/bot-2028.db"),
        ("[database]\nstandby = true\n", "sqlite+aiosqlite:///data/bot-2028.db"),
        ('[database]\nurl = "sqlite+aiosqlite:///data/bot.db"\n', "sqlite+aiosqlite:///data/bot-2028.db"),
        ('[database]\nurl = "sqlite+aiosqlite:///data/2027.db"\n', "sqlite+aiosqlite:///data/2028.db"),
        (
            "[database]\nurl = 'postgresql://bot@/bot?host=/var/run/postgresql'\n",
            "postgresql://bot@/bot_2028?host=/var/run/postgresql",
        ),
    ],
)
def test_last_years_database_is_left_alone(section: str, url: str) -> None:
    made = read(LAST + section)
    assert made["database"]["url"] == url
    assert made["backup"] == {"folder": "data/backups-2028", "keep_days": 14}


def test_what_is_no_configuration_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    for text, words in (("[conference]\nname = 'x'\n", "conference.first_day"), ("a b", "is not TOML")):
        file.write_text(text)
        assert main(["new-year", str(tmp_path / "2028"), "--config", str(file)]) == 2
        assert words in " ".join(capsys.readouterr().out.split())
    assert not (tmp_path / "2028").exists()


def test_the_command_writes_what_loads_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = tmp_path / "2027"
    last.mkdir()
    (last / "config.toml").write_text(LAST)
    (last / "roles-2027.json").write_text('{"Business": ["Attendee"]}')
    (last / ".secrets").write_text("PRETIX_TOKEN=secret")
    folder = tmp_path / "2028"
    arguments = ["new-year", str(folder), "--config", str(last / "config.toml")]

    assert main(arguments) == 0

    told = " ".join(capsys.readouterr().out.split())
    assert "Members keep last year's roles" in told
    assert sorted(path.name for path in folder.iterdir()) == ["config.toml", "roles-2028.json"]
    assert (last / "config.toml").read_text() == LAST
    (folder / "config.toml").write_text("mine")
    (folder / "roles-2028.json").unlink()
    assert main(arguments) == 2
    assert "these are there already" in " ".join(capsys.readouterr().out.split())
    assert (folder / "config.toml").read_text() == "mine"
    assert not (folder / "roles-2028.json").exists()


def test_the_projects_own_file_loads_a_year_on(tmp_path: Path) -> None:
    assert main(["new-year", str(tmp_path / "new"), "--config", str(ROOT / "config.toml")]) == 0
    config = load_config(tmp_path / "new" / "config.toml", environment=EVERY_SECRET)
    assert config.conference.first_day.year == config.conference.last_day.year == 2028
    assert "2028" in config.database.url
