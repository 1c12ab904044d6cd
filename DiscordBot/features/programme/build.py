"""Building the programme from its configuration."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.config.secrets import revealed
from DiscordBot.core.email_hash import email_hash
from DiscordBot.core.rehearsal import rehearsal_note
from DiscordBot.discord_ui.posting import ChannelOutlet, WebhookOutlet
from DiscordBot.features.programme.announcing.announcements import Announcer
from DiscordBot.features.programme.announcing.destinations import Destination
from DiscordBot.features.programme.announcing.updates import Updates
from DiscordBot.features.programme.livestreams.livestream_file import LivestreamFile
from DiscordBot.features.programme.livestreams.livestreams import watch_link
from DiscordBot.features.programme.schedule.client import PretalxClient
from DiscordBot.features.programme.schedule.schedule_store import ScheduleStore
from DiscordBot.features.programme.service import ProgrammeService
from DiscordBot.features.programme.speakers import SpeakerDirectory
from DiscordBot.features.programme.ui.cog import ProgrammeParts, room_mention
from DiscordBot.features.programme.ui.schedule_messages import ChangePoster, SessionPoster
from DiscordBot.features.programme.ui.session_embeds import SessionEmbeds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Pretalx, Room
    from DiscordBot.context import Shared
    from DiscordBot.discord_ui.posting import Outlet


def build_speakers(shared: Shared, pretalx: Pretalx, session: aiohttp.ClientSession) -> SpeakerDirectory:
    """Build what knows who speaks."""
    client = pretalx_client(shared.config, pretalx, session)
    return SpeakerDirectory(
        shared.database, client, email_hash(shared.config), twitter_question=pretalx.twitter_question
    )


def build_programme(
    shared: Shared,
    pretalx: Pretalx,
    directory: SpeakerDirectory,
    session: aiohttp.ClientSession,
    *,
    speakers_changed: Callable[[], Awaitable[object]],
    lead_minutes: Callable[[], int],
    room_lead_minutes: Callable[[], int],
) -> ProgrammeParts:
    """Build the programme; the lead times are asked each time announcements are planned."""
    config, clock = shared.config, shared.clock
    store = ScheduleStore(
        shared.database,
        pretalx_client(config, pretalx, session),
        clock,
        source=f"{pretalx.base_url}/{pretalx.event}",
        full_refresh_after=timedelta(minutes=pretalx.refresh_minutes),
        tell=config.programme is not None,
    )
    livestreams = LivestreamFile(config)
    day_start = config.conference.day_start
    embeds = SessionEmbeds(
        timezone=config.conference.timezone,
        schedule_url=f"{pretalx.base_url}/{pretalx.event}/schedule/",
        channel_of=partial(room_mention, shared.server, config.rooms),
        watch_link=lambda session: watch_link(session, livestreams, clock, day_start),
        note=partial(rehearsal_note, config, clock),
    )
    updates = ChannelOutlet(lambda: shared.server.text_channel(config.channels.schedule_updates))
    service = ProgrammeService(
        store=store,
        announcers=_build_announcers(shared, store, embeds, session, leads=(lead_minutes, room_lead_minutes)),
        updates=Updates(shared.database, ChangePoster(updates, embeds))
        if config.programme is not None
        else None,
        livestreams=livestreams,
        scheduler=shared.scheduler,
        clock=clock,
        rooms=config.rooms,
        last_day_of_data=config.conference.last_day_of_data,
    )
    return ProgrammeParts(
        config=config,
        pretalx=pretalx,
        clock=clock,
        server=shared.server,
        reporter=shared.reporter,
        scheduler=shared.scheduler,
        service=service,
        embeds=embeds,
        directory=directory,
        speakers_changed=speakers_changed,
    )


def pretalx_client(config: Config, pretalx: Pretalx, session: aiohttp.ClientSession) -> PretalxClient:
    """Build the client of the programme's server."""
    token = revealed(config.secrets.pretalx_token)
    return PretalxClient(session, base_url=pretalx.base_url, event=pretalx.event, token=token)


def _build_announcers(
    shared: Shared,
    store: ScheduleStore,
    embeds: SessionEmbeds,
    session: aiohttp.ClientSession,
    *,
    leads: tuple[Callable[[], int], Callable[[], int]],
) -> dict[str, Announcer]:
    """Make one announcer for the channels and one for the webhooks, which may be slow."""
    config = shared.config
    if config.programme is None:
        return {}
    lead_minutes, room_lead_minutes = leads
    programme, find, secrets = config.programme, shared.server.text_channel, config.secrets.webhooks

    def destination(outlet: Outlet, name: str, room: Room | None = None) -> Destination:
        return Destination(
            name,
            SessionPoster(outlet, embeds),
            lead_minutes if room is None else room_lead_minutes,
            room,
            programme.announce_breaks,
        )

    channels = [destination(ChannelOutlet(partial(find, config.channels.programme)), "programme")]
    webhooks = []
    if programme.webhook is not None:
        outlet = WebhookOutlet(secrets[programme.webhook], session)
        webhooks.append(destination(outlet, "programme by webhook"))
    for room in config.rooms:
        if room.channel is not None:
            channel = ChannelOutlet(partial(find, room.channel))
            channels.append(destination(channel, f"room {room.name}", room))
        if room.webhook is not None:
            outlet = WebhookOutlet(secrets[room.webhook], session)
            webhooks.append(destination(outlet, f"room {room.name} by webhook", room))
    return {
        name: Announcer(
            shared.database,
            shared.clock,
            destinations,
            sessions=lambda: store.sessions,
            on_error=shared.reporter.report,
        )
        for name, destinations in (("announcements", channels), ("announcements by webhook", webhooks))
        if destinations
    }
