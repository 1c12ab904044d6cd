"""Building the queue from its configuration."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.discord_ui.forms import Forms
from DiscordBot.discord_ui.texts.message_links import message_link
from DiscordBot.feature import Built
from DiscordBot.features.tweets.cards.card_facts import FactsReader
from DiscordBot.features.tweets.cards.notice_rows import NoticeRows
from DiscordBot.features.tweets.cards.notices import AuthorNotices, WaitingDigest
from DiscordBot.features.tweets.cards.tweet_cards import CARDS, CardUpdates, TweetCards
from DiscordBot.features.tweets.config import (
    ADD_HASHTAGS,
    HASHTAGS,
    MODERATION_CHANNEL,
    POLICY,
    POSTING_WINDOWS,
    Moderation,
    at_any_hour,
)
from DiscordBot.features.tweets.errors import RepeatedTextError, TweetError
from DiscordBot.features.tweets.intake.discord_marks import as_readers_see
from DiscordBot.features.tweets.models import Source, Tweet
from DiscordBot.features.tweets.report import report
from DiscordBot.features.tweets.sending.outbox import Outbox
from DiscordBot.features.tweets.service import TweetService
from DiscordBot.features.tweets.ui.also_as_text import AlsoAsText
from DiscordBot.features.tweets.ui.card_buttons import CardButtons
from DiscordBot.features.tweets.ui.cog import TweetsCog
from DiscordBot.features.tweets.ui.compose_form import Composer
from DiscordBot.features.tweets.ui.edit_forms import TweetForms
from DiscordBot.features.tweets.ui.form_access import FormAccess
from DiscordBot.features.tweets.ui.front_door import TweetQueue
from DiscordBot.features.tweets.ui.moderation_channel import (
    AuthorMessages,
    moderation_channel,
    waiting_digest,
)
from DiscordBot.features.tweets.ui.network_fields import NetworkChoice
from DiscordBot.features.tweets.ui.network_form import NetworkForm
from DiscordBot.features.tweets.ui.pictures_form import PicturesForm
from DiscordBot.features.tweets.ui.previews import Previews
from DiscordBot.features.tweets.ui.queue_pages import QueueDesk
from DiscordBot.features.tweets.ui.receipts import Receipts
from DiscordBot.features.tweets.ui.server_names import ServerNames
from DiscordBot.features.tweets.ui.tweet_commands import TweetCog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from DiscordBot.context import Context
    from DiscordBot.discord_ui.cards.channel import CardChannels
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.tweets.snapshots import TweetChange, TweetSnapshot
    from DiscordBot.networks.port import Network


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; the policy is asked at every click."""
    networks = [access.network for access in neighbours.networks]
    queue = _queue(context, networks, partial(context.settings.choice, POLICY))
    for access in neighbours.networks:
        access.listen(queue.wake)

    async def other_windows() -> None:
        queue.wake()
        await queue.cards.look()

    context.settings.listen(POSTING_WINDOWS, other_windows)

    async def delete_personal_data() -> None:
        await queue.service.forget_personal_data(context.clock.now())

    return Built(
        cogs=(TweetsCog(context.bot, queue), TweetCog(queue)),
        front_door=queue,
        delete_personal_data=delete_personal_data,
        report=partial(report, context.database, queue.networks, context.clock),
    )


def _queue(context: Context, networks: Sequence[Network], policy: Callable[[], str]) -> TweetQueue:
    clock, reporter, staff = context.clock, context.reporter, context.staff
    service = _service(context, networks, policy)
    facts = FactsReader(clock, networks=networks, policy=policy, due_at=service.due_at)
    link = partial(message_link, context.config.server.guild_id)
    forms = Forms("tweets", reporter, explain=partial(sentence_of, link))
    access = FormAccess(service=service, facts=facts, staff=staff)
    choice, turn = NetworkChoice(networks), asyncio.Lock()
    edit_forms = TweetForms(forms, access, choice, clock)
    buttons = _buttons(
        context, access, edit_forms, NetworkForm(forms, access, choice), AlsoAsText(access, networks)
    )
    reference = context.config.channels[MODERATION_CHANNEL.key]
    channel = moderation_channel(context.server, reference, buttons, service)
    cards = _cards(context, service, facts, channel)
    desk = QueueDesk(
        service=service, facts=facts, staff=staff, policy=policy, link=link, forms=forms, reporter=reporter
    )
    digest = _digest(context, service, channel, link, desk)
    updates = CardUpdates(cards)
    updates.outboxes = [_outbox(context, service, network, updates.rested) for network in networks]
    # After the outboxes, which are awake by then.
    service.listen(updates.changed)
    receipts = Receipts(
        service=service, facts=facts, show_card=cards.show, link=link, on_error=reporter.report
    )
    return TweetQueue(
        config=context.config,
        clock=clock,
        staff=staff,
        reporter=reporter,
        scheduler=context.scheduler,
        policy=policy,
        networks=networks,
        service=service,
        facts=facts,
        outboxes=updates.outboxes,
        cards=cards,
        notices=_notices(context, service),
        digest=digest,
        desk=desk,
        buttons=buttons,
        forms=forms,
        edit_forms=edit_forms,
        previews=Previews(facts),
        receipts=receipts,
        composer=Composer(
            forms,
            clock=clock,
            service=service,
            receipts=receipts,
            staff=staff,
            choice=choice,
            hashtags=partial(context.settings.words, HASHTAGS),
            turn=turn,
        ),
        pictures_form=PicturesForm(forms, access, turn=turn, remove_card=channel.remove),
        link=link,
    )


