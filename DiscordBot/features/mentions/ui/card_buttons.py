"""The buttons below the cards of mentions, and pages of mentions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.layout.face import CardFace
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.mentions.card_text import MentionButton, author_of, footer, title_of
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Form, Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.mentions.service import MentionService
    from DiscordBot.features.mentions.snapshot import MentionSnapshot
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

FEATURE = "mentions"
ON_A_PAGE = 5

_TEXT = "text"
_BEGINNING = 300
_PRIMARY = discord.ButtonStyle.primary
_SECONDARY = discord.ButtonStyle.secondary
_LOOKS = {
    MentionButton.REPLY: ("Reply", _PRIMARY, "💬"),
    MentionButton.RETWEET: ("Retweet", _SECONDARY, "🔁"),
    MentionButton.CLAIM: ("Claim", _SECONDARY, "🙋"),
    MentionButton.RELEASE: ("Release", _SECONDARY, "👐"),
    MentionButton.DISCARD: ("Discard", discord.ButtonStyle.danger, "🗑️"),
    MentionButton.REOPEN: ("Open again", _SECONDARY, "↩️"),
}


class MentionButtons:
    """The buttons below cards; each asks the service, which asks the policy about the person's roles."""

    def __init__(self, service: MentionService, staff: Staff, reporter: ErrorReporter, forms: Forms) -> None:
        self._service = service
        self._staff = staff
        self._forms = forms
        handlers: dict[MentionButton, Press] = {
            MentionButton.REPLY: self._open_reply,
            MentionButton.RETWEET: self._retweet,
            MentionButton.CLAIM: self._doing(service.assign, "🙋 Mention #{} is yours."),
            MentionButton.RELEASE: self._doing(service.release, "👐 Mention #{} is open for everybody."),
            MentionButton.DISCARD: self._doing(service.discard, "🗑️ Mention #{} is discarded."),
            MentionButton.REOPEN: self._doing(service.reopen, "↩️ Mention #{} is open again."),
        }
        self.by_name = button_kinds(FEATURE, _LOOKS, handlers, reporter)

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """All kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return tuple(self.by_name.values())

    async def _open_reply(self, interaction: discord.Interaction[Any], mention_id: int) -> None:
        with refusals():
            mention = await self._service.free(mention_id, self._actor(interaction))
        await interaction.response.send_modal(self._reply_form(mention, ""))

    def _reply_form(self, mention: MentionSnapshot, typed: str) -> Form:
        field = Field(
            key=_TEXT,
            label="Your reply",
            description=f"It waits for approval before it is posted. To {author_of(mention)}",
            default=typed,
            is_long=True,
            is_required=True,
        )
        return self._forms.form(f"Reply to mention #{mention.id}", [field], partial(self._reply, mention))

    async def _reply(
        self, mention: MentionSnapshot, interaction: discord.Interaction[Any], typed: Mapping[str, str]
    ) -> None:
        async def work() -> Answer:
            tweet = await self._service.reply(mention.id, self._actor(interaction), typed[_TEXT])
            return Answer(_submitted("Your reply", tweet))

        def reopen() -> Form:
            return self._reply_form(mention, typed[_TEXT])

        await self._forms.answer(interaction, work(), typed=typed[_TEXT], reopen=reopen)

    async def _retweet(self, interaction: discord.Interaction[Any], mention_id: int) -> None:
        async def work() -> Answer:
            tweet = await self._service.retweet(mention_id, self._actor(interaction))
            return Answer(_submitted("The retweet", tweet))

        with refusals():
            await answer_in_time(interaction, work())

    def _doing(self, do: Callable[[int, Actor], Awaitable[None]], done: str) -> Press:
        async def press(interaction: discord.Interaction[Any], mention_id: int) -> None:
            async def work() -> Answer:
                await do(mention_id, self._actor(interaction))
                return Answer(done.format(mention_id))

            with refusals():
                await answer_in_time(interaction, work())

        return press

    def _actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return actor_of(interaction.user, self._staff)


def mention_pages(
    mentions: Sequence[MentionSnapshot],
    which: str,
    link: Callable[[int, int], str],
    labels: Mapping[str, str],
) -> list[CardFace]:
    """Return mentions as pages, at least one; `which` names them, `link` gives a card's address.

    `labels` are what people know networks by, by their names.
    """
    title = f"{len(mentions)} {which} mention{'' if len(mentions) == 1 else 's'}"
    pages = []
    for first in range(0, max(len(mentions), 1), ON_A_PAGE):
        texts = [
            f"**{footer(mention.id)} · {title_of(mention, labels.get(mention.network, ''))}**\n"
            f"{_line(mention, link)}"
            for mention in mentions[first : first + ON_A_PAGE]
        ]
        pages.append(CardFace(title=title, text="\n\n".join(texts) or "There are none."))
    return pages


def _line(mention: MentionSnapshot, link: Callable[[int, int], str]) -> str:
    facts = [time_stamp_and_distance(mention.posted_at)]
    if mention.link:
        facts.append(f"[post]({mention.link})")
    if mention.card_channel is not None and mention.card_message is not None:
        facts.append(f"[card]({link(mention.card_channel, mention.card_message)})")
    text = clip(shown(" ".join(mention.text.split())), _BEGINNING)
    return f"**{shown(author_of(mention))}** {text}\n{' · '.join(facts)}"


def _submitted(what: str, tweet: TweetSnapshot) -> str:
    if tweet.outcome is Outcome.PENDING:
        return f"{what} is tweet #{tweet.id} and waits for approval."
    return f"{what} is tweet #{tweet.id}, which needs no approval and goes out in its time."
