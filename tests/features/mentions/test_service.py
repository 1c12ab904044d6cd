from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, select, update

from DiscordBot.features.mentions.models import MentionAudit, MentionStatus
from DiscordBot.features.mentions.rows import MentionRows
from DiscordBot.features.mentions.service import MentionService
from DiscordBot.features.tweets.errors import DraftError, NotAllowedError, TooLateError, TweetError
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.networks.port import RejectedError
from tests.features.tweets.queue_harness import ADA, EVE, GRACE, VERA, VICTOR
from tests.networks.test_reading import NOW, post

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from DiscordBot.features.mentions.snapshot import MentionSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor, Draft
    from DiscordBot.features.tweets.intake.submission import PreparedDraft
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from tests.features.tweets.queue_harness import QueueHarness


class Office:
    """Three mentions, numbers 1 to 3, and the queue; `changes` are the mentions that were told of."""

    def __init__(self, harness: QueueHarness) -> None:
        self.harness = harness
        self.changes: list[int] = []
        self.rows = MentionRows(harness.database)
        self.service = MentionService(
            harness.database, harness.clock, harness.service, changed=self.changes.append, naming={"named"}
        )

    async def open(self) -> None:
        await self.rows.store("paper", [post(1001), post(1002), post(1003)], "1003", self.harness.clock.now())

    async def seen(self, mention_id: int = 1) -> MentionSnapshot:
        view = await self.rows.get(mention_id)
        assert view is not None
        return view

    async def status(self) -> MentionStatus:
        await self.service.follow(1)
        return (await self.seen()).status

    async def deeds(self) -> list[tuple[int | None, str, str]]:
        query = select(MentionAudit).order_by(col(MentionAudit.id))
        async with self.harness.database.transaction() as session:
            rows = (await session.execute(query)).scalars()
            return [(row.actor_id, row.action, str(row.after)) for row in rows]


@pytest.fixture
async def office(harness: QueueHarness) -> Office:
    office = Office(harness)
    await office.open()
    return office


async def test_a_reply_goes_through_moderation_and_counts_when_it_is_sent(office: Office) -> None:
    tweet = await office.service.reply(1, VICTOR, "  Thank you! ")
    assert (tweet.text, tweet.in_reply_to, tweet.outcome) == ("Thank you!", "1001", Outcome.PENDING)
    assert (tweet.source_key, tweet.author_id) == ("mention:1:1", VICTOR.id)
    assert await office.status() is MentionStatus.REPLYING
    await office.harness.service.approve(tweet.id, ADA)
    assert await office.status() is MentionStatus.REPLYING
    await office.harness.outbox.work()
    assert await office.status() is MentionStatus.HANDLED
    assert (await office.seen()).tweet_id == tweet.id
    assert await office.deeds() == [
        (VICTOR.id, "replied", "replying"),
        (None, "settled by the queue", "handled"),
    ]
    assert office.changes == [1, 1]


async def test_a_retweet(office: Office) -> None:
    tweet = await office.service.retweet(1, VICTOR)
    assert (tweet.retweet_of, tweet.in_reply_to) == ("1001", None)
    await office.harness.service.approve(tweet.id, ADA)
    await office.harness.outbox.work()
    assert await office.status() is MentionStatus.HANDLED


async def test_what_is_edited_after_an_approval_is_not_reposted(office: Office) -> None:
    now = office.harness.clock.now()
    await office.rows.store("paper", [replace(post(1001), content_warning="A film")], "1003", now)
    tweet = await office.service.retweet(1, VICTOR)
    await office.harness.service.approve(tweet.id, ADA)
    assert await office.status() is MentionStatus.REPLYING
    await office.rows.store("paper", [replace(post(1001), text="Buy this")], "1003", now)
    assert await office.status() is MentionStatus.OPEN
    assert "edited" in (await office.seen()).problem
    await office.harness.outbox.work()
    assert office.harness.network.published == []
    again = await office.service.retweet(1, VICTOR)
    assert again.text == "Buy this"


