"""Building the room from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.forms import Forms
from DiscordBot.discord_ui.message_links import message_link
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.cards.card_keeper import CardKeeper
from DiscordBot.features.tweets.cards.card_rows import CardRows
from DiscordBot.features.tweets.cards.notices import AuthorNotices, WaitingDigest
from DiscordBot.features.tweets.errors import RepeatedTextError, TweetError
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.features.tweets.ui.card_buttons import CardButtons
from DiscordBot.features.tweets.ui.cog import TweetQueue
from DiscordBot.features.tweets.ui.compose_form import Composer
from DiscordBot.features.tweets.ui.edit_forms import TweetForms
from DiscordBot.features.tweets.ui.moderation_channel import AuthorMessages, ModerationChannel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.tweets.snapshots import TweetChange
    from DiscordBot.networks.port import Network


def build_tweets(
    shared: Shared, bot: ConferenceBot, *, networks: Sequence[Network], policy: Callable[[], str]
) -> TweetQueue:
    """Build the room; `policy` is asked at every click."""
    clock, database, reporter, server = shared.clock, shared.database, shared.reporter, shared.server
    service = TweetService(database, clock, networks=networks, policy=policy, on_error=reporter.report)
    facts = FactsReader(clock, networks=networks, policy=policy, due_at=service.due_at)
    link = partial(message_link, shared.config.server.guild_id)
    forms = Forms("tweets", reporter, explain=partial(sentence_of, link))
    edit_forms = TweetForms(forms, clock=clock, service=service, facts=facts, staff=shared.staff)
    buttons = _buttons(shared, service, facts, edit_forms)
    rows = CardRows(database)
    channel = ModerationChannel(server, shared.config.channels.moderation, buttons)
    cards = CardKeeper(
        service=service,
        rows=rows,
        facts=facts,
        board=channel,
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    notices = AuthorNotices(
        service=service,
        rows=rows,
        messages=AuthorMessages(server),
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    outboxes = [_outbox(shared, service, network) for network in networks]
    service.listen(cards.changed)
    service.listen(notices.changed)
    for outbox in outboxes:
        service.listen(partial(_wake, outbox))
    return TweetQueue(
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
        digest=WaitingDigest(service=service, database=database, board=channel, clock=clock),
        buttons=buttons,
        forms=forms,
        edit_forms=edit_forms,
        composer=Composer(
            forms,
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


def sentence_of(link: Callable[[int, int], str], error: Exception) -> str | None:
    """Return what people read about a refusal of the queue, with the way to a tweet that says the same."""
    if isinstance(error, RepeatedTextError) and error.card_channel and error.card_message:
        return f"{error}\n{link(error.card_channel, error.card_message)}"
    return str(error) if isinstance(error, TweetError) else None
