from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from DiscordBot.app import FEATURES
from DiscordBot.config import ConfigurationError, find_config_file, load_config
from DiscordBot.config.mistakes import parse_sections
from DiscordBot.config.schema import schema_of
from DiscordBot.config.secrets import DISCORD_BOT_TOKEN
from DiscordBot.core.findings import Level
from DiscordBot.features.open_spaces.config import OpenSpaces
from DiscordBot.features.programme.config import Programme
from DiscordBot.features.registration.config import (
    Pretix,
    read_ticket_roles,
    roles,
    ticket_roles,
    ticket_roles_by_event,
)
from DiscordBot.features.tweets.config import Moderation
from DiscordBot.networks.handles import SPELLINGS
from DiscordBot.networks.twitter.config import Twitter
from tests.config_folder import EVERY_SECRET, PRETIX, ROOT, SMALLEST, Folder, switched_on


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_smallest_configuration_has_the_designs_defaults(folder: Folder) -> None:
    config = folder.load(SMALLEST)
    assert (config.conference.first_day, config.conference.last_day) == (date(2027, 7, 14), date(2027, 7, 16))
    assert (config.conference.day_start, config.conference.day_end) == (time(8), time(22))
    assert config.conference.timezone.key == "Europe/Berlin"
    assert config.server.guild_id == 4242
    assert config.roles.organizers == ("Organizers",)
    assert config.channels["open_spaces_review"] == "need-review"
    assert config.database.url == "sqlite+aiosqlite:///data/bot.db"
    assert config.features == {}
    assert (config.webhooks, config.rehearsal) == (None, None)
    assert (config.rooms, ticket_roles(config), config.warnings) == ((), {}, ())


def test_sections_bring_their_defaults(folder: Folder) -> None:
    config = folder.load(
        SMALLEST + PRETIX + "[programme]\n[moderation]\n[twitter]\n[open_spaces]\n[webhooks]\n"
    )
    pretix, programme, twitter = config.require(Pretix), config.require(Programme), config.require(Twitter)
    assert (pretix.base_url, pretix.refresh_minutes) == ("https://pretix.eu/api/v1", 5)
    assert pretix.revoke_on_cancel
    assert pretix.set_nickname
    assert (programme.lead_minutes, programme.room_lead_minutes) == (5, 2)
    assert config.require(Moderation).policy == "volunteers_post"
    assert (twitter.posting_start, twitter.min_gap_seconds) == (time(9), 60)
    open_spaces = config.require(OpenSpaces)
    assert (open_spaces.hashtags, open_spaces.announce_as) == ((), "retweet")


def test_the_example_of_the_project_loads_as_it_is() -> None:
    config = load_config(ROOT / "config.toml", environment=EVERY_SECRET)
    assert config.conference.name == "PyCon Example 2027"
    assert ticket_roles(config)["Business"] == ("Attendee", "Business")
    assert [found for found in config.warnings if not found.subject.startswith(".secrets")] == []


def test_the_example_loads_with_everything_switched_on(folder: Folder) -> None:
    config = folder.load(switched_on((ROOT / "config.toml").read_text(encoding="utf-8")))
    # Nobody has the programme from two places.
    assert [found.subject for found in config.warnings] == ["config.toml: schedule_json"]
    assert config.rooms[0].aliases == ("forum", "main hall")
    assert config.rooms[0].livestreams[date(2027, 7, 14)].starts == time(8, 30)
    assert config.rehearsal is not None
    assert config.rehearsal.start == datetime(2027, 7, 14, 8, 30)  # noqa: DTZ001 - wall time


