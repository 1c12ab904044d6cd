"""Sessions and changes as messages: between the rules, which know no Discord, and its channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.messages.posted_message import Post
from DiscordBot.discord_ui.messages.posting import RefusedContentError, RefusedError
from DiscordBot.features.programme.announcing.destinations import (
    ContentRefusedError,
    NotPostedError,
    SessionTime,
)
from DiscordBot.features.programme.cards.change_cards import changed_ids
from DiscordBot.features.programme.cards.session_cards import announced_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.discord_ui.messages.posting import Poster
    from DiscordBot.features.programme.cards.change_cards import ChangeCards
    from DiscordBot.features.programme.schedule.schedule_diff import Change
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.ui.session_controls import SessionControls


@dataclass(frozen=True, slots=True)
class SessionPoster:
    """Sessions as messages in a channel or through a webhook, as `destinations.Poster`.

    One session is its whole card, several are a line each with a select for their details. Webhooks take
    nothing that can be pressed.
    """

    poster: Poster
    controls: SessionControls

    async def post(self, sessions: Sequence[Session], nonce: str, *, plain: bool = False) -> None:
        """Post one message about some sessions; raises `NotPostedError`."""
        try:
            await self.poster.send(self._shown(sessions, plain=plain), nonce)
        except RefusedContentError as error:
            raise ContentRefusedError(str(error), error.fields) from None
        except RefusedError as error:
            raise NotPostedError(str(error)) from None

    async def posted(self) -> frozenset[SessionTime] | None:
        """Return what recent messages announce, None where nobody can know."""
        recent = await self.poster.recent_texts()
        if recent is None:
            return None
        return frozenset(found for texts in recent for found in announced_in(texts))

    def _shown(self, sessions: Sequence[Session], *, plain: bool) -> Post:
        cards, may_press = self.controls.cards, self.poster.is_interactive
        if len(sessions) == 1:
            (session,) = sessions
            above = "\n".join(filter(None, (cards.note(), cards.announcement(sessions))))
            buttons = self.controls.buttons(session, plain=plain) if may_press else ()
            return Post(cards.session(session, plain=plain), buttons, above)
        select = [self.controls.select(sessions)] if may_press else ()
        return Post(cards.slot(sessions, plain=plain), select, cards.note())


@dataclass(frozen=True, slots=True)
class ChangePoster:
    """Changes of the schedule as messages in a channel, as `updates.UpdatesChannel`.

    `note` is what stands above everything that is posted, or nothing.
    """

    poster: Poster
    cards: ChangeCards
    note: Callable[[], str]

    def how_many_fit(self, changes: Sequence[Change]) -> int:
        """Return how many of the changes, at least one, go into one message."""
        return self.cards.how_many_fit(changes)

    async def post(self, changes: Sequence[Change], ids: Sequence[int], nonce: str) -> None:
        """Post one message; raises `RefusedError`, or `ContentRefusedError`."""
        try:
            await self.poster.send(Post(self.cards.update(changes, ids), above=self.note()), nonce)
        except RefusedContentError as error:
            raise ContentRefusedError(str(error), error.fields) from None

    async def posted(self) -> frozenset[int]:
        """Return the ids of the changes in recent messages."""
        return frozenset(
            number for texts in await self.poster.recent_texts() or () for number in changed_ids(texts)
        )
