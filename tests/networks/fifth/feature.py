from __future__ import annotations

from DiscordBot.networks.network_feature import NetworkFeature
from tests.networks.fifth import config
from tests.networks.fifth.handles import HANDLES

FEATURE = NetworkFeature(
    name="pigeons",
    build="tests.networks.fifth.build:build",
    switch="pigeons",
    sections={"pigeons": config.Pigeons},
    handles=HANDLES,
    has_messages=True,
)
