from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from DiscordBot.features.open_spaces.board.board_text import BoardDays
from DiscordBot.features.open_spaces.board.posted_board import JOB, PostedBoard
from tests.clocks import StoppedClock
from tests.features.tweets.post_office import BERLIN, NOON, berlin
from tests.whole_bot import JobBook

CHANNEL = 5


class Troubled:
    """Open spaces that cannot be read the first time."""

    def __init__(self) -> None:
        self.trouble: Exception | None = OSError("The database is locked.")

    async def upcoming(self) -> tuple[()]:
        if self.trouble is not None:
            raise self.trouble
        return ()


class Calm(Troubled):
    def __init__(self) -> None:
        self.trouble = None


class Paper:
    """A channel on paper."""

    def __init__(self) -> None:
        self.text = ""

    async def show(self, text: str) -> None:
        self.text = text

    def is_in(self, channel_id: int) -> bool:
        return channel_id == CHANNEL


def board_on(paper: Paper, service: Any, clock: StoppedClock, jobs: JobBook) -> PostedBoard:  # noqa: ANN401 - a service's part
    return PostedBoard(
        service=service,
        clock=clock,
        scheduler=jobs,
        place=paper,
        days=BoardDays(date(2027, 7, 14), date(2027, 7, 16)),
        invitation=str,
        channel_of=lambda room: room,
    )


async def test_it_sleeps_until_it_says_something_else_or_is_deleted() -> None:
    clock = StoppedClock(BERLIN)
    clock.at = NOON
    jobs = JobBook(clock, on_error=lambda *_: None, describe=repr)
    board = board_on(Paper(), Calm(), clock, jobs)
    await board.work()
    assert jobs.moments == {JOB: berlin("2027-07-15 00:00")}
    board.deleted(CHANNEL + 1)
    assert jobs.moments == {JOB: berlin("2027-07-15 00:00")}
    board.deleted(CHANNEL)
    assert jobs.moments == {JOB: NOON}


async def test_a_trouble_does_not_end_it() -> None:
    clock, paper = StoppedClock(BERLIN), Paper()
    clock.at = NOON
    jobs = JobBook(clock, on_error=lambda *_: None, describe=repr)
    service = Troubled()
    board = board_on(paper, service, clock, jobs)
    with pytest.raises(OSError, match="locked"):
        await board.work()
    service.trouble = None
    assert jobs.moments == {JOB: NOON + timedelta(minutes=5)}
    clock.at = jobs.moments[JOB]
    await jobs.run_due()
    assert paper.text.startswith("### Today, Wednesday 14 July")