def test_the_example_shows_every_key_with_its_default() -> None:
    text = switched_on((ROOT / "config.toml").read_text(encoding="utf-8"))
    schema = schema_of(FEATURES, [DISCORD_BOT_TOKEN])
    example, _ = parse_sections(tomllib.loads(text), "config.toml", schema)
    assert example is not None
    no_default = {"rooms", "rehearsal", "website", "hashtags", "webhook", "session_links"} | {
        *(f"{network}_question" for network in SPELLINGS),
        *("benefits", "companies"),
        *("deliver_to", "organization", "feed", "feeds", "page"),
        *("shifts", "shift", "role_on_duty", "checkin_list", "arrived_role"),
        *("ticket_to_roles", "columns", "encoding", "delimiter", "valid_status"),
    }
    for name in set(type(example).model_fields) - no_default:
        section = getattr(example, name)
        assert section.model_fields_set == set(type(section).model_fields), name
        for key, field in type(section).model_fields.items():
            if not field.is_required() and key not in no_default:
                assert getattr(section, key) == field.default, f"{name}.{key}"
    assert example.rooms[0].model_fields_set == set(type(example.rooms[0]).model_fields)


def test_files_that_cannot_be_read(folder: Folder) -> None:
    for file, words in ((folder.path / "none.toml", "there is no file"), (folder.path, "cannot read")):
        with pytest.raises(ConfigurationError, match=words):
            load_config(file, environment=EVERY_SECRET)
    (folder.path / "latin.toml").write_bytes(b"x = '\xe4'")
    with pytest.raises(ConfigurationError, match="is not text in UTF-8"):
        load_config(folder.path / "latin.toml", environment=EVERY_SECRET)


def test_a_file_saved_by_windows_loads(folder: Folder) -> None:
    assert folder.load("\ufeff" + SMALLEST.replace("\n", "\r\n")).server.guild_id == 4242


def test_names_and_ids(folder: Folder) -> None:
    lines = "[roles]\norganizers = ['Crew', 12, '34', '²']\nspeakers = 'Speakers'\n"
    lines += (
        "[channels]\nprogramme = '#now'\njob_board = 99\nspeakers = ' 77 '\nbot_log = '" + "9" * 30 + "'\n"
    )
    config = folder.load(SMALLEST.replace("4242", "'4242'") + lines)
    assert config.server.guild_id == 4242
    assert config.roles.organizers == ("Crew", 12, 34, "²")
    assert config.roles.speakers == ("Speakers",)
    assert [config.channels[key] for key in ("programme", "job_board", "speakers")] == ["now", 99, 77]
    assert config.channels["bot_log"] == "9" * 30


def test_addresses_lose_their_trailing_slash_and_hashtags_their_hash(folder: Folder) -> None:
    lines = PRETIX + "base_url = 'http://127.0.0.1:8000/api/v1/'\n[open_spaces]\nhashtags = '#space'\n"
    config = folder.load(SMALLEST + lines)
    assert config.require(Pretix).base_url == "http://127.0.0.1:8000/api/v1"
    assert config.require(OpenSpaces).hashtags == ("space",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"Business": [123, 456]}', {"Business": (123, 456)}),
        ('{"Business": "Attendee", "42": 7}', {"Business": ("Attendee",), "42": (7,)}),
        ('{" Conference / Business ": ["A", "8"]}', {"Conference / Business": ("A", 8)}),
        ("\ufeff{}", {}),
    ],
)
def test_ticket_roles(folder: Folder, text: str, expected: dict[str, Any]) -> None:
    assert read_ticket_roles(folder.write("roles.json", text)) == expected


