from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.features.organizers.export import registrations_as_csv
from DiscordBot.features.registration.overview import Registration

BERLIN = ZoneInfo("Europe/Berlin")


def rows(*registrations: Registration, name: str = "Ada") -> list[list[str]]:
    content = registrations_as_csv(registrations, lambda _: name, BERLIN)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def registration(
    user_id: int | None = 42, order_code: str = "ABC12", tickets: tuple[str, ...] = ("Conference / Personal",)
) -> Registration:
    return Registration(user_id, order_code, tickets, datetime(2027, 7, 14, 7, 30, tzinfo=UTC))


def test_a_registration_is_a_line_with_the_venues_time() -> None:
    assert rows(registration(tickets=("Conference / Personal", "Tutorial"))) == [
        ["member id", "name shown", "ticket types", "order code", "registered at (Europe/Berlin)"],
        ["42", "Ada", "Conference / Personal, Tutorial", "ABC12", "2027-07-14 09:30:00"],
    ]


def test_spreadsheets_recognise_the_encoding() -> None:
    content = registrations_as_csv([registration()], lambda _: "Zoë 一", BERLIN)

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Zoë 一" in content.decode("utf-8-sig")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "  ="])
def test_no_name_is_run_as_a_formula(start: str) -> None:
    name = f'{start}HYPERLINK("https://example.org")'

    assert rows(registration(), name=name)[1][1] == f"'{name}"


@pytest.mark.parametrize("separator", [";", "; ", '";', "\n", "\r\n", "\t"])
def test_no_part_of_a_name_is_run_where_spreadsheets_split_at_other_signs(separator: str) -> None:
    assert rows(registration(), name=f"Ada{separator}=1+1")[1][1] == f"Ada{separator}=1+1".replace(
        f"{separator.rstrip(' ')}", f"{separator.rstrip(' ')}'"
    )


@pytest.mark.parametrize("name", ["Ada; Grace", "Ada", "a=b", "Ada, B", 'the "Count"', "two\nlines", ""])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert rows(registration(), name=name)[1][1] == name


def test_what_the_older_bot_registered_has_no_member() -> None:
    assert rows(registration(user_id=None, tickets=()))[1][:4] == ["", "", "", "ABC12"]
