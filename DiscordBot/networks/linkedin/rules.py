"""What is known of LinkedIn without posting there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.free_network import FreeNetwork
from DiscordBot.networks.linkedin.length import LIMIT, length
from DiscordBot.networks.linkedin.names import LINKEDIN
from DiscordBot.networks.port import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.networks.port import OutgoingPost


class LinkedInRules(FreeNetwork):
    """The part of a `Network` that is the same whether or not it posts."""

    name = LINKEDIN.stored
    title = LINKEDIN.title

    async def measure(self, text: str) -> Measure:
        """Return the length, in characters."""
        return Measure(length(text.strip()), LIMIT)

    def warnings(self, post: OutgoingPost) -> Sequence[str]:
        """Return sentences about what LinkedIn restricts in this post."""
        if post.in_reply_to is not None:
            return ("LinkedIn takes no replies from the bot.",)
        return ()
