"""Campaigns whose times follow from the schedule."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.features.campaigns.errors import CampaignError
from DiscordBot.features.campaigns.models import CampaignKind, CampaignRule, CampaignState
from DiscordBot.features.campaigns.planning.adjusting import SESSION_GONE, TOO_SOON
from DiscordBot.features.campaigns.planning.typed_options import STARTS, pace, when
from DiscordBot.features.campaigns.service import CampaignService
from DiscordBot.features.campaigns.snapshot import Status
from DiscordBot.features.campaigns.texts.preview_text import preview_pages, verdict
from DiscordBot.features.tweets.sending.retry_policy import RetryPolicy
from DiscordBot.features.tweets.service import ChangedMeanwhileError, Outcome
from DiscordBot.features.tweets.versions import text_for
from DiscordBot.templating.errors import TemplateError
from DiscordBot.templating.templates import Templates
from tests.clocks import StoppedClock
from tests.features.campaigns.harness import ADA, GRACE, CampaignHarness
from tests.features.tweets.post_office import BERLIN, Killed, PaperNetwork, PostOffice, berlin

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.core.database import Database
    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot
    from DiscordBot.features.programme.schedule.sessions import Session

TEMPLATE = "{{ session.title }}, {{ session.start|datetimeformat('%H:%M') }}"
DAY = timedelta(days=1)
# The sessions of the harness begin at 10:00, 10:45 and 11:30 that day.
FIRST_DAY = berlin("2027-08-02 00:00")


@pytest.fixture
def harness(database: Database) -> CampaignHarness:
    return CampaignHarness(database)


async def before(harness: CampaignHarness, template: str = TEMPLATE, lead: int = 24 * 60) -> CampaignSnapshot:
    return await harness.create(template, rule=CampaignRule.BEFORE, lead_minutes=lead, interval_minutes=1)


async def at_release(harness: CampaignHarness) -> CampaignSnapshot:
    return await harness.create(TEMPLATE, rule=CampaignRule.RELEASE, start=harness.clock.now())


async def shown(harness: CampaignHarness, number: int = 1) -> list[tuple[str, str, datetime | None]]:
    """Return text, outcome and time of a campaign's tweets, in the order in which they were made."""
    tweets = sorted((await harness.service.snapshot(number)).tweets, key=lambda tweet: tweet.id)
    return [(tweet.text, tweet.outcome.value, tweet.not_before) for tweet in tweets]


def change(harness: CampaignHarness, key: str, **values: object) -> None:
    """Let the schedule have another session under a key."""
    harness.sessions = [
        session.model_copy(update=values) if session.key == key else session for session in harness.sessions
    ]


def found(harness: CampaignHarness, key: str) -> Session:
    return next(session for session in harness.sessions if session.key == key)


async def test_each_session_has_its_tweet_so_long_before(harness: CampaignHarness) -> None:
    snapshot = await before(harness)

    assert await harness.times(1) == [
        berlin("2027-08-01 10:00"),
        berlin("2027-08-01 10:45"),
        berlin("2027-08-01 11:30"),
    ]
    assert [tweet.not_after for tweet in snapshot.in_order] == [
        session.start for session in harness.sessions if not session.is_break
    ]
    assert {tweet.outcome for tweet in snapshot.tweets} == {Outcome.PENDING}


async def test_what_begins_too_soon_is_left_out(harness: CampaignHarness) -> None:
    harness.clock.at = berlin("2027-08-01 10:30")
    previewed = await harness.draft(TEMPLATE, rule=CampaignRule.BEFORE, lead_minutes=24 * 60)

    assert (len(previewed.preview.tweets), previewed.left_out) == (2, 1)
    assert "1 session begins too soon" in str(preview_pages(previewed)[0])
    assert "24 h before each session" not in str(preview_pages(previewed)[0])
    assert "1 day before each session" in str(preview_pages(previewed)[0])


