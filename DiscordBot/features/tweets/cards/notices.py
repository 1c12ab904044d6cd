"""What people are told by themselves: authors, what became of their tweets; moderators, what is waiting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from DiscordBot.discord_ui.cards.backlog import Backlog
from DiscordBot.discord_ui.cards.card import Place, UnreachableError
from DiscordBot.discord_ui.cards.rows import place_of
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp, time_stamp_and_distance
from DiscordBot.features.tweets.cards.card_details import person
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.cards.notice_rows import EDITED
from DiscordBot.features.tweets.snapshots import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.database import Database
    from DiscordBot.discord_ui.cards.backlog import InBackground
    from DiscordBot.features.tweets.cards.notice_rows import NoticeRows
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetChange, TweetSnapshot

PATIENCE = timedelta(hours=1)
"""How long a tweet waits, or how near its planned time comes, before moderators are reminded of it."""
DIGEST_PAUSE = timedelta(hours=1)

_TOLD = frozenset({Outcome.SENT, Outcome.DENIED, Outcome.FAILED, Outcome.DELETED})
_NO_NEWS = frozenset({Outcome.SENDING, Outcome.UNKNOWN})
_OPEN = frozenset({Outcome.PENDING, Outcome.WAITING})
_QUOTED = 400
_LONGEST_REASON = 1000
_LINE = 80
_MOST_LINES = 15
_DIGEST = "tweets.digest"


class Messages(Protocol):
    """Direct messages to people."""

    async def tell(self, user_id: int, text: str, nonce: str) -> None:
        """Tell a person something, if they can be told; the same `nonce` within minutes is told once.

        Raises `UnreachableError` if it should be tried again.
        """


class Digest(Protocol):
    """The message in which moderators read what is waiting."""

    async def replace(self, text: str | None, old: Place | None) -> Place | None:
        """Show this digest, or none, in place of the old one. Raises `UnreachableError`."""


class AuthorNotices:
    """Tells each author once what became of their tweet, and what others did to it."""

    def __init__(
        self,
        *,
        service: TweetService,
        rows: NoticeRows,
        messages: Messages,
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._service = service
        self._rows = rows
        self._messages = messages
        self._backlog = Backlog("tweet authors", self._tell, in_background=in_background, on_error=on_error)

    def changed(self, change: TweetChange) -> None:
        """Tell the author soon, if there is something to tell."""
        if change.group_key is None and change.outcome not in _NO_NEWS:
            self._backlog.add(change.tweet_id)

    async def look(self) -> None:
        """Tell what could not be told earlier; for a job."""
        await self._backlog.look(self._rows.untold)

    async def _tell(self, tweet_id: int) -> None:
        tweet = await self._service.get(tweet_id)
        told = _news(tweet)
        if tweet.author_id is None or not told or tweet.author_told == told:
            return
        # Whoever created a campaign reads on its card what becomes of its hundred tweets.
        if tweet.group_key is not None:
            return
        # Noted first: after a crash a message less is better than one twice.
        if not await self._rows.tell(tweet_id, tweet.author_told, told) or _is_own_doing(tweet):
            return
        try:
            await self._messages.tell(tweet.author_id, _notice(tweet), f"{tweet_id}-{tweet.revision}-{told}")
        except UnreachableError:
            await self._rows.tell(tweet_id, told, tweet.author_told)
            raise


@dataclass(slots=True, kw_only=True)
class WaitingDigest:
    """Reminds moderators of the tweets that have been waiting for long, or will soon be too late.

    `link` gives a message's address by the ids of its channel and itself.
    """

    service: TweetService
    database: Database
    message: Digest
    clock: Clock
    link: Callable[[int, int], str]
    _may_have_news: bool = field(init=False, default=True)

    def changed(self) -> None:
        """Notice that another tweet may be waiting."""
        self._may_have_news = True

    async def look(self) -> None:
        """Post a new digest if there is something new to say, at most once an hour; for a job.

        The older one is deleted. Raises `UnreachableError`.
        """
        if not self._may_have_news:
            return
        now = self.clock.now()
        self._may_have_news = False
        tweets = await self.service.open_tweets()
        told: dict[str, Any] = await self.database.remembered(_DIGEST) or {"at": None, "tweets": []}
        # With time they become overdue, and a digest that is there goes when none is any more.
        self._may_have_news |= bool(tweets or told.get("place"))
        waiting = [tweet for tweet in tweets if _is_overdue(tweet, now)]
        if waiting and not self._has_news(waiting, told, now):
            return
        old = Place(*told["place"]) if told.get("place") else None
        if not waiting and old is None:
            return
        place = await self.message.replace(self._text(waiting) if waiting else None, old)
        at = now.isoformat() if waiting else told["at"]
        ids = [tweet.id for tweet in waiting]
        await self.database.remember(_DIGEST, {"at": at, "tweets": ids, "place": place})

    def _has_news(self, waiting: Sequence[TweetSnapshot], told: dict[str, Any], now: datetime) -> bool:
        is_new = not {tweet.id for tweet in waiting} <= set(told["tweets"])
        return is_new and (told["at"] is None or now - datetime.fromisoformat(told["at"]) >= DIGEST_PAUSE)

    def _text(self, waiting: Sequence[TweetSnapshot]) -> str:
        lines = [self._line(tweet) for tweet in waiting[:_MOST_LINES]]
        if len(waiting) > _MOST_LINES:
            lines.append(f"… and {len(waiting) - _MOST_LINES} more. The button below shows all of them.")
        return "These tweets wait for somebody to approve or deny them:\n" + "\n".join(lines)

    def _line(self, tweet: TweetSnapshot) -> str:
        name = f"Tweet #{tweet.id}"
        if (place := place_of(tweet)) is not None:
            name = f"[{name}]({self.link(*place)})"
        author = f" by {person(tweet.author_id)}" if tweet.author_id is not None else ""
        planned = (
            f", planned for {time_stamp_and_distance(tweet.not_before)}"
            if tweet.not_before is not None
            else ""
        )
        since = f"since {time_stamp(tweet.created_at, 'R')}"
        text = " ".join(tweet_text(tweet, _LINE).split())
        return f"• {name}{author}, {since}{planned}: {text}"


def _is_overdue(tweet: TweetSnapshot, now: datetime) -> bool:
    """Tell whether a tweet has waited for an hour, or its planned time is less than an hour away."""
    if tweet.outcome is not Outcome.PENDING:
        return False
    if tweet.not_before is not None:
        return tweet.not_before - now < PATIENCE
    return now - tweet.created_at > PATIENCE


def _news(tweet: TweetSnapshot) -> str:
    """Return, in a word that is kept, what there is to tell the author now; nothing if there is nothing."""
    if tweet.outcome in _TOLD:
        return str(tweet.outcome)
    if tweet.outcome is Outcome.CANCELLED and tweet.decided_by not in {None, tweet.author_id}:
        return str(tweet.outcome)
    is_edited = tweet.outcome in _OPEN and tweet.edited_by not in {None, tweet.author_id}
    return f"{EDITED}{tweet.revision}" if is_edited else ""


def _is_own_doing(tweet: TweetSnapshot) -> bool:
    return tweet.outcome is Outcome.DENIED and tweet.decided_by == tweet.author_id


def _notice(tweet: TweetSnapshot) -> str:
    """Return what the author reads."""
    quoted = "\n".join(f"> {line}" for line in tweet_text(tweet, _QUOTED).splitlines())
    match tweet.outcome:
        case Outcome.SENT:
            links = "\n".join(delivery.link for delivery in tweet.deliveries if delivery.link)
            return f"✅ Your tweet #{tweet.id} was sent:\n{quoted}\n{links}".strip()
        case Outcome.DENIED:
            reason = clip(shown(tweet.reason), _LONGEST_REASON)
            why = f"\nReason: {reason}" if reason else ""
            return f"⛔ Your tweet #{tweet.id} was denied.{why}\n{quoted}"
        case Outcome.CANCELLED:
            reason = clip(shown(tweet.reason), _LONGEST_REASON)
            why = f"\nReason: {reason}" if reason else ""
            cancelled = f"🗑️ {_who(tweet.decided_by)} has cancelled your tweet #{tweet.id}."
            return f"{cancelled}{why}\n{quoted}"
        case Outcome.DELETED:
            return f"🧹 Your tweet #{tweet.id} was deleted after it had been sent:\n{quoted}"
        case Outcome.PENDING | Outcome.WAITING:
            return f"✏️ {_who(tweet.edited_by)} has changed your tweet #{tweet.id}. It now reads:\n{quoted}"
        case _:
            problems = "\n".join(shown(delivery.problem) for delivery in tweet.deliveries if delivery.problem)
            return (
                f"🔴 Your tweet #{tweet.id} could not be sent. The moderators know it and can try again.\n"
                f"{problems}\n{quoted}"
            )


def _who(user_id: int | None) -> str:
    return "Somebody" if user_id is None else person(user_id)
