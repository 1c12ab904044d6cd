"""Many who lose roles at once are told one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest

from DiscordBot.features.registration.roles.loss_messages import LossMessages
from DiscordBot.features.registration.roles.loss_sender import GAP_SECONDS, PAUSE_SECONDS, Fate, LossSender
from DiscordBot.features.registration.ui.log_cards import TOO_FAST, fate_after

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from DiscordBot.features.registration.models import LossMessage
    from tests.features.registration.rules import Rules


@dataclass
class Post:
    """Delivers as `fates` say of members; everybody else gets their message."""

    rules: Rules
    fates: dict[int, list[Fate]] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    work: list[Coroutine[Any, Any, None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.messages = LossMessages(self.rules.database, self.rules.clock)
        self.sender = LossSender(
            self.messages,
            self.rules.claims.given_roles,
            self.deliver,
            self.lines.append,
            lambda work, _name: self.work.append(work),
            pause=self.pause,
        )

    async def deliver(self, message: LossMessage) -> Fate:
        fate = next(iter(self.fates.get(message.user_id, ())), Fate.SENT)
        self.fates[message.user_id] = self.fates.get(message.user_id, [])[1:]
        if fate is Fate.SENT:
            self.told.append(message.user_id)
        return fate

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def tell(self, *user_ids: int) -> None:
        for user_id in user_ids:
            await self.messages.add(user_id, "You lost roles.", [7])
        await self.go_on()

    async def go_on(self) -> None:
        self.sender.go_on()
        while self.work:
            await self.work.pop()


@pytest.fixture
def post(rules: Rules) -> Post:
    return Post(rules)


async def test_one_is_told_at_once_and_many_with_a_gap(post: Post) -> None:
    await post.tell(1)
    assert (post.told, post.pauses, post.lines) == ([1], [], [])
    await post.tell(2, 3, 4, 5, 6)
    assert post.told == [1, 2, 3, 4, 5, 6]
    assert post.pauses == [GAP_SECONDS] * 4
    assert post.lines == ["✉️ 5 of 5 members were told that they lost roles."]


async def test_who_takes_no_messages_or_cannot_be_reached_is_counted_and_holds_up_nobody(post: Post) -> None:
    post.fates = {1: [Fate.CLOSED], 2: [Fate.FAILED], 3: [Fate.LATER] * 9, 4: [Fate.NEEDLESS]}
    await post.tell(1, 2, 3, 4, 5)
    assert post.told == [5]
    (line,) = post.lines
    assert line.startswith(
        "✉️ 1 of 4 members were told that they lost roles. 1 take no direct messages. 2 could"
    )
    assert await post.messages.count() == 0


async def test_who_has_the_roles_again_is_not_told_that_they_lost_them(post: Post, rules: Rules) -> None:
    await rules.claims.begin(1, frozenset({7, 8}))
    await rules.claims.begin(2, frozenset({8}))
    await post.tell(1, 2)
    assert post.told == [2]


async def test_where_discord_says_that_it_goes_too_fast_there_is_a_pause(post: Post) -> None:
    post.fates = {1: [Fate.LATER, Fate.SENT]}
    await post.tell(1)
    assert (post.told, post.pauses) == ([1], [PAUSE_SECONDS])


async def test_what_waits_outlasts_a_restart_and_a_lost_connection(post: Post, rules: Rules) -> None:
    post.fates = {1: [Fate.OFFLINE]}
    await post.tell(1, 2)
    assert post.told == []
    (found,) = await post.sender.findings()
    assert found.detail.startswith("2 members are still to be told")
    again = Post(rules)
    await again.go_on()
    assert again.told == [1, 2]
    assert await again.sender.findings() == ()


async def test_what_is_a_day_old_is_no_news(post: Post, rules: Rules) -> None:
    await post.messages.add(1, "You lost roles.", [7])
    rules.clock.forward(hours=25)
    await post.tell(2)
    assert post.told == [2]


async def test_nothing_is_left_after_the_conference(post: Post, rules: Rules) -> None:
    await post.messages.add(1, "You lost roles.", [7])
    await rules.service.forget_everything()
    assert await post.messages.count() == 0


class _Response:
    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "no"


@pytest.mark.parametrize(
    ("status", "code", "fate"),
    [
        (HTTPStatus.FORBIDDEN, 50007, Fate.CLOSED),
        (HTTPStatus.FORBIDDEN, TOO_FAST, Fate.LATER),
        (HTTPStatus.TOO_MANY_REQUESTS, 0, Fate.LATER),
        (HTTPStatus.BAD_GATEWAY, 0, Fate.LATER),
        (HTTPStatus.BAD_REQUEST, 50035, Fate.FAILED),
        (HTTPStatus.NOT_FOUND, 10013, Fate.CLOSED),
    ],
)
def test_what_becomes_of_a_refused_message(status: int, code: int, fate: Fate) -> None:
    response: Any = _Response(status)
    assert fate_after(discord.HTTPException(response, {"code": code, "message": "no"})) is fate


def test_a_lost_connection_is_tried_again() -> None:
    assert fate_after(aiohttp.ClientConnectionError()) is Fate.LATER
