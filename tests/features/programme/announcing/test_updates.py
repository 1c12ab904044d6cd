from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from DiscordBot.features.programme.announcing.destinations import ContentRefusedError
from DiscordBot.features.programme.announcing.updates import Updates
from DiscordBot.features.programme.models import ScheduleUpdate, UpdateState
from DiscordBot.features.programme.schedule.schedule_diff import Change, ChangeKind
from tests.features.programme.made_up import session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.core.database import Database


class Channel:
    """Takes three changes a message. `fault` happens before a message is posted, `crash` after it."""

    def __init__(self) -> None:
        self.messages: list[list[str]] = []
        self.ids: set[int] = set()
        self.log: list[str] = []
        self.refused = ""
        self.fault: BaseException | None = None
        self.crash: BaseException | None = None

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        return min(len(changes), 3)

    async def post(self, changes: Sequence[Change], ids: Sequence[int], nonce: str) -> None:
        assert nonce
        if self.fault is not None:
            raise self.fault
        if self.refused in [change.session.key for change in changes]:
            raise ContentRefusedError("Discord refused it.", ("embeds.0.description",))
        self.messages.append([change.session.key for change in changes])
        self.ids |= {*ids}
        if self.crash is not None:
            raise self.crash

    async def posted(self) -> frozenset[int]:
        return frozenset(self.ids)


@pytest.fixture
def channel() -> Channel:
    return Channel()


async def note(database: Database, *keys: str) -> None:
    async with database.transaction() as transaction:
        for key in keys:
            change = Change(kinds=(ChangeKind.NEW,), after=session(key))
            transaction.add(ScheduleUpdate(content=change.model_dump_json()))


async def test_each_change_once_in_order_many_together(database: Database, channel: Channel) -> None:
    await note(database, *"ABCDE")
    await Updates(database, channel, channel.log.append).publish()
    await Updates(database, channel, channel.log.append).publish()
    await note(database, "F")
    await Updates(database, channel, channel.log.append).publish()

    assert channel.messages == [["A", "B", "C"], ["D", "E"], ["F"]]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_crash_around_posting_neither_loses_nor_doubles(
    database: Database, channel: Channel, when: str
) -> None:
    await note(database, *"ABCDE")
    if when == "before":
        channel.fault = ConnectionResetError()
    else:
        channel.crash = ConnectionResetError()
    with pytest.raises(ConnectionResetError):
        await Updates(database, channel, channel.log.append).publish()
    channel.fault = channel.crash = None
    await note(database, "F")

    await Updates(database, channel, channel.log.append).publish()

    assert channel.messages == [["A", "B", "C"], ["D", "E", "F"]]
    async with database.transaction() as transaction:
        states = (await transaction.execute(select(ScheduleUpdate.state))).scalars().all()
    assert {*states} == {UpdateState.POSTED}


async def test_what_discord_refuses_holds_up_no_other_change(database: Database, channel: Channel) -> None:
    await note(database, *"ABCD")
    channel.refused = "B"

    await Updates(database, channel, channel.log.append).publish()
    await Updates(database, channel, channel.log.append).publish()

    assert channel.messages == [["A"], ["C"], ["D"]]
    what = "a part of what changed about «Talk B» (B): embeds.0.description"
    assert channel.log == [f"⚠️ Discord refuses {what}. This change is not told."]
