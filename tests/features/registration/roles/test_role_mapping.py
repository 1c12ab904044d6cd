from __future__ import annotations

import pytest

from DiscordBot.features.registration.roles.role_mapping import RoleMapping
from DiscordBot.features.registration.shop.tickets import Item, Position
from tests.features.registration.rules import position

CONFERENCE = {
    "id": 31,
    "name": {"en": "Conference ticket", "de": "Konferenzticket"},
    "internal_name": "conf",
    "variations": [
        {"id": 71, "value": {"en": "Business", "de": "Geschäftlich"}},
        {"id": 72, "value": {"de": "Privat"}},
    ],
}
TUTORIAL = {"id": 32, "name": {"de": "Tutorium"}, "internal_name": None, "variations": []}
ITEMS = [Item.model_validate(item) for item in (CONFERENCE, TUTORIAL)]

BUSINESS = position(item=31, variation=71)
PRIVATE = position(item=31, variation=72)
ONLY_TUTORIAL = position(item=32)


def mapping(**roles: tuple[str | int, ...]) -> RoleMapping:
    return RoleMapping(roles).with_items(ITEMS)


@pytest.mark.parametrize(
    "key",
    [
        "Conference ticket",
        "Konferenzticket",
        "conf",
        "31",
        "Business",
        "Geschäftlich",
        "71",
        "Conference ticket / Business",
        "Konferenzticket / Geschäftlich",
        "conf / business",
        "31 / 71",
        " CONFERENCE  ticket/business ",
    ],
)
def test_a_ticket_can_be_named_in_many_ways(key: str) -> None:
    named = mapping(**{key: ("Attendee",)})
    assert named.roles_for(BUSINESS) == {"Attendee"}
    assert named.unknown_keys() == ()
    assert named.roles_for(ONLY_TUTORIAL) == frozenset()


@pytest.mark.parametrize(
    "key", ["Conference", "Business / Conference ticket", "Conference ticket / Privates", "72", ""]
)
def test_another_name_gives_nothing(key: str) -> None:
    assert mapping(**{key: ("Attendee",)}).roles_for(BUSINESS) == frozenset()


def test_all_entries_that_fit_count_together() -> None:
    several = mapping(
        **{
            "Conference ticket": ("Attendee",),
            "Business": ("Business", 900),
            "Conference ticket / Privat": ("Private",),
        }
    )
    assert several.roles_for(BUSINESS) == {"Attendee", "Business", 900}
    assert several.roles_for(PRIVATE) == {"Attendee", "Private"}


def test_the_file_of_the_older_bot() -> None:
    assert mapping(Business=(123, 456)).roles_for(BUSINESS) == {123, 456}


def test_an_item_that_is_not_in_the_catalogue_can_only_be_named_by_its_id() -> None:
    unknown = RoleMapping({"31": ("Attendee",), "Business": ("Business",)})
    assert unknown.roles_for(BUSINESS) == {"Attendee"}
    assert unknown.title(BUSINESS) == "item 31"


def test_entries_that_name_nothing_are_told() -> None:
    several = mapping(**{"Busyness": ("A",), "Business": ("A",), "Tutorium / Business": ("A",)})
    assert several.unknown_keys() == ("Busyness", "Tutorium / Business")


@pytest.mark.parametrize(
    ("ticket", "title"),
    [
        (BUSINESS, "Conference ticket / Business"),
        (PRIVATE, "Conference ticket / Privat"),
        (ONLY_TUTORIAL, "Tutorium"),
        (position(item=31, variation=99), "Conference ticket"),
    ],
)
def test_a_title_is_what_the_shop_calls_it(ticket: Position, title: str) -> None:
    assert mapping().title(ticket) == title
