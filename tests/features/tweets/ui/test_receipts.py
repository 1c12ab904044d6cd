from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.cards.card import CardRefusedError, UnreachableError
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.ui.receipts import Receipts

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(CardRefusedError("status 400"), ["the card of tweet #1"]), (UnreachableError(), [])],
)
async def test_a_tweet_is_in_the_queue_whatever_becomes_of_its_card(
    harness: QueueHarness, trouble: Exception, told: list[str]
) -> None:
    problems: list[str] = []

    async def show_card(_tweet_id: int) -> None:
        raise trouble

    receipts = Receipts(
        service=harness.service,
        facts=FactsReader(
            harness.clock,
            networks=[harness.network],
            policy=lambda: harness.policy,
            due_at=harness.service.due_at,
        ),
        show_card=show_card,
        link=lambda channel, message: f"{channel}/{message}",
        on_error=lambda _error, where: problems.append(where),
    )
    tweet_id = await harness.write()

    receipt = await receipts.receipt(tweet_id, ["By the way."])

    assert receipt.startswith("✅ Tweet #1 is in the queue at position 1 and waits for approval.")
    assert "By the way." in receipt
    assert problems == told
