"""What can be done to a tweet in which state. Each function changes a case and returns what was done.

They raise `TooLateError`, `ChangedMeanwhileError` or `DraftError` before they change anything, and return
None where nothing was to be done. Whether somebody may do it is asked elsewhere (`policy`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.timestamps import time_stamp
from DiscordBot.features.tweets.errors import ChangedMeanwhileError, DraftError, TooLateError
from DiscordBot.features.tweets.models import Delivery, DeliveryStatus, TweetStatus
from DiscordBot.features.tweets.storage.audit import Deed
from DiscordBot.features.tweets.tweet_view import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.features.tweets.storage.locked_tweets import Case

GRACE = timedelta(minutes=1)
"""A time that passed while somebody was filling in a form still counts."""

_WITHDRAW = " If it should not go out, cancel it."
_CHANGEABLE = {Outcome.PENDING, Outcome.WAITING, Outcome.FAILED}
_OUT = {DeliveryStatus.SENDING, DeliveryStatus.SENT}
_STATES = {
    Outcome.PENDING: "This tweet waits for approval.",
    Outcome.WAITING: "This tweet is in the queue and goes out by itself.",
    Outcome.SENDING: "This tweet is being sent at this moment.",
    Outcome.SENT: "This tweet has been sent.",
    Outcome.FAILED: "This tweet was not taken. Try it again, edit it, or cancel it.",
    Outcome.UNKNOWN: "Nobody knows yet whether this tweet was sent; that has to be settled first.",
}


def approve(case: Case, networks: Iterable[str], *, now: bool = False) -> Deed:
    """Let it go out on `networks`; `now` ignores posting window and planned time.

    One that waits already can only be told to go out now.
    """
    tweet = case.tweet
    is_hurried = now and not tweet.now and case.outcome is Outcome.WAITING
    if tweet.status is not TweetStatus.PENDING and not is_hurried:
        raise _decided(case)
    _check_revision(case)
    check_not_after(case.tweet.not_after, case.at)
    if now:
        tweet.now, tweet.not_before = True, None
    if is_hurried:
        return Deed.HURRIED
    tweet.bypass = case.is_own
    _decide(case, TweetStatus.APPROVED)
    case.deliveries = _new_deliveries(case, networks)
    return Deed.APPROVED_OWN if case.is_own else Deed.APPROVED


def approve_unseen(case: Case, networks: Iterable[str]) -> Deed:
    """Let it go out because the settings say that nobody needs to look at it."""
    _decide(case, TweetStatus.APPROVED)
    case.deliveries = _new_deliveries(case, networks)
    return Deed.APPROVED_UNSEEN


def hand_over(case: Case, networks: Iterable[str]) -> Deed:
    """Let it go out on `networks`, of which there was none when it was approved."""
    case.deliveries = _new_deliveries(case, networks)
    return Deed.HANDED_OVER


def deny(case: Case, reason: str) -> Deed:
    """Never let it go out; only a pending one can be denied, an approved one is cancelled."""
    if case.tweet.status is not TweetStatus.PENDING:
        raise _decided(case, _WITHDRAW if _is_changeable(case) else "")
    _check_revision(case)
    _decide(case, TweetStatus.DENIED, reason)
    return Deed.DENIED


def edit(case: Case, text: str) -> Deed | None:
    """Give it another text, which must be approved anew."""
    _check_changeable(case)
    _check_revision(case)
    tweet = case.tweet
    if tweet.retweet_of is not None:
        raise DraftError("A retweet has no text of its own. Cancel it if it should not go out.")
    if text == tweet.text:
        return None
    tweet.text, tweet.edited_by = text, case.actor_id
    tweet.revision += 1
    tweet.status, tweet.reason = TweetStatus.PENDING, ""
    tweet.now = tweet.bypass = False
    tweet.decided_at = tweet.decided_by = None
    case.deliveries = []
    return Deed.EDITED


def reschedule(case: Case, moment: datetime | None) -> Deed | None:
    """Let it go out no earlier than `moment` and inside the posting window; its approval stays."""
    _check_changeable(case)
    tweet = case.tweet
    check_not_past(moment, case.at)
    check_not_after(case.tweet.not_after, moment or case.at)
    if moment == tweet.not_before and not tweet.now:
        return None
    tweet.not_before, tweet.now = moment, False
    return Deed.RESCHEDULED


def cancel(case: Case, reason: str) -> Deed:
    """Take it out of the queue, also if it is approved."""
    _check_changeable(case)
    _decide(case, TweetStatus.CANCELLED, reason)
    case.deliveries = []
    return Deed.CANCELLED


def cancel_if_possible(case: Case, reason: str) -> Deed | None:
    """Cancel it, unless it has gone out, may have, or is given up already."""
    return cancel(case, reason) if _is_changeable(case) else None


def retry(case: Case, *, is_hurried: bool) -> Deed:
    """Try again what the networks did not take; unless it `is_hurried`, inside the posting window."""
    failed = _with_status(case, DeliveryStatus.FAILED)
    check_not_after(case.tweet.not_after, case.at)
    case.tweet.now = case.tweet.now and is_hurried
    _put_back(failed)
    return Deed.RETRIED


def send_again(case: Case) -> Deed:
    """Send again what surely is not there: somebody has looked."""
    asked = _asked_about(case)
    check_not_after(case.tweet.not_after, case.at)
    _put_back(asked)
    return Deed.SENT_AGAIN


def mark_sent(case: Case) -> Deed:
    """Note that what nobody was sure of is there: somebody has looked."""
    for delivery in _asked_about(case):
        delivery.status, delivery.sent_at = DeliveryStatus.SENT, case.at
        delivery.next_try_at, delivery.ask_human, delivery.problem = None, False, ""
    return Deed.MARKED_SENT


def hold(case: Case, *, on_hold: bool) -> Deed | None:
    """Put it on hold or let it go on; what is sent or given up is left alone."""
    if case.tweet.on_hold == on_hold or case.outcome in {Outcome.SENT, Outcome.DENIED, Outcome.CANCELLED}:
        return None
    case.tweet.on_hold = on_hold
    return Deed.HELD if on_hold else Deed.RELEASED


def check_not_past(moment: datetime | None, now: datetime) -> None:
    """Raise `DraftError` for a moment that has passed, with a minute of grace."""
    if moment is not None and moment < now - GRACE:
        raise DraftError(f"That time has passed ({time_stamp(moment, 'R')}). Please give a later one.")


def check_not_after(last: datetime | None, moment: datetime) -> None:
    """Raise `DraftError` if a tweet that makes no sense after `last` would go out at `moment`."""
    if last is not None and moment >= last:
        raise DraftError(
            f"This tweet makes no sense after {time_stamp(last, 'f')}. Give an earlier time, or cancel it."
        )


def _decide(case: Case, status: TweetStatus, reason: str = "") -> None:
    tweet = case.tweet
    tweet.status, tweet.reason = status, reason.strip()
    tweet.decided_at, tweet.decided_by = case.at, case.actor_id


def _new_deliveries(case: Case, networks: Iterable[str]) -> list[Delivery]:
    return [Delivery(tweet_id=case.tweet_id, network=network) for network in networks]


def _put_back(deliveries: Iterable[Delivery]) -> None:
    for delivery in deliveries:
        delivery.status, delivery.next_try_at = DeliveryStatus.WAITING, None
        delivery.clean_readings, delivery.ask_human, delivery.problem = 0, False, ""


def _with_status(case: Case, status: DeliveryStatus) -> list[Delivery]:
    """Return the deliveries in this state; raise `TooLateError` if there is none (any more)."""
    found = [delivery for delivery in case.deliveries if delivery.status is status]
    if not found:
        raise _too_late(case)
    return found


def _asked_about(case: Case) -> list[Delivery]:
    """Return the deliveries that a human is to settle; raise `TooLateError` if there is none (any more).

    Of another attempt than the one that a human has looked for, only the bot knows something as yet.
    """
    asked = [one for one in _with_status(case, DeliveryStatus.UNKNOWN) if one.ask_human]
    if not asked:
        raise TooLateError(
            "I am looking whether this tweet was sent. Its card asks you if I cannot find out."
        )
    return asked


def _check_changeable(case: Case) -> None:
    if case.outcome not in _CHANGEABLE:
        raise _too_late(case)
    if not _is_changeable(case):
        raise TooLateError("This tweet goes out on another network already, so it must stay as it is.")


def _is_changeable(case: Case) -> bool:
    is_out_somewhere = any(delivery.status in _OUT for delivery in case.deliveries)
    return case.outcome in _CHANGEABLE and not is_out_somewhere


def _check_revision(case: Case) -> None:
    if case.read_revision not in {None, case.tweet.revision}:
        raise ChangedMeanwhileError("The text was changed a moment ago. Please read it again, then decide.")


def _too_late(case: Case) -> TooLateError:
    sentence = _STATES.get(case.outcome)
    return _decided(case) if sentence is None else TooLateError(sentence)


def _decided(case: Case, advice: str = "") -> TooLateError:
    tweet = case.tweet
    when = "" if tweet.decided_at is None else f" {time_stamp(tweet.decided_at, 'R')}"
    if tweet.decided_by is None:
        return TooLateError(f"This tweet was {tweet.status}{when}.{advice}")
    if tweet.decided_by == case.actor_id:
        return TooLateError(f"You have {tweet.status} this tweet{when}.{advice}")
    return TooLateError(f"<@{tweet.decided_by}> was faster: this tweet was {tweet.status}{when}.{advice}")
