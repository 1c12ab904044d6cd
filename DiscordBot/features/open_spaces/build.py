"""Building open spaces from their configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.discord_ui.forms import Forms
from DiscordBot.feature import Built
from DiscordBot.features.open_spaces.board.board_text import BoardDays, invitation_to_announce
from DiscordBot.features.open_spaces.board.posted_board import PostedBoard
from DiscordBot.features.open_spaces.cards.card_text import ModerationChannel
from DiscordBot.features.open_spaces.cards.space_cards import CARDS, SpaceCards
from DiscordBot.features.open_spaces.conference import KnownRooms, Preferences
from DiscordBot.features.open_spaces.config import (
    ANNOUNCE_AS,
    AUTO_SEND,
    CONFLICT_CHANNEL,
    HASHTAGS,
    MOST_A_DAY,
    MOST_IN_ALL,
    OPEN_SPACES_CHANNEL,
    OUTGOING_CHANNEL,
    REVIEW_CHANNEL,
    SEND_INTERVAL,
    OpenSpaces,
)
from DiscordBot.features.open_spaces.intake.listener import Listener
from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.models import OpenSpace
from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.open_spaces.reminders.reminder_tweets import ReminderTweets
from DiscordBot.features.open_spaces.reminders.reminders import Reminders
from DiscordBot.features.open_spaces.report import report
from DiscordBot.features.open_spaces.service import OpenSpaceService
from DiscordBot.features.open_spaces.ui.announce_form import Announcer
from DiscordBot.features.open_spaces.ui.card_buttons import CardButtons
from DiscordBot.features.open_spaces.ui.channels import BoardChannel, ReminderChannels
from DiscordBot.features.open_spaces.ui.cog import OpenSpaceCog, OpenSpacesCog, OpenSpacesParts
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.tweets.ui.front_door import TweetQueue
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.networks.port import NetworkAccess


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature.

    Without networks that can be read no posts come, without the queue reminders are messages on the server
    only, without registration everybody may announce.
    """
    config, clock, settings = context.config, context.clock, context.settings
    programme, queue = neighbours.find(ProgrammeAccess), neighbours.find(TweetQueue)
    tweets = queue.service if queue is not None else None
    networks = neighbours.networks
    are_read = any(access.reader is not None for access in networks)
    preferences = _preferences(context)
    rooms = KnownRooms(
        config.conference, config.rooms, programme.sessions if programme is not None else tuple
    )
    places = ReminderChannels(
        context.server,
        config.channels[OPEN_SPACES_CHANNEL.key],
        config.rooms,
        clock=clock,
        note=partial(rehearsal_note, config, clock),
        titles={access.network.name: access.network.title for access in networks},
    )
    service = OpenSpaceService(
        context.database,
        clock,
        context.scheduler,
        rooms=rooms,
        preferences=preferences,
        listeners=_listeners(context, rooms, preferences, networks),
        reminders=_reminders(
            context, preferences, places, tweets, [access.network.name for access in networks]
        ),
        on_error=context.reporter.report,
    )
    if tweets is not None:
        tweets.listen(service.tweet_changed)
    for name in (SEND_INTERVAL, ANNOUNCE_AS):
        settings.listen(name, service.plan)
    parts = _parts(
        context,
        service,
        places,
        registration=neighbours.find(RegistrationAccess),
        hashtags=preferences.hashtags if are_read else tuple,
        titles={access.network.name: access.network.title for access in networks},
        offers_others=lambda: tweets is not None and preferences.announce_as() != "text",
    )
    return Built(
        cogs=(OpenSpacesCog(context.bot, parts), OpenSpaceCog(parts)),
        front_door=parts,
        delete_personal_data=service.delete_personal_data,
        report=partial(report, context.database, [access.network for access in networks]),
    )


def _preferences(context: Context) -> Preferences:
    settings = context.settings
    return Preferences(
        hashtags=partial(settings.words, HASHTAGS),
        auto_send=partial(settings.switch, AUTO_SEND),
        send_interval=partial(settings.number, SEND_INTERVAL),
        announce_as=partial(settings.choice, ANNOUNCE_AS),
        most_a_day=partial(settings.number, MOST_A_DAY),
        most_in_all=partial(settings.number, MOST_IN_ALL),
        template=context.config.require(OpenSpaces).template,
    )


