"""X without X: for trying out the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from DiscordBot.tweets.network import PublishedPost
from DiscordBot.twitter.rules import XRules

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.tweets.network import OutgoingPost


class DryRunNetwork(XRules):
    """Does everything but post; what it has published has no address."""

    title = "X (dry run)"

    async def publish(self, post: OutgoingPost) -> PublishedPost:  # noqa: ARG002 - a network publishes posts
        """Pretend to publish."""
        return PublishedPost(f"dry-run-{uuid4().hex}", None)

    async def find(self, post: OutgoingPost, since: datetime) -> PublishedPost | None:  # noqa: ARG002 - as above
        """Find nothing, since nothing is published."""
        return None
