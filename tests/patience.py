"""How tests wait for what happens by itself: for as long as it takes, on whatever machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import answer_in_time
from DiscordBot.features.campaigns.ui.page_messages import update_in_time
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 60.0
"""When something that should have come is given up. Nothing waits so long that comes."""


def have_patience() -> None:
    """Let nothing in the bot lose its patience that answers sooner on a machine with nothing else to do.

    What it does where something really takes long is tested with times of its own.
    """
    for wait in (answer_in_time, update_in_time):
        defaults: Any = wait.__kwdefaults__
        defaults["patience_seconds"] = PATIENCE_SECONDS
    templates: Any = Templates.__init__
    templates.__defaults__ = (PATIENCE_SECONDS,)


async def until(condition: Callable[[], object]) -> None:
    """Wait until something has come true that is no event."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.005)