def _parts(
    context: Context,
    service: OpenSpaceService,
    places: ReminderChannels,
    *,
    registration: RegistrationAccess | None,
    hashtags: Callable[[], tuple[str, ...]],
    titles: Mapping[str, str],
    offers_others: Callable[[], bool],
) -> OpenSpacesParts:
    """Build what people see and press."""
    config, clock, reporter = context.config, context.clock, context.reporter
    forms = Forms("open_spaces", reporter)
    buttons = CardButtons(service, forms, staff=context.staff, clock=clock, reporter=reporter)
    cards = CardKeeper(
        CARDS,
        source=SpaceCards(service, titles, offers_others),
        rows=CardRows(context.database, OpenSpace),
        channels=_card_channels(context, buttons),
        in_background=context.bot.in_background,
        on_error=reporter.report,
    )
    board = _board(context, service, places, hashtags, titles)
    service.listen(cards.changed)
    service.listen(lambda _space_id: board.wake())
    return OpenSpacesParts(
        config=config,
        section=config.require(OpenSpaces),
        clock=clock,
        staff=context.staff,
        reporter=reporter,
        scheduler=context.scheduler,
        service=service,
        cards=cards,
        board=board,
        forms=forms,
        buttons=buttons,
        announcer=Announcer(
            service,
            forms,
            staff=context.staff,
            clock=clock,
            reporter=reporter,
            is_registered=registration.overview.is_registered if registration is not None else None,
        ),
    )


def _board(
    context: Context,
    service: OpenSpaceService,
    places: ReminderChannels,
    hashtags: Callable[[], tuple[str, ...]],
    titles: Mapping[str, str],
) -> PostedBoard:
    config = context.config
    return PostedBoard(
        service=service,
        clock=context.clock,
        scheduler=context.scheduler,
        place=BoardChannel(context.server, config.channels[OPEN_SPACES_CHANNEL.key], context.database),
        days=BoardDays(config.conference.first_day, config.conference.last_day),
        invitation=lambda: invitation_to_announce(hashtags()),
        channel_of=places.link_to,
        titles=titles,
    )


def _card_channels(context: Context, buttons: CardButtons) -> CardChannels:
    channels = context.config.channels
    channels_of_cards: dict[str, str | int] = {
        ModerationChannel.OUTGOING: channels[OUTGOING_CHANNEL.key],
        ModerationChannel.REVIEW: channels[REVIEW_CHANNEL.key],
        ModerationChannel.CONFLICT: channels[CONFLICT_CHANNEL.key],
    }
    return CardChannels(context.server, channels_of_cards, buttons.by_name)


def _listeners(
    context: Context, rooms: KnownRooms, preferences: Preferences, networks: Sequence[NetworkAccess]
) -> dict[str, Listener]:
    """Return what reads each network that can be read, by the networks' names."""
    listeners = {}
    for access in networks:
        if access.reader is None:
            continue
        name = access.network.name
        intake = PostIntake(
            context.database, context.clock, network=name, preferences=preferences, rooms=rooms
        )
        listeners[name] = Listener(
            context.database,
            context.clock,
            network=access.network,
            source=access.reader,
            intake=intake,
            preferences=preferences,
            last_day=context.config.conference.last_day,
        )
    return listeners


def _reminders(
    context: Context,
    preferences: Preferences,
    places: ReminderChannels,
    tweets: TweetService | None,
    networks: Sequence[str],
) -> Reminders:
    database, clock, on_error = context.database, context.clock, context.reporter.report
    queued = None
    if tweets is not None:
        templates = Templates(context.config.conference.timezone)
        texts = ReminderTexts(clock, tweets, templates, preferences, networks)
        queued = ReminderTweets(database, clock, tweets, texts, on_error=on_error)
    messages = ReminderMessages(database, clock, places, preferences, on_error=on_error)
    return Reminders(clock=clock, messages=messages, tweets=queued, on_error=on_error)
