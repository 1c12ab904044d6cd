"""The morning's question to each network, whether it still takes the account."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.networks.account.access import Access
from DiscordBot.networks.account.connecting import Found
from DiscordBot.networks.account.credential_check import CredentialCheck
from DiscordBot.networks.account.names import NetworkNames
from DiscordBot.networks.account.pause import StoredPause
from DiscordBot.networks.account.service import AccountService
from DiscordBot.networks.account.stored_account import StoredAccount
from DiscordBot.networks.account.ui.account_commands import AccountCommands
from DiscordBot.networks.linkedin.credential import Account
from DiscordBot.networks.port import NotNowError, PausedError, RejectedError
from DiscordBot.networks.posting_window import PostingWindow
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import PlannedScheduler

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.networks.port import NetworkError

BERLIN = ZoneInfo("Europe/Berlin")
AWAY = NotNowError("It cannot be reached.")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


class Morning:
    """Two networks on paper; `answers` are what each says when it is asked, None for yes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StoppedClock(BERLIN)
        self.clock.at = berlin("2027-07-01 12:00")
        self.told: list[str] = []
        self.asked: list[str] = []
        self.answers: dict[str, NetworkError | None] = {}
        self.renewed: dict[str, Account] = {}
        self.services = {name: self._service(name) for name in ("one", "two")}
        self.scheduler = PlannedScheduler(self.clock, on_error=lambda *_: None, describe=repr)
        self.check = CredentialCheck(
            list(self.services.values()), database, self.clock, self.scheduler, self.told.append
        )

    def _service(self, name: str) -> AccountService[Account]:
        names = NetworkNames(name, name.title())

        async def verified(account: Account) -> Account:
            self.asked.append(name)
            if (error := self.answers.get(name)) is not None:
                raise error
            return self.renewed.get(name, account)

        return AccountService(
            names,
            token_key="KEY",
            clock=self.clock,
            accounts=StoredAccount(self.database, name, "key", Account),
            connecting=None,
            shown_name=lambda account: account.name,
            pause=StoredPause(self.database, self.told.append, names),
            window=PostingWindow(time(0), time(0), BERLIN),
            tell=self.told.append,
            access=Access(verified, ends=lambda account: account.ends),
        )

    async def connect(self, name: str, days: float = 60) -> Account:
        ends = self.clock.now() + timedelta(days=days)
        account = Account(f"urn:{name}", name, f"token of {name}", ends.isoformat())
        await self.services[name].connect(Found(name, account), "Ada")
        self.told.clear()
        return account

    async def wait(self, *, until: str) -> None:
        """Let time pass, and do what was planned."""
        while self.scheduler.moment is not None and self.scheduler.moment <= berlin(until):
            self.clock.at = self.scheduler.moment
            await self.check.check()
        self.clock.at = berlin(until)


@pytest.fixture
async def morning(database: Database) -> Morning:
    there = Morning(database)
    await there.connect("one")
    await there.connect("two")
    return there


async def test_all_is_well_and_nobody_hears_of_it(morning: Morning) -> None:
    await morning.check.begin()
    assert morning.scheduler.moment == berlin("2027-07-02 08:30")
    await morning.wait(until="2027-07-04 12:00")
    assert morning.asked == ["one", "two"] * 3
    assert morning.told == []


async def test_restarts_ask_nothing_and_a_missed_morning_is_made_up_for_later(morning: Morning) -> None:
    await morning.check.begin()
    await morning.wait(until="2027-07-02 12:00")
    for _ in range(20):
        await morning.check.begin()
        assert morning.scheduler.moment == berlin("2027-07-03 08:30")
    morning.clock.at = berlin("2027-07-03 09:00")
    for _ in range(20):
        await morning.check.begin()
        assert morning.scheduler.moment == berlin("2027-07-03 09:10")
    assert morning.asked == ["one", "two"]


