"""A conference without pretix: tickets from Tito and from a file, as people meet them on Discord."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import pytest

from DiscordBot.config import load_config
from DiscordBot.features.registration.build import probe
from DiscordBot.features.registration.ui.cog import FILES_JOB, REFRESH_JOB
from sandbox import conference
from sandbox.demo.world import free_port
from sandbox.tito.server import TitoStandIn
from tests.conference_world import MovableClock, answer_of, bot_on_server, field_ids
from tests.config_folder import CONFERENCE
from tests.databases import database_url
from tests.patience import until
from tests.whole_bot import restart

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import simcord

    from DiscordBot.config import Config
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from sandbox.conference.server import DemoServer

pytestmark = pytest.mark.slow

CONFIG = (
    CONFERENCE
    + """\

[server]
guild_id = {guild_id}

[tito]
account = "example"
event = "conf2027"
api_url = "{api_url}"

[ticket_files]
[[ticket_files.files]]
name = "sponsors"
file = "sponsors.csv"

[webhooks]
port = {port}

[database]
url = "{database}"
"""
)
MAPPING = '{"Early Bird": ["Attendee"], "Gold sponsor": ["Attendee", "Business"]}'
HEADER = "Voucher code;Product;Attendee name;Status\n"
GOLD = "GOLD-2027/01;Gold sponsor;Grace Hopper;{}\n"


@dataclass
class Place:
    """The running bot, its server, Tito and the file."""

    env: simcord.Env
    server: DemoServer
    tito: TitoStandIn
    config: Config
    clock: MovableClock
    file: Path

    async def register(self, who: str, order: str, name: str) -> str:
        person = self.server.people[who]
        form = await person.click(self.server.channels["registration"].history()[-1], label="Register")
        values = dict(zip(field_ids(form), (order, name), strict=True))
        return answer_of(await person.submit_modal(form, values)).content

    def roles(self, who: str) -> set[str]:
        guild = self.env.backend.guilds[conference.GUILD_ID]
        member = guild.members[self.server.people[who].id]
        return {guild.roles[role].name for role in member.role_ids} & {"Attendee", "Business"}

    async def run(self, job: str) -> None:
        bot: ConferenceBot = self.env.bot  # type: ignore[assignment]  # simcord knows it as any Client
        await bot._scheduler.run(job)  # noqa: SLF001 - its turn would come in minutes
        await self.env.settle()

    def export(self, rows: str) -> None:
        before = self.file.stat().st_mtime_ns if self.file.exists() else 0
        self.file.write_text(HEADER + rows, encoding="cp1252")
        os.utime(self.file, ns=(before + 1, before + 1))


@asynccontextmanager
async def open_place(folder: Path) -> AsyncIterator[Place]:
    tito, port = TitoStandIn("full-token", "example", "conf2027", security_token="very secret"), free_port()
    await tito.start()
    tito.book.put("QVYZ", [("Early Bird", "Ada Lovelace", "ada@example.org")], email="ada@example.org")
    file = folder / "config.toml"
    file.write_text(
        CONFIG.format(
            guild_id=conference.GUILD_ID,
            api_url=tito.api_url,
            port=port,
            database=database_url(folder / "bot.db"),
        )
    )
    (folder / "ticket_to_roles_prod.json").write_text(MAPPING)
    secrets = {"TITO_TOKEN": "full-token", "TITO_WEBHOOK_TOKEN": "very secret"}
    sponsors = folder / "sponsors.csv"
    config, clock = (
        load_config(file, environment=secrets, need_discord_token=False),
        MovableClock(conference.TIMEZONE),
    )
    try:
        async with bot_on_server(config, clock) as (env, server):
            place = Place(env, server, tito, config, clock, sponsors)
            place.export(GOLD.format("paid"))
            await env.start()
            tito.endpoints.append(f"http://127.0.0.1:{port}/tito")
            yield place
            assert env.errors == []
    finally:
        await tito.stop()


async def test_tickets_of_both_give_their_roles_and_follow_what_happens_to_them(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        assert "Early Bird" in await place.register("ada", "qvyz-1", "Ada Lovelace")
        await place.register("grace", "gold 2027 01", "Grace Hopper")
        assert (place.roles("ada"), place.roles("grace")) == ({"Attendee"}, {"Attendee", "Business"})
        # Somebody else with the same ticket is refused, whatever shop it is of.
        assert "already" in await place.register("eve", "GOLD-2027/01", "Grace Hopper")

        await place.tito.book.void("QVYZ-1")
        await until(lambda: not place.roles("ada"))
        place.export(GOLD.format("refunded"))
        await place.run(FILES_JOB)
        assert place.roles("grace") == set()

        place.export(GOLD.format("paid"))
        await place.tito.book.unvoid("QVYZ-1")
        await restart(place.env, place.config, place.clock, orderly=False)
        await place.run(REFRESH_JOB)
        await until(
            lambda: (place.roles("ada"), place.roles("grace")) == ({"Attendee"}, {"Attendee", "Business"})
        )


async def test_the_check_tries_each_shop(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place, aiohttp.ClientSession() as session:
        found = {finding.subject: finding for finding in await probe(place.config, session)}
        assert {name: finding.level.value for name, finding in found.items()} == {
            "Tito: token": "ok",
            "Tito: event": "ok",
            "Tito: tickets": "ok",
            "tickets in sponsors.csv": "ok",
        }
        assert "order = «Voucher code»" in found["tickets in sponsors.csv"].detail
        place.file.write_text("What;Who\n")
        found = {finding.subject: finding for finding in await probe(place.config, session)}
        assert found["tickets in sponsors.csv"].level.value == "error"
        assert "What, Who" in found["tickets in sponsors.csv"].detail
