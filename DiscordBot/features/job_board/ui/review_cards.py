"""The cards by which organisers approve adverts before anybody else sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.discord_ui.cards.card import Card, CardRefusedError, UnreachableError
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.face import CardField, Tone
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.job_board.adverts import advert_from
from DiscordBot.features.job_board.models import Decision
from DiscordBot.features.job_board.service import (
    AdvertRefusedError,
    DecidedAlreadyError,
    ForumUnavailableError,
)
from DiscordBot.features.job_board.ui.advert_thread import facts, footer, pictures_of, texts, title_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Protocol

    from DiscordBot.discord_ui.cards.buttons import Look
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.job_board.models import AdvertReview
    from DiscordBot.features.job_board.pictures import Pictures
    from DiscordBot.features.job_board.reviews import Reviews

    class Decide(Protocol):
        """What notes a decision; see `JobBoardService.decide`."""

        def __call__(self, reference: str, *, is_approved: bool, user_id: int) -> Awaitable[None]:
            """Note it."""


CARDS = "job advert cards"
REVIEWED = 2800


class ReviewButton(StrEnum):
    """The buttons below a card; the values are a part of their ids, so they never change."""

    APPROVE = "approve"
    DISCARD = "discard"


_LOOKS: dict[ReviewButton, Look] = {
    ReviewButton.APPROVE: ("Approve", discord.ButtonStyle.success, "✅"),
    ReviewButton.DISCARD: ("Deny", discord.ButtonStyle.danger, "⛔"),
}
_QUESTIONS = {False: ("🆕 New", "Shall this be posted?")}
_QUESTIONS[True] = ("✏️ Edited", "Its author has changed an advert that is on the board.")
_GONE = "⚠️ It is not in the sheet any more. If you approve it, it is posted as it stands here."
_DECISIONS = {Decision.APPROVED: "✅ Approved", Decision.DISCARDED: "⛔ Denied"}
_TONES = {None: Tone.ASKS, Decision.APPROVED: Tone.DONE, Decision.DISCARDED: Tone.OVER}


@dataclass(slots=True)
class AdvertCards:
    """Which adverts have cards, and what these say now; see `keeper.CardSource`."""

    reviews: Reviews
    pictures: Pictures
    changes_by_itself: bool = False

    async def unfinished(self) -> Sequence[AdvertReview]:
        """See `CardSource`."""
        return await self.reviews.unfinished()

    async def get(self, row_id: int) -> AdvertReview | None:
        """See `CardSource`."""
        return await self.reviews.get(row_id)

    async def card(self, row: AdvertReview) -> Card | None:
        """See `CardSource`."""
        return review_card(row, self.pictures)


@dataclass(frozen=True, slots=True)
class ShownCards:
    """The cards as `service.ReviewCards`."""

    keeper: CardKeeper[AdvertReview]

    async def show(self, review_id: int) -> None:
        """See `ReviewCards`."""
        try:
            await self.keeper.show(review_id)
        except CardRefusedError as error:
            raise AdvertRefusedError(str(error).removesuffix(".")) from None
        except UnreachableError as error:
            raise ForumUnavailableError(str(error)) from None


class ReviewButtons:
    """Approve and Deny; `decided` is called with the number of the review after each decision.

    `decide` and `decided` are set when the service exists that the cards are given to.
    """

    decide: Decide
    decided: Callable[[int], None]

    def __init__(self, staff: Staff, reporter: ErrorReporter) -> None:
        handlers = {ReviewButton.APPROVE: self._approved, ReviewButton.DISCARD: self._discarded}
        self.by_name = button_kinds("jobs", _LOOKS, handlers, reporter, staff.require_organizer)

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """The kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return tuple(self.by_name.values())

    async def _approved(self, interaction: discord.Interaction[Any], number: int) -> None:
        text = "✅ Approved. It will be on the board in a moment."
        await answer_in_time(interaction, self._decide(interaction, number, text, is_approved=True))

    async def _discarded(self, interaction: discord.Interaction[Any], number: int) -> None:
        text = "⛔ Denied. Nobody else sees it."
        await answer_in_time(interaction, self._decide(interaction, number, text, is_approved=False))

    async def _decide(
        self, interaction: discord.Interaction[Any], number: int, text: str, *, is_approved: bool
    ) -> Answer:
        try:
            await self.decide(f"{number:012x}", is_approved=is_approved, user_id=interaction.user.id)
        except DecidedAlreadyError as error:
            raise Refusal(str(error)) from None
        finally:
            self.decided(number)
        return Answer(text)


def review_card(review: AdvertReview, pictures: Pictures) -> Card | None:
    """Return the card by which organisers decide about an advert, None if it is not known what was read."""
    if review.advert is None:
        return None
    advert, reference = advert_from(review.advert), f"{review.id:012x}"
    picture = pictures.shown(advert.picture)
    return Card(
        row_id=review.id,
        title=title_of(advert),
        tone=_TONES[review.decision],
        text=clip(texts(advert), REVIEWED),
        footer=footer(reference),
        fields=(_state_of(review), *facts(advert, picture)),
        pictures=pictures_of(advert, picture),
        buttons=() if review.decision is not None else tuple(ReviewButton),
        link=advert.url or None,
        is_final=review.decision is not None,
    )


def _state_of(review: AdvertReview) -> CardField:
    if review.decision is not None:
        when = time_stamp_and_distance(review.decided_at) if review.decided_at is not None else ""
        return CardField(_DECISIONS[review.decision], f"by <@{review.decided_by}>, {when}", is_short=False)
    name, question = _QUESTIONS[review.is_edited]
    return CardField(name, f"{question}\n{_GONE}" if review.is_gone else question, is_short=False)
