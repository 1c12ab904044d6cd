from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from discord.utils import format_dt

from DiscordBot.core.settings.setting_kinds import WholeNumber
from DiscordBot.core.settings.settings import CurrentSetting, Setting, SettingChange
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.organizers.statistics import KindCount, Period, count_registrations
from DiscordBot.features.organizers.ui.settings_pages import change_answer, settings_pages
from DiscordBot.features.organizers.ui.statistics_faces import (
    MOST_KINDS,
    one_below_the_other,
    registration_faces,
)
from DiscordBot.features.registration.overview import SoldTicket

NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LEAD = Setting("programme.lead_minutes", "How early.", WholeNumber(1, 60, "minutes"), 5)


def test_the_numbers_stand_beside_the_pictures() -> None:
    tickets = [SoldTicket("Personal *early*", NOW, NOW), *[SoldTicket("Student", NOW, None)] * 1_200]

    over_time, by_kind = registration_faces(count_registrations(tickets, Period.SALE, NOW), BERLIN)

    assert over_time.text == "**1** of **1,201** tickets are registered (under 1 %)."
    assert over_time.pictures[0].address == "attachment://registrations-over-time.png"
    assert by_kind.text == "Student: **0** of 1,200\nPersonal \\*early\\*: **1** of 1"
    assert by_kind.pictures[0].address == "attachment://registrations-by-kind.png"


def test_the_pictures_are_told_to_those_who_do_not_see_them() -> None:
    tickets = [SoldTicket("Student", NOW - timedelta(days=4 - day), None) for day in range(5)]
    tickets[1] = replace(tickets[1], registered_at=NOW - timedelta(days=1))

    over_time, by_kind = registration_faces(count_registrations(tickets, Period.SALE, NOW), BERLIN)

    assert over_time.pictures[0].description == (
        "Chart of tickets since the first ticket was sold. 10 July 11:00: 1 sold, 0 registered; "
        "11 July 11:00: 2 sold, 0 registered; 12 July 11:00: 3 sold, 0 registered; "
        "13 July 11:00: 4 sold, 1 registered; 14 July 11:00: 5 sold, 1 registered. That is 20 % registered."
    )
    assert by_kind.pictures[0].description == "Chart of tickets by kind. Student: 1 of 5 registered."


def test_tickets_of_unknown_date_are_told_of() -> None:
    numbers = count_registrations([SoldTicket("Student", None, None)], Period.SALE, NOW)

    assert "/refresh tickets" in (registration_faces(numbers, BERLIN)[0].text)


def test_hundreds_of_kinds_fit_into_a_message() -> None:
    numbers = count_registrations([], Period.SALE, NOW)
    many = tuple(KindCount(f"{number} {'x' * 60}", 1, 0) for number in range(300))

    _, by_kind = registration_faces(replace(numbers, by_kind=many), BERLIN)

    assert len(by_kind.text.splitlines()) == MOST_KINDS
    layout = one_below_the_other(registration_faces(replace(numbers, by_kind=many), BERLIN))
    assert layout.content_length() <= LAYOUT_TEXT


def test_a_setting_is_shown_with_where_its_value_comes_from() -> None:
    (page,) = settings_pages([CurrentSetting(LEAD, 5)])

    assert [(field.name, field.value) for field in page.fields] == [
        (
            "programme.lead_minutes = 5 minutes",
            (
                "How early.\n-# From config.toml, or its default. "
                "It may be a whole number of minutes from 1 to 60."
            ),
        )
    ]


def test_a_changed_setting_is_shown_with_what_it_was() -> None:
    (page,) = settings_pages([CurrentSetting(LEAD, 10, NOW)])

    assert page.fields[0].name == "programme.lead_minutes = 10 minutes"
    assert f"Changed here {format_dt(NOW, 'R')}; config.toml says 5 minutes." in (page.fields[0].value or "")


def test_without_any_feature_there_is_nothing_to_set() -> None:
    (page,) = settings_pages([])

    assert page.text == "No feature that is on has settings that can be changed here."


def test_a_change_is_told_to_whoever_made_it_and_to_the_log() -> None:
    change = SettingChange("programme.lead_minutes", "5 minutes", "10 minutes", 42)

    assert change_answer(change) == "✅ `programme.lead_minutes` is now **10 minutes** (it was 5 minutes)."
    assert change.line == "⚙️ <@42> changed `programme.lead_minutes` from 5 minutes to 10 minutes."
    assert change_answer(replace(change, before="10 minutes")) == (
        "`programme.lead_minutes` is **10 minutes**, as before."
    )
