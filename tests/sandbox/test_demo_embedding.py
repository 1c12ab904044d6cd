"""The page around the preview: what may be embedded by whom, and that it keeps up with the bot."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import aiohttp
import discord
import pytest
import simcord
from yarl import URL

from sandbox import conference
from sandbox.conference.server import DemoServer, build_server
from sandbox.demo.loopback import listen
from sandbox.demo.mentions import Mentions
from sandbox.demo.proxy import ADDED, PreviewProxy
from sandbox.demo.stage import Stage
from tests.patience import PATIENCE_SECONDS, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAGE = "http://127.0.0.1:8100"


class Presser(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Press")
    async def press(self, interaction: discord.Interaction, _button: discord.ui.Button[Presser]) -> None:
        await interaction.response.send_message("pressed", ephemeral=True)


class Embedded(NamedTuple):
    """A preview behind the proxy, used as its own page uses it."""

    env: simcord.Env
    server: DemoServer
    stage: Stage
    address: URL
    http: aiohttp.ClientSession

    @property
    def key(self) -> dict[str, str]:
        return {"X-Simcord-Capability": URL(self.stage.url).fragment}

    async def open_page(self) -> dict[str, Any]:
        return await self._json("POST", "/api/pages", self.key, {})

    async def state(self, page: dict[str, Any]) -> dict[str, Any]:
        return await self._json("GET", "/api/state", self.key | _context(page))

    async def states(self, page: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        while True:
            yield await self.state(page)
            await asyncio.sleep(0.05)

    async def press(self, page: dict[str, Any]) -> dict[str, Any]:
        (message_id,) = page["timeline"]
        (row,) = page["messages"][message_id]["components"]
        action = {
            "protocol_version": 3,
            "sequence": 1,
            "request_id": "first",
            "generation": page["context"]["generation"],
            "bot_generation": page["botGeneration"],
            "published_revision": page["publishedRevision"],
            "kind": "click",
            "target_id": message_id,
            "control_key": row["components"][0]["control_key"],
        }
        return await self._json("POST", "/api/action", self.key | _context(page), action)

    async def _json(
        self, method: str, path: str, headers: dict[str, str], body: object = None
    ) -> dict[str, Any]:
        async with self.http.request(
            method, self.address.with_path(path), headers=headers, json=body
        ) as answer:
            assert answer.status == 200
            state: dict[str, Any] = await answer.json()
            return state

    def channel(self, name: str) -> discord.TextChannel:
        found = self.env.bot.get_channel(self.server.channels[name].id)
        assert isinstance(found, discord.TextChannel)
        return found


def _context(page: dict[str, Any]) -> dict[str, str]:
    return {"X-Simcord-Context": page["context"]["id"]}


@pytest.fixture
async def embedded() -> AsyncIterator[Embedded]:
    bot = discord.Client(intents=discord.Intents.default())
    env = simcord.Env(bot)
    server = build_server(env)
    await env.start()
    await post_button(bot, server)
    stage = Stage(env, conference.TIMEZONE.key)
    await stage.show(server.channels["registration"], server.people["ada"])
    async with aiohttp.ClientSession() as http:
        runner, port = await listen(PreviewProxy(stage, http, Mentions(env, server), PAGE).application(), 0)
        yield Embedded(env, server, stage, URL(f"http://127.0.0.1:{port}"), http)
        await runner.cleanup()
    await stage.close()
    await env.shutdown()


async def post_button(bot: discord.Client, server: DemoServer) -> None:
    channel = bot.get_channel(server.channels["registration"].id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("Hello", view=Presser())


@asynccontextmanager
async def following(stage: Stage) -> AsyncIterator[None]:
    task = asyncio.create_task(stage.follow())
    try:
        yield
    finally:
        task.cancel()


async def test_the_preview_may_be_embedded_by_the_demo_and_nobody_else(embedded: Embedded) -> None:
    async with embedded.http.get(embedded.address) as answer:
        page = await answer.text()
    assert f"frame-ancestors {PAGE}" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert all(f'"/{name}"' in page for name in ADDED)


async def test_a_page_that_is_closed_while_it_speaks_is_no_error(
    embedded: Embedded, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection(embedded.address.host, embedded.address.port)
    host = f"{embedded.address.host}:{embedded.address.port}"
    writer.write(f"POST /api/action HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\nhalf".encode())
    await until(embedded.stage.lock.locked)
    writer.transport.abort()
    await until(lambda: not embedded.stage.lock.locked())
    assert caplog.text == ""


@pytest.mark.parametrize(("name", "kind"), ADDED.items())
async def test_what_the_demo_adds_is_served_to_the_preview(embedded: Embedded, name: str, kind: str) -> None:
    async with embedded.http.get(embedded.address / name) as answer:
        assert (answer.status, answer.content_type) == (200, kind)


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
async def test_other_sites_get_nothing(embedded: Embedded, headers: dict[str, str]) -> None:
    async with embedded.http.get(embedded.address, headers=headers) as answer:
        assert answer.status == 403


async def test_nobody_acts_without_the_key(embedded: Embedded) -> None:
    async with embedded.http.post(embedded.address / "api" / "pages", json={}) as answer:
        assert answer.status == 401


async def test_what_the_bot_does_by_itself_is_shown(embedded: Embedded) -> None:
    page = await embedded.open_page()
    async with following(embedded.stage), asyncio.timeout(PATIENCE_SECONDS):
        await embedded.channel("registration").send("By myself")
        async for state in embedded.states(page):
            if "By myself" in str(state["messages"]):
                break


async def test_a_button_works_though_the_bot_has_just_written_elsewhere(embedded: Embedded) -> None:
    page = await embedded.open_page()
    async with following(embedded.stage), asyncio.timeout(PATIENCE_SECONDS):
        await embedded.channel("programme").send("Something else")
        async for state in embedded.states(page):
            if state["publishedRevision"] != page["publishedRevision"]:
                break
    answer = await embedded.press(page)
    assert not answer["rejected"]
    assert "pressed" in str((await embedded.state(page))["messages"])


async def test_the_clock_of_the_bot_keeps_up_with_ours(embedded: Embedded) -> None:
    now = datetime.now(UTC)
    page = await embedded.open_page()
    async with following(embedded.stage), asyncio.timeout(PATIENCE_SECONDS):
        async for _ in embedded.states(page):
            if embedded.env.now() > now:
                break


async def test_mentions_in_embeds_have_names_as_on_discord(embedded: Embedded) -> None:
    server = embedded.server
    mentions = [
        server.channels["lobby"].mention,
        server.roles["Sprint"].mention,
        server.people["ada"].mention,
    ]
    await embedded.channel("registration").send(
        embed=discord.Embed(description=f"See {' '.join(mentions)}, <#1>")
    )
    shown = str((await embedded.open_page())["messages"])
    assert all(f"'label': '{name}'" in shown for name in ("#lobby", "@Sprint", "@Ada", "<#1>"))


async def test_people_see_only_what_they_may(embedded: Embedded) -> None:
    with pytest.raises(simcord.SetupError):
        await embedded.stage.show(embedded.server.channels["bot-log"], embedded.server.people["ada"])
    assert embedded.stage.url == ""
    async with embedded.http.get(embedded.address) as answer:
        assert answer.status == 503
