"""All rooms together, in the whole bot: what one hands to another arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conference_world import answer_of, field_ids, open_conference

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord

    from sandbox.x import XStandIn
    from tests.conference_world import ConferenceWorld

pytestmark = pytest.mark.slow


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[ConferenceWorld]:
    async with open_conference(tmp_path, (), with_x=True) as world:
        yield world


@pytest.fixture
def x(house: ConferenceWorld) -> XStandIn:
    assert house.world.x is not None
    return house.world.x


def newest(house: ConferenceWorld, channel: str) -> discord.Message:
    return house.messages(channel)[-1]


async def test_every_room_says_that_it_is_well(house: ConferenceWorld) -> None:
    answer = await house.command(house.person("olivia"), "health")
    assert answer.embeds[0].title == "✅ Everything is fine"


async def test_a_mention_is_answered_when_the_reply_is_sent(house: ConferenceWorld, x: XStandIn) -> None:
    asked = x.write("ada", "@pyconexample is there tea as well?")
    # Every start looks at once; otherwise it would be a minute.
    await house.restart()
    await house.env.settle()
    victor, olivia = house.person("victor"), house.person("olivia")
    form = await victor.click(newest(house, "mentions"), label="Reply")
    answer_of(await victor.submit_modal(form, {field_ids(form)[0]: "Yes, next to the coffee."}))
    await house.env.settle()
    assert x.posts == []
    await olivia.click(newest(house, "tweet-moderation"), label="Approve")
    await house.env.settle()
    assert [(post.in_reply_to, post.text.endswith("Yes, next to the coffee.")) for post in x.posts] == [
        (asked.id, True)
    ]
    assert "Answered" in str(newest(house, "mentions").embeds[0].title)


async def test_a_sponsors_benefit_goes_through_moderation(house: ConferenceWorld, x: XStandIn) -> None:
    olivia = house.person("olivia")
    options = {"sponsor": "Example Inc.", "benefit": "Thank-you tweet"}
    shown = await house.command(olivia, "sponsor confirm", **options)
    await olivia.click(shown, label="Confirm")
    await house.env.settle()
    card: Any = newest(house, "tweet-moderation").embeds[0]
    assert "Example Inc. is our Gold sponsor" in card.description.replace("\\", "")
    assert x.posts == []
