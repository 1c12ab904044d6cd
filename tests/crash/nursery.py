"""A process in which bots live and die while they post, one after the other."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from DiscordBot.features.tweets.intake.draft import Draft, DraftPicture
from DiscordBot.features.tweets.models import Source
from tests.crash.networks import FILE
from tests.crash.tweets import ADA, Life, running_bot
from tests.databases import database_url, sql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

ROOT = Path(__file__).parents[2]
KILLED = -9
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082"
)
PICTURES = (DraftPicture(content=PNG, media_type="image/png", width=1, height=1, alt_text="A cat"),)


@dataclass
class Nursery:
    """Where bots live and die; `texts` are the tweets' by their ids."""

    folder: Path
    process: asyncio.subprocess.Process
    texts: dict[int, str]

    async def live(
        self,
        approve: list[int],
        *,
        between_readings: float = 0.05,
        seconds: float | None = None,
        step: int | None = None,
        settle: Mapping[int, bool] | None = None,
    ) -> dict[str, Any]:
        """Let a bot live, and return how it ended and how far the deliveries are; see `Life`."""
        told = {str(tweet_id): is_there for tweet_id, is_there in (settle or {}).items()}
        life = Life(approve, between_readings, seconds, step, told)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(life)).encode() + b"\n")
        line = await self.process.stdout.readline()
        report: dict[str, Any] = json.loads(line)
        assert report["status"] in {0, KILLED}, life
        return report

    def story(self, text: str) -> list[tuple[str, str]]:
        """Return what happened to a tweet and when, in the bots' own words."""
        query = "SELECT text, at, action, after FROM tweet_audit JOIN tweet ON tweet.id = tweet_id"
        rows = sql(database_url(self.folder / "bot.db"), query)
        return [(at, f"{action}{after}") for of, at, action, after in rows if of == text]


@asynccontextmanager
async def open_nursery(
    folder: Path, networks: Mapping[str, Mapping[str, Any]], texts: Iterable[str]
) -> AsyncIterator[Nursery]:
    """Submit tweets that nobody has approved yet; `networks` have address and account by their names."""
    (folder / FILE).write_text(json.dumps(networks))
    errors: list[BaseException] = []
    async with (
        aiohttp.ClientSession() as session,
        running_bot(folder, session, lambda error, _: errors.append(error)) as (service, _),
    ):
        drafts = [
            Draft(text=text, source=Source.COMPOSED, author=ADA, pictures=PICTURES if number % 3 == 0 else ())
            for number, text in enumerate(texts)
        ]
        ids = {(await service.submit(draft)).tweet_id: draft.text for draft in drafts}
    assert errors == []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.tweets", str(folder)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    yield Nursery(folder, process, ids)
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0
