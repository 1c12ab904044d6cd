"""One approval sends a tweet to every network that is connected, each exactly once."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from mastodon_mock.testing.server import MockServer
from PIL import Image

from DiscordBot.networks.account.credential_check import JOB
from sandbox.bluesky.server import BlueskyStandIn
from sandbox.linkedin.server import LinkedInStandIn
from tests.conference_world import answer_of, field_ids, open_conference
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from simcord.results import InteractionResult

    from tests.conference_world import ConferenceWorld

ALL_DAY = "posting_start = 00:00:00\nposting_end = 00:00:00\nmin_gap_seconds = 0\n"


@pytest.fixture
async def bluesky() -> AsyncIterator[BlueskyStandIn]:
    stand_in = BlueskyStandIn()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
async def linkedin() -> AsyncIterator[LinkedInStandIn]:
    stand_in = LinkedInStandIn()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
def mastodon() -> Iterator[MockServer]:
    with MockServer() as server:
        yield server


@pytest.fixture
async def world(
    tmp_path: Path,
    orders: list[dict[str, Any]],
    bluesky: BlueskyStandIn,
    mastodon: MockServer,
    linkedin: LinkedInStandIn,
) -> AsyncIterator[ConferenceWorld]:
    sections = (
        f'[bluesky]\npds_url = "{bluesky.base_url}"\n{ALL_DAY}'
        f'[mastodon]\nbase_url = "{mastodon.base_url}"\n{ALL_DAY}'
        f'[linkedin]\norganization = 4242\napi_url = "{linkedin.base_url}"\n'
        f'web_url = "{linkedin.base_url}"\n{ALL_DAY}'
    )
    async with open_conference(tmp_path, orders, with_x=True, more_sections=sections) as conference:
        yield conference


async def connect(world: ConferenceWorld, network: str, *answers: str) -> str:
    """Connect an account as an organiser does, and return what is told in the end."""
    olivia = world.person("olivia")
    steps = await world.command(olivia, "networks connect", network=network)
    form = await _press_first(world, steps)
    if not answers:
        (address,) = re.findall(r"\]\((http[^)]+)\)", steps.content)
        answers = (await (_code(address) if network == "Mastodon" else _address_with_code(address)),)
    values = dict(zip(field_ids(form), answers, strict=True))
    found = answer_of(await olivia.submit_modal(form, values))
    return answer_of(await _press_first(world, found)).content


async def _press_first(world: ConferenceWorld, message: Any) -> InteractionResult:  # noqa: ANN401 - simcord's answer
    label = controls(message)[0]["label"]
    return await world.person("olivia").click(message, label=label)


async def _address_with_code(address: str) -> str:
    """Allow it on LinkedIn's page, as an administrator, and return where that leads."""
    async with aiohttp.ClientSession() as browser, browser.get(address, allow_redirects=False) as page:
        return page.headers["Location"]


async def _code(address: str) -> str:
    """Allow it on the server's page, as the account's owner."""
    form = {"username": "alice", "redirect_uri": "urn:ietf:wg:oauth:2.0:oob", "state": ""}
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(address.partition("?")[0], data=form, allow_redirects=False) as page,
    ):
        shown = page.headers.get("Location", "") + await page.text()
    found = re.search(r"mockcode_\w+", shown)
    assert found is not None
    return found[0]


async def on_mastodon(server: MockServer) -> list[tuple[str, list[str]]]:
    """Return the texts of Alice's posts there, each with what is told of its pictures."""
    headers = {"Authorization": "Bearer alice_token"}
    async with aiohttp.ClientSession(server.base_url, headers=headers) as browser:
        async with browser.get("/api/v1/accounts/verify_credentials") as me:
            account = (await me.json())["id"]
        async with browser.get(f"/api/v1/accounts/{account}/statuses") as page:
            return [
                (
                    re.sub("<[^>]+>", "", status["content"]),
                    [media["description"] for media in status["media_attachments"]],
                )
                for status in await page.json()
            ]


def picture(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.journey
async def test_one_approval_goes_everywhere_once_with_its_pictures(
    world: ConferenceWorld, bluesky: BlueskyStandIn, mastodon: MockServer, linkedin: LinkedInStandIn
) -> None:
    user = bluesky.user
    assert f"posted as @{user.handle}" in await connect(world, "Bluesky", user.handle, user.app_password)
    assert "posted as @alice" in await connect(world, "Mastodon")
    assert "posted as PyCon Example" in await connect(world, "LinkedIn")

    victor, text, told = world.person("victor"), "Doors open at nine!", ["A door", "A key"]
    pictures = [("door.png", picture("red")), ("key.png", picture("blue"))]
    form = await victor.slash(world.world.server.channels["lobby"], "tweet compose")
    everywhere = ["X", "Bluesky", "Mastodon", "LinkedIn"]
    values = dict(zip(field_ids(form), (text, pictures, "\n".join(told), "", everywhere), strict=True))
    await victor.submit_modal(form, values)
    await world.person("olivia").click(world.messages("tweet-moderation")[-1], label="Approve")
    await world.env.settle()

    x = world.world.x
    assert x is not None
    assert [(post.text, [media.alt_text for media in post.media]) for post in x.posts] == [(text, told)]
    (record,) = bluesky.posts()
    assert (record["text"], [image["alt"] for image in record["embed"]["images"]]) == (text, told)
    assert record["langs"] == ["en"]
    assert await on_mastodon(mastodon) == [(text, told)]
    (on_linkedin,) = linkedin.posts
    images = on_linkedin.content["multiImage"]["images"]
    assert (on_linkedin.text, [image["altText"] for image in images]) == (text, told)

    (embed,) = faces(world.messages("tweet-moderation")[-1])
    card = world.text_of_face(embed)
    assert [link for link in ("x.com", "bsky.app", "/@alice/", "/feed/update/urn") if link not in card] == []
    status = await world.command(world.person("olivia"), "networks status", network="LinkedIn")
    assert "Connect it again before <t:" in world.text_of(status)

    # Every morning all of them are asked.
    linkedin.login.revoke()
    lines, spent = len(world.messages("bot-log")), bluesky.log_ins
    await world.bot._scheduler.run(JOB)  # noqa: SLF001 - the job's turn would come in hours
    await world.env.settle()
    (line,) = world.messages("bot-log")[lines:]
    assert "LinkedIn is paused" in line.content
    assert bluesky.log_ins == spent + 1
    health = world.text_of(await world.command(world.person("olivia"), "networks status"))
    assert health.count("🟢") == 3
