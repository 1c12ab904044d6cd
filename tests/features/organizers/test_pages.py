from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from discord.utils import format_dt

from DiscordBot.core.findings import Finding, Level
from DiscordBot.core.scheduler import JobReport
from DiscordBot.core.settings.setting_kinds import WholeNumber
from DiscordBot.core.settings.settings import CurrentSetting, Setting, SettingChange
from DiscordBot.discord_ui.texts.limits import EMBED_TOTAL, fit_embed
from DiscordBot.features.organizers.statistics import KindCount, Period, count_registrations
from DiscordBot.features.organizers.ui.health_pages import health_pages
from DiscordBot.features.organizers.ui.settings_pages import change_answer, settings_pages
from DiscordBot.features.organizers.ui.statistics_embeds import MOST_KINDS, registration_embeds
from DiscordBot.features.registration.overview import SoldTicket

NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
FINE = Finding("tickets", Level.OK, "1200 orders.")
WARNING = Finding("ticket «Bussiness»", Level.WARNING, "Nothing is called so.", "Correct it.")
ERROR = Finding("channel #lost (channels.lost)", Level.ERROR, "It is gone.", "Create it.")
WELL = JobReport(
    "tickets", runs=3, last_run=NOW, next_run=NOW + timedelta(minutes=5), took_seconds=0.25, error=""
)
LEAD = Setting("programme.lead_minutes", "How early.", WholeNumber(1, 60, "minutes"), 5)


def fields(findings: list[Finding], jobs: list[JobReport]) -> list[tuple[str | None, str | None]]:
    (page,) = health_pages(findings, jobs, "Version 1")
    return [(field.name, field.value) for field in page.fields]


def test_all_is_well_at_a_glance() -> None:
    (page,) = health_pages([FINE], [WELL], "Version 1")

    assert page.title == "✅ Everything is fine"
    assert page.footer.text == "Version 1"
    following = format_dt(NOW + timedelta(minutes=5), "R")
    assert [(field.name, field.value) for field in page.fields] == [
        ("Jobs", f"✅ **tickets** {format_dt(NOW, 'R')}, 0.2 s · next {following}"),
        ("In order", "**tickets** 1200 orders."),
    ]


def test_problems_come_first_the_worst_before_all() -> None:
    names = [name for name, _ in fields([FINE, WARNING, ERROR], [WELL])]

    assert names == [
        "❌ channel #lost (channels.lost)",
        "⚠️ ticket «Bussiness»",
        "Jobs",
        "In order",
    ]
    assert health_pages([FINE, WARNING, ERROR], [WELL], "")[0].title == "❌ 1 thing does not work, 1 warning"


def test_a_problem_says_what_to_do() -> None:
    assert fields([ERROR], [])[0][1] == "It is gone.\n→ **Create it.**"


def test_a_job_that_failed_is_a_problem() -> None:
    failed = replace(WELL, error="pretix did not answer in time.")

    (name, value), jobs = fields([], [failed])

    assert name == "❌ job «tickets»"
    assert value is not None
    assert value.startswith("pretix did not answer in time.\n→ **It runs again <t:")
    assert jobs[1] is not None
    assert jobs[1].startswith("❌ **tickets**")


def test_a_warning_alone_is_no_alarm() -> None:
    (page,) = health_pages([WARNING, WARNING], [], "")

    assert page.title == "⚠️ 2 warnings"


def test_a_job_that_waits_for_its_first_turn_is_neither_well_nor_ill() -> None:
    assert fields([], [JobReport("tickets")]) == [("Jobs", "⏳ **tickets** has not run yet")]


def test_what_is_said_of_many_things_is_said_once() -> None:
    channels = [Finding(f"channel #{name} (channels.x)", Level.OK, "The bot can use it.") for name in "aba"]

    assert fields(channels, []) == [("In order", "**The bot can use it.** channel #a, channel #b")]


def test_many_problems_are_several_pages_that_discord_takes() -> None:
    many = [replace(ERROR, subject=f"channel #{number}", detail="x" * 300) for number in range(40)]

    fine = [replace(FINE, subject=f"thing {number}") for number in range(300)]

    pages = health_pages([*many, *fine], [WELL] * 50, "Version 1")

    assert len(pages) > 5
    assert all(len(fit_embed(page)) <= EMBED_TOTAL for page in pages)
    shown = [field.name for page in pages for field in fit_embed(page).fields]
    assert shown[:40] == [f"❌ channel #{number}" for number in range(40)]
    assert "Jobs (continued)" in shown


def test_the_numbers_stand_beside_the_pictures() -> None:
    tickets = [SoldTicket("Personal *early*", NOW, NOW), *[SoldTicket("Student", NOW, None)] * 1_200]

    over_time, by_kind = registration_embeds(count_registrations(tickets, Period.SALE, NOW))

    assert over_time.description == "**1** of **1,201** tickets are registered (under 1 %)."
    assert over_time.image.url == "attachment://registrations-over-time.png"
    assert by_kind.description == "Student: **0** of 1,200\nPersonal \\*early\\*: **1** of 1"
    assert by_kind.image.url == "attachment://registrations-by-kind.png"


def test_tickets_of_unknown_date_are_told_of() -> None:
    numbers = count_registrations([SoldTicket("Student", None, None)], Period.SALE, NOW)

    assert "/refresh tickets" in (registration_embeds(numbers)[0].description or "")


def test_hundreds_of_kinds_fit_into_a_message() -> None:
    numbers = count_registrations([], Period.SALE, NOW)
    many = tuple(KindCount(f"{number} {'x' * 60}", 1, 0) for number in range(300))

    embeds = [fit_embed(embed) for embed in registration_embeds(replace(numbers, by_kind=many))]

    assert sum(map(len, embeds)) <= EMBED_TOTAL
    assert len((embeds[1].description or "").splitlines()) == MOST_KINDS


def test_a_setting_is_shown_with_where_its_value_comes_from() -> None:
    (page,) = settings_pages([CurrentSetting(LEAD, 5)])

    assert [(field.name, field.value) for field in page.fields] == [
        (
            "programme.lead_minutes = 5 minutes",
            "How early.\nFrom config.toml, or its default. It may be a whole number of minutes from 1 to 60.",
        )
    ]


def test_a_changed_setting_is_shown_with_what_it_was() -> None:
    (page,) = settings_pages([CurrentSetting(LEAD, 10, NOW)])

    assert page.fields[0].name == "programme.lead_minutes = 10 minutes"
    assert f"Changed here {format_dt(NOW, 'R')}; config.toml says 5 minutes." in (page.fields[0].value or "")


def test_without_any_feature_there_is_nothing_to_set() -> None:
    (page,) = settings_pages([])

    assert page.description == "No feature that is on has settings that can be changed here."


def test_a_change_is_told_to_whoever_made_it_and_to_the_log() -> None:
    change = SettingChange("programme.lead_minutes", "5 minutes", "10 minutes", 42)

    assert change_answer(change) == "✅ `programme.lead_minutes` is now **10 minutes** (it was 5 minutes)."
    assert change.line == "⚙️ <@42> changed `programme.lead_minutes` from 5 minutes to 10 minutes."
    assert change_answer(replace(change, before="10 minutes")) == (
        "`programme.lead_minutes` is **10 minutes**, as before."
    )
