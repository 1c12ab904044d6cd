"""What other features and the cogs use of the queue of tweets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.texts.limits import fit_choices
from DiscordBot.features.tweets.errors import NotAllowedError
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import Outcome
from DiscordBot.features.tweets.ui.card_buttons import actor_of
from DiscordBot.features.tweets.ui.pages import choice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from typing import Any

    import discord
    from discord import app_commands

    from DiscordBot.config import Config
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.cards.keeper import CardKeeper
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.forms import Forms
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.tweets.cards.card_facts import FactsReader
    from DiscordBot.features.tweets.cards.notices import AuthorNotices, WaitingDigest
    from DiscordBot.features.tweets.intake.draft import Actor
    from DiscordBot.features.tweets.sending.outbox import Outbox
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.features.tweets.snapshots import TweetSnapshot
    from DiscordBot.features.tweets.ui.card_buttons import CardButtons
    from DiscordBot.features.tweets.ui.compose_form import Composer
    from DiscordBot.features.tweets.ui.edit_forms import TweetForms
    from DiscordBot.features.tweets.ui.pictures_form import PicturesForm
    from DiscordBot.features.tweets.ui.previews import Previews
    from DiscordBot.features.tweets.ui.queue_pages import QueueDesk
    from DiscordBot.features.tweets.ui.receipts import Receipts
    from DiscordBot.networks.port import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class TweetQueue:
    """What the cogs work with, and what other features use of it.

    `policy` is `config.Moderation.policy`; `link` gives a message's address by the ids of its
    channel and itself.
    """

    config: Config
    clock: Clock
    staff: Staff
    reporter: ErrorReporter
    scheduler: Scheduler
    policy: Callable[[], str]
    networks: Sequence[Network]
    service: TweetService
    facts: FactsReader
    outboxes: Sequence[Outbox]
    cards: CardKeeper[TweetSnapshot]
    notices: AuthorNotices
    digest: WaitingDigest
    desk: QueueDesk
    buttons: CardButtons
    forms: Forms
    edit_forms: TweetForms
    previews: Previews
    receipts: Receipts
    composer: Composer
    pictures_form: PicturesForm
    link: Callable[[int, int], str]

    def wake(self) -> None:
        """Let all networks look what there is to do, since something about them has changed."""
        for outbox in self.outboxes:
            outbox.wake()

    def actor(self, interaction: discord.Interaction[Any]) -> Actor:
        """Return who acts, with the roles of this moment."""
        return actor_of(interaction.user, self.staff)

    async def choices(
        self,
        interaction: discord.Interaction[Any],
        typed: str,
        tweets: Awaitable[Sequence[TweetSnapshot]],
        outcomes: Collection[Outcome] = frozenset(Outcome),
    ) -> list[app_commands.Choice[str]]:
        """Offer those tweets that are in such a state, to whom may see the queue."""
        offered = [choice(tweet) for tweet in await tweets if tweet.outcome in outcomes]
        try:
            self.service.require(Action.SEE_QUEUE, self.actor(interaction))
        except NotAllowedError:
            return []
        return fit_choices(one for one in offered if typed.strip().casefold() in one[0].casefold())
