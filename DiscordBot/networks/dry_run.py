"""A network without the network: for trying out the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from DiscordBot.networks.port import NotNowError, PublishedPost, RejectedError

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.networks.port import OutgoingPost


class DryRun:
    """The part of a `Network` that would act: does everything but post. What it publishes has no address."""

    account = "dry run"
    _ids = "dry-run-"

    async def publish(self, post: OutgoingPost) -> PublishedPost:  # noqa: ARG002 - a network publishes posts
        """Pretend to publish."""
        return PublishedPost(f"{self._ids}{uuid4().hex}", None)

    async def find(
        self,
        post: OutgoingPost,  # noqa: ARG002 - as above
        since: datetime,  # noqa: ARG002 - as above
        until: datetime | None,  # noqa: ARG002 - as above
    ) -> PublishedPost | None:
        """Raise `NotNowError`: what was perhaps published before the dry run is not to be published again."""
        raise NotNowError("A dry run does not look what is there.")

    async def delete(self, post: OutgoingPost, post_id: str) -> None:  # noqa: ARG002 - as above
        """Pretend to delete; what a dry run has not published may be there in truth, and stays."""
        if not post_id.startswith(self._ids):
            raise RejectedError("A dry run deletes nothing that is really there.")
