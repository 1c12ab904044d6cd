"""The whole conference on a morning of it: the bot, its server, pretix, pretalx and X."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.layout.reading import texts_of
from DiscordBot.features.programme.config import Pretalx
from DiscordBot.features.reminders.config import Reminders
from DiscordBot.features.reminders.ui.reminder_message import reminded_in
from sandbox import conference
from sandbox.conference import programme
from tests.conference_world import ConferenceWorld, Json, known_orders, open_conference
from tests.databases import sql
from tests.patience import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import discord
    from simcord import MemberActor

    from sandbox.x.server import XStandIn


@dataclass
class Morning(ConferenceWorld):
    """The conference, from registration on."""

    @property
    def x(self) -> XStandIn:
        assert self.world.x is not None
        return self.world.x

    async def begin(self, hour: int, minute: int, **section: Any) -> None:  # noqa: ANN401 - any key of [reminders]
        """Start a new bot with reminders at a time of the first day, as after a pulled plug."""
        pretalx = self.world.config.require(Pretalx)
        questions = {
            "twitter_question": programme.TWITTER_QUESTION,
            "mastodon_question": programme.MASTODON_QUESTION,
        }
        asked = pretalx.model_copy(update=questions)
        self.configure(Reminders(**section), asked)
        day = conference.FIRST_DAY
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=conference.TIMEZONE)
        self.clock.ahead += moment - self.clock.now()
        await self.restart(orderly=False)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something has come true."""
        await until(condition)
        await self.env.settle()

    def direct_messages(self, person: MemberActor) -> list[discord.Message]:
        """Return what the bot has written to somebody."""
        return [message for message in person.user.dm_channel.history() if not message.flags.ephemeral]

    def progress(self) -> list[tuple[str, str, str]]:
        """Return whom the database knows as reminded: speaker, state and way."""
        query = "SELECT speaker_code, state, way FROM speaker_reminder ORDER BY id"
        return [(code, state, way) for code, state, way in sql(self.world.config.database.url, query)]

    async def until_all_are_sent(self, number: int) -> None:
        """Wait until so many speakers were reminded."""
        await self.until(lambda: [state for _, state, _ in self.progress()].count("sent") == number)

    def pings(self) -> dict[str, Json]:
        """Return whom messages in the speakers' channel may ping, by the codes of the speakers."""
        sent: list[Json] = [request.json or {} for request in self.env.http_requests]
        return {
            key.speaker_code: message["allowed_mentions"]
            for message in sent
            if ", your session" in str(message)
            if (key := reminded_in(texts_of(message["components"]))) is not None
        }


@asynccontextmanager
async def open_morning(folder: Path, *, with_x: bool = False) -> AsyncIterator[Morning]:
    """Start the unmodified bot months before the conference; fails if it raises what is not expected."""
    async with open_conference(folder, known_orders(), with_x=with_x) as opened:
        yield Morning(opened.world, opened.clock, opened.expected_errors)
