"""Building the room from its configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.discord_ui.cards.channel import CardChannels
from DiscordBot.discord_ui.cards.keeper import CardKeeper
from DiscordBot.discord_ui.cards.rows import CardRows
from DiscordBot.features.open_spaces.board.posted_board import PostedBoard
from DiscordBot.features.open_spaces.cards.card_text import StaffChannel
from DiscordBot.features.open_spaces.cards.space_cards import CARDS, SpaceCards
from DiscordBot.features.open_spaces.intake.listener import Listener
from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.models import OpenSpace
from DiscordBot.features.open_spaces.parsing.known_rooms import KnownRooms
from DiscordBot.features.open_spaces.preferences import Preferences
from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.open_spaces.reminders.reminder_tweets import ReminderTweets
from DiscordBot.features.open_spaces.service import OpenSpaceService
from DiscordBot.features.open_spaces.ui.announce_form import Announcer
from DiscordBot.features.open_spaces.ui.card_buttons import CardButtons
from DiscordBot.features.open_spaces.ui.channels import BoardChannel, ReminderChannels
from DiscordBot.features.open_spaces.ui.cog import OpenSpacesRoom
from DiscordBot.templating.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from DiscordBot.config.sections import OpenSpaces
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.tweets.service import TweetService
    from DiscordBot.networks.reader import Reader


def build_open_spaces(
    shared: Shared,
    section: OpenSpaces,
    bot: ConferenceBot,
    *,
    sessions: Callable[[], Iterable[Session]],
    source: Reader | None,
    tweets: TweetService | None,
    is_registered: Callable[[int], Awaitable[bool]],
    hashtags: Callable[[], tuple[str, ...]],
    auto_send: Callable[[], bool],
    send_interval: Callable[[], int],
    announce_as: Callable[[], str],
) -> OpenSpacesRoom:
    """Build the room; `sessions` are those of the programme, the last four are asked each time.

    Without a `source` no posts are read, without `tweets` reminders are messages on the server only.
    """
    config, clock, reporter, server = shared.config, shared.clock, shared.reporter, shared.server
    preferences = Preferences(
        hashtags=hashtags,
        auto_send=auto_send,
        send_interval=send_interval,
        announce_as=announce_as,
        template=section.template,
    )
    rooms = KnownRooms(config.conference, config.rooms, sessions)
    reminders = ReminderChannels(
        server,
        config.channels.open_spaces,
        config.rooms,
        clock=clock,
        note=partial(rehearsal_note, config, clock),
    )
    service = OpenSpaceService(
        shared.database,
        clock,
        shared.scheduler,
        venue=rooms.venue,
        sessions=rooms.taken,
        listener=_listener(shared, rooms, preferences, source),
        messages=ReminderMessages(shared.database, clock, reminders, preferences, on_error=reporter.report),
        tweets=_tweets(shared, preferences, tweets),
        last_day_of_data=config.conference.last_day_of_data,
        on_error=reporter.report,
    )
    buttons = CardButtons(service, staff=shared.staff, clock=clock, reporter=reporter)
    cards = CardKeeper(
        CARDS,
        source=SpaceCards(service),
        rows=CardRows(shared.database, OpenSpace),
        channels=_card_channels(shared, buttons),
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    board = PostedBoard(
        service=service,
        clock=clock,
        scheduler=shared.scheduler,
        place=BoardChannel(server, config.channels.open_spaces, shared.database),
        channel_of=reminders.mention,
    )
    service.listen(cards.changed)
    service.listen(lambda _space_id: board.wake())
    if tweets is not None:
        tweets.listen(service.tweet_changed)
    return OpenSpacesRoom(
        config=config,
        section=section,
        clock=clock,
        staff=shared.staff,
        reporter=reporter,
        scheduler=shared.scheduler,
        service=service,
        cards=cards,
        board=board,
        buttons=buttons,
        announcer=Announcer(
            service, staff=shared.staff, clock=clock, reporter=reporter, is_registered=is_registered
        ),
    )


def _card_channels(shared: Shared, buttons: CardButtons) -> CardChannels:
    channels = shared.config.channels
    references: dict[str, str | int] = {
        StaffChannel.OUTGOING: channels.open_spaces_outgoing,
        StaffChannel.REVIEW: channels.open_spaces_review,
        StaffChannel.CONFLICT: channels.open_spaces_conflict,
    }
    return CardChannels(shared.server, references, buttons.by_action)


def _listener(
    shared: Shared, rooms: KnownRooms, preferences: Preferences, source: Reader | None
) -> Listener | None:
    if source is None:
        return None
    intake = PostIntake(
        shared.database, shared.clock, preferences=preferences, venue=rooms.venue, sessions=rooms.taken
    )
    return Listener(
        shared.database,
        shared.clock,
        source=source,
        intake=intake,
        preferences=preferences,
        last_day=shared.config.conference.last_day,
    )


def _tweets(shared: Shared, preferences: Preferences, tweets: TweetService | None) -> ReminderTweets | None:
    if tweets is None:
        return None
    templates = Templates(shared.config.conference.timezone)
    texts = ReminderTexts(shared.clock, tweets, templates, preferences)
    return ReminderTweets(shared.database, shared.clock, tweets, texts, on_error=shared.reporter.report)
