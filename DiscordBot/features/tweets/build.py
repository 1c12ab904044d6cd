"""Building the room from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.discord_ui.message_links import message_link
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.cards.notice_rows import NoticeRows
from DiscordBot.features.tweets.cards.notices import AuthorNotices, WaitingDigest
from DiscordBot.features.tweets.cards.tweet_cards import CARDS, TweetCards, show_change
from DiscordBot.features.tweets.models import Tweet
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.features.tweets.ui.card_buttons import CardButtons
from DiscordBot.features.tweets.ui.cog import TweetsRoom
from DiscordBot.features.tweets.ui.compose_form import Composer
from DiscordBot.features.tweets.ui.edit_forms import TweetForms
from DiscordBot.features.tweets.ui.forms import FormDesk
from DiscordBot.features.tweets.ui.moderation_channel import (
    AuthorMessages,
    moderation_channel,
    waiting_digest,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.tweets.tweet_view import TweetChange
    from DiscordBot.networks.port import Network


def build_tweets(
    shared: Shared, bot: ConferenceBot, *, networks: Sequence[Network], policy: Callable[[], str]
) -> TweetsRoom:
    """Build the room; `policy` is asked at every click."""
    clock, database, reporter, server = shared.clock, shared.database, shared.reporter, shared.server
    service = TweetService(database, clock, networks=networks, policy=policy, on_error=reporter.report)
    facts = FactsReader(clock, networks=networks, policy=policy, due_at=service.due_at)
    link = partial(message_link, shared.config.server.guild_id)
    desk = FormDesk(reporter, link)
    forms = TweetForms(desk, clock=clock, service=service, facts=facts, staff=shared.staff)
    buttons = _buttons(shared, service, facts, forms)
    channel = moderation_channel(server, shared.config.channels.moderation, buttons, service)
    cards = CardKeeper(
        CARDS,
        source=TweetCards(database, service, facts),
        rows=CardRows(database, Tweet),
        channels=channel,
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    notices = AuthorNotices(
        service=service,
        rows=NoticeRows(database),
        messages=AuthorMessages(server),
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    outboxes = [_outbox(shared, service, network) for network in networks]
    service.listen(partial(show_change, cards))
    service.listen(notices.changed)
    for outbox in outboxes:
        service.listen(partial(_wake, outbox))
    return TweetsRoom(
        config=shared.config,
        clock=clock,
        staff=shared.staff,
        reporter=reporter,
        scheduler=shared.scheduler,
        policy=policy,
        networks=networks,
        service=service,
        outboxes=outboxes,
        cards=cards,
        notices=notices,
        digest=WaitingDigest(
            service=service, database=database, message=waiting_digest(channel), clock=clock, link=link
        ),
        buttons=buttons,
        desk=desk,
        forms=forms,
        composer=Composer(
            desk,
            clock=clock,
            reporter=reporter,
            service=service,
            facts=facts,
            staff=shared.staff,
            show_card=cards.show,
            link=link,
        ),
        link=link,
    )


def _buttons(shared: Shared, service: TweetService, facts: FactsReader, forms: TweetForms) -> CardButtons:
    return CardButtons(
        service,
        facts,
        shared.staff,
        shared.reporter,
        open_edit=forms.open_edit,
        open_reschedule=forms.open_reschedule,
        open_deny=forms.open_deny,
    )


def _outbox(shared: Shared, service: TweetService, network: Network) -> Outbox:
    return Outbox(
        shared.database,
        shared.clock,
        network,
        shared.scheduler,
        changed=service.changed,
        on_error=shared.reporter.report,
    )


def _wake(outbox: Outbox, _change: TweetChange) -> None:
    outbox.wake()
