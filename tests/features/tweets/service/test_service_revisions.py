"""What is approved is what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.features.tweets.service import ChangedMeanwhileError, Outcome
from tests.features.tweets.queue_harness import ADA, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness


async def test_of_many_only_those_are_approved_whose_text_was_read(harness: QueueHarness) -> None:
    same, changed = [await harness.write(text) for text in ("As it was", "To be changed")]
    await harness.service.edit(changed, VICTOR, "Something else")
    results = await harness.service.approve_all([same, changed], ADA, revisions={same: 1, changed: 1})
    assert [type(result) for result in results.values()] == [type(None), ChangedMeanwhileError]
    assert (await harness.service.get(changed)).outcome is Outcome.PENDING