@pytest.mark.parametrize(
    ("text", "subject", "words"),
    [
        ('{"A": [1], "A": [2]}', "roles.json: A", "stands there more than once"),
        ('{"A": [1], " A": [2]}', "roles.json:  A", "stands there more than once"),
        ('{"A": []}', "roles.json: A", "has an empty list"),
        ('{"A": {"B": 1}}', "roles.json: A", "needs the names or ids of roles in square brackets"),
        ('{"A": null}', "roles.json: A", "needs the names or ids of roles"),
        ('{"A": true}', "roles.json: A", "needs a name in quotes, or an id"),
        ('{"A": [[1]]}', "roles.json: A", "needs a name in quotes, or an id"),
        ('{"A": [1.5]}', "roles.json: A", "needs a name in quotes, or an id"),
        ('{"A": [" "]}', "roles.json: A", "is empty"),
        ('{"A": [0]}', "roles.json: A", "is no id"),
        ("[]", "roles.json", "needs one JSON object"),
        ('{"A": [1]\n"B": [2]}', "roles.json", "line 2, column 1: is not JSON"),
        ("", "roles.json", "line 1, column 1: is not JSON"),
        ('{"A": ' + "9" * 5000 + "}", "roles.json", "needs one JSON object"),
        ("[" * 100_000, "roles.json", "needs one JSON object"),
    ],
)
def test_mistakes_in_ticket_roles(folder: Folder, text: str, subject: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_ticket_roles(folder.write("roles.json", text))
    (found,) = caught.value.findings
    assert (found.subject, found.level) == (subject, Level.ERROR)
    assert words in found.detail


def test_every_mistake_in_ticket_roles_is_told(folder: Folder) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_ticket_roles(folder.write("roles.json", '{"A": [], "B": [1], "C": true, "B": [2]}'))
    assert [found.subject for found in caught.value.findings] == [
        "roles.json: A",
        "roles.json: C",
        "roles.json: B",
    ]


def test_ticket_roles_lie_next_to_the_configuration(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert ticket_roles(folder.load(SMALLEST + PRETIX)) == {"Business": ("Attendee",)}
    found = folder.problems(SMALLEST + PRETIX + "ticket_to_roles = 'none.json'\n")
    assert str(folder.path / "none.json") in found["none.json"].detail


TWO_EVENTS = SMALLEST + PRETIX.replace('"conf2027"', '["conf2027", "tutorials"]')


def test_each_event_may_have_a_mapping_of_its_own(folder: Folder) -> None:
    folder.write("lab.json", '{"Lab": ["Tutorial"]}')
    files = "[pretix.ticket_to_roles]\nconf2027 = 'ticket_to_roles_prod.json'\ntutorials = 'lab.json'\n"
    config = folder.load(TWO_EVENTS + files)
    assert ticket_roles(config) == {}
    assert ticket_roles_by_event(config) == {
        "conf2027": {"Business": ("Attendee",)},
        "tutorials": {"Lab": ("Tutorial",)},
    }
    assert [(role.setting, role.reference, role.admits) for role in roles(config)] == [
        ("ticket_to_roles_prod.json", "Attendee", True),
        ("lab.json", "Tutorial", True),
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ("[pretix.ticket_to_roles]\nconf2027 = 'ticket_to_roles_prod.json'\n", "look at tutorials"),
        ("ticket_to_roles = {conf2027 = 'a.json', tutorials = 'a.json', x = 'a.json'}\n", "look at x"),
        ("ticket_to_roles = 5\n", "a table with a file for each event"),
        ("ticket_to_roles = {}\n", "look at conf2027, tutorials"),
    ],
)
def test_mistakes_in_mappings_by_event(folder: Folder, files: str, words: str) -> None:
    folder.write("a.json", "{}")
    assert words in folder.problems(TWO_EVENTS + files)["config.toml: pretix.ticket_to_roles"].detail


def test_a_mapping_of_one_event_that_is_not_there_is_told(folder: Folder) -> None:
    files = "ticket_to_roles = {conf2027 = 'none.json', tutorials = 'none.json'}\n"
    assert [*folder.problems(TWO_EVENTS + files)] == ["none.json"]


def test_which_file_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "DiscordBot").mkdir()
    assert find_config_file(tmp_path) == tmp_path / "config.toml"
    for local in (tmp_path / "DiscordBot" / "config.local.toml", tmp_path / "config.local.toml"):
        local.touch()
        assert find_config_file(tmp_path) == local
    assert find_config_file(tmp_path, Path("other.toml")) == Path("other.toml")
