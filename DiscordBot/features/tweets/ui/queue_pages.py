"""The queue as pages on which every text can be read, with several tweets approved or denied at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.components import persistent_button
from DiscordBot.discord_ui.forms import Field
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.pages import Pages
from DiscordBot.discord_ui.texts.limits import clip
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp_and_distance
from DiscordBot.features.tweets.cards.card_details import note, person, pictures, warnings
from DiscordBot.features.tweets.cards.card_text import tweet_text
from DiscordBot.features.tweets.cards.card_versions import versions
from DiscordBot.features.tweets.errors import TweetError
from DiscordBot.features.tweets.outcome_words import in_words
from DiscordBot.features.tweets.policy import Action, decide
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import FEATURE, actor_of, refusals
from DiscordBot.features.tweets.ui.edit_forms import LONGEST_REASON

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.cards.card_facts import CardFacts, FactsReader
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot

ON_A_PAGE = 8
_ROOM = 2600
"""In characters; what became of a decision stands above."""
_TOLD = 1200
_UNBOUNDED = 100_000
_ONE_TEXT = 2400
_REASON = "reason"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page, and which of its tweets wait for a decision and can be read there as a whole."""

    face: CardFace
    readable: tuple[TweetSnapshot, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    tweet: TweetSnapshot
    is_readable: bool


@dataclass(frozen=True, kw_only=True)
class QueueDesk:
    """What the pages ask: the queue, and the roles of whoever presses."""

    service: TweetService
    facts: FactsReader
    staff: Staff
    policy: Callable[[], str]
    link: Callable[[int, int], str]
    forms: Forms
    reporter: ErrorReporter

    @cached_property
    def button(self) -> type[PersistentButton]:
        """The kind of button that opens the queue, to be registered by `bot.add_dynamic_items`."""

        async def press(interaction: discord.Interaction[Any], _number: int) -> None:
            await self.open(interaction)

        return persistent_button(
            feature=FEATURE,
            action="queue",
            label="Read and decide",
            style=discord.ButtonStyle.primary,
            emoji="📖",
            handler=press,
            reporter=self.reporter,
        )

    async def open(self, interaction: discord.Interaction[Any]) -> None:
        """Answer with the queue. Raises `Refusal`."""
        actor = actor_of(interaction.user, self.staff)
        with refusals():
            self.service.require(Action.SEE_QUEUE, actor)
        opened: list[QueuePages] = []

        async def work() -> Answer:
            opened.append(QueuePages(self, await self.pages(), actor))
            return Answer(view=opened[0])

        message = await answer_in_time(interaction, work())
        if message is not None:
            opened[0].edit = message.edit

    async def pages(self) -> list[QueuePage]:
        """Return the queue, next tweet first; at least one page."""
        tweets = await self.service.open_tweets()
        entries = [
            self._entry(position, tweet, await self.facts.of(tweet))
            for position, tweet in enumerate(tweets, start=1)
        ]
        return _pages(entries)

    def may_decide(self, actor: Actor) -> bool:
        """Tell whether it is worth offering; at the click it is asked for each tweet."""
        return any(decide(self.policy(), one, actor) is None for one in (Action.APPROVE, Action.DENY))

    async def approve(self, tweet: TweetSnapshot, actor: Actor) -> str:
        """Approve what was read. Raises `TweetError`."""
        await self.service.check_lengths(tweet)
        await self.service.approve(tweet.id, actor, revision=tweet.revision)
        return f"✅ Tweet #{tweet.id} is approved."

    async def deny(self, tweet: TweetSnapshot, actor: Actor, *, reason: str) -> str:
        """Deny what was read. Raises `TweetError`."""
        await self.service.deny(tweet.id, actor, reason, revision=tweet.revision)
        return f"⛔ Tweet #{tweet.id} is denied."

    def _entry(self, position: int, tweet: TweetSnapshot, facts: CardFacts) -> _Entry:
        held = " · ⏸️ paused" if tweet.on_hold else ""
        text = _text(tweet, facts, _UNBOUNDED)
        if len(text) > _ONE_TEXT:
            text = _text(tweet, facts, _ONE_TEXT)
        lines = [
            f"**{position}. Tweet #{tweet.id} · {in_words(tweet.outcome)}{held}**",
            text,
            self._facts(tweet),
            clip(note(tweet), 300),
            pictures(tweet),
            warnings(tweet, facts),
        ]
        whole = "\n".join(filter(None, lines))
        is_readable = text == _text(tweet, facts, _UNBOUNDED) and len(whole) <= _ROOM
        if not is_readable and tweet.outcome is Outcome.PENDING:
            whole = f"{clip(whole, _ROOM)}\n✂️ There is more than fits here. Decide about it on its card."
        return _Entry(whole, tweet, is_readable and tweet.outcome is Outcome.PENDING)

    def _facts(self, tweet: TweetSnapshot) -> str:
        facts = []
        if (due := self.service.due_at(tweet)) is not None:
            facts.append(time_stamp_and_distance(due))
        if tweet.author_id is not None:
            facts.append(person(tweet.author_id))
        if tweet.pictures:
            facts.append(f"🖼️ {len(tweet.pictures)}")
        if tweet.card_channel is not None and tweet.card_message is not None:
            facts.append(f"[card]({self.link(tweet.card_channel, tweet.card_message)})")
        return " · ".join(facts)


class QueuePages(Pages):
    """The pages of one person; on each they choose tweets whose texts stand there, and decide about all.

    What has become of each stands above the page afterwards.
    """

    def __init__(self, desk: QueueDesk, pages: Sequence[QueuePage], owner: Actor) -> None:
        self._desk = desk
        self._queue = pages
        self._chosen: Mapping[int, TweetSnapshot] = {}
        self._may_decide = desk.may_decide(owner)
        super().__init__([page.face for page in pages], owner.id, desk.reporter)

    def controls(self) -> Sequence[discord.ui.Item[Any]]:
        """Return the buttons that turn the page, and below them what decides about its tweets."""
        turning = super().controls() if len(self._queue) > 1 else ()
        readable = self._queue[self._index].readable
        if not self._may_decide or not readable:
            return turning
        return (*turning, self._select(readable), *self._decisions())

    async def open(self, interaction: discord.Interaction[Any], index: int) -> None:
        """Show another page, on which nothing is chosen yet."""
        self._chosen, self._above = {}, ""
        await super().open(interaction, index)

    def _select(self, readable: Sequence[TweetSnapshot]) -> discord.ui.Item[Any]:
        select: discord.ui.Select[Any] = discord.ui.Select(
            placeholder="Choose tweets that you have read",
            min_values=0,
            max_values=len(readable),
            options=[
                discord.SelectOption(
                    label=f"Tweet #{tweet.id}",
                    value=str(tweet.id),
                    description=clip(" ".join(tweet.text.split()), 100) or None,
                    default=tweet.id in self._chosen,
                )
                for tweet in readable
            ],
        )

        async def choose(interaction: discord.Interaction[Any]) -> None:
            self._chosen = {tweet.id: tweet for tweet in readable if str(tweet.id) in select.values}
            self._above = ""
            await super(QueuePages, self).open(interaction, self._index)

        # discord.py's way to give one item of a view its callback without a decorator.
        select.callback = choose  # type: ignore[method-assign]  # meant to be overridden
        return select

    def _decisions(self) -> Iterable[discord.ui.Item[Any]]:
        count = f" {len(self._chosen)}" if self._chosen else ""
        looks = (
            (f"Approve{count}", "✅", discord.ButtonStyle.success, self._approve),
            (f"Deny{count} …", "⛔", discord.ButtonStyle.danger, self._ask_reason),
        )
        for label, emoji, style, press in looks:
            button: discord.ui.Button[Any] = discord.ui.Button(
                label=label, emoji=emoji, style=style, disabled=not self._chosen
            )
            button.callback = press  # type: ignore[method-assign]  # as above
            yield button

    async def _approve(self, interaction: discord.Interaction[Any]) -> None:
        await self._decide(interaction, self._desk.approve)

    async def _ask_reason(self, interaction: discord.Interaction[Any]) -> None:
        field = Field(
            key=_REASON,
            label="Why?",
            description="The authors read this.",
            max_length=LONGEST_REASON,
            is_long=True,
        )
        count = len(self._chosen)
        title = "Deny 1 tweet" if count == 1 else f"Deny {count} tweets"
        await interaction.response.send_modal(self._desk.forms.form(title, [field], self._deny))

    async def _deny(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        await self._decide(interaction, partial(self._desk.deny, reason=typed[_REASON]))

    async def _decide(
        self,
        interaction: discord.Interaction[Any],
        decide_one: Callable[[TweetSnapshot, Actor], Awaitable[str]],
    ) -> None:
        """Decide about each chosen tweet by itself, and show the queue as it is then. Raises `Refusal`."""
        actor, told = actor_of(interaction.user, self._desk.staff), []
        with refusals():
            self._desk.service.require(Action.SEE_QUEUE, actor)
        # Each one may be measured and written down, which together may take longer than Discord waits.
        await interaction.response.defer()
        for tweet in self._chosen.values():
            try:
                told.append(await decide_one(tweet, actor))
            except TweetError as error:
                told.append(f"⚠️ Tweet #{tweet.id}: {error}")
        self._queue = await self._desk.pages()
        self._pages = [page.face for page in self._queue]
        self._index = min(self._index, len(self._pages) - 1)
        self._chosen, self._above = {}, clip("\n".join(told), _TOLD)
        self._may_decide = self._desk.may_decide(actor)
        self._render()
        self.edit = interaction.edit_original_response
        await interaction.edit_original_response(view=self, allowed_mentions=discord.AllowedMentions.none())


def _text(tweet: TweetSnapshot, facts: CardFacts, limit: int) -> str:
    return versions(tweet, facts, limit) if tweet.retweet_of is None else tweet_text(tweet, limit)


def _pages(entries: Sequence[_Entry]) -> list[QueuePage]:
    """Put as many tweets on a page as can be read there."""
    title = f"{len(entries)} tweets in the queue" if len(entries) != 1 else "1 tweet in the queue"
    if not entries:
        nothing = "Nothing waits. Write something with `/tweet compose`."
        return [QueuePage(CardFace(title=title, text=nothing))]
    groups: list[list[_Entry]] = [[]]
    for entry in entries:
        room = _ROOM - sum(len(one.text) + 2 for one in groups[-1])
        if groups[-1] and (len(entry.text) > room or len(groups[-1]) == ON_A_PAGE):
            groups.append([])
        groups[-1].append(entry)
    return [_page(title, group) for group in groups]


def _page(title: str, group: Sequence[_Entry]) -> QueuePage:
    readable = tuple(entry.tweet for entry in group if entry.is_readable)
    text = "\n\n".join(entry.text for entry in group)
    tone = Tone.ASKS if readable else Tone.TELLS
    return QueuePage(CardFace(title=shown(title), tone=tone, text=text), readable)