async def test_a_retweet_keeps_the_warning_above_what_its_author_hides(office: Office) -> None:
    hidden = replace(post(1004), text="The butler did it", content_warning="A film")
    await office.rows.store("paper", [hidden], "1004", office.harness.clock.now())
    tweet = await office.service.retweet(4, VICTOR)
    # Moderators read it, and so does whoever is told of it on another network.
    assert tweet.text == "⚠️ A film\nThe butler did it"


async def test_it_is_open_again_when_the_reply_is_denied_or_cancelled(office: Office) -> None:
    tweet = await office.service.reply(1, VICTOR, "Go away")
    await office.harness.service.deny(tweet.id, ADA, "Be kind")
    assert await office.status() is MentionStatus.OPEN
    assert (await office.seen()).problem == "The last answer was denied: Be kind"
    tweet = await office.service.reply(1, VICTOR, "Hello")
    assert tweet.source_key == "mention:1:2"
    assert (await office.seen()).problem == ""
    await office.harness.service.cancel(tweet.id, VICTOR)
    assert await office.status() is MentionStatus.OPEN
    assert (await office.seen()).problem == "The last answer was cancelled."


async def test_it_is_open_again_when_the_post_is_gone(office: Office) -> None:
    tweet = await office.service.reply(1, VICTOR, "Hello")
    await office.harness.service.approve(tweet.id, ADA)
    office.harness.network.troubles.append(RejectedError("The post was deleted."))
    await office.harness.outbox.work()
    assert await office.status() is MentionStatus.OPEN
    assert (await office.seen()).problem == "The last answer was not sent: The post was deleted."
    await office.harness.service.retry(tweet.id, ADA)
    assert await office.status() is MentionStatus.REPLYING
    office.harness.clock.forward(minutes=2)
    await office.harness.outbox.work()
    assert await office.status() is MentionStatus.HANDLED


async def failed_reply(office: Office) -> int:
    tweet = await office.service.reply(1, VICTOR, "Hello")
    await office.harness.service.approve(tweet.id, ADA)
    office.harness.network.troubles.append(RejectedError("Not now."))
    await office.harness.outbox.work()
    await office.service.follow(1)
    return tweet.id


async def test_a_failed_reply_is_not_sent_beside_another_one(office: Office) -> None:
    failed = await failed_reply(office)
    await office.service.reply(1, VERA, "Hello again")
    assert (await office.harness.service.get(failed)).outcome is Outcome.CANCELLED
    assert await office.status() is MentionStatus.REPLYING


async def test_a_failed_reply_that_was_edited_is_not_sent_beside_another_one(office: Office) -> None:
    failed = await failed_reply(office)
    await office.harness.service.edit(failed, VICTOR, "Good morning")
    await office.service.reply(1, VERA, "Hello again")
    assert (await office.harness.service.get(failed)).outcome is Outcome.CANCELLED


async def test_a_failed_reply_is_not_sent_to_what_was_discarded(office: Office) -> None:
    failed = await failed_reply(office)
    await office.service.discard(1, VERA)
    assert (await office.harness.service.get(failed)).outcome is Outcome.CANCELLED
    assert await office.status() is MentionStatus.DISCARDED


async def test_a_failure_that_is_heard_of_late_disturbs_nobody(office: Office) -> None:
    await failed_reply(office)
    await office.service.assign(1, VERA)
    assert await office.status() is MentionStatus.ASSIGNED


async def test_who_claimed_is_not_disturbed(office: Office) -> None:
    await office.service.assign(1, VICTOR)
    for attempt in (office.service.assign, office.service.discard, office.service.retweet):
        with pytest.raises(TooLateError, match=f"<@{VICTOR.id}> was faster and is on it <t:"):
            await attempt(1, VERA)
    with pytest.raises(TooLateError, match="release"):
        await office.service.reply(1, ADA, "Hello")
    await office.service.reply(1, VICTOR, "Hello")
    assert await office.status() is MentionStatus.REPLYING
    assert (await office.seen()).assigned_to is None


