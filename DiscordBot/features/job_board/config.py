"""What of the configuration is about the job board."""

from __future__ import annotations

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, Text
from DiscordBot.server_setup.layout import PROGRAMME, SPEAK_IN_THREADS, Audience, Channel, Kind


class JobBoard(Section):
    """Job adverts from a form; `source` is its CSV: an address, or a path from the folder of config.toml."""

    # Not shown when the configuration is printed: whoever knows Google's address can read the answers.
    source: Text = Field(examples=["jobs.csv"], repr=False)
    refresh_minutes: Minutes = 10


JOBS_CHANNEL = Channel(
    key="job_board",
    default="jobs",
    category=PROGRAMME,
    audience=Audience.ATTENDEE_READERS,
    topic="Jobs at our sponsors and friends.",
    kind=Kind.FORUM,
    permissions=SPEAK_IN_THREADS,
)
