"""The template of reminders, tried with an open space that is made up."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from DiscordBot.core.findings import Finding, Level
from DiscordBot.features.open_spaces.config import OpenSpaces
from DiscordBot.templating.findings import template_fault
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    import aiohttp

    from DiscordBot.config import Config

_SUBJECT = "open_spaces.template"


async def probe(config: Config, _session: aiohttp.ClientSession) -> tuple[Finding, ...]:
    """Render the template before a start."""
    return (await template_finding(config) or Finding(_SUBJECT, Level.OK, "The template can be used."),)


async def template_finding(config: Config) -> Finding | None:
    """Return what is wrong with the template, None if nothing is."""
    conference = config.conference
    start = datetime.combine(conference.first_day, time(14, 30), conference.timezone)
    context = {
        "room": "Forum Hall",
        "start": start,
        "minutes": 15,
        "author": "Ada Lovelace",
        "link": "https://x.com/example/status/1",
        "text": f"Typing for everybody, Forum Hall, {start.astimezone(UTC):%H:%M}",
    }
    # Announced on the server, it has neither author on a network nor link.
    contexts = {"a post": context, "an announcement on the server": context | {"author": "", "link": ""}}
    template = config.require(OpenSpaces).template
    return await template_fault(Templates(conference.timezone), _SUBJECT, template, contexts)
