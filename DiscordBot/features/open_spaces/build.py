"""Building the room from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.feature import Built
from DiscordBot.features.open_spaces.board.posted_board import PostedBoard
from DiscordBot.features.open_spaces.cards.card_keeper import OpenSpaceCards
from DiscordBot.features.open_spaces.cards.card_text import Desk
from DiscordBot.features.open_spaces.config import (
    ANNOUNCE_AS,
    AUTO_SEND,
    CONFLICT_CHANNEL,
    HASHTAGS,
    OPEN_SPACES_CHANNEL,
    OUTGOING_CHANNEL,
    REVIEW_CHANNEL,
    SEND_INTERVAL,
    OpenSpaces,
)
from DiscordBot.features.open_spaces.intake.listener import Listener
from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.parsing.known_rooms import KnownRooms
from DiscordBot.features.open_spaces.preferences import Preferences
from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.open_spaces.reminders.reminder_tweets import ReminderTweets
from DiscordBot.features.open_spaces.service import OpenSpaceService
from DiscordBot.features.open_spaces.ui.announce_form import Announcer
from DiscordBot.features.open_spaces.ui.card_buttons import CardButtons
from DiscordBot.features.open_spaces.ui.channels import BoardChannel, CardChannels, ReminderChannels
from DiscordBot.features.open_spaces.ui.cog import OpenSpaceCog, OpenSpacesCog, OpenSpacesRoom
from DiscordBot.features.programme.ui.cog import ProgrammeRoom
from DiscordBot.features.registration.front_door import Registration
from DiscordBot.features.tweets.ui.cog import TweetQueue
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.feature import Neighbours
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.networks.reader import Reader


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature.

    Without a network that can be read no posts come, without the queue reminders are messages on the server
    only, without registration everybody may announce.
    """
    config, clock, reporter, server = context.config, context.clock, context.reporter, context.server
    programme, tweets = neighbours.find(ProgrammeRoom), neighbours.find(TweetQueue)
    registration, settings = neighbours.find(Registration), context.settings
    source = next((access.reader for access in neighbours.networks if access.reader is not None), None)
    preferences = Preferences(
        hashtags=partial(settings.words, HASHTAGS),
        auto_send=partial(settings.switch, AUTO_SEND),
        send_interval=partial(settings.number, SEND_INTERVAL),
        announce_as=partial(settings.choice, ANNOUNCE_AS),
        template=config.require(OpenSpaces).template,
    )
    rooms = KnownRooms(
        config.conference,
        config.rooms,
        lambda: programme.service.store.sessions if programme is not None else (),
    )
    reminders = ReminderChannels(
        server,
        config.channels[OPEN_SPACES_CHANNEL.key],
        config.rooms,
        clock=clock,
        note=partial(rehearsal_note, config, clock),
    )
    service = OpenSpaceService(
        context.database,
        clock,
        context.scheduler,
        venue=rooms.venue,
        sessions=rooms.taken,
        listener=_listener(context, rooms, preferences, source),
        messages=ReminderMessages(context.database, clock, reminders, preferences, on_error=reporter.report),
        tweets=_tweets(context, preferences, tweets.service if tweets is not None else None),
        on_error=reporter.report,
    )
    buttons = CardButtons(service, staff=context.staff, clock=clock, reporter=reporter)
    cards = OpenSpaceCards(
        service=service,
        board=_card_channels(context, buttons),
        in_background=context.bot.in_background,
        on_error=reporter.report,
    )
    board = PostedBoard(
        service=service,
        clock=clock,
        scheduler=context.scheduler,
        place=BoardChannel(server, config.channels[OPEN_SPACES_CHANNEL.key], context.database),
        channel_of=reminders.mention,
    )
    service.listen(cards.changed)
    service.listen(lambda _space_id: board.wake())
    if tweets is not None:
        tweets.service.listen(service.tweet_changed)
    for name in (SEND_INTERVAL, ANNOUNCE_AS):
        settings.listen(name, service.plan)
    room = OpenSpacesRoom(
        config=config,
        section=config.require(OpenSpaces),
        clock=clock,
        staff=context.staff,
        reporter=reporter,
        scheduler=context.scheduler,
        service=service,
        cards=cards,
        board=board,
        buttons=buttons,
        announcer=Announcer(
            service,
            staff=context.staff,
            clock=clock,
            reporter=reporter,
            is_registered=registration.overview.is_registered if registration is not None else None,
        ),
    )
    return Built(
        cogs=(OpenSpacesCog(context.bot, room), OpenSpaceCog(room)),
        delete_personal_data=service.delete_personal_data,
    )


def _card_channels(context: Context, buttons: CardButtons) -> CardChannels:
    channels = context.config.channels
    desks: dict[Desk, str | int] = {
        Desk.OUTGOING: channels[OUTGOING_CHANNEL.key],
        Desk.REVIEW: channels[REVIEW_CHANNEL.key],
        Desk.CONFLICT: channels[CONFLICT_CHANNEL.key],
    }
    return CardChannels(context.server, desks, buttons)


def _listener(
    context: Context, rooms: KnownRooms, preferences: Preferences, source: Reader | None
) -> Listener | None:
    if source is None:
        return None
    intake = PostIntake(
        context.database, context.clock, preferences=preferences, venue=rooms.venue, sessions=rooms.taken
    )
    return Listener(
        context.database,
        context.clock,
        source=source,
        intake=intake,
        preferences=preferences,
        last_day=context.config.conference.last_day,
    )


def _tweets(context: Context, preferences: Preferences, tweets: TweetService | None) -> ReminderTweets | None:
    if tweets is None:
        return None
    templates = Templates(context.config.conference.timezone)
    texts = ReminderTexts(context.clock, tweets, templates, preferences)
    return ReminderTweets(context.database, context.clock, tweets, texts, on_error=context.reporter.report)