async def test_a_moved_session_takes_its_tweet_along_and_is_approved_anew_if_the_text_says_so(
    harness: CampaignHarness,
) -> None:
    await before(harness, "{{ session.title }}")
    await harness.service.approve(1, {1: 1, 2: 1}, GRACE)
    start = found(harness, "T000-1").start + DAY + timedelta(hours=1)
    change(harness, "T000-1", start=start, end=start + timedelta(minutes=30))

    await harness.follower.follow()

    first, second, _ = (await harness.service.snapshot(1)).tweets
    assert (first.outcome, first.not_before, first.not_after) == (Outcome.WAITING, start - DAY, start)
    assert second.not_before == berlin("2027-08-01 10:45")
    assert harness.log == ["📣 Campaign #1 «Talks» follows the schedule: 1 changed."]

    change(harness, "T001-1", title="Another title")
    await harness.follower.follow()
    await harness.follower.follow()

    _, second, _ = (await harness.service.snapshot(1)).tweets
    assert (second.text, second.outcome) == ("Another title", Outcome.PENDING)
    assert len(harness.log) == 2


@pytest.mark.slow
async def test_what_people_wrote_or_planned_stays(harness: CampaignHarness) -> None:
    await before(harness)
    by_hand = berlin("2027-07-31 12:00")
    await harness.tweets.edit(1, ADA, "My own words")
    await harness.tweets.reschedule(2, ADA, by_hand)
    await harness.tweets.deny(3, GRACE)
    change(harness, "T000-1", title="Another title")
    change(harness, "T001-1", title="Another title")
    change(harness, "T002-1", title="Another title")

    await harness.follower.follow()

    first, second, third = sorted((await harness.service.snapshot(1)).tweets, key=lambda tweet: tweet.id)
    assert first.text == "My own words"
    assert (second.text, second.not_before) == ("Another title, 10:45", by_hand)
    assert (third.text, third.outcome) == ("Talk number 2, 11:30", Outcome.DENIED)


async def test_what_somebody_writes_or_plans_at_that_moment_stays(harness: CampaignHarness) -> None:
    await before(harness)
    queue, by_hand = harness.tweets, berlin("2027-07-31 12:00")
    for tweet_id, change_it in (
        (1, queue.edit(1, ADA, "My own words")),
        (2, queue.reschedule(2, ADA, by_hand)),
    ):
        read = await queue.get(tweet_id)
        assert read.not_before is not None
        await change_it
        texts = replace(read, text="Another title")
        with pytest.raises(ChangedMeanwhileError):
            await queue.follow(read, texts, not_before=read.not_before, not_after=read.not_after)
    assert (await queue.get(1)).text == "My own words"
    assert (await queue.get(2)).not_before == by_hand


async def test_a_cancelled_session_cancels_its_tweet_and_comes_back_once(harness: CampaignHarness) -> None:
    await before(harness)
    sessions = harness.sessions
    harness.sessions = [session for session in sessions if session.key != "T001-1"]
    await harness.follower.follow()
    cancelled = (await harness.service.snapshot(1)).tweets[1]
    harness.sessions = sessions
    await harness.follower.follow()
    await harness.follower.follow()

    assert (cancelled.outcome, cancelled.reason) == (Outcome.CANCELLED, SESSION_GONE)
    assert [outcome for _, outcome, _ in await shown(harness)] == [
        "pending",
        "cancelled",
        "pending",
        "pending",
    ]
    again = (await harness.service.snapshot(1)).tweets[-1]
    assert (again.source_key, again.author_name) == ("campaign:1:T001-1#2", "Ada")


