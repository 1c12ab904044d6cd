from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.findings import Level
from DiscordBot.core.settings.models import StoredSetting
from DiscordBot.core.settings.setting_kinds import Switch, WholeNumber
from DiscordBot.core.settings.settings import Setting, SettingChange, SettingRefusedError, Settings

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

LEAD = Setting("programme.lead_minutes", "How early.", WholeNumber(1, 60, "minutes"), 5)
REVOKE = Setting("pretix.revoke_on_cancel", "Whether.", Switch(), True)
ADA = 42


@dataclass
class Harness:
    """Settings as the bot opens them, with what they tell others."""

    database: Database
    changes: list[SettingChange] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def open(self, *known: Setting) -> Settings:
        settings = Settings(
            self.database,
            SystemClock(ZoneInfo("Europe/Berlin")),
            known or (LEAD, REVOKE),
            write_log=self.changes.append,
            on_error=lambda error, where: self.errors.append(f"{error} in {where}"),
        )
        await settings.open()
        return settings


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)


async def test_at_first_the_configuration_counts(harness: Harness) -> None:
    settings = await harness.open()

    assert settings.number(LEAD.name) == 5
    assert settings.switch(REVOKE.name) is True
    assert [current.changed_at for current in settings.all()] == [None, None]
    assert settings.findings() == ()


async def test_a_change_counts_at_once_and_after_a_restart(harness: Harness) -> None:
    settings = await harness.open()

    await settings.set(LEAD.name, "10 min", ADA)
    await settings.set(REVOKE.name, "off", ADA)

    for opened in (settings, await harness.open()):
        assert opened.number(LEAD.name) == 10
        assert opened.switch(REVOKE.name) is False
        assert all(current.changed_at is not None for current in opened.all())


async def test_a_change_is_told_with_who_and_what(harness: Harness) -> None:
    settings = await harness.open()

    change = await settings.set(LEAD.name, "10", ADA)

    assert change == SettingChange(LEAD.name, "5 minutes", "10 minutes", ADA)
    assert harness.changes == [change]


async def test_setting_what_is_set_is_not_worth_telling(harness: Harness) -> None:
    settings = await harness.open()
    heard: list[str] = []
    settings.listen(LEAD.name, lambda: listener(heard))

    await settings.set(LEAD.name, "5", ADA)

    assert harness.changes == []
    assert heard == []


async def test_a_reset_gives_the_configuration_back_its_say(harness: Harness) -> None:
    settings = await harness.open()
    await settings.set(LEAD.name, "10", ADA)

    change = await settings.reset(LEAD.name, ADA)

    assert change == SettingChange(LEAD.name, "10 minutes", "5 minutes", ADA)
    assert settings.number(LEAD.name) == 5
    assert (await harness.open()).number(LEAD.name) == 5


async def test_nothing_changes_by_a_text_that_is_no_value(harness: Harness) -> None:
    settings = await harness.open()

    with pytest.raises(
        SettingRefusedError, match=r"^`programme.lead_minutes` needs a whole number .* 1 to 60\.$"
    ):
        await settings.set(LEAD.name, "soon", ADA)

    assert settings.number(LEAD.name) == 5
    assert harness.changes == []


async def test_a_misspelled_name_gets_a_suggestion(harness: Harness) -> None:
    settings = await harness.open()

    with pytest.raises(SettingRefusedError, match=r"Did you mean `programme\.lead_minutes`"):
        await settings.set("programme.lead_minute", "5", ADA)
    with pytest.raises(SettingRefusedError, match="/settings show"):
        await settings.reset("x", ADA)


async def listener(heard: list[str]) -> None:
    heard.append("changed")


async def test_listeners_hear_of_their_setting_only(harness: Harness) -> None:
    settings = await harness.open()
    heard: list[str] = []
    settings.listen(LEAD.name, lambda: listener(heard))

    await settings.set(REVOKE.name, "off", ADA)
    assert heard == []
    await settings.set(LEAD.name, "6", ADA)
    assert heard == ["changed"]
    await settings.reset(LEAD.name, ADA)
    assert heard == ["changed", "changed"]


async def test_a_failing_listener_stops_neither_the_change_nor_the_others(harness: Harness) -> None:
    settings = await harness.open()
    heard: list[str] = []

    async def fail() -> None:
        raise RuntimeError("broken")

    settings.listen(LEAD.name, fail)
    settings.listen(LEAD.name, lambda: listener(heard))
    await settings.set(LEAD.name, "6", ADA)

    assert settings.number(LEAD.name) == 6
    assert heard == ["changed"]
    assert harness.errors == ["broken in the change of programme.lead_minutes"]


async def test_two_organisers_at_once_leave_memory_and_database_agreeing(harness: Harness) -> None:
    settings = await harness.open()

    await asyncio.gather(*(settings.set(LEAD.name, str(number), ADA) for number in range(10, 30)))

    assert settings.number(LEAD.name) == (await harness.open()).number(LEAD.name)
    told = [change.before for change in harness.changes[1:]]
    assert told == [change.after for change in harness.changes[:-1]]


async def test_what_was_changed_is_told_in_the_health(harness: Harness) -> None:
    settings = await harness.open()
    await settings.set(LEAD.name, "10", ADA)

    (finding,) = settings.findings()

    assert finding.level is Level.OK
    assert "programme.lead_minutes" in finding.detail


async def test_a_stored_value_that_fits_no_longer_is_a_warning_until_it_is_set_again(
    harness: Harness,
) -> None:
    async with harness.database.transaction() as session:
        now = SystemClock(ZoneInfo("UTC")).now()
        session.add(StoredSetting(name=LEAD.name, value="9999", changed_at=now))
    settings = await harness.open()

    assert settings.number(LEAD.name) == 5
    assert [finding.level for finding in settings.findings()] == [Level.WARNING]

    await settings.set(LEAD.name, "7", ADA)
    assert [finding.level for finding in settings.findings()] == [Level.OK]


async def test_settings_of_a_room_that_is_off_survive_until_it_is_on_again(harness: Harness) -> None:
    await (await harness.open()).set(LEAD.name, "10", ADA)

    without = await harness.open(REVOKE)
    assert [current.setting.name for current in without.all()] == [REVOKE.name]
    with pytest.raises(KeyError):
        without.get(LEAD.name)

    assert (await harness.open()).number(LEAD.name) == 10
