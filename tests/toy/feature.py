from __future__ import annotations

from DiscordBot.feature import Feature
from tests.toy import config

FEATURE = Feature(
    name="toy",
    build="tests.toy.build:build",
    switch="toy",
    sections={"toy": config.Toy},
    channels=(config.PLAYGROUND,),
    roles=config.roles,
    settings=config.settings,
    secrets=(config.TOY_TOKEN,),
    warnings=config.warnings,
    probe="tests.toy.build:probe",
)
