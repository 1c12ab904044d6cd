"""Several ticket shops in one configuration: whose mapping and whose rules count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.registration.config import (
    roles,
    rule_name,
    settings,
    shop_sections,
    ticket_roles,
    ticket_roles_by_event,
)
from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.tickets import Item, Position
from tests.config_folder import PRETIX, SMALLEST, Folder

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.config import Config

TITO = "[tito]\naccount = 'example'\nevent = 'conf2027'\n"
FILES = "[ticket_files]\nfiles = [{ name = 'sponsors', file = 'sponsors.csv' }]\n"
OF_PRETIX = Item(id=1, name={"en": "Student"}, event="conf2027")
OF_TITO = Item(id=2, name={"en": "Student"}, kind="tito")
OF_FILES = Item(id=3, name={"en": "Student"}, kind="ticket_files")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def given(config: Config) -> list[set[str | int]]:
    """Return what a Student's ticket gives in pretix, Tito and files."""
    mapping = RoleMapping(ticket_roles(config), by_event=ticket_roles_by_event(config))
    mapping = mapping.with_items([OF_PRETIX, OF_TITO, OF_FILES])
    return [set(mapping.roles_for(Position(id=n, positionid=1, item=n))) for n in (1, 2, 3)]


def test_one_mapping_counts_for_all_shops(folder: Folder) -> None:
    folder.write("ticket_to_roles_prod.json", '{"Student": ["Attendee"]}')
    config = folder.load(SMALLEST + PRETIX + TITO + FILES)
    assert given(config) == [{"Attendee"}, {"Attendee"}, {"Attendee"}]
    assert [role.reference for role in roles(config)] == ["Attendee"]
    assert config.warnings == ()


def test_a_shop_may_have_a_mapping_of_its_own(folder: Folder) -> None:
    folder.write("ticket_to_roles_prod.json", '{"Student": ["Attendee"]}')
    folder.write("tito.json", '{"Student": ["Guest"]}')
    config = folder.load(SMALLEST + PRETIX + TITO + "ticket_to_roles = 'tito.json'\n" + FILES)
    assert given(config) == [{"Attendee"}, {"Guest"}, {"Attendee"}]
    assert {(role.reference, role.setting) for role in roles(config)} == {
        ("Attendee", "ticket_to_roles_prod.json"),
        ("Guest", "tito.json"),
    }


def test_without_pretix_the_usual_file_is_read(folder: Folder) -> None:
    folder.write("ticket_to_roles_prod.json", '{"Student": ["Attendee"]}')
    for lines in (TITO, FILES, TITO + FILES):
        config = folder.load(SMALLEST + lines)
        assert given(config)[1:] == [{"Attendee"}, {"Attendee"}]
    (folder.path / "ticket_to_roles_prod.json").unlink()
    assert any("ticket_to_roles_prod.json" in subject for subject in folder.problems(SMALLEST + TITO))


def test_events_of_pretix_with_mappings_of_their_own_say_nothing_of_other_shops(folder: Folder) -> None:
    folder.write("ticket_to_roles_prod.json", '{"Student": ["Guest"]}')
    folder.write("conf.json", '{"Student": ["Attendee"]}')
    pretix = PRETIX.replace('ticket_to_roles = "ticket_to_roles_prod.json"\n', "")
    config = folder.load(SMALLEST + pretix + "ticket_to_roles = { conf2027 = 'conf.json' }\n" + TITO)
    assert given(config)[:2] == [{"Attendee"}, {"Guest"}]


@pytest.mark.parametrize(
    ("lines", "first"),
    [(PRETIX + TITO + FILES, "pretix"), (TITO + FILES, "tito"), (FILES, "ticket_files")],
)
def test_the_rules_of_the_first_shop_count_for_all(folder: Folder, lines: str, first: str) -> None:
    config = folder.load(SMALLEST + lines)
    assert next(iter(shop_sections(config))) == first
    assert [setting.name for setting in settings(config)] == [
        f"{first}.{rule}" for rule in ("revoke_on_cancel", "set_nickname", "direct_messages")
    ]
    assert rule_name(config, "set_nickname") == f"{first}.set_nickname"


def test_a_rule_without_effect_is_told(folder: Folder) -> None:
    config = folder.load(SMALLEST + PRETIX + TITO + "set_nickname = false\n")
    (warning,) = config.warnings
    assert warning.subject.endswith("tito.set_nickname")
    assert "[pretix]" in warning.detail


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("[ticket_files]\nfiles = []\n", "files"),
        (FILES.replace("'sponsors.csv' }", "'a.csv' }, { name = 'sponsors', file = 'b.csv' }"), "twice"),
        (FILES.replace(" }]", ", columns = { colour = 'x' } }]"), "columns"),
        (FILES.replace(" }]", ", delimiter = 'x' }]"), "delimiter"),
        (TITO.replace("'example'", "'https://ti.to/example'"), "account"),
    ],
)
def test_mistakes_are_told(folder: Folder, lines: str, words: str) -> None:
    found = folder.problems(SMALLEST + lines)
    assert any(words in f"{finding.subject} {finding.detail}" for finding in found.values())


@pytest.mark.parametrize(
    ("shops", "organizers", "warned"),
    [
        (PRETIX, '["ABC12-1", 123456789012345678]', []),
        (PRETIX, '["ada@example.org"]', ["Better name organisers by tickets (ABC12-1) or ids of Discord."]),
        (PRETIX, f'["{"a" * 64}"]', ["Better name organisers by tickets (ABC12-1) or ids of Discord."]),
        (PRETIX + TITO, '["ABC12-1"]', []),
        (PRETIX + TITO, "[123456789012345678]", []),
    ],
)
def test_organisers_named_by_what_others_can_have_are_warned_of(
    folder: Folder, shops: str, organizers: str, warned: list[str]
) -> None:
    folder.write("ticket_to_roles_prod.json", '{"Student": ["Attendee"]}')
    config = folder.load(f"{SMALLEST}{shops}[staff]\norganizers = {organizers}\n")
    assert [found.remedy for found in config.warnings if "staff.organizers" in found.subject] == warned
