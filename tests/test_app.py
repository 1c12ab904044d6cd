"""All features together, in the whole bot: what one hands to another arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conference_world import answer_of, field_ids, open_conference
from tests.shown_messages import faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord

    from sandbox.x.server import XStandIn
    from tests.conference_world import ConferenceWorld

pytestmark = pytest.mark.slow


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[ConferenceWorld]:
    async with open_conference(tmp_path, (), with_x=True) as world:
        yield world


@pytest.fixture
def x(world: ConferenceWorld) -> XStandIn:
    assert world.world.x is not None
    return world.world.x


def newest(world: ConferenceWorld, channel: str) -> discord.Message:
    return world.messages(channel)[-1]


async def test_every_feature_says_that_it_is_well(world: ConferenceWorld) -> None:
    answer = await world.command(world.person("olivia"), "health")
    assert faces(answer)[0].title == "✅ Everything is fine"


async def test_a_mention_is_answered_when_the_reply_is_sent(world: ConferenceWorld, x: XStandIn) -> None:
    asked = x.write("ada", "@pyconexample is there tea as well?")
    # Every start looks at once; otherwise it would be a minute.
    await world.restart()
    await world.env.settle()
    victor, olivia = world.person("victor"), world.person("olivia")
    form = await victor.click(newest(world, "mentions"), label="Reply")
    answer_of(await victor.submit_modal(form, {field_ids(form)[0]: "Yes, next to the coffee."}))
    await world.env.settle()
    assert x.posts == []
    await olivia.click(newest(world, "tweet-moderation"), label="Approve")
    await world.env.settle()
    assert [(post.in_reply_to, post.text.endswith("Yes, next to the coffee.")) for post in x.posts] == [
        (asked.id, True)
    ]
    assert "Answered" in str(faces(newest(world, "mentions"))[0].title)


async def test_a_sponsors_benefit_goes_through_moderation(world: ConferenceWorld, x: XStandIn) -> None:
    olivia = world.person("olivia")
    options = {"sponsor": "Example Inc.", "benefit": "Thank-you tweet"}
    shown = await world.command(olivia, "sponsor confirm", **options)
    await olivia.click(shown, label="Confirm")
    await world.env.settle()
    card: Any = faces(newest(world, "tweet-moderation"))[0]
    assert "Example Inc. is our Gold sponsor" in card.description.replace("\\", "")
    assert x.posts == []
