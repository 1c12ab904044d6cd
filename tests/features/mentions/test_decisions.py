from __future__ import annotations

import pytest

from DiscordBot.features.mentions.decisions import settle
from DiscordBot.features.mentions.models import Mention, MentionStatus
from DiscordBot.features.tweets.snapshots import Outcome
from tests.networks.test_reading import NOW

OPEN, CLAIMED, REPLYING = MentionStatus.OPEN, MentionStatus.ASSIGNED, MentionStatus.REPLYING
HANDLED, DISCARDED = MentionStatus.HANDLED, MentionStatus.DISCARDED
ON_ITS_WAY = (Outcome.PENDING, Outcome.WAITING, Outcome.SENDING, Outcome.UNKNOWN)
WILL_NOT_GO = (Outcome.DENIED, Outcome.CANCELLED, Outcome.FAILED)


def settled(status: MentionStatus, outcome: Outcome) -> Mention:
    mention = Mention(
        post_key="x:1",
        network="x",
        post_id="1",
        text="",
        link="",
        posted_at=NOW,
        seen_at=NOW,
        status=status,
        assigned_to=3,
        decided_by=3,
    )
    changed = settle(mention, outcome, "Why not", NOW)
    assert changed is (mention.status is not status)
    return mention


@pytest.mark.parametrize("outcome", ON_ITS_WAY)
def test_an_answer_on_its_way(outcome: Outcome) -> None:
    becomes = {OPEN: REPLYING, CLAIMED: REPLYING, REPLYING: REPLYING, HANDLED: REPLYING, DISCARDED: DISCARDED}
    assert {status: settled(status, outcome).status for status in MentionStatus} == becomes


@pytest.mark.parametrize("outcome", WILL_NOT_GO)
def test_an_answer_that_will_not_go_out(outcome: Outcome) -> None:
    becomes = {OPEN: OPEN, CLAIMED: CLAIMED, REPLYING: OPEN, HANDLED: HANDLED, DISCARDED: DISCARDED}
    assert {status: settled(status, outcome).status for status in MentionStatus} == becomes
    opened = settled(REPLYING, outcome)
    assert opened.problem.endswith(": Why not")
    assert (opened.assigned_to, opened.decided_by, opened.decided_at) == (None, None, NOW)


def test_an_answer_that_was_sent() -> None:
    assert {settled(status, Outcome.SENT).status for status in MentionStatus} == {HANDLED}
    # Whoever presses too late reads whose answer it was.
    assert settled(REPLYING, Outcome.SENT).decided_by == 3
