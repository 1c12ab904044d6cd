"""Building the programme from its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.clock import SystemClock
from DiscordBot.core.email_hash import email_hash
from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.discord_ui.messages.posting import ChannelPoster, WebhookPoster
from DiscordBot.feature import Built
from DiscordBot.features.programme.announcing.announcements import Announcer
from DiscordBot.features.programme.announcing.destinations import Destination
from DiscordBot.features.programme.announcing.report import report
from DiscordBot.features.programme.announcing.updates import Updates
from DiscordBot.features.programme.cards.change_cards import ChangeCards
from DiscordBot.features.programme.cards.session_cards import SessionCards
from DiscordBot.features.programme.config import (
    LEAD_MINUTES,
    PRETALX_TOKEN,
    PROGRAMME_CHANNEL,
    ROOM_LEAD_MINUTES,
    UPDATES_CHANNEL,
    Pretalx,
    Programme,
    ScheduleJsonSection,
)
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.programme.livestreams.livestream_file import LivestreamFile
from DiscordBot.features.programme.livestreams.livestreams import watch_link
from DiscordBot.features.programme.schedule.client import SERVICE as PRETALX
from DiscordBot.features.programme.schedule.client import PretalxClient
from DiscordBot.features.programme.schedule.schedule_json import SERVICE as SCHEDULE_JSON
from DiscordBot.features.programme.schedule.schedule_json import ScheduleJson
from DiscordBot.features.programme.schedule.schedule_store import ScheduleStore
from DiscordBot.features.programme.service import ProgrammeService, event_dates
from DiscordBot.features.programme.speakers import SpeakerDirectory
from DiscordBot.features.programme.ui.cog import ProgrammeCog, ProgrammeParts, room_mention
from DiscordBot.features.programme.ui.schedule_commands import ScheduleCog
from DiscordBot.features.programme.ui.schedule_messages import ChangePoster, SessionPoster
from DiscordBot.features.programme.ui.session_controls import SessionControls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Room
    from DiscordBot.context import Context
    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.messages.posting import Poster
    from DiscordBot.feature import Neighbours


def build(context: Context, _neighbours: Neighbours) -> Built:
    """Build the feature."""
    settings = context.settings
    parts = _parts(context)
    for name in (LEAD_MINUTES, ROOM_LEAD_MINUTES):
        settings.listen(name, parts.service.plan)

    async def delete_personal_data() -> None:
        await parts.directory.forget_everything()
        await parts.service.delete_personal_data()

    return Built(
        cogs=(ProgrammeCog(context.bot, parts), ScheduleCog(parts)),
        front_door=ProgrammeAccess(
            sessions=lambda: parts.service.store.sessions,
            speakers=lambda: parts.directory.speakers,
            known=parts.directory.known,
            handles=parts.directory.handles,
            release=lambda: parts.service.store.release,
            cards=parts.cards,
            controls=parts.controls,
            listen=parts.service.listen,
            listen_to_speakers=parts.speaker_listeners.append,
            refresh=parts.refresh,
        ),
        delete_personal_data=delete_personal_data,
        report=partial(report, context.database),
    )


async def probe(config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
    """Try whether pretalx, or the schedule.json, is as it must be."""
    origin = _origin(config, session, SystemClock(config.conference.timezone))
    return (await origin.client.probe(event_dates(config.conference)),)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the programme comes from: what people call it, where they find it, and how often it is read."""

    client: PretalxClient | ScheduleJson
    name: str
    source: str
    page: str
    refresh_minutes: int
    questions: Mapping[str, int]


def _origin(config: Config, session: aiohttp.ClientSession, clock: Clock) -> _Origin:
    pretalx = config.section(Pretalx)
    if pretalx is not None:
        source = f"{pretalx.base_url}/{pretalx.event}"
        client = pretalx_client(config, pretalx, session)
        return _Origin(
            client, PRETALX, source, f"{source}/schedule/", pretalx.refresh_minutes, pretalx.questions
        )
    section, conference = config.require(ScheduleJsonSection), config.conference
    reader = ScheduleJson(
        session,
        clock,
        source=section.source,
        folder=config.file.parent,
        zone=conference.timezone,
        interval=timedelta(minutes=section.refresh_minutes),
    )
    page = section.page or conference.website or f"https://discord.com/channels/{config.server.guild_id}"
    return _Origin(reader, SCHEDULE_JSON, section.source, page, section.refresh_minutes, {})