@pytest.mark.slow
async def test_what_cannot_be_rendered_any_more_stays(
    harness: CampaignHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_slow(*_: object, **__: object) -> dict[str, str]:
        raise TemplateError("This takes too long.")

    await before(harness, "{{ 12 // (session.title|length - 3) }} {{ session.title }}")
    change(harness, "T000-1", title="abc")
    await harness.follower.follow()
    monkeypatch.setattr(Templates, "render_each", too_slow)
    change(harness, "T001-1", title="Another title")
    await harness.follower.follow()

    assert {outcome for _, outcome, _ in await shown(harness)} == {"pending"}
    assert len(harness.log) == 1
    assert "cannot follow the schedule: The template cannot be used. This takes too long." in harness.log[0]


async def test_what_people_cancelled_does_not_come_back(harness: CampaignHarness) -> None:
    await before(harness)
    await harness.tweets.cancel(1, ADA, "No.")

    await harness.follower.follow()

    assert len(await shown(harness)) == 3


@pytest.mark.slow
async def test_new_sessions_are_added_and_no_schedule_cancels_nothing(harness: CampaignHarness) -> None:
    await before(harness)
    sessions, start = harness.sessions, FIRST_DAY + DAY
    new = found(harness, "T000-1").model_copy(
        update={"key": "NEW-1", "title": "New", "start": start, "end": start + timedelta(hours=1)}
    )
    harness.sessions = []
    await harness.follower.follow()
    harness.sessions = [*sessions, new]
    await harness.follower.follow()

    assert [text for text, outcome, _ in await shown(harness) if outcome == "pending"] == [
        *("Talk number 0, 10:00", "Talk number 1, 10:45", "Talk number 2, 11:30"),
        "New, 00:00",
    ]


@pytest.mark.slow
async def test_what_is_sent_stays_and_is_never_sent_twice(harness: CampaignHarness) -> None:
    await before(harness)
    await harness.service.approve(1, {1: 1}, GRACE)
    harness.clock.at = berlin("2027-08-01 10:01")
    office = PostOffice(harness.database, harness.clock, harness.network, RetryPolicy())
    await office.outbox.work()
    start = found(harness, "T000-1").start + 3 * DAY
    change(harness, "T000-1", start=start, title="Another title")
    await harness.follower.follow()
    harness.sessions = [session for session in harness.sessions if session.key != "T000-1"]
    await harness.follower.follow()
    await office.outbox.work()

    assert [post.post.text for post in harness.network.published] == ["Talk number 0, 10:00"]
    assert len(await shown(harness)) == 3


@pytest.mark.slow
async def test_a_session_that_moves_into_the_near_goes_at_once_or_not_at_all(
    harness: CampaignHarness,
) -> None:
    await before(harness)
    harness.clock.at = berlin("2027-07-30 15:00")
    for key, start in (
        ("T000-1", berlin("2027-07-30 18:00")),
        ("T001-1", berlin("2027-07-30 14:00")),
        # The network posts from nine o'clock on.
        ("T002-1", berlin("2027-07-31 08:00")),
    ):
        change(harness, key, start=start, end=start)

    await harness.follower.follow()
    assert await shown(harness) == [
        ("Talk number 0, 18:00", "pending", harness.clock.now()),
        ("Talk number 1, 10:45", "pending", berlin("2027-08-01 10:45")),
        ("Talk number 2, 08:00", "pending", harness.clock.now()),
    ]

    night = berlin("2027-07-31 07:00")
    change(harness, "T002-1", start=night, end=night)
    harness.clock.at = berlin("2027-07-30 22:00")
    await harness.follower.follow()
    last = (await harness.service.snapshot(1)).tweets[-1]
    assert (last.outcome, last.reason) == (Outcome.CANCELLED, TOO_SOON)


@pytest.mark.slow
async def test_a_paused_one_follows_when_it_goes_on_and_a_cancelled_one_never(
    harness: CampaignHarness,
) -> None:
    await before(harness)
    await harness.service.pause(1, ADA)
    change(harness, "T000-1", title="Another title")
    await harness.follower.follow()
    assert (await shown(harness))[0][0] == "Talk number 0, 10:00"

    await harness.service.resume(1, ADA)
    assert harness.scheduler.moment == harness.clock.now()
    await harness.follower.follow()
    assert (await shown(harness))[0][0] == "Another title, 10:00"

    await harness.service.cancel(1, ADA)
    change(harness, "T000-1", title="Yet another title")
    await harness.follower.follow()
    assert len(await shown(harness)) == 3


async def test_it_begins_once_with_the_next_release(harness: CampaignHarness) -> None:
    sessions, harness.sessions = harness.sessions, []
    previewed = await harness.draft(TEMPLATE, rule=CampaignRule.RELEASE, start=harness.clock.now())
    assert "There are no sessions yet" in verdict(previewed)
    waiting = await harness.service.create(previewed.campaign.number, ADA, previewed.digest)
    assert (waiting.status, waiting.tweets) == (Status.WAITING, ())

    harness.sessions = sessions
    await harness.follower.follow()
    assert (await harness.service.snapshot(1)).status is Status.WAITING

    harness.clock.at = berlin("2027-07-20 20:30")
    harness.release = "2"
    await asyncio.gather(harness.follower.follow(), harness.follower.follow())
    harness.release = "3"
    await harness.follower.follow()

    assert [at for _, _, at in await shown(harness)] == [
        berlin("2027-07-20 20:30"),
        berlin("2027-07-21 09:00"),
        berlin("2027-07-21 10:00"),
    ]
    assert {outcome for _, outcome, _ in await shown(harness)} == {"pending"}
    assert harness.log == ["📣 Campaign #1 «Talks» begins: 3 tweets wait for approval."]


@pytest.mark.slow
@pytest.mark.parametrize("rule", [CampaignRule.BEFORE, CampaignRule.RELEASE])
async def test_what_ends_in_the_middle_is_done_once_by_the_next_start(
    database: Database, monkeypatch: pytest.MonkeyPatch, rule: CampaignRule
) -> None:
    harness = CampaignHarness(database)
    await harness.create(TEMPLATE, rule=rule, lead_minutes=24 * 60, start=harness.clock.now())
    before = len(await shown(harness))
    start = FIRST_DAY + DAY
    new = [
        found(harness, "T000-1").model_copy(
            update={"key": f"NEW-{number}", "title": f"New {number}", "start": start}
        )
        for number in range(3)
    ]
    harness.sessions, harness.release = [*harness.sessions, *new], "2"
    store, stored = harness.tweets.store, 0

    async def ends(*of: Any) -> int:  # noqa: ANN401 - as it is called
        nonlocal stored
        stored += 1
        if stored == 2:
            raise Killed
        return await store(*of)

    monkeypatch.setattr(harness.tweets, "store", ends)
    with pytest.raises(Killed):
        await harness.follower.follow()
    assert len(await shown(harness)) == before

    restarted = CampaignHarness(database)
    restarted.sessions, restarted.release = harness.sessions, "2"
    for _ in range(2):
        await restarted.follower.follow()

    tweets = (await restarted.service.snapshot(1)).tweets
    keys = [tweet.source_key for tweet in tweets if "NEW" in (tweet.source_key or "")]
    expected = 3 if rule is CampaignRule.BEFORE else 1
    assert len(keys) == len(set(keys)) == expected
    assert len(restarted.log) == 1


@pytest.mark.slow
async def test_a_release_without_such_sessions_is_not_the_one(harness: CampaignHarness) -> None:
    await harness.create(TEMPLATE, rule=CampaignRule.RELEASE, track="Web", start=harness.clock.now())
    sessions = harness.sessions
    harness.sessions = [session for session in sessions if session.track != "Web"]
    harness.release = "2"
    await harness.follower.follow()
    await harness.follower.follow()
    assert len(harness.log) == 1
    harness.sessions, harness.release = sessions, "3"
    await harness.follower.follow()

    (tweet,) = (await harness.service.snapshot(1)).tweets
    assert tweet.text == "Talk number 1, 10:45"


async def test_a_release_whose_texts_are_too_long_is_told_once(harness: CampaignHarness) -> None:
    sessions, harness.sessions = harness.sessions, []
    await harness.create(TEMPLATE + "{{ '.' * 300 }}", rule=CampaignRule.RELEASE, start=harness.clock.now())
    harness.sessions, harness.release = sessions, "2"
    await harness.follower.follow()
    await harness.follower.follow()

    assert (await harness.service.snapshot(1)).status is Status.WAITING
    assert harness.log == [
        "📣 Campaign #1 «Talks» waits for the next release of the schedule: None of its texts can be a tweet."
    ]


async def test_what_waits_for_a_release_can_be_cancelled(harness: CampaignHarness) -> None:
    await at_release(harness)

    assert await harness.service.cancel(1, ADA) == 0
    harness.release = "2"
    await harness.follower.follow()

    snapshot = await harness.service.snapshot(1)
    assert (snapshot.campaign.state, snapshot.tweets) == (CampaignState.CANCELLED, ())


async def test_a_template_that_cannot_be_used_does_not_wait(harness: CampaignHarness) -> None:
    harness.sessions = []

    previewed = await harness.draft("{{ sesion }}", rule=CampaignRule.RELEASE)

    assert not previewed.can_be_created
    assert "Nothing is known as «sesion»" in previewed.fault


async def test_sponsors_follow_no_schedule(harness: CampaignHarness) -> None:
    with pytest.raises(CampaignError, match="no schedule"):
        await harness.draft("{{ sponsor }}", rule=CampaignRule.BEFORE, kind=CampaignKind.SPONSORS)


@pytest.mark.parametrize(
    ("typed", "rule", "lead"),
    [
        ("24 h before", CampaignRule.BEFORE, 24 * 60),
        (STARTS[0], CampaignRule.BEFORE, 24 * 60),
        ("1 day 30 min before the session starts", CampaignRule.BEFORE, 24 * 60 + 30),
        ("90 min before talks", CampaignRule.BEFORE, 90),
        (STARTS[-1], CampaignRule.RELEASE, 0),
        *(
            (typed, CampaignRule.RELEASE, 0)
            for typed in ("release", "At release", "the next schedule release")
        ),
        ("tomorrow 9:00", CampaignRule.FIXED, 0),
    ],
)
def test_a_start_is_a_time_or_a_rule(
    harness: CampaignHarness, typed: str, rule: CampaignRule, lead: int
) -> None:
    start = when(typed, harness.clock)

    assert (start.rule, start.lead_minutes) == (rule, lead)


def test_impossible_starts_are_explained(harness: CampaignHarness) -> None:
    with pytest.raises(CampaignError, match="how long before"):
        when("before each session", harness.clock)
    with pytest.raises(CampaignError, match="I do not understand"):
        when("some time before", harness.clock)
    with pytest.raises(CampaignError, match="leave out `every`"):
        pace("1 h", "", CampaignRule.BEFORE)
    assert pace("", "", CampaignRule.BEFORE) == (1, 0)
    assert pace("1 h", "5 min", CampaignRule.RELEASE) == (60, 5)


async def test_a_network_that_is_away_voids_no_approval_and_keeps_its_own_handles(database: Database) -> None:
    mastodon = PaperNetwork(StoppedClock(BERLIN), name="mastodon", title="Mastodon")
    harness = CampaignHarness(
        database, PaperNetwork(StoppedClock(BERLIN), name="twitter", title="X"), mastodon
    )
    harness.handles = {"P0": {"twitter": "@ada", "mastodon": "@ada@here.example"}}
    await before(harness, "{{ session.title }} {{ session.speakers[0]|social }}")
    await harness.service.approve(1, {1: 1}, GRACE)
    mastodon.account = None

    await harness.follower.follow()

    first = await harness.tweets.get(1)
    assert (first.outcome, text_for(first, "mastodon")) == (
        Outcome.WAITING,
        "Talk number 0 @ada@here.example",
    )

    change(harness, "T000-1", title="Another title")
    await harness.follower.follow()
    first = await harness.tweets.get(1)
    assert (first.outcome, text_for(first, "twitter")) == (Outcome.PENDING, "Another title @ada")
    # Written anew as soon as it is there again.
    assert text_for(first, "mastodon") == "Talk number 0 @ada@here.example"
    mastodon.account = "the conference"
    await harness.follower.follow()
    assert text_for(await harness.tweets.get(1), "mastodon") == "Another title @ada@here.example"


async def test_what_somebody_writes_while_the_schedule_is_followed_stays(harness: CampaignHarness) -> None:
    await before(harness)
    change(harness, "T000-1", title="Another title")
    snapshot = harness.service.snapshot

    async def edited_meanwhile(number: int) -> CampaignSnapshot:
        found = await snapshot(number)
        await harness.tweets.edit(1, ADA, "My own words")
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CampaignService, "snapshot", lambda _, number: edited_meanwhile(number))
        await harness.follower.follow()

    assert (await harness.tweets.get(1)).text == "My own words"
    # It looks once more.
    assert harness.scheduler.moment == harness.clock.now()