async def test_a_dead_credential_pauses_its_network_and_is_told_once(morning: Morning) -> None:
    morning.answers["one"] = PausedError("The token was revoked.")
    await morning.check.begin()
    await morning.wait(until="2027-07-05 12:00")
    assert ["One is paused" in line and "revoked" in line for line in morning.told] == [True]
    paused = await morning.services["one"].why_paused()
    assert paused is not None
    assert paused.until is None
    assert await morning.services["two"].why_paused() is None


async def test_who_is_only_away_is_asked_again_before_it_is_told(morning: Morning) -> None:
    morning.answers["two"] = AWAY
    await morning.check.begin()
    await morning.wait(until="2027-07-02 09:00")
    assert (morning.told, morning.scheduler.moment) == ([], berlin("2027-07-02 09:30"))
    await morning.wait(until="2027-07-02 12:00")
    assert ["**Two**" in line and "cannot be reached" in line for line in morning.told] == [True]
    assert morning.services["two"].trouble
    # Once is enough, and nothing is paused.
    await morning.wait(until="2027-07-05 12:00")
    assert len(morning.told) == 1
    assert await morning.services["two"].why_paused() is None
    morning.answers.clear()
    await morning.wait(until="2027-07-06 12:00")
    assert (len(morning.told), morning.services["two"].trouble) == (1, "")


async def test_a_short_absence_is_not_told_at_all(morning: Morning) -> None:
    morning.answers["two"] = AWAY
    await morning.check.begin()
    await morning.wait(until="2027-07-02 09:00")
    morning.answers.clear()
    await morning.wait(until="2027-07-04 12:00")
    assert morning.told == []


async def test_a_refusal_that_says_nothing_of_the_account_is_told_at_once(morning: Morning) -> None:
    morning.answers["two"] = RejectedError("Client authentication failed.")
    await morning.check.begin()
    await morning.wait(until="2027-07-02 09:00")
    assert len(morning.told) == 1
    assert await morning.services["two"].why_paused() is None


async def test_what_ends_is_told_a_week_before_and_on_its_last_day(morning: Morning) -> None:
    await morning.connect("one", days=10)
    await morning.check.begin()
    await morning.wait(until="2027-07-03 12:00")
    assert morning.told == []
    await morning.wait(until="2027-07-09 12:00")
    assert ["Sunday, 11 July, 12:00" in line for line in morning.told] == [True]
    await morning.wait(until="2027-07-11 12:00")
    assert len(morning.told) == 2
    assert "/networks connect network:One" in morning.told[-1]
    status = await morning.services["one"].status()
    assert [field.title for field in status.details] == ["Access"]


async def test_a_renewed_token_is_kept_unless_another_account_came_meanwhile(
    morning: Morning, database: Database
) -> None:
    renewed = Account("urn:one", "one", "another token", berlin("2027-12-24 12:00").isoformat())
    morning.renewed["one"] = renewed
    await morning.services["one"].verify()
    assert morning.services["one"].account == renewed
    after_restart = StoredAccount(database, "one", "key", Account)
    await after_restart.open()
    assert after_restart.current == renewed
    assert morning.told == []


async def test_health_warns_of_what_will_stop_posting_before_it_does(morning: Morning) -> None:
    nothing: Any = None
    commands = AccountCommands(morning.services["one"], nothing, nothing)
    (finding,) = await commands.findings()
    assert (finding.level, finding.detail) == (Level.OK, "Posts as one.")
    morning.services["one"].trouble = "Nobody knows."
    (finding,) = await commands.findings()
    assert (finding.level, finding.detail) == (Level.WARNING, "Nobody knows.")
    await morning.connect("one", days=6)
    (finding,) = await commands.findings()
    assert finding.level is Level.WARNING
    assert "only until <t:" in finding.detail
    assert "/networks connect" in finding.remedy


async def test_what_nobody_expects_is_no_last_check(database: Database) -> None:
    morning = Morning(database)
    await morning.connect("one")
    await morning.check.begin()
    morning.scheduler.moment = None
    morning.answers["one"] = OverflowError()  # type: ignore[assignment]  # nothing that networks raise
    with pytest.raises(OverflowError):
        await morning.check.check()
    assert morning.scheduler.moment == berlin("2027-07-02 08:30")
