"""The files that an organiser of the made-up conference writes: config.toml and what stands beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.conference.timetable import days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG = """\
[conference]
name = "{name}"
timezone = "{timezone}"
first_day = {first_day}
last_day = {last_day}

[server]
guild_id = {guild_id}

[pretix]
base_url = "{base_url}"
organizer = "{organizer}"
event = "{event}"
{arrivals}
[webhooks]
port = {webhook_port}

[database]
url = "{database}"
"""

PROGRAMME = """
[pretalx]
base_url = "{pretalx_url}"
event = "{event}"

[programme]

[my_sessions]
"""

REMINDERS = """
[reminders]
"""

ROOM = """
[[rooms]]
name = "{name}"
channel = "{channel}"
"""

LIVESTREAM = '{day} = {{ url = "https://youtu.be/{channel}-{day.day}", starts = 08:30:00 }}\n'

TWITTER = """
[moderation]

[twitter]
api_url = "{x_url}"
posting_start = 00:00:00
posting_end = 00:00:00
min_gap_seconds = 5

[sponsors]
levels = ["Gold", "Silver"]
[[sponsors.benefits]]
name = "Thank-you tweet"
levels = ["Gold", "Silver"]
template = "{{{{ sponsor }}}} is our {{{{ level }}}} sponsor. Thank you! {{{{ sponsor.website }}}}"
[[sponsors.benefits]]
name = "Roll-up at the entrance"
levels = ["Gold"]
[[sponsors.companies]]
name = "Example Inc."
level = "Gold"
website = "https://example.com"
[[sponsors.companies]]
name = "Snakes & Ladders"
level = "Silver"
twitter = "@snakes"

[campaigns]

[mentions]
refresh_minutes = 1

[open_spaces]
hashtags = ["PyConExampleOpen"]
refresh_minutes = 1
"""
"""A visitor may come at any time of day, and is not made to wait."""


def write_config(
    folder: Path,
    *,
    base_url: str,
    pretalx_url: str | None,
    webhook_port: int,
    given: Mapping[str, str],
    with_livestreams: bool = False,
    x_url: str | None = None,
    more_sections: str = "",
    database: str = "",
    checkin_list: str = "",
) -> Path:
    """Write the files that an organiser would write into `folder`; return the configuration's.

    `given` are the secrets. Without `pretalx_url` there is no programme, without `x_url` there are no tweets.
    """
    config = folder / "config.toml"
    config.write_text(
        CONFIG.format(
            name=conference.NAME,
            timezone=conference.TIMEZONE.key,
            first_day=conference.FIRST_DAY,
            last_day=conference.LAST_DAY,
            guild_id=conference.GUILD_ID,
            base_url=base_url,
            webhook_port=webhook_port,
            organizer=conference.ORGANIZER,
            event=conference.EVENT,
            arrivals=f'checkin_list = "{checkin_list}"\n' if checkin_list else "",
            database=database or f"sqlite+aiosqlite:///{folder / 'bot.db'}",
        )
        + (PROGRAMME.format(pretalx_url=pretalx_url, event=conference.EVENT) if pretalx_url else "")
        + (TWITTER.format(x_url=x_url) if x_url else "")
        + (REMINDERS if pretalx_url and x_url else "")
        + more_sections
        + "".join(_room(name, with_livestreams=with_livestreams) for name in ROOM_CHANNELS)
    )
    (folder / "ticket_to_roles_prod.json").write_text(json.dumps(conference.TICKET_TO_ROLES))
    secrets_file = folder / ".secrets"
    secrets_file.touch(mode=0o600)
    secrets_file.write_text("".join(f"{name}={value}\n" for name, value in given.items()))
    return config


def _room(name: str, *, with_livestreams: bool) -> str:
    channel = ROOM_CHANNELS[name]
    room = ROOM.format(name=name, channel=channel)
    if not with_livestreams:
        return room
    streams = (LIVESTREAM.format(day=day, channel=channel) for day in days())
    return "".join((room, "[rooms.livestreams]\n", *streams))
