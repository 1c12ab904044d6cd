"""A campaign's tweets on Discord, page by page, and what can be decided about several at once."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.texts.limits import OPTION, clip
from DiscordBot.features.campaigns.snapshot import texts_read
from DiscordBot.features.campaigns.texts.card_text import card_of
from DiscordBot.features.campaigns.texts.footer_state import (
    ChoiceState,
    PageState,
    choice_footer,
    page_footer,
    read_choice,
    read_page,
)
from DiscordBot.features.campaigns.texts.page_text import approvable, fields_of, outcome_text, pages_of, told
from DiscordBot.features.campaigns.texts.pagination import block, joined
from DiscordBot.features.campaigns.ui.page_messages import (
    FEATURE,
    last_line,
    persistent_select,
    pressable,
    update_in_time,
)
from DiscordBot.features.tweets.cards.card_text import card_of as tweet_card_of
from DiscordBot.features.tweets.errors import ChangedMeanwhileError
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.campaigns.service import CampaignService
    from DiscordBot.features.campaigns.snapshot import CampaignSnapshot
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.features.tweets.ui.card_buttons import CardButtons

_LONGEST_NOTE = 500
CHANGED = "A text was changed a moment ago. Press 🔄, read it again, then decide."
STRANGE = "This does not belong to the campaign above it. Open the campaign again from its card."


class PageButton(StrEnum):
    """A button; the value is a part of its id, so it never changes."""

    BACK = "page_back"
    PLACE = "page_place"
    FORWARD = "page_forward"
    APPROVE_PAGE = "approve_page"
    APPROVE_ALL = "approve_all"


class ChoiceButton(StrEnum):
    """A button below chosen tweets; the value is a part of its id, so it never changes."""

    APPROVE = "approve_chosen"
    APPROVE_OWN = "approve_chosen_own"
    DENY = "deny_chosen"


_SECONDARY = discord.ButtonStyle.secondary
_SUCCESS = discord.ButtonStyle.success
_DANGER = discord.ButtonStyle.danger
_PAGE_LOOKS = {
    PageButton.BACK: ("◀", _SECONDARY, None),
    PageButton.PLACE: ("1 / 1", _SECONDARY, None),
    PageButton.FORWARD: ("▶", _SECONDARY, None),
    PageButton.APPROVE_PAGE: ("Approve page", _SUCCESS, "✅"),
    PageButton.APPROVE_ALL: ("Approve all", _SUCCESS, "✅"),
}
_CHOICE_LOOKS = {
    ChoiceButton.APPROVE: ("Approve these", _SUCCESS, "✅"),
    ChoiceButton.APPROVE_OWN: ("Approve my own tweets", _DANGER, None),
    ChoiceButton.DENY: ("Deny these", _DANGER, "⛔"),
}


class CampaignPages:
    """Opens a campaign for whoever may see the queue; the queue decides who may do what, at each click.

    `titles` are what people call networks, by their names.
    """

    def __init__(
        self,
        *,
        service: CampaignService,
        tweets: TweetService,
        facts: FactsReader,
        buttons: CardButtons,
        staff: Staff,
        reporter: ErrorReporter,
        titles: Mapping[str, str],
    ) -> None:
        self._service = service
        self._tweets = tweets
        self._titles = titles
        self._facts = facts
        self._tweet_buttons = buttons
        self._staff = staff
        of_pages: dict[PageButton, Press] = {
            PageButton.BACK: partial(self._turn, step=-1),
            PageButton.PLACE: partial(self._turn, step=0),
            PageButton.FORWARD: partial(self._turn, step=1),
            PageButton.APPROVE_PAGE: partial(self._approve, whole=False),
            PageButton.APPROVE_ALL: partial(self._approve, whole=True),
        }
        of_choices: dict[ChoiceButton, Press] = {
            ChoiceButton.APPROVE: partial(self._approve_chosen, bypass=False),
            ChoiceButton.APPROVE_OWN: partial(self._approve_chosen, bypass=True),
            ChoiceButton.DENY: self._deny_chosen,
        }
        self._page_kinds = button_kinds(FEATURE, _PAGE_LOOKS, of_pages, reporter)
        self._choice_kinds = button_kinds(FEATURE, _CHOICE_LOOKS, of_choices, reporter)
        self._select = persistent_select(
            "choose", "Choose one to edit it, or several to approve or deny", self._choose, reporter
        )

    @property
    def kinds(self) -> tuple[type[discord.ui.DynamicItem[Any]], ...]:
        """All kinds of buttons and selects, to be registered by `bot.add_dynamic_items`."""
        return (*self._page_kinds.values(), *self._choice_kinds.values(), self._select)

    async def open(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        """Answer with a campaign's first page; a handler of a button. Raises `Refusal`."""
        with refusals():
            self._tweets.require(Action.SEE_QUEUE, self._actor(interaction))
            await answer_in_time(interaction, self._opened(campaign_id, 1))

    async def _opened(self, campaign_id: int, page: int, note: str | None = None) -> Answer:
        return self._page(await self._service.snapshot(campaign_id), page, note)

    def _page(self, snapshot: CampaignSnapshot, page: int, note: str | None = None) -> Answer:
        number, pages, card = snapshot.campaign.number, pages_of(snapshot), card_of(snapshot)
        page = min(max(page, 1), len(pages))
        tweets = pages[page - 1]
        state = PageState(number, page, texts_read(snapshot.tweets))
        blocks = [block(field) for tweet in tweets for field in fields_of(tweet, self._titles)]
        face = CardFace(
            title=card.title,
            tone=card.tone,
            text=joined(card.text, *blocks),
            footer=page_footer(state, len(pages)),
        )
        buttons = {action: kind(number) for action, kind in self._page_kinds.items()}
        pressable(buttons[PageButton.BACK], enabled=page > 1)
        pressable(buttons[PageButton.PLACE], enabled=True, label=f"🔄 {page} / {len(pages)}")
        pressable(buttons[PageButton.FORWARD], enabled=page < len(pages))
        pressable(buttons[PageButton.APPROVE_PAGE], enabled=bool(approvable(tweets)))
        pressable(buttons[PageButton.APPROVE_ALL], enabled=bool(snapshot.pending))
        choice = [self._select(number, [_option(tweet) for tweet in tweets])] if tweets else []
        # A longer one would take the place of tweets.
        return Answer(note and clip(note, _LONGEST_NOTE), face=face, buttons=(*buttons.values(), *choice))

    async def _turn(self, interaction: discord.Interaction[Any], campaign_id: int, *, step: int) -> None:
        state = _page_state(interaction, campaign_id)
        with refusals():
            self._tweets.require(Action.SEE_QUEUE, self._actor(interaction))
            await update_in_time(interaction, self._opened(campaign_id, state.page + step))

    async def _approve(self, interaction: discord.Interaction[Any], campaign_id: int, *, whole: bool) -> None:
        state, actor = _page_state(interaction, campaign_id), self._actor(interaction)

        async def approve(revisions: Mapping[int, int]) -> Answer:
            results = await self._service.approve(campaign_id, revisions, actor)
            return await self._opened(campaign_id, state.page, f"✅ {told(results, 'approved')}")

        with refusals():
            self._tweets.require(Action.APPROVE, actor)
            snapshot = await self._read_by(state)
            pages = pages_of(snapshot)
            tweets = snapshot.pending if whole else pages[min(state.page, len(pages)) - 1]
            revisions = approvable(tweets)
            meant = [tweet for tweet in tweets if tweet.id in revisions]
            if self._are_own(actor, meant):
                await answer_in_time(interaction, self._offer_bypass(campaign_id, meant))
            else:
                await update_in_time(interaction, approve(revisions))

    async def _read_by(self, state: PageState) -> CampaignSnapshot:
        """Return a campaign whose texts are as they were read. Raises `ChangedMeanwhileError`."""
        snapshot = await self._service.snapshot(state.campaign_id)
        if texts_read(snapshot.tweets) != state.read:
            raise ChangedMeanwhileError(CHANGED)
        return snapshot

    def _are_own(self, actor: Actor, tweets: Sequence[TweetSnapshot]) -> bool:
        return any(self._tweets.needs_bypass(actor, tweet) for tweet in tweets)

    async def _offer_bypass(self, campaign_id: int, tweets: Sequence[TweetSnapshot]) -> Answer:
        return self._chosen(
            campaign_id,
            tweets,
            "You have created this campaign, and nobody else has read these. Please ask another organiser; "
            "if you approve them yourself, that is noted.",
            (ChoiceButton.APPROVE_OWN,),
        )

    def _chosen(
        self, campaign_id: int, tweets: Sequence[TweetSnapshot], text: str, actions: Collection[ChoiceButton]
    ) -> Answer:
        state = ChoiceState(campaign_id, tuple(tweet.id for tweet in tweets), texts_read(tweets))
        face = CardFace(
            title=f"{len(tweets)} tweets of campaign #{campaign_id}",
            tone=Tone.ASKS,
            text=text,
            footer=choice_footer(state),
        )
        return Answer(face=face, buttons=[self._choice_kinds[action](campaign_id) for action in actions])

    async def _choose(
        self, interaction: discord.Interaction[Any], campaign_id: int, values: Sequence[str]
    ) -> None:
        state, tweet_ids = _page_state(interaction, campaign_id), {int(value) for value in values}
        with refusals():
            actor = self._actor(interaction)
            self._tweets.require(Action.SEE_QUEUE, actor)
            await answer_in_time(interaction, self._about(state, tweet_ids, actor))

    async def _about(self, state: PageState, tweet_ids: Collection[int], actor: Actor) -> Answer:
        snapshot = await self._read_by(state)
        tweets = [tweet for tweet in snapshot.in_order if tweet.id in tweet_ids]
        if len(tweets) == 1:
            # Its own card can do all: edit, reschedule, deny, approve.
            post = self._tweet_buttons.post(tweet_card_of(tweets[0], await self._facts.of(tweets[0])))
            return Answer(view=post.layout())
        text = "\n".join(f"#{tweet.id} · {outcome_text(tweet)}" for tweet in tweets)
        approve = ChoiceButton.APPROVE_OWN if self._are_own(actor, tweets) else ChoiceButton.APPROVE
        return self._chosen(state.campaign_id, tweets, text, (approve, ChoiceButton.DENY))

    async def _approve_chosen(
        self, interaction: discord.Interaction[Any], campaign_id: int, *, bypass: bool
    ) -> None:
        actor = self._actor(interaction)

        async def work(revisions: Mapping[int, int]) -> Answer:
            results = await self._service.approve(campaign_id, revisions, actor, bypass=bypass)
            return Answer(f"✅ {told(results, 'approved')}")

        with refusals():
            self._tweets.require(Action.APPROVE, actor)
            await update_in_time(interaction, work(await self._read(interaction, campaign_id)))

    async def _deny_chosen(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        actor = self._actor(interaction)

        async def work(revisions: Mapping[int, int]) -> Answer:
            results = await self._service.deny(campaign_id, revisions, actor)
            return Answer(f"⛔ {told(results, 'denied')}")

        with refusals():
            self._tweets.require(Action.DENY, actor)
            await update_in_time(interaction, work(await self._read(interaction, campaign_id)))

    async def _read(self, interaction: discord.Interaction[Any], campaign_id: int) -> Mapping[int, int]:
        """Return the revisions of the pending ones among the chosen tweets, if all are as they were read."""
        state = read_choice(last_line(interaction))
        if state is None or state.campaign_id != campaign_id:
            raise Refusal(STRANGE)
        snapshot = await self._service.snapshot(campaign_id)
        tweets = [tweet for tweet in snapshot.tweets if tweet.id in state.tweet_ids]
        if texts_read(tweets) != state.read:
            raise ChangedMeanwhileError(CHANGED)
        return approvable(tweets)

    def _actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return actor_of(interaction.user, self._staff)


def _page_state(interaction: discord.Interaction[Any], campaign_id: int) -> PageState:
    state = read_page(last_line(interaction))
    if state is None or state.campaign_id != campaign_id:
        raise Refusal(STRANGE)
    return state


def _option(tweet: TweetSnapshot) -> discord.SelectOption:
    label = clip(f"#{tweet.id} · {' '.join(tweet.text.split())}", OPTION)
    return discord.SelectOption(label=label, value=str(tweet.id), description=outcome_text(tweet))
