"""What of the configuration is about the job board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from DiscordBot.config.sections import Section
from DiscordBot.config.values import Minutes, Text
from DiscordBot.server_setup.layout import PROGRAMME, SPEAK_IN_THREADS, STAFF, Audience, Channel, Kind

if TYPE_CHECKING:
    from DiscordBot.config import Config


class JobBoard(Section):
    """Job adverts from a form; `source` is its CSV: an address, or a path from the folder of config.toml.

    With `approve`, organisers are asked about each advert before it is posted.
    """

    # Not shown when the configuration is printed: whoever knows Google's address can read the answers.
    source: Text = Field(examples=["jobs.csv"], repr=False)
    refresh_minutes: Minutes = 10
    approve: bool = False


def _asks(config: Config) -> bool:
    section = config.section(JobBoard)
    return section is not None and section.approve


REVIEW_CHANNEL = Channel(
    key="job_board_review",
    default="job-adverts-review",
    category=STAFF,
    audience=Audience.ORGANIZERS,
    topic="Job adverts waiting for approval.",
    only_if=_asks,
)
JOBS_CHANNEL = Channel(
    key="job_board",
    default="jobs",
    category=PROGRAMME,
    audience=Audience.ATTENDEE_READERS,
    topic="Jobs at our sponsors and friends.",
    kind=Kind.FORUM,
    permissions=SPEAK_IN_THREADS,
)
