"""Building open spaces from their configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.discord_ui.forms import Forms
from DiscordBot.features.open_spaces.board.posted_board import PostedBoard
from DiscordBot.features.open_spaces.cards.card_keeper import OpenSpaceCards
from DiscordBot.features.open_spaces.cards.card_text import ModerationChannel
from DiscordBot.features.open_spaces.conference import KnownRooms, Preferences
from DiscordBot.features.open_spaces.intake.listener import Listener
from DiscordBot.features.open_spaces.intake.post_intake import PostIntake
from DiscordBot.features.open_spaces.reminders.reminder_messages import ReminderMessages
from DiscordBot.features.open_spaces.reminders.reminder_texts import ReminderTexts
from DiscordBot.features.open_spaces.reminders.reminder_tweets import ReminderTweets
from DiscordBot.features.open_spaces.reminders.reminders import Reminders
from DiscordBot.features.open_spaces.service import OpenSpaceService
from DiscordBot.features.open_spaces.ui.announce_form import Announcer
from DiscordBot.features.open_spaces.ui.card_buttons import CardButtons
from DiscordBot.features.open_spaces.ui.channels import BoardChannel, CardChannels, ReminderChannels
from DiscordBot.features.open_spaces.ui.cog import OpenSpacesParts
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
) -> OpenSpacesParts:
    """Build open spaces; `sessions` are those of the programme, the last four are asked each time.

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
    places = ReminderChannels(
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
        rooms=rooms,
        listener=_listener(shared, rooms, preferences, source),
        reminders=_reminders(shared, preferences, places, tweets),
        last_day_of_data=config.conference.last_day_of_data,
        on_error=reporter.report,
    )
    if tweets is not None:
        tweets.listen(service.tweet_changed)
    return _parts(shared, section, bot, service, places, is_registered)


def _parts(
    shared: Shared,
    section: OpenSpaces,
    bot: ConferenceBot,
    service: OpenSpaceService,
    places: ReminderChannels,
    is_registered: Callable[[int], Awaitable[bool]],
) -> OpenSpacesParts:
    """Build what people see and press."""
    config, clock, reporter = shared.config, shared.clock, shared.reporter
    forms = Forms("open_spaces", reporter)
    buttons = CardButtons(service, forms, staff=shared.staff, clock=clock, reporter=reporter)
    cards = OpenSpaceCards(
        service=service,
        board=_card_channels(shared, buttons),
        in_background=bot.in_background,
        on_error=reporter.report,
    )
    board = PostedBoard(
        service=service,
        clock=clock,
        scheduler=shared.scheduler,
        place=BoardChannel(shared.server, config.channels.open_spaces, shared.database),
        channel_of=places.mention,
    )
    service.listen(cards.changed)
    service.listen(lambda _space_id: board.wake())
    return OpenSpacesParts(
        config=config,
        section=section,
        clock=clock,
        staff=shared.staff,
        reporter=reporter,
        scheduler=shared.scheduler,
        service=service,
        cards=cards,
        board=board,
        forms=forms,
        buttons=buttons,
        announcer=Announcer(
            service, forms, staff=shared.staff, clock=clock, reporter=reporter, is_registered=is_registered
        ),
    )


def _card_channels(shared: Shared, buttons: CardButtons) -> CardChannels:
    channels = shared.config.channels
    channels_of_cards: dict[ModerationChannel, str | int] = {
        ModerationChannel.OUTGOING: channels.open_spaces_outgoing,
        ModerationChannel.REVIEW: channels.open_spaces_review,
        ModerationChannel.CONFLICT: channels.open_spaces_conflict,
    }
    return CardChannels(shared.server, channels_of_cards, buttons)


def _listener(
    shared: Shared, rooms: KnownRooms, preferences: Preferences, source: Reader | None
) -> Listener | None:
    if source is None:
        return None
    intake = PostIntake(shared.database, shared.clock, preferences=preferences, rooms=rooms)
    return Listener(
        shared.database,
        shared.clock,
        source=source,
        intake=intake,
        preferences=preferences,
        last_day=shared.config.conference.last_day,
    )


def _reminders(
    shared: Shared, preferences: Preferences, places: ReminderChannels, tweets: TweetService | None
) -> Reminders:
    database, clock, on_error = shared.database, shared.clock, shared.reporter.report
    queued = None
    if tweets is not None:
        templates = Templates(shared.config.conference.timezone)
        texts = ReminderTexts(clock, tweets, templates, preferences)
        queued = ReminderTweets(database, clock, tweets, texts, on_error=on_error)
    messages = ReminderMessages(database, clock, places, preferences, on_error=on_error)
    return Reminders(clock=clock, messages=messages, tweets=queued, on_error=on_error)
