"""Which rooms there are, and what each is given of another; every room itself is built by its build.py."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_findings, rehearsal_note
from DiscordBot.discord_ui.feature_cog import all_needs
from DiscordBot.features.campaigns.build import build_campaigns, posting_rules
from DiscordBot.features.campaigns.ui.cog import CampaignCog, CampaignsCog
from DiscordBot.features.job_board.build import build_job_board
from DiscordBot.features.job_board.ui.cog import job_board_needs
from DiscordBot.features.mentions.build import build_mentions
from DiscordBot.features.mentions.ui.cog import mentions_needs
from DiscordBot.features.news.build import build_news
from DiscordBot.features.open_spaces.build import build_open_spaces
from DiscordBot.features.open_spaces.ui.cog import OpenSpaceCog, OpenSpacesCog, open_spaces_needs
from DiscordBot.features.organizers.build import build_organizers, build_settings
from DiscordBot.features.organizers.known_settings import (
    ANNOUNCE_AS,
    AUTO_SEND,
    DIRECT_MESSAGES,
    HASHTAGS,
    LEAD_MINUTES,
    POLICY,
    REVOKE_ON_CANCEL,
    ROOM_LEAD_MINUTES,
    SEND_INTERVAL,
    SET_NICKNAME,
)
from DiscordBot.features.organizers.service import Statistics, TweetStatistics
from DiscordBot.features.organizers.ui.cog import Services, organizers_needs
from DiscordBot.features.programme.build import build_programme, build_speakers
from DiscordBot.features.programme.ui.cog import ProgrammeCog, programme_needs
from DiscordBot.features.programme.ui.schedule_commands import ScheduleCog
from DiscordBot.features.registration.build import build_overview, build_registration
from DiscordBot.features.registration.ui.attendee_commands import AttendeeCog
from DiscordBot.features.registration.ui.cog import RegistrationCog, registration_needs
from DiscordBot.features.reminders.build import build_reminders
from DiscordBot.features.reminders.ui.cog import reminders_needs
from DiscordBot.features.sponsors.build import build_sponsors
from DiscordBot.features.tweets.build import build_tweets
from DiscordBot.features.tweets.ui.cog import TweetCog, TweetsCog, tweets_needs
from DiscordBot.networks.twitter.build import build_twitter

if TYPE_CHECKING:
    from collections.abc import Sequence

    import aiohttp
    from discord.ext import commands

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Campaigns
    from DiscordBot.context import Shared
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.discord_ui.feature_cog import Needs
    from DiscordBot.features.organizers.settings import Settings
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.features.programme.speakers import Speaker, SpeakerDirectory
    from DiscordBot.features.programme.ui.cog import ProgrammeParts
    from DiscordBot.features.registration.overview import Overview
    from DiscordBot.features.registration.ui.cog import RegistrationParts
    from DiscordBot.features.tweets.ui.cog import TweetQueue
    from DiscordBot.networks.twitter.build import BuiltTwitter


def needs_of(config: Config) -> Needs:
    """Return what the rooms need that the configuration has sections for."""
    rooms = {
        registration_needs: config.pretix,
        programme_needs: config.pretalx,
        job_board_needs: config.job_board,
        tweets_needs: config.moderation,
        reminders_needs: config.reminders,
        mentions_needs: config.mentions,
        open_spaces_needs: config.open_spaces,
    }
    wanted = (needs(config) for needs, section in rooms.items() if section is not None)
    return all_needs([organizers_needs(config), *wanted])


async def build_rooms(
    shared: Shared, bot: ConferenceBot, session: aiohttp.ClientSession
) -> list[commands.Cog]:
    """Build the rooms that the configuration has sections for."""
    settings = build_settings(shared)
    await settings.open()
    shared.bot_log.write(rehearsal_note(shared.config, shared.clock))
    house = _House(shared, bot, session, settings)
    house.build_downstairs()
    house.build_upstairs()
    return house.cogs


class _House:
    """The rooms as they are built, the lower floor first; None for one that is off."""

    def __init__(
        self, shared: Shared, bot: ConferenceBot, session: aiohttp.ClientSession, settings: Settings
    ) -> None:
        self.cogs: list[commands.Cog] = []
        self._shared = shared
        self._config = shared.config
        self._bot = bot
        self._session = session
        self._settings = settings
        self._services = Services(findings=partial(_findings, shared, bot))
        self._directory: SpeakerDirectory | None = None
        self._overview: Overview | None = None
        self._programme: ProgrammeParts | None = None
        self._twitter: BuiltTwitter | None = None
        self._tweets: TweetQueue | None = None

    def build_downstairs(self) -> None:
        config = self._config
        if config.pretalx is not None:
            self._directory = build_speakers(self._shared, config.pretalx, self._session)
        registration = self._build_registration()
        self._build_programme(registration)
        self._build_tweets()

    def build_upstairs(self) -> None:
        self._build_job_board()
        if self._tweets is not None:
            self._build_sources(self._tweets)
        self._build_reminders()
        self._build_open_spaces()
        self.cogs += build_organizers(self._shared, self._bot, self._settings, self._services)

    def _build_registration(self) -> RegistrationParts | None:
        pretix, settings = self._config.pretix, self._settings
        if pretix is None:
            return None
        room = build_registration(
            self._shared,
            pretix,
            self._bot,
            self._session,
            speakers=self._speakers,
            revoke=partial(settings.switch, REVOKE_ON_CANCEL),
            set_nickname=partial(settings.switch, SET_NICKNAME),
            direct_messages=partial(settings.switch, DIRECT_MESSAGES),
        )
        self._overview = build_overview(self._shared, room.store)
        self._services = replace(
            self._services,
            refresh_tickets=room.upkeep.load_everything,
            statistics=Statistics(self._overview, self._shared.clock),
        )
        self.cogs += [RegistrationCog(self._bot, room), AttendeeCog(room, self._shared.staff)]
        return room

    def _build_programme(self, registration: RegistrationParts | None) -> None:
        pretalx, settings = self._config.pretalx, self._settings
        if pretalx is None or self._directory is None:
            return
        room = build_programme(
            self._shared,
            pretalx,
            self._directory,
            self._session,
            speakers_changed=registration.upkeep.follow_speakers if registration is not None else _nothing,
            lead_minutes=partial(settings.number, LEAD_MINUTES),
            room_lead_minutes=partial(settings.number, ROOM_LEAD_MINUTES),
        )
        for name in (LEAD_MINUTES, ROOM_LEAD_MINUTES):
            settings.listen(name, room.service.plan)
        cog = ProgrammeCog(self._bot, room)
        self._services = replace(self._services, refresh_programme=cog.refresh)
        self._programme = room
        self.cogs += [cog, ScheduleCog(room)]

    def _build_tweets(self) -> None:
        shared, config = self._shared, self._config
        if config.twitter is not None:
            self._twitter = build_twitter(shared, config.twitter, self._session)
            self.cogs.append(self._twitter.cog)
        if config.moderation is None:
            return
        twitter = self._twitter
        self._tweets = build_tweets(
            shared,
            self._bot,
            networks=[twitter.network] if twitter is not None else [],
            policy=partial(self._settings.choice, POLICY),
        )
        if twitter is not None:
            twitter.service.listen(self._tweets.wake)
        numbers = self._tweets.service.numbers
        self._services = replace(self._services, tweets=TweetStatistics(numbers, shared.clock))
        self.cogs += [TweetsCog(self._bot, self._tweets), TweetCog(self._tweets)]

    def _build_job_board(self) -> None:
        section = self._config.job_board
        if section is not None:
            job_board = build_job_board(self._shared, section, self._bot, self._session)
            self._services = replace(self._services, refresh_jobs=job_board.refresh)
            self.cogs.append(job_board)

    def _build_sources(self, tweets: TweetQueue) -> None:
        """Build what feeds the queue by itself."""
        shared, config, bot = self._shared, self._config, self._bot
        if config.news is not None:
            self.cogs += build_news(shared, config.news, bot, tweets, self._session)
        if config.sponsors is not None:
            self.cogs += build_sponsors(shared, config.sponsors, bot, tweets)
        if config.campaigns is not None:
            self._build_campaigns(config.campaigns, tweets)
        if config.mentions is not None:
            reader = self._twitter.reader if self._twitter is not None else None
            self.cogs.append(build_mentions(shared, config.mentions, bot, tweets=tweets, reader=reader))

    def _build_campaigns(self, section: Campaigns, tweets: TweetQueue) -> None:
        twitter, directory = self._twitter, self._directory
        room = build_campaigns(
            self._shared,
            section,
            self._bot,
            tweets,
            rules=posting_rules(
                twitter.network if twitter is not None else None,
                twitter.measure if twitter is not None else len,
                twitter.service.budget_left if twitter is not None else _unlimited,
            ),
            sessions=self._sessions,
            twitter_name=directory.twitter_name if directory is not None else _no_name,
        )
        self.cogs += [CampaignsCog(self._bot, room), CampaignCog(room)]

    def _build_reminders(self) -> None:
        section, programme = self._config.reminders, self._programme
        if section is None or programme is None:
            return
        cog = build_reminders(
            self._shared,
            section,
            self._bot,
            programme,
            member_who_is=self._overview.member_who_is if self._overview is not None else _nobody,
            messenger=self._twitter.messenger if self._twitter is not None else None,
        )
        self.cogs.append(cog)

    def _build_open_spaces(self) -> None:
        section, settings = self._config.open_spaces, self._settings
        if section is None:
            return
        room = build_open_spaces(
            self._shared,
            section,
            self._bot,
            sessions=self._sessions,
            source=self._twitter.reader if self._twitter is not None else None,
            tweets=self._tweets.service if self._tweets is not None else None,
            is_registered=self._overview.is_registered if self._overview is not None else _everybody,
            hashtags=partial(settings.words, HASHTAGS),
            auto_send=partial(settings.switch, AUTO_SEND),
            send_interval=partial(settings.number, SEND_INTERVAL),
            announce_as=partial(settings.choice, ANNOUNCE_AS),
        )
        for name in (SEND_INTERVAL, ANNOUNCE_AS):
            settings.listen(name, room.service.plan)
        self.cogs += [OpenSpacesCog(self._bot, room), OpenSpaceCog(room)]

    def _speakers(self) -> Sequence[Speaker]:
        return self._directory.speakers if self._directory is not None else ()

    def _sessions(self) -> Sequence[Session]:
        return self._programme.service.store.sessions if self._programme is not None else ()


async def _findings(shared: Shared, bot: ConferenceBot) -> tuple[Finding, ...]:
    return (*rehearsal_findings(shared.config, shared.clock), *await bot.findings())


# What stands for rooms that are off.


async def _nothing() -> None:
    """Tell nobody."""


async def _nobody(_speaker: Speaker) -> None:
    """Know no member."""


async def _everybody(_user_id: int) -> bool:
    """Ask for no ticket."""
    return True


async def _unlimited() -> None:
    """Know no budget."""


def _no_name(_code: str) -> str:
    """Know no handle."""
    return ""
