"""What the tweet of a reminder says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from DiscordBot.features.tweets.intake.draft import Draft
from DiscordBot.features.tweets.models import Source
from DiscordBot.features.tweets.service import DraftError
from DiscordBot.templating.errors import TemplateError

if TYPE_CHECKING:
    from datetime import datetime

    from DiscordBot.core.clock import Clock
    from DiscordBot.features.open_spaces.conference import Preferences
    from DiscordBot.features.open_spaces.models import OpenSpace
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot
    from DiscordBot.features.tweets.service import PreparedDraft, TweetService
    from DiscordBot.templating.templates import Templates

    Space = OpenSpace | OpenSpaceSnapshot

_LENGTHS = (1_000, 240, 200, 160, 120, 80, 40)
"""How much of a post's text the template gets, until the tweet is short enough."""


@dataclass(frozen=True, slots=True)
class ReminderTexts:
    """Makes drafts of reminders, as organisers prefer them at the moment.

    `network` is where posts are read, None if they are not; only there can one be shown once more.
    """

    clock: Clock
    tweets: TweetService
    templates: Templates
    preferences: Preferences
    network: str | None

    @property
    def are_ours(self) -> bool:
        """Whether of a post is said anything at all, rather than that it is shown once more."""
        return self.preferences.announce_as() != "retweet"

    async def prepare(self, space: Space) -> PreparedDraft:
        """Return the tweet of an open space that has a start.

        A retweet shows what is public already and needs no approval. What we say ourselves, with words of
        others in it, is moderated like every other tweet.
        Raises `TemplateError`, and `DraftError` if the template makes no tweet of it.
        """
        announce_as = self.preferences.announce_as() if space.post_id else "text"
        if announce_as == "retweet":
            draft = self._draft(space, space.text, retweet_of=space.post_id)
            return await self.tweets.prepare(draft)
        quoted = space.post_id if announce_as == "quote" else None
        # A quoted post stands below with all that it says.
        texts = await self._texts(space, "" if quoted else space.text)
        for text in texts[:-1]:
            try:
                return await self.tweets.prepare(self._draft(space, text, quote_of=quoted))
            except DraftError:
                continue
        return await self.tweets.prepare(self._draft(space, texts[-1], quote_of=quoted))

    async def _texts(self, space: Space, said: str) -> list[str]:
        """Return the text with all, and with less and less, of what was said."""
        start = _start(space)
        interval = timedelta(minutes=self.preferences.send_interval())
        # What is approved late goes out at once, when less time is left.
        left = min(interval, start - self.clock.now())
        context = {
            "room": space.room or "",
            "start": self.clock.local(start),
            "minutes": max(1, round(left.total_seconds() / 60)),
            "author": space.author_name,
            "link": space.link,
        }
        contexts = {str(length): context | {"text": _shortened(said, length)} for length in _LENGTHS}
        texts = await self.templates.render_all(self.preferences.template, contexts)
        for text in texts.values():
            if isinstance(text, TemplateError):
                raise text
        return [str(text) for text in texts.values()]

    def _draft(
        self,
        space: Space,
        text: str,
        *,
        retweet_of: str | None = None,
        quote_of: str | None = None,
    ) -> Draft:
        start = _start(space)
        return Draft(
            text=text,
            source=Source.OPEN_SPACE,
            source_key=source_key(space),
            retweet_of=retweet_of,
            quote_of=quote_of,
            networks=self._networks(retweet_of or quote_of),
            original_author=space.author_name if retweet_of else "",
            original_link=space.link if retweet_of else "",
            not_before=start - timedelta(minutes=self.preferences.send_interval()),
            not_after=start,
            approved=retweet_of is not None,
        )

    def _networks(self, post_id: str | None) -> tuple[str, ...] | None:
        return None if post_id is None or self.network is None else (self.network,)


def source_key(space: Space) -> str:
    """Return what the queue knows a reminder by; a new revision is another tweet."""
    first = f"open-space:{space.id}"
    return first if space.revision == 1 else f"{first}:{space.revision}"


def open_space_of(key: str | None) -> int | None:
    """Return which open space a `source_key` is of."""
    kind, _, rest = (key or "").partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == "open-space" and number.isdecimal() else None


def _start(space: Space) -> datetime:
    if space.start is None:
        raise ValueError("What has no start cannot be reminded of.")
    return space.start.astimezone(UTC)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
