"""Who counts as a tweet's author when it is to be approved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.service import NotAllowedError
from tests.features.tweets.queue_desk import ADA, VERA, VICTOR

if TYPE_CHECKING:
    from tests.features.tweets.queue_desk import QueueDesk


async def test_who_changed_a_text_does_not_approve_it_either(desk: QueueDesk) -> None:
    desk.policy = "volunteers_moderate"
    tweet_id = await desk.write(author=VERA)
    await desk.service.edit(tweet_id, VICTOR, "Victor's words")
    for actor in (VICTOR, VERA):
        await desk.refused(
            NotAllowedError, desk.service.approve(tweet_id, actor), match="that they have changed"
        )
    await desk.service.edit(tweet_id, ADA, "Ada's words")
    await desk.refused(NotAllowedError, desk.service.approve(tweet_id, ADA), match="you have changed")
    assert desk.service.needs_bypass(ADA, await desk.service.get(tweet_id))
    await desk.service.approve(tweet_id, VICTOR)
    assert not (await desk.service.get(tweet_id)).bypass
    await desk.service.forget_personal_data(desk.clock.now() + timedelta(hours=1))
    assert (await desk.service.get(tweet_id)).edited_by is None
