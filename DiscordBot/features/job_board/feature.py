"""Job adverts in a forum."""

from __future__ import annotations

from DiscordBot.feature import Feature
from DiscordBot.features.job_board import config

FEATURE = Feature(
    name="job_board",
    build="DiscordBot.features.job_board.build:build",
    switch="job_board",
    sections={"job_board": config.JobBoard},
    channels=(config.JOBS_CHANNEL, config.REVIEW_CHANNEL),
    probe="DiscordBot.features.job_board.build:probe",
)
