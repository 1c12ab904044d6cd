from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.cards.card_text import card_of, preview_of
from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source
from tests.features.tweets.post_office import NOON
from tests.features.tweets.queue_harness import PICTURE, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness

DRAFT = Draft(
    text="Coffee by *Gopher*",
    author=VICTOR,
    source=Source.SPONSOR,
    pictures=(PICTURE,),
    not_before=NOON + timedelta(hours=1),
)


@pytest.mark.parametrize("approved", [False, True])
async def test_a_preview_says_what_the_card_will_say(harness: QueueHarness, *, approved: bool) -> None:
    service = harness.service
    facts = FactsReader(
        harness.clock, networks=[harness.network], policy=lambda: harness.policy, due_at=service.due_at
    )
    prepared = await service.prepare(replace(DRAFT, approved=approved))

    preview = preview_of(prepared.content, await facts.of(prepared.content))

    stored = await service.get((await service.submit(prepared.draft)).tweet_id)
    card = card_of(stored, await facts.of(stored))
    decided = [field for field in card.fields if field.name == "Decision"]
    assert (preview.text, preview.tone) == (card.text, card.tone)
    assert preview.fields == tuple(field for field in card.fields if field not in decided)
    assert any(field.name == "Goes out" and "<t:" in field.value for field in preview.fields)
    assert bool(decided) == approved
    assert ("without further approval" in preview.footer) == approved
    assert card.name not in preview.footer
