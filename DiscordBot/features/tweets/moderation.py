"""What can be done to a tweet in which state. Each function changes a locked tweet and returns what was done.

They raise `TooLateError`, `ChangedMeanwhileError` or `DraftError` before they change anything, and return
None where nothing was to be done. Whether somebody may do it is asked elsewhere (`policy`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.features.tweets.errors import ChangedMeanwhileError, DraftError, TooLateError
from DiscordBot.features.tweets.intake.measuring import TidyTexts
from DiscordBot.features.tweets.models import SETTLED, Delivery, DeliveryStatus, TweetStatus
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.storage.audit import Deed
from DiscordBot.features.tweets.versions import text_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from DiscordBot.features.tweets.snapshots import TweetContent
    from DiscordBot.features.tweets.storage.locked_tweets import LockedTweet
    from DiscordBot.features.tweets.versions import Versions

GRACE = timedelta(minutes=1)
"""A time that passed while somebody was filling in a form still counts."""

_WITH_OTHER_PICTURES = "other pictures"
"""What `card_shown` is of a card that has to be posted anew."""
_OVER = {Outcome.SENT, Outcome.DENIED, Outcome.CANCELLED, Outcome.DELETED}
_CHANGED = "The text was changed a moment ago. Please read it again, then decide."
_WITHDRAW = " If it should not go out, cancel it."
_CHANGEABLE = {Outcome.PENDING, Outcome.WAITING, Outcome.FAILED}
_IS_OUT = "This tweet is out on another network already, so {} must stay as it is there."
_IS_SENDING = "This tweet is being sent at this moment. Try again in a minute."
_STATES = {
    Outcome.PENDING: "This tweet waits for approval.",
    Outcome.WAITING: "This tweet is approved and goes out by itself.",
    Outcome.SENDING: "This tweet is being sent at this moment.",
    Outcome.SENT: "This tweet has been sent.",
    Outcome.FAILED: "The network refused this tweet. Press “Retry”, edit it, or cancel it.",
    Outcome.UNKNOWN: "Nobody knows yet whether this tweet was sent; that has to be settled first.",
    Outcome.DELETED: "This tweet was sent, and has been deleted.",
}


def approve(locked: LockedTweet, networks: Iterable[str], *, post_now: bool = False) -> Deed:
    """Let it go out on `networks`; `post_now` ignores posting window and planned time.

    One that waits already can only be told to go out now.
    """
    tweet = locked.tweet
    is_hurried = post_now and not tweet.post_now and locked.outcome is Outcome.WAITING
    if tweet.status is not TweetStatus.PENDING and not is_hurried:
        raise _decided(locked)
    _check_revision(locked)
    check_not_after(locked.tweet.not_after, locked.at)
    if post_now:
        tweet.post_now, tweet.not_before = True, None
    if is_hurried:
        return Deed.HURRIED
    tweet.bypass = locked.is_own
    _decide(locked, TweetStatus.APPROVED)
    _deliver_to(locked, networks)
    return Deed.APPROVED_OWN if locked.is_own else Deed.APPROVED


def approve_unseen(locked: LockedTweet, networks: Iterable[str]) -> Deed:
    """Let it go out because the settings say that nobody needs to look at it."""
    _decide(locked, TweetStatus.APPROVED)
    _deliver_to(locked, networks)
    return Deed.APPROVED_UNSEEN


def hand_over(locked: LockedTweet, networks: Iterable[str]) -> Deed:
    """Let it go out on `networks`, of which there was none when it was approved."""
    _deliver_to(locked, networks)
    return Deed.HANDED_OVER


def deny(locked: LockedTweet, reason: str) -> Deed:
    """Never let it go out; only a pending one can be denied, an approved one is cancelled."""
    if locked.tweet.status is not TweetStatus.PENDING:
        raise _decided(locked, _WITHDRAW if _is_changeable(locked) else "")
    _check_revision(locked)
    _decide(locked, TweetStatus.DENIED, reason)
    return Deed.DENIED


def reopen(locked: LockedTweet) -> Deed:
    """Let a denied one wait for approval again; its author hears of the next decision as of the first."""
    tweet = locked.tweet
    if tweet.status is not TweetStatus.DENIED:
        raise _too_late(locked)
    tweet.status, tweet.reason, tweet.author_told = TweetStatus.PENDING, "", ""
    tweet.decided_at = tweet.decided_by = None
    return Deed.REOPENED


def edit(locked: LockedTweet, texts: Versions) -> Deed | None:
    """Give it other texts, which must be approved anew; what it says where it is out stays."""
    _check_outcome(locked)
    _check_revision(locked)
    tweet = locked.tweet
    if tweet.retweet_of is not None:
        raise DraftError("A retweet has no text of its own. Cancel it if it should not go out.")
    _check_settled(locked, texts)
    if (texts.text, texts.texts) == (tweet.text, tweet.texts):
        return None
    tweet.text, tweet.texts = texts.text, dict(texts.texts)
    _void_approval(locked)
    return Deed.EDITED


def redirect(locked: LockedTweet, networks: Sequence[str] | None, texts: Mapping[str, str]) -> Deed | None:
    """Let it go to these networks, None for all connected ones, with own texts; it must be approved anew."""
    _check_outcome(locked)
    _check_revision(locked)
    tweet = locked.tweet
    _check_settled(locked, TidyTexts(tweet.text, texts))
    if networks is not None and any(name not in networks for name in _settled(locked)):
        raise TooLateError("This tweet is out on a network that you took away. Delete it there instead.")
    if any(post is not None for post in (tweet.in_reply_to, tweet.quote_of, tweet.retweet_of)):
        raise DraftError("This belongs to a post on its network, so it cannot go to others.")
    chosen = None if networks is None else list(networks)
    if (chosen, texts) == (tweet.networks, tweet.texts):
        return None
    deed = Deed.EDITED if chosen == tweet.networks else Deed.REDIRECTED
    tweet.networks, tweet.texts = chosen, dict(texts)
    _void_approval(locked)
    return deed


def change_pictures(locked: LockedTweet) -> Deed:
    """Give it other pictures, which must be approved anew; they are stored by whoever calls this."""
    _check_outcome(locked)
    if _settled(locked):
        raise TooLateError(_IS_OUT.format("its pictures"))
    _check_revision(locked)
    if locked.tweet.retweet_of is not None:
        raise DraftError("A retweet has no pictures of its own.")
    _void_approval(locked)
    # What is attached to a message stays so: its card comes anew, and whoever calls this deletes the old one.
    tweet = locked.tweet
    tweet.card_channel = tweet.card_message = None
    tweet.card_shown = tweet.card_shown and _WITH_OTHER_PICTURES
    return Deed.PICTURES_CHANGED


def reschedule(locked: LockedTweet, moment: datetime | None, last: datetime | None) -> Deed | None:
    """Let it go out no earlier than `moment`, inside the posting window and before `last`; approvals stay."""
    _check_outcome(locked)
    tweet = locked.tweet
    check_not_past(moment, locked.at)
    check_not_after(last, moment or locked.at)
    if (moment, last) == (tweet.not_before, tweet.not_after) and not tweet.post_now:
        return None
    tweet.not_before, tweet.not_after, tweet.post_now = moment, last, False
    return Deed.RESCHEDULED


def follow(
    locked: LockedTweet, texts: Versions, *, not_before: datetime, not_after: datetime | None
) -> Deed | None:
    """Let it say what its source says now, at the time of its source; another text must be approved anew."""
    edited = edit(locked, texts)
    tweet = locked.tweet
    if (tweet.not_before, tweet.not_after) == (not_before, not_after):
        return edited
    tweet.not_before, tweet.not_after, tweet.post_now = not_before, not_after, False
    return edited or Deed.RESCHEDULED


def cancel(locked: LockedTweet, reason: str) -> Deed:
    """Let it go out nowhere, or nowhere else, also if it is approved."""
    _check_outcome(locked)
    _decide(locked, TweetStatus.CANCELLED, reason)
    locked.deliveries = _settled_deliveries(locked)
    return Deed.CANCELLED


def cancel_if_possible(locked: LockedTweet, reason: str) -> Deed | None:
    """Cancel it, unless it has gone out, may have, or is given up already."""
    return cancel(locked, reason) if _is_changeable(locked) else None


def retry(locked: LockedTweet, *, is_hurried: bool) -> Deed:
    """Try again what the networks did not take; unless it `is_hurried`, inside the posting window."""
    failed = _with_status(locked, DeliveryStatus.FAILED)
    check_not_after(locked.tweet.not_after, locked.at)
    locked.tweet.post_now = locked.tweet.post_now and is_hurried
    _put_back(failed)
    return Deed.RETRIED


def send_again(locked: LockedTweet) -> Deed:
    """Send again what surely is not there: somebody has looked."""
    asked = _asked_about(locked)
    check_not_after(locked.tweet.not_after, locked.at)
    _put_back(asked)
    return Deed.SENT_AGAIN


def mark_sent(locked: LockedTweet) -> Deed:
    """Note that what nobody was sure of is there: somebody has looked."""
    for delivery in _asked_about(locked):
        delivery.status, delivery.sent_at = DeliveryStatus.SENT, locked.at
        delivery.next_try_at, delivery.ask_human, delivery.problem = None, False, ""
    return Deed.MARKED_SENT


def begin_deletion(locked: LockedTweet) -> Deed:
    """Note that it is to be deleted wherever it is out; the networks are asked by whoever calls this.

    It goes out nowhere else then.
    """
    _with_status(locked, DeliveryStatus.SENT)
    _check_not_sending(locked)
    gone = {DeliveryStatus.WAITING, DeliveryStatus.FAILED}
    locked.deliveries = [delivery for delivery in locked.deliveries if delivery.status not in gone]
    return Deed.DELETION_BEGUN


def hold(locked: LockedTweet, *, on_hold: bool) -> Deed | None:
    """Put it on hold or let it go on; what is sent or given up is left alone."""
    if locked.tweet.on_hold == on_hold or locked.outcome in _OVER:
        return None
    locked.tweet.on_hold = on_hold
    return Deed.HELD if on_hold else Deed.RELEASED


def check_not_past(moment: datetime | None, now: datetime) -> None:
    """Raise `DraftError` for a moment that has passed, with a minute of grace."""
    if moment is not None and moment < now - GRACE:
        raise DraftError(f"That time has passed ({time_stamp(moment, 'R')}). Please give a later one.")


def check_not_after(last: datetime | None, moment: datetime) -> None:
    """Raise `DraftError` if a tweet that makes no sense after `last` would go out at `moment`."""
    if last is not None and moment >= last:
        until = time_stamp(last, "f")
        raise DraftError(f"This tweet must not be posted after {until}. Give an earlier time, or cancel it.")


def check_same_networks(locked: LockedTweet, networks: Sequence[str] | None) -> None:
    """Raise `ChangedMeanwhileError` if it goes to others now than those that its texts were measured for."""
    if locked.tweet.networks != networks:
        raise ChangedMeanwhileError(_CHANGED)


def check_same_time(locked: LockedTweet, tweet: TweetContent) -> None:
    """Raise `ChangedMeanwhileError` if it is to go out at another time than as it was read."""
    now, read = locked.tweet, tweet
    if (now.not_before, now.not_after, now.post_now) != (read.not_before, read.not_after, read.post_now):
        raise ChangedMeanwhileError(_CHANGED)


def _decide(locked: LockedTweet, status: TweetStatus, reason: str = "") -> None:
    tweet = locked.tweet
    tweet.status, tweet.reason = status, reason.strip()
    tweet.decided_at, tweet.decided_by = locked.at, locked.actor_id


def _void_approval(locked: LockedTweet) -> None:
    tweet = locked.tweet
    tweet.edited_by = locked.actor_id
    tweet.revision += 1
    tweet.status, tweet.reason = TweetStatus.PENDING, ""
    tweet.post_now = tweet.bypass = False
    tweet.decided_at = tweet.decided_by = None
    locked.deliveries = _settled_deliveries(locked)


def _deliver_to(locked: LockedTweet, networks: Iterable[str]) -> None:
    """Let it go to these networks, save those on which it is or was."""
    kept, tweet_id = _settled_deliveries(locked), locked.tweet_id
    there = {delivery.network for delivery in kept}
    new = [
        Delivery(tweet_id=tweet_id, network=network, key=_new_key(locked.at))
        for network in networks
        if network not in there
    ]
    locked.deliveries = [*kept, *new]


def _settled_deliveries(locked: LockedTweet) -> list[Delivery]:
    return [delivery for delivery in locked.deliveries if delivery.status in SETTLED]


def _settled(locked: LockedTweet) -> list[str]:
    """Return the names of the networks on which it is or was."""
    return [delivery.network for delivery in _settled_deliveries(locked)]


def _new_key(at: datetime) -> str:
    """Return a key that there never was: it begins with the time in microseconds, and goes on by chance."""
    return f"{int(at.timestamp() * 1_000_000):014x}{uuid4().hex[:18]}"


def _put_back(deliveries: Iterable[Delivery]) -> None:
    for delivery in deliveries:
        delivery.status, delivery.next_try_at = DeliveryStatus.WAITING, None
        delivery.clean_readings, delivery.ask_human, delivery.problem = 0, False, ""


def _with_status(locked: LockedTweet, status: DeliveryStatus) -> list[Delivery]:
    """Return the deliveries in this state; raise `TooLateError` if there is none (any more)."""
    found = [delivery for delivery in locked.deliveries if delivery.status is status]
    if not found:
        raise _too_late(locked)
    return found


def _asked_about(locked: LockedTweet) -> list[Delivery]:
    """Return the deliveries that a human is to settle; raise `TooLateError` if there is none (any more).

    Of another attempt than the one that a human has looked for, only the bot knows something as yet.
    """
    asked = [one for one in _with_status(locked, DeliveryStatus.UNKNOWN) if one.ask_human]
    if not asked:
        raise TooLateError(
            "I am looking whether this tweet was sent. Its card asks you if I cannot find out."
        )
    return asked


def _check_outcome(locked: LockedTweet) -> None:
    if locked.outcome not in _CHANGEABLE:
        raise _too_late(locked)
    _check_not_sending(locked)


def _check_not_sending(locked: LockedTweet) -> None:
    if any(delivery.status is DeliveryStatus.SENDING for delivery in locked.deliveries):
        raise TooLateError(_IS_SENDING)


def _check_settled(locked: LockedTweet, new: Versions) -> None:
    """Raise `TooLateError` if it would say anything else where it is or was."""
    if any(text_for(new, name) != text_for(locked.tweet, name) for name in _settled(locked)):
        raise TooLateError(_IS_OUT.format("its text"))


def _is_changeable(locked: LockedTweet) -> bool:
    is_on_its_way = any(delivery.status is DeliveryStatus.SENDING for delivery in locked.deliveries)
    return locked.outcome in _CHANGEABLE and not is_on_its_way


def _check_revision(locked: LockedTweet) -> None:
    if locked.read_revision not in {None, locked.tweet.revision}:
        raise ChangedMeanwhileError(_CHANGED)


def _too_late(locked: LockedTweet) -> TooLateError:
    sentence = _STATES.get(locked.outcome)
    return _decided(locked) if sentence is None else TooLateError(sentence)


def _decided(locked: LockedTweet, advice: str = "") -> TooLateError:
    tweet = locked.tweet
    when = "" if tweet.decided_at is None else f" {time_stamp(tweet.decided_at, 'R')}"
    if tweet.decided_by is None:
        return TooLateError(f"This tweet was {tweet.status}{when}.{advice}")
    if tweet.decided_by == locked.actor_id:
        return TooLateError(f"You have {tweet.status} this tweet{when}.{advice}")
    return TooLateError(f"<@{tweet.decided_by}> was faster: this tweet was {tweet.status}{when}.{advice}")
