"""What becomes of a tweet that belongs to a session when the schedule is another one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from DiscordBot.features.campaigns.snapshot import TO_COME
from DiscordBot.features.tweets.intake.measuring import TidyTexts
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.versions import text_for

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.features.campaigns.planning.plan import PlannedTweet
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

SESSION_GONE = "Its session is not in the schedule any more."
TOO_SOON = "Its session was moved to a time before which this cannot go out."


class Step(StrEnum):
    """What to do; `FOLLOW` is to take over text and times of the schedule."""

    KEEP = "keep"
    ADD = "add"
    FOLLOW = "follow"
    CANCEL = "cancel"


def step_for(
    tweet: TweetSnapshot | None, planned: PlannedTweet | None, now: datetime, opening: datetime
) -> Step:
    """Return what becomes of the last tweet about a session, if there is one, by what is planned for it now.

    `opening` is when something can go out at the earliest. What is sent, or may be, stays, and so does what
    people have decided or written themselves.
    """
    starts = planned.item.starts if planned is not None else None
    if tweet is None or (tweet.outcome is Outcome.CANCELLED and tweet.reason in {SESSION_GONE, TOO_SOON}):
        is_in_time = planned is not None and starts is not None and now < planned.due < starts
        return Step.ADD if is_in_time else Step.KEEP
    if tweet.outcome not in TO_COME or tweet.post_now:
        return Step.KEEP
    if planned is None or starts is None:
        return Step.CANCEL
    if starts <= now:
        return Step.KEEP
    if has_moved(tweet, planned) and max(planned.due, opening) >= starts:
        return Step.CANCEL
    return Step.FOLLOW if has_moved(tweet, planned) or says_else(tweet, planned) else Step.KEEP


def has_moved(tweet: TweetSnapshot, planned: PlannedTweet) -> bool:
    """Tell whether the session begins at another time than when the tweet was planned."""
    return tweet.not_after != planned.item.starts


def says_else(tweet: TweetSnapshot, planned: PlannedTweet) -> bool:
    """Tell whether the template makes another text of the session now; what people wrote stays."""
    names = _planned_for(tweet, planned)
    return tweet.edited_by is None and any(text_for(tweet, name) != text_for(planned, name) for name in names)


def texts_now(tweet: TweetSnapshot, planned: PlannedTweet) -> TidyTexts:
    """Return what the template makes of the session now; networks that are away keep what they have."""
    away = set(tweet.networks or ()) - set(_planned_for(tweet, planned))
    # The common text has handles of another network.
    return TidyTexts(planned.text, {**planned.texts, **{name: text_for(tweet, name) for name in away}})


def _planned_for(tweet: TweetSnapshot, planned: PlannedTweet) -> list[str]:
    """Return those networks of a tweet that something is planned for: whose account is connected now."""
    names = [version.network for version in planned.versions]
    return [name for name in names if tweet.networks is None or name in tweet.networks]
