"""The demo's page: channels to read, people to act as, and the tour around the simulated Discord."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import web
from yarl import URL

from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.demo.loopback import loopback_only
from sandbox.demo.network_pages import NetworkPages
from sandbox.demo.picture import draw_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simcord import ChannelHandle, MemberActor

    from sandbox.demo.networks import ShownNetwork
    from sandbox.demo.rehearsal import DemoRehearsal
    from sandbox.demo.stage import Stage
    from sandbox.demo.tour import Tour
    from sandbox.demo.world import World

CHANNEL_GROUPS = {
    "Information": conference.READ_ONLY_CHANNELS,
    "Rooms": tuple(ROOM_CHANNELS.values()),
    "Conference": conference.PUBLIC_CHANNELS,
    "Staff": conference.STAFF_CHANNELS,
}
FILES = {
    "/": ("page.html", "text/html"),
    "/demo.css": ("page.css", "text/css"),
    "/demo.js": ("page.js", "text/javascript"),
}
PICTURE = "/doors-open.png"
MAY_READ = discord.Permissions(view_channel=True, read_message_history=True)


class DemoPage:
    """The page's files and the two calls it makes: what is the case, and show something else."""

    def __init__(
        self,
        world: World,
        stage: Stage,
        tour: Tour,
        *,
        networks: Sequence[ShownNetwork] = (),
        rehearsal: DemoRehearsal | None = None,
    ) -> None:
        self._world = world
        self._stage = stage
        self._tour = tour
        self._networks = networks
        self._pages = NetworkPages(networks)
        self._rehearsal = rehearsal
        self._person, self._channel = "ada", "registration" if rehearsal is None else "programme"
        self._frame_port = 0

    async def open(self, frame_port: int) -> None:
        """Show the first channel; `frame_port` is where the preview can be embedded from."""
        self._frame_port = frame_port
        await self._show(self._person, self._channel)

    def application(self) -> web.Application:
        """Build the web application."""
        app = web.Application(middlewares=[loopback_only])
        for path in FILES:
            app.router.add_get(path, self._file)
        app.router.add_get(PICTURE, self._picture)
        app.add_routes(self._pages.routes())
        app.router.add_get("/api/state", self._state)
        app.router.add_post("/api/show", self._change)
        app.router.add_post("/api/cancel", self._cancel)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        name, content_type = FILES[request.path]
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=content_type, headers={"Cache-Control": "no-store"})

    async def _picture(self, _request: web.Request) -> web.Response:
        return web.Response(body=draw_picture(), content_type="image/png")

    async def _change(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        person, channel = wanted.get("person"), wanted.get("channel")
        if person not in self._world.server.people or channel not in self._world.server.channels:
            raise web.HTTPNotFound
        await self._show(person, channel)
        return await self._state(request)

    async def _cancel(self, request: web.Request) -> web.Response:
        order = (await request.json()).get("order")
        if order not in {step.cancels for step, _ in self._tour.progress() if step.cancels}:
            raise web.HTTPNotFound
        await self._world.shop.orders.cancel(order)
        self._tour.cancel(order)
        return await self._state(request)

    async def _show(self, person: str, channel: str) -> None:
        server = self._world.server
        if not self._may_read(server.people[person], server.channels[channel]):
            channel = "registration"
        await self._stage.show(server.channels[channel], server.people[person])
        self._person, self._channel = person, channel
        self._tour.visit(person, channel)

    async def _state(self, _request: web.Request) -> web.Response:
        frame = URL(self._stage.url).with_port(self._frame_port) if self._stage.url else ""
        return web.json_response(
            {
                "server": self._world.server.guild.name,
                "frame": str(frame),
                "person": self._person,
                "channel": self._channel,
                "people": [self._describe(key) for key in self._world.server.people],
                "groups": self._groups(),
                "steps": self._steps(),
                "networks": self._shown_networks(),
                "rehearsal": self._rehearsal.state() if self._rehearsal is not None else None,
            }
        )

    def _describe(self, key: str) -> dict[str, Any]:
        person, guild = self._world.server.people[key], self._world.server.guild
        member = self._world.env.backend.get_member(guild.id, person.id)
        roles = [role for role in self._world.server.roles.values() if role.id in member.role_ids]
        return {
            "key": key,
            "account": person.user.global_name,
            "name": member.nick or person.user.global_name,
            "roles": [
                {"name": role.name, "color": f"#{conference.ATTENDEE_ROLES[role.name]:06x}"} for role in roles
            ],
        }

    def _groups(self) -> list[dict[str, Any]]:
        server = self._world.server
        reader = server.people[self._person]
        groups = [
            {
                "name": group,
                "channels": [
                    {"name": name, "last": self._last_message(server.channels[name], reader)}
                    for name in names
                    if self._may_read(reader, server.channels[name])
                ],
            }
            for group, names in CHANNEL_GROUPS.items()
        ]
        return [group for group in groups if group["channels"]]

    def _steps(self) -> list[dict[str, Any]]:
        return [
            {
                "chapter": step.chapter,
                "title": step.title,
                "text": step.text,
                "person": step.person,
                "channel": step.channel,
                "copy": [{"field": field, "text": text} for field, text in step.to_copy],
                "cancels": step.cancels,
                "picture": PICTURE if step.with_picture else "",
                "networks": step.on_networks,
                "done": done,
            }
            for step, done in self._tour.progress()
        ]

    def _shown_networks(self) -> list[dict[str, Any]]:
        x = self._world.x
        if x is None:
            return []
        on_x = {"name": "x", "title": "X", "url": x.base_url, "account": f"@{x.account.username}"}
        others = [
            {
                "name": network.names.stored,
                "title": network.names.title,
                "url": f"/networks/{network.names.stored}",
                "account": network.handle,
                "posts": network.count,
            }
            for network in self._networks
        ]
        return [on_x | {"posts": len(x.posts)}, *others]

    def _may_read(self, person: MemberActor, channel: ChannelHandle) -> bool:
        given = self._world.env.backend.compute_permissions(person.guild.id, person.id, channel.id)
        return discord.Permissions(given) >= MAY_READ

    def _last_message(self, channel: ChannelHandle, reader: MemberActor) -> str:
        messages = self._world.env.backend.messages.get(channel.id, {}).values()
        return str(max((message.id for message in messages if message.visible_to(reader.id)), default=0))
