"""A mention on one network: its card, the answer, and the answer in its thread, while another one is down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from DiscordBot.features.mentions.ui.cog import FEED_JOB
from sandbox.bluesky.server import Trouble
from tests.conference_world import answer_of, field_ids, open_conference
from tests.networks.test_one_approval import ALL_DAY, bluesky, connect, mastodon
from tests.patience import until
from tests.shown_messages import faces

if TYPE_CHECKING:
    from pathlib import Path

    from mastodon_mock.testing.server import MockServer

    from sandbox.bluesky.server import BlueskyStandIn
    from tests.conference_world import ConferenceWorld

__all__ = ["bluesky", "mastodon"]


@pytest.mark.slow
async def test_a_mention_is_answered_in_its_thread_while_another_network_is_down(
    tmp_path: Path, orders: list[dict[str, Any]], bluesky: BlueskyStandIn, mastodon: MockServer
) -> None:
    sections = (
        f'[moderation]\n[mentions]\n[bluesky]\npds_url = "{bluesky.base_url}"\n{ALL_DAY}'
        f'[mastodon]\nbase_url = "{mastodon.base_url}"\n{ALL_DAY}'
    )
    async with (
        open_conference(tmp_path, orders, more_sections=sections) as world,
        aiohttp.ClientSession(mastodon.base_url) as people,
    ):
        user = bluesky.user
        await connect(world, "Bluesky", user.handle, user.app_password)
        await connect(world, "Mastodon")
        bluesky.reading.troubles.extend(Trouble(503) for _ in range(9))
        await be_answered(world, people)


async def be_answered(world: ConferenceWorld, people: aiohttp.ClientSession) -> None:
    """Let Bob write to Alice, who is the conference, and look at everything that comes of it."""
    question = await say(people, "bob", "@alice when do doors open? https://example.org/programme")
    await world.bot._scheduler.run(FEED_JOB)  # noqa: SLF001 - the job's turn would come in minutes
    await until(lambda: world.messages("mentions"))

    card = world.messages("mentions")[-1]
    assert faces(card)[0].title == "💬 New mention · 🟣 Mastodon"
    assert "https://example.org/programme" in (faces(card)[0].description or "")
    victor, olivia = world.person("victor"), world.person("olivia")
    assert "🟣 Mastodon" in world.text_of(await world.command(victor, "mentions list"))
    health = await world.health()
    assert "Bluesky could not be read to the end: Bluesky has trouble of its own (status 503)." in health
    assert "Mastodon could not be read" not in health

    form = await victor.click(card, label="Reply")
    answer = answer_of(await victor.submit_modal(form, {field_ids(form)[0]: "At nine!"}))
    assert "waits for approval" in answer.content
    await until(lambda: world.messages("tweet-moderation"))
    await olivia.click(world.messages("tweet-moderation")[-1], label="Approve")
    await until(lambda: "Answered" in str(faces(world.messages("mentions")[-1])[0].title))

    async with people.get(f"/api/v1/statuses/{question['id']}/context", headers=as_("alice")) as thread:
        (below,) = (await thread.json())["descendants"]
    assert (below["account"]["username"], "At nine!" in below["content"]) == ("alice", True)
    async with people.get("/api/v1/notifications?types[]=mention", headers=as_("bob")) as told:
        assert [one["status"]["id"] for one in await told.json()] == [below["id"]]
    assert faces(world.messages("mentions")[-1])[0].title == "✅ Answered · 🟣 Mastodon"


async def say(people: aiohttp.ClientSession, who: str, text: str) -> dict[str, Any]:
    async with people.post("/api/v1/statuses", json={"status": text}, headers=as_(who)) as answer:
        return dict(await answer.json())


def as_(who: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {who}_token"}