async def test_release_by_oneself_or_an_organizer(office: Office) -> None:
    await office.service.assign(1, VICTOR)
    with pytest.raises(NotAllowedError, match="organiser"):
        await office.service.release(1, VERA)
    await office.service.release(1, VICTOR)
    await office.service.assign(1, VERA)
    await office.service.release(1, ADA)
    assert await office.status() is MentionStatus.OPEN
    with pytest.raises(TooLateError, match="by yourself"):
        await office.service.release(1, ADA)
    assert [change for _, change, _ in await office.deeds()] == ["claimed", "released", "claimed", "released"]


async def test_of_two_at_once_the_first_wins(office: Office) -> None:
    results = await asyncio.gather(
        office.service.reply(1, VICTOR, "Hello"),
        office.service.reply(1, VERA, "Hi"),
        office.service.discard(1, ADA),
        office.service.retweet(1, GRACE),
        return_exceptions=True,
    )
    assert [type(result) for result in results].count(TooLateError) == 3
    assert len(await office.harness.service.recent(9)) <= 1


async def test_a_reply_that_somebody_overtook(office: Office) -> None:
    await office.service.discard(1, ADA)
    with pytest.raises(TooLateError, match=f"<@{ADA.id}> was faster: this mention was discarded <t:"):
        await office.service.reply(1, VICTOR, "Hello")
    with pytest.raises(TooLateError, match="by yourself"):
        await office.service.discard(1, ADA)
    assert await office.harness.service.recent(9) == ()


async def test_what_is_done_can_be_opened_again(office: Office) -> None:
    await office.service.discard(1, VICTOR)
    await office.service.reopen(1, VERA)
    tweet = await office.service.reply(1, VERA, "Hello")
    await office.harness.service.approve(tweet.id, ADA)
    await office.harness.outbox.work()
    assert await office.status() is MentionStatus.HANDLED
    await office.service.reopen(1, VICTOR)
    # What was sent before decides nothing any more.
    assert await office.status() is MentionStatus.OPEN
    with pytest.raises(TooLateError):
        await office.service.reopen(1, VICTOR)


async def test_too_long_a_reply_changes_nothing(office: Office) -> None:
    with pytest.raises(DraftError, match="shorten it by 20"):
        await office.service.reply(1, VICTOR, "x" * 300)
    assert (await office.status(), await office.deeds(), office.changes) == (MentionStatus.OPEN, [], [])


