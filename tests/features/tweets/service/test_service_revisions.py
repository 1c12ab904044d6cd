"""What is approved is what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.service import ChangedMeanwhileError, Outcome
from tests.features.tweets.queue_desk import ADA, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_desk import QueueDesk


async def test_of_many_only_those_are_approved_whose_text_was_read(desk: QueueDesk) -> None:
    same, changed = [await desk.write(text) for text in ("As it was", "To be changed")]
    await desk.service.edit(changed, VICTOR, "Something else")
    results = await desk.service.approve_all([same, changed], ADA, revisions={same: 1, changed: 1})
    assert [type(result) for result in results.values()] == [type(None), ChangedMeanwhileError]
    assert (await desk.service.get(changed)).outcome is Outcome.PENDING
