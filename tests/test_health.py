"""What `/health` says when something outside the bot is broken: never that everything is fine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld


async def health(world: ConferenceWorld) -> str:
    return world.text_of(await world.command(world.person("olivia"), "health"))


async def test_the_port_for_webhooks_is_taken(world: ConferenceWorld) -> None:
    webhooks = world.world.config.webhooks
    assert webhooks is not None
    await world.bot.close()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((webhooks.host, webhooks.port))
        other.listen()
        await world.restart()
        shown = await health(world)
    assert f"Port {webhooks.port} is taken by another program" in shown
    assert "Everything is fine" not in shown

    await world.bot._scheduler.run("web server")  # noqa: SLF001 - its next turn would come in 30 seconds
    assert "Everything is fine" in await health(world)
