"""What is known of Bluesky without posting there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.bluesky.length import LIMIT, length
from DiscordBot.networks.bluesky.names import BLUESKY
from DiscordBot.networks.free_network import FreeNetwork
from DiscordBot.networks.port import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.networks.port import OutgoingPost

LONGEST = 20_000
"""In characters; a longer text is too long, and is not looked at."""

GIF = "image/gif"


class BlueskyRules(FreeNetwork):
    """The part of a `Network` that is the same whether or not it posts."""

    name = BLUESKY.stored
    title = BLUESKY.title

    async def measure(self, text: str) -> Measure:
        """Return the length as people see it, or by its bytes where there are too many."""
        return Measure(len(text) if len(text) > LONGEST else length(text), LIMIT)

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        """Return sentences about what Bluesky restricts in this post."""
        if any(media.media_type == GIF for media in post.media):
            return ("Bluesky shows an animation as a still picture.",)
        return ()