def _parts(context: Context) -> ProgrammeParts:
    config, clock = context.config, context.clock
    origin, is_announced = _origin(config, context.session, clock), config.has("programme")
    directory = SpeakerDirectory(
        context.database, origin.client, email_hash(config), questions=origin.questions, origin=origin.name
    )
    store = ScheduleStore(
        context.database,
        origin.client,
        clock,
        source=origin.source,
        full_refresh_after=timedelta(minutes=origin.refresh_minutes),
        tell=is_announced,
        origin=origin.name,
    )
    livestreams = LivestreamFile(config)
    day_start = config.conference.day_start
    timezone = config.conference.timezone
    cards = SessionCards(
        timezone=timezone,
        channel_of=partial(room_mention, context.server, config.rooms),
        watch_link=lambda session: watch_link(session, livestreams, clock, day_start),
        note=partial(rehearsal_note, config, clock),
    )
    controls = SessionControls(lambda: store.sessions, cards, context.reporter)
    changes = ChangeCards(timezone, origin.page)
    updates = ChannelPoster(lambda: context.server.text_channel(config.channels[UPDATES_CHANNEL.key]))
    service = ProgrammeService(
        store=store,
        announcers=_build_announcers(context, store, controls),
        updates=Updates(context.database, ChangePoster(updates, changes, cards.note), context.bot_log.write)
        if is_announced
        else None,
        livestreams=livestreams,
        scheduler=context.scheduler,
        clock=clock,
        rooms=config.rooms,
        conference=config.conference,
    )
    return ProgrammeParts(
        config=config,
        refresh_minutes=origin.refresh_minutes,
        clock=clock,
        server=context.server,
        reporter=context.reporter,
        scheduler=context.scheduler,
        service=service,
        cards=cards,
        controls=controls,
        directory=directory,
    )


def pretalx_client(config: Config, pretalx: Pretalx, session: aiohttp.ClientSession) -> PretalxClient:
    """Build the client of the programme's server."""
    token = config.secrets.reveal(PRETALX_TOKEN)
    return PretalxClient(session, base_url=pretalx.base_url, event=pretalx.event, token=token)


def _build_announcers(
    context: Context, store: ScheduleStore, controls: SessionControls
) -> dict[str, Announcer]:
    """Make one announcer for the channels and one for the webhooks, which may be slow."""
    config, session = context.config, context.session
    programme = config.section(Programme)
    if programme is None:
        return {}
    find, secrets = context.server.text_channel, config.secrets.values
    lead_minutes = partial(context.settings.number, LEAD_MINUTES)
    room_lead_minutes = partial(context.settings.number, ROOM_LEAD_MINUTES)

    def destination(poster: Poster, name: str, room: Room | None = None) -> Destination:
        return Destination(
            name,
            SessionPoster(poster, controls),
            lead_minutes if room is None else room_lead_minutes,
            room,
            programme.announce_breaks,
        )

    channels = [
        destination(ChannelPoster(partial(find, config.channels[PROGRAMME_CHANNEL.key])), "programme")
    ]
    webhooks = []
    if programme.webhook is not None:
        poster = WebhookPoster(secrets[programme.webhook], session)
        webhooks.append(destination(poster, "programme by webhook"))
    for room in config.rooms:
        if room.channel is not None:
            channel = ChannelPoster(partial(find, room.channel))
            channels.append(destination(channel, f"room {room.name}", room))
        if room.webhook is not None:
            poster = WebhookPoster(secrets[room.webhook], session)
            webhooks.append(destination(poster, f"room {room.name} by webhook", room))
    return {
        name: Announcer(
            context.database,
            context.clock,
            destinations,
            sessions=lambda: store.sessions,
            on_error=context.reporter.report,
            write_log=context.bot_log.write,
        )
        for name, destinations in (("announcements", channels), ("announcements by webhook", webhooks))
        if destinations
    }
