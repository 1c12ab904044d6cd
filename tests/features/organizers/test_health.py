"""What `/health` says and how it looks, from findings and jobs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from discord.ui import Button, Section, TextDisplay

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.findings import Finding, Level, NotRepairedError, Repair
from DiscordBot.core.scheduler import Scheduler
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.organizers.health import Health, diagnose, repair_number
from DiscordBot.features.organizers.ui.health_layout import MOST_SHOWN, health_faces, health_layout
from sandbox import conference

if TYPE_CHECKING:
    from discord.ui import LayoutView

NOW = datetime(2027, 7, 14, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FINE = Finding("tickets", Level.OK, "1200 orders.")
WARNING = Finding("ticket «Bussiness»", Level.WARNING, "Nothing is called so.", "Correct it.")
ERROR = Finding("channel #lost (channels.lost)", Level.ERROR, "It is gone.", "Create it.")
MOST_COMPONENTS = 40


async def nothing() -> str:
    return "Done."


async def work_well() -> None:
    pass


@pytest.fixture
def scheduler() -> Scheduler:
    clock = SystemClock(conference.TIMEZONE)
    return Scheduler(clock, on_error=lambda *_: None, describe=lambda error: f"No {error}.")


def layout_of(health: Health) -> LayoutView:
    def button(trouble: Finding) -> Button[Any] | None:
        return None if trouble.repair is None else Button(label=trouble.repair.label, custom_id="x")

    return health_layout(health, looked_at=NOW, footer="Version 1_2", repair=button, buttons=())


def texts(layout: LayoutView) -> list[str]:
    return [item.content for item in layout.walk_children() if isinstance(item, TextDisplay)]


def test_all_is_well_at_a_glance(scheduler: Scheduler) -> None:
    scheduler.every(MINUTE, "tickets", work_well)
    shown = texts(layout_of(diagnose([FINE, FINE], scheduler)))

    assert shown == [
        "### ✅ Everything is fine",
        "✅ 1 job and 2 checks fine.",
        f"-# Version 1\\_2 · looked <t:{int(NOW.timestamp())}:R>",
    ]


def test_problems_come_first_the_worst_before_all(scheduler: Scheduler) -> None:
    health = diagnose([FINE, WARNING, ERROR], scheduler)

    assert texts(layout_of(health))[:3] == [
        "### ❌ 1 thing does not work, 1 warning",
        "❌ **channel \\#lost (channels.lost)**\nIt is gone.\n→ Create it.",
        "⚠️ **ticket «Bussiness»**\nNothing is called so.\n→ Correct it.",
    ]


def test_a_warning_alone_is_no_alarm(scheduler: Scheduler) -> None:
    assert texts(layout_of(diagnose([WARNING, WARNING], scheduler)))[0] == "### ⚠️ 2 warnings"


def test_what_the_bot_can_repair_has_its_button_beside_it(scheduler: Scheduler) -> None:
    paused = Finding("X", Level.WARNING, "Nothing is posted.", repair=Repair("Resume X", nothing))
    found = [*layout_of(diagnose([paused, WARNING], scheduler)).walk_children()]

    ((section),) = [item for item in found if isinstance(item, Section)]
    assert isinstance(section.accessory, Button)
    assert section.accessory.label == "Resume X"
    assert [item.content for item in section.children if isinstance(item, TextDisplay)] == [
        "⚠️ **X**\nNothing is posted."
    ]


def test_words_of_people_are_shown_as_they_are_and_moments_as_times(scheduler: Scheduler) -> None:
    said = Finding("X", Level.WARNING, "**Olivia** paused it until <t:1815555600:f> @everyone")
    assert (
        "\\*\\*Olivia\\*\\* paused it until <t:1815555600:f> \\@everyone"
        in texts(layout_of(diagnose([said], scheduler)))[1]
    )


async def test_a_job_that_failed_is_a_problem_until_it_is_tried_again(scheduler: Scheduler) -> None:
    answers: list[Exception | None] = [ValueError("answer"), ValueError("luck"), None]

    async def work() -> None:
        if (error := answers.pop(0)) is not None:
            raise error

    scheduler.every(MINUTE, "tickets", work)
    await scheduler.run("tickets")
    (trouble,) = diagnose([], scheduler).troubles
    assert (trouble.subject, trouble.level, trouble.detail) == (
        "job «tickets»",
        Level.ERROR,
        "No answer.",
    )
    assert trouble.repair is not None
    with pytest.raises(NotRepairedError, match="It failed again: No luck"):
        await trouble.repair.act()
    assert await trouble.repair.act() == "The job «tickets» has run without an error."
    assert diagnose([], scheduler).troubles == ()


def test_a_button_is_about_the_same_after_a_restart_and_about_nothing_else() -> None:
    first, again, other = (
        Finding(subject, Level.ERROR, detail, repair=Repair("Create it", nothing))
        for subject, detail in (
            ("role «A»", "It is gone."),
            ("role «A»", "Gone."),
            ("role «B»", "It is gone."),
        )
    )
    assert repair_number(first) == repair_number(again)
    assert repair_number(first) != repair_number(other)
    assert Health((first, other), (), ()).trouble(repair_number(other) or 0) is other
    assert Health((other,), (), ()).trouble(repair_number(first) or 0) is None


async def test_everything_can_be_read_by_page(scheduler: Scheduler) -> None:
    scheduler.every(MINUTE, "tickets", work_well)
    scheduler.every(MINUTE, "schedule", work_well)
    await scheduler.run("tickets")
    channels = [Finding(f"channel #{name} (channels.x)", Level.OK, "The bot can use it.") for name in "aba"]

    wrong, jobs, fine = health_faces(diagnose([WARNING, *channels], scheduler))

    assert (wrong.title, jobs.title, fine.title) == ("What is wrong", "Jobs", "In order")
    assert jobs.text.splitlines()[0] == "⏳ **schedule** has not run yet"
    assert jobs.text.splitlines()[1].startswith("✅ **tickets** <t:")
    # What is said of many things is said once.
    assert fine.text == "**The bot can use it.** channel \\#a, channel \\#b"


def test_many_problems_fit_into_a_message_and_the_others_are_told_of(scheduler: Scheduler) -> None:
    repair = Repair("y" * 200, nothing)
    many = [Finding(f"channel #{number}", Level.ERROR, "x" * 900, "z" * 300, repair) for number in range(40)]

    layout = layout_of(diagnose(many, scheduler))

    assert layout.total_children_count <= MOST_COMPONENTS
    assert layout.content_length() <= LAYOUT_TEXT
    assert f"And {40 - MOST_SHOWN} more: press **Show all**." in texts(layout)
    pages = health_faces(diagnose(many, scheduler))
    assert all(f"channel \\#{number}**" in "".join(page.text for page in pages) for number in range(40))
    assert all(len(page.text) < LAYOUT_TEXT for page in pages)