def _service(context: Context, networks: Sequence[Network], policy: Callable[[], str]) -> TweetService:
    names, usual = ServerNames(context.server), context.config.require(Moderation).deliver_to
    return TweetService(
        context.database,
        context.clock,
        networks=networks,
        policy=policy,
        at_any_hour=_at_any_hour(context),
        on_error=context.reporter.report,
        readable=partial(as_readers_see, names=names, timezone=context.clock.timezone),
        deliver_to={Source(name): networks for name, networks in usual.items()},
        hashtags=lambda: context.settings.words(HASHTAGS) if context.settings.switch(ADD_HASHTAGS) else (),
    )


def _cards(
    context: Context, service: TweetService, facts: FactsReader, channel: CardChannels
) -> CardKeeper[TweetSnapshot]:
    return CardKeeper(
        CARDS,
        source=TweetCards(context.database, service, facts),
        rows=CardRows(context.database, Tweet),
        channels=channel,
        in_background=context.bot.in_background,
        on_error=context.reporter.report,
    )


def _digest(
    context: Context,
    service: TweetService,
    channel: CardChannels,
    link: Callable[[int, int], str],
    desk: QueueDesk,
) -> WaitingDigest:
    digest = WaitingDigest(
        service=service,
        database=context.database,
        message=waiting_digest(channel, desk.button),
        clock=context.clock,
        link=link,
    )
    service.listen(lambda _change: digest.changed())
    return digest


def _notices(context: Context, service: TweetService) -> AuthorNotices:
    notices = AuthorNotices(
        service=service,
        rows=NoticeRows(context.database),
        messages=AuthorMessages(context.server),
        in_background=context.bot.in_background,
        on_error=context.reporter.report,
    )
    service.listen(notices.changed)
    return notices


def _buttons(
    context: Context,
    access: FormAccess,
    forms: TweetForms,
    network_form: NetworkForm,
    reposts: AlsoAsText,
) -> CardButtons:
    return CardButtons(
        access.service,
        access.facts,
        access.staff,
        context.reporter,
        open_edit=forms.open_edit,
        open_reschedule=forms.open_reschedule,
        open_deny=forms.open_deny,
        open_networks=network_form.open,
        also_as_text=reposts.press,
    )


def _outbox(
    context: Context, service: TweetService, network: Network, rested: Callable[[], object]
) -> Outbox:
    outbox = Outbox(
        context.database,
        context.clock,
        network,
        context.scheduler,
        changed=service.changed,
        at_any_hour=_at_any_hour(context),
        on_error=context.reporter.report,
        rested=rested,
        language=context.config.conference.language,
    )
    service.listen(partial(_wake, outbox))
    return outbox


def _at_any_hour(context: Context) -> Callable[[], frozenset[Source]]:
    return lambda: at_any_hour(context.settings.choice(POSTING_WINDOWS))


def _wake(outbox: Outbox, _change: TweetChange) -> None:
    outbox.wake()


def sentence_of(link: Callable[[int, int], str], error: Exception) -> str | None:
    """Return what people read about a refusal of the queue, with the way to a tweet that says the same."""
    if isinstance(error, RepeatedTextError) and error.card_channel and error.card_message:
        return f"{error}\n{link(error.card_channel, error.card_message)}"
    return str(error) if isinstance(error, TweetError) else None
