"""The demo's page: channels to read, people to act as, a clock and the guide around the simulated Discord."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web
from yarl import URL

from sandbox import conference
from sandbox.demo.documents import Documents
from sandbox.demo.guide.step import Act, Travel
from sandbox.demo.guide.tour import STEPS
from sandbox.demo.loopback import loopback_only
from sandbox.demo.network_pages import NetworkPages
from sandbox.demo.picture import draw_picture
from sandbox.demo.sidebar import Sidebar

if TYPE_CHECKING:
    from sandbox.demo.guide.step import Step
    from sandbox.demo.theatre import Playing, Theatre

WEB = Path(__file__).with_name("web")
STYLES = ("page", "guide", "phone")
SCRIPTS = ("page", "dom", "clock", "guide", "networks", "sheet", "sidebar")
FILES = {
    "/": ("page.html", "text/html"),
    **{f"/{name}.css": (f"{name}.css", "text/css") for name in STYLES},
    **{f"/{name}.js": (f"{name}.js", "text/javascript") for name in SCRIPTS},
}
PICTURE = "/doors-open.png"
SPEEDS = (1, 60, 300)
FASTEST = 600
MORNING = datetime.combine(conference.FIRST_DAY, time(7, 30))
SOON = timedelta(minutes=10)
"""What a step waits for happens within it, and nobody needs the button meanwhile."""

AFTERWARDS = timedelta(days=60)
"""How far after the conference the clock can be set."""


class DemoPage:
    """The page's files, and the calls it makes; `theatre` is to be given before the first one."""

    theatre: Theatre

    def application(self) -> web.Application:
        """Build the web application."""
        app = web.Application(middlewares=[loopback_only])
        for path in FILES:
            app.router.add_get(path, self._file)
        app.router.add_get(PICTURE, self._picture)
        app.add_routes(NetworkPages(lambda: self._playing.scene.networks).routes())
        app.add_routes(Documents(self._note_read).routes())
        app.router.add_get("/api/state", self._state)
        app.router.add_post("/api/show", self._show)
        app.router.add_post("/api/act", self._act)
        app.router.add_post("/api/skip", self._skip)
        app.router.add_post("/api/clock", self._clock)
        return app

    @property
    def _playing(self) -> Playing:
        if self.theatre.playing is None:
            raise web.HTTPServiceUnavailable
        return self.theatre.playing

    def _note_read(self, document: str) -> None:
        self._playing.witness.read(document)

    async def _file(self, request: web.Request) -> web.Response:
        name, content_type = FILES[request.path]
        text = (WEB / name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=content_type, headers={"Cache-Control": "no-store"})

    async def _picture(self, _request: web.Request) -> web.Response:
        return web.Response(body=draw_picture(), content_type="image/png")

    async def _show(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        person, channel = wanted.get("person"), wanted.get("channel")
        sidebar = Sidebar(self._playing.scene.world)
        if person not in self._playing.scene.world.server.people or not sidebar.knows(channel):
            raise web.HTTPNotFound
        await self.theatre.show(person, channel if sidebar.may_read(person, channel) else "registration")
        return await self._state(request)

    async def _act(self, request: web.Request) -> web.Response:
        step = STEPS.get((await request.json()).get("step"))
        match step.button if step is not None else None:
            case Act(work=work):
                await work(self._playing.scene)
            case Travel(to=to) if (moment := to(self._playing.witness)) is not None:
                await self.theatre.go_to(moment.astimezone(conference.TIMEZONE).replace(tzinfo=None))
            case _:
                raise web.HTTPNotFound
        return await self._state(request)

    async def _skip(self, request: web.Request) -> web.Response:
        name = (await request.json()).get("step")
        if name not in STEPS:
            raise web.HTTPNotFound
        self.theatre.tour.skip(name)
        return await self._state(request)

    async def _clock(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        if (speed := wanted.get("speed")) is not None:
            if speed not in SPEEDS:
                raise web.HTTPBadRequest
            self._playing.scene.run_at(speed)
        if (to := wanted.get("to")) is not None:
            await self.theatre.go_to(_typed(to))
        return await self._state(request)

    async def _state(self, _request: web.Request) -> web.Response:
        if self.theatre.playing is None:
            return web.json_response({"waiting": True})
        playing, person = self._playing, self.theatre.person
        sidebar = Sidebar(playing.scene.world)
        url = playing.scene.stage.url
        return web.json_response(
            {
                "server": playing.scene.world.server.guild.name,
                "frame": str(URL(url).with_port(playing.frame_port)) if url else "",
                "person": person,
                "channel": self.theatre.channel,
                "people": sidebar.people(),
                "groups": sidebar.groups(person),
                "events": sidebar.events(),
                "steps": self._steps(playing),
                "networks": _networks(playing),
                "clock": _shown_clock(playing),
                "news": playing.scene.news.newest(),
            }
        )

    def _steps(self, playing: Playing) -> list[dict[str, Any]]:
        webhooks = playing.scene.world.config.webhooks
        port = webhooks.port if webhooks is not None else 0
        filled = {
            "{start}": f"{playing.scene.strangers.next_start():%A %-H:%M}",
            "{metrics}": f"http://127.0.0.1:{port}/metrics",
        }
        return [
            {
                "name": step.name,
                "chapter": step.chapter,
                "title": step.title,
                "text": step.text,
                "person": step.person,
                "channel": step.channel,
                "copy": [{"field": field, "text": filled.get(text, text)} for field, text in step.to_copy],
                "button": _button(step, playing),
                "picture": PICTURE if step.with_picture else "",
                "networks": step.on_networks,
                "document": step.document,
                "done": done,
                "skipped": skipped,
            }
            for step, done, skipped in self.theatre.tour.progress(playing.witness)
        ]


def _button(step: Step, playing: Playing) -> str:
    """Return what the button of a step says; nothing if there is none, or not yet."""
    match step.button:
        case Act(label=label):
            return label
        case Travel(to=to) if (moment := to(playing.witness)) is not None:
            local, passed = playing.scene.clock.local(moment), playing.scene.clock.now() - moment
            if timedelta() <= passed < SOON:
                return ""
            return f"{'Begin anew at' if passed > SOON else 'Move the clock to'} {local:%a %-d %b, %H:%M}"
    return ""


def _shown_clock(playing: Playing) -> dict[str, Any]:
    clock = playing.scene.clock
    local = clock.local(clock.now())
    return {
        "time": f"{local:%H:%M}",
        "day": f"{local:%A, %-d %B %Y}",
        "value": f"{local:%Y-%m-%dT%H:%M}",
        "latest": f"{conference.LAST_DAY + AFTERWARDS}T23:59",
        "speed": clock.speed,
        "speeds": SPEEDS,
    }


def _typed(to: str) -> datetime:
    """Return the time on the venue's walls that a visitor means."""
    if to == "now":
        return datetime.now(UTC).astimezone(conference.TIMEZONE).replace(tzinfo=None)
    if to == "morning":
        return MORNING
    try:
        wanted = datetime.fromisoformat(to)
    except ValueError:
        raise web.HTTPBadRequest from None
    if wanted.tzinfo is not None or wanted.date() > conference.LAST_DAY + AFTERWARDS:
        raise web.HTTPBadRequest
    return wanted


def _networks(playing: Playing) -> list[dict[str, Any]]:
    x = playing.scene.world.x
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
        for network in playing.scene.networks
    ]
    return [on_x | {"posts": len(x.posts)}, *others]
