"""Who counts as a tweet's author when it is to be approved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import DraftError, NotAllowedError, Outcome
from tests.features.tweets.queue_harness import ADA, VERA, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_harness import QueueHarness


async def test_who_changed_a_text_does_not_approve_it_either(harness: QueueHarness) -> None:
    harness.policy = "volunteers_moderate"
    tweet_id = await harness.write(author=VERA)
    await harness.service.edit(tweet_id, VICTOR, "Victor's words")
    for actor in (VICTOR, VERA):
        await harness.refused(
            NotAllowedError, harness.service.approve(tweet_id, actor), match="that they have changed"
        )
    await harness.service.edit(tweet_id, ADA, "Ada's words")
    await harness.refused(NotAllowedError, harness.service.approve(tweet_id, ADA), match="you have changed")
    assert harness.service.needs_bypass(ADA, await harness.service.get(tweet_id))
    await harness.service.approve(tweet_id, VICTOR)
    assert not (await harness.service.get(tweet_id)).bypass
    await harness.service.forget_personal_data(harness.clock.now() + timedelta(hours=1))
    assert (await harness.service.get(tweet_id)).edited_by is None


async def test_what_its_author_has_not_read_waits_also_where_volunteers_are_trusted(
    harness: QueueHarness,
) -> None:
    harness.policy = "volunteers_trusted"
    draft = Draft(text="Words of a stranger", source=Source.COMPOSED, author=VICTOR)
    assert (await harness.service.submit(draft, is_unread=True)).outcome is Outcome.PENDING


async def test_what_goes_nowhere_is_refused(harness: QueueHarness) -> None:
    draft = Draft(text="Hello", source=Source.COMPOSED, author=VICTOR, networks=())
    await harness.refused(DraftError, harness.service.submit(draft), match="at least one network")