async def test_a_reply_while_another_one_is_submitted_and_denied(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = office.harness.service.prepare

    async def slowly(draft: Draft) -> PreparedDraft:
        monkeypatch.undo()
        other = await office.service.reply(1, VERA, "Go away")
        await office.harness.service.deny(other.id, ADA, "Be kind")
        await office.service.follow(1)
        return await prepare(draft)

    monkeypatch.setattr(office.harness.service, "prepare", slowly)
    tweet = await office.service.reply(1, VICTOR, "Hello")
    assert (tweet.text, tweet.source_key) == ("Hello", "mention:1:2")
    assert await office.status() is MentionStatus.REPLYING


async def test_news_of_an_answer_that_is_no_longer_the_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await office.service.reply(1, VERA, "Go away")
    await office.harness.service.deny(first.id, ADA, "Be kind")
    get = office.harness.service.get

    async def slowly(tweet_id: int) -> TweetSnapshot:
        monkeypatch.undo()
        view = await get(tweet_id)
        await office.service.follow(1)
        await office.service.reply(1, VICTOR, "Hello")
        return view

    monkeypatch.setattr(office.harness.service, "get", slowly)
    await office.service.follow(1)
    assert (await office.seen()).status is MentionStatus.REPLYING
    assert (await office.seen()).problem == ""


@pytest.mark.parametrize(("policy", "who"), [("volunteers_post", EVE), ("organizers", VICTOR), ("off", ADA)])
async def test_only_those_act_who_may_write_tweets(office: Office, policy: str, who: Actor) -> None:
    office.harness.policy = policy
    service = office.service
    for attempt in (service.assign, service.release, service.discard, service.reopen, service.retweet):
        with pytest.raises(NotAllowedError):
            await attempt(1, who)
    with pytest.raises(NotAllowedError):
        await service.reply(1, who, "Hello")
    assert await office.deeds() == []


async def test_trusted_volunteers_need_no_approval(office: Office) -> None:
    office.harness.policy = "volunteers_trusted"
    tweet = await office.service.reply(1, VICTOR, "Hello")
    assert tweet.outcome is Outcome.WAITING
    assert await office.status() is MentionStatus.REPLYING


@pytest.mark.parametrize("number", [0, 4, 2**40, -1])
async def test_a_forged_number(office: Office, number: int) -> None:
    with pytest.raises(TweetError, match="no such mention"):
        await office.service.assign(number, VICTOR)


@pytest.mark.parametrize(
    "change",
    [
        update(MentionAudit).values(after=MentionStatus.DISCARDED),
        update(MentionAudit).values(actor_id=ADA.id),
        update(MentionAudit).values(at=NOW),
        delete(MentionAudit),
    ],
)
async def test_the_database_itself_keeps_what_was_done(office: Office, change: Executable) -> None:
    await office.service.assign(1, VICTOR)
    with pytest.raises(DBAPIError, match="audit rows are never"):
        async with office.harness.database.transaction() as session:
            await session.execute(change)
    assert await office.deeds() == [(VICTOR.id, "claimed", "claimed")]


async def test_after_the_conference_nobody_is_known(office: Office) -> None:
    await office.service.assign(1, VICTOR)
    await office.rows.forget_personal_data()
    view = await office.seen()
    assert (view.text, view.author_name, view.author_username, view.link) == ("", "", "", "")
    assert (view.assigned_to, view.decided_by, view.post_id) == (None, None, "1001")
    assert await office.deeds() == [(None, "claimed", "claimed")]
    assert await office.rows.unfinished() == ()


async def test_whoever_acts_after_the_conference_is_forgotten_as_well(office: Office) -> None:
    answer = await office.service.reply(1, VICTOR, "Go away")
    await office.rows.forget_personal_data()
    await office.harness.service.deny(answer.id, ADA, "As Ada says: be kind")
    await office.service.follow(1)
    await office.service.assign(2, VICTOR)
    await office.rows.forget_personal_data()
    assert (await office.seen(1)).problem == ""
    assert ((await office.seen(2)).assigned_to, (await office.seen(2)).decided_by) == (None, None)


async def test_answers_go_where_the_mention_is_from(office: Office) -> None:
    await office.service.reply(1, VICTOR, "Thank you!")
    await office.service.retweet(2, VICTOR)
    tweets = [await office.harness.service.get(number) for number in (1, 2)]
    assert [tweet.networks for tweet in tweets] == [["paper"], ["paper"]]


@pytest.mark.parametrize(
    ("network", "typed", "sent"),
    [
        ("named", " Thank you! ", "@ada Thank you!"),
        ("named", "Thank you, @Ada!", "Thank you, @Ada!"),
        ("paper", "Thank you!", "Thank you!"),
    ],
)
async def test_a_reply_names_its_author_where_they_hear_of_it_only_so(
    office: Office, network: str, typed: str, sent: str
) -> None:
    await office.rows.store(network, [post(2000)], "2000", NOW)
    assert (await office.service.reply(4, VICTOR, typed)).text == sent


async def test_what_is_private_is_not_reposted(office: Office) -> None:
    private = replace(post(1004), is_private=True)
    await office.rows.store("paper", [private], "1004", NOW)
    with pytest.raises(NotAllowedError, match="not written for everybody"):
        await office.service.retweet(4, VICTOR)
    assert (await office.service.reply(4, VICTOR, "Thank you!")).in_reply_to == "1004"
