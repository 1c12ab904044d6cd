"""What is known of Mastodon without posting there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from DiscordBot.networks.free_network import FreeNetwork
from DiscordBot.networks.mastodon.length import length
from DiscordBot.networks.mastodon.names import MASTODON
from DiscordBot.networks.port import Measure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.networks.mastodon.server import MastodonServer
    from DiscordBot.networks.port import OutgoingPost, Paused
    from DiscordBot.networks.posting_window import PostingWindow

QUOTES_SINCE = 7
"""The version of Mastodon's API (4.5) that takes quotes."""

LONGEST = 20_000
"""In characters; a longer text is too long on every server, and is not looked at."""


class MastodonRules(FreeNetwork):
    """The part of a `Network` that is the same whether or not it posts."""

    name = MASTODON.stored
    title = MASTODON.title

    def __init__(
        self,
        server: MastodonServer,
        window: PostingWindow,
        min_gap_seconds: int,
        why_paused: Callable[[], Awaitable[Paused | None]],
    ) -> None:
        super().__init__(window, min_gap_seconds, why_paused)
        self._server = server

    async def measure(self, text: str) -> Measure:
        """Return the length by the server's rules, and how long a text may be there."""
        allowed = (await self._server.limits()).configuration.statuses
        if len(text) > LONGEST:
            return Measure(len(text), allowed.max_characters)
        counted = await asyncio.to_thread(length, text.strip(), allowed.characters_reserved_per_url)
        return Measure(counted, allowed.max_characters)

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        """Return sentences about what Mastodon restricts in this post."""
        if post.quote_of is not None:
            return ("Servers before Mastodon 4.5 take no quotes, and authors may forbid them.",)
        return ()
