from __future__ import annotations

from typing import Any

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.features.open_spaces.config import OpenSpaces
from DiscordBot.features.open_spaces.reminders.template_check import probe
from tests.features.sponsors.made_up import CONFERENCE

NO_SESSION: Any = None


@pytest.mark.parametrize(
    ("template", "level", "detail"),
    [
        (None, Level.OK, "can be used"),
        ("{{ room }}, {{ start | datetimeformat('%H:%M') }}: {{ text }} {{ link }}", Level.OK, "can be used"),
        ("{{ rom }}", Level.ERROR, "«rom»"),
        ("{{ author }}", Level.ERROR, "For an announcement on the server: it makes no text."),
    ],
)
async def test_the_template_is_tried_before_the_start(
    template: str | None, level: Level, detail: str
) -> None:
    class Configured:
        conference = CONFERENCE

        def require(self, _kind: type[OpenSpaces]) -> OpenSpaces:
            return OpenSpaces() if template is None else OpenSpaces(template=template)

    configured: Any = Configured()
    (finding,) = await probe(configured, NO_SESSION)
    assert finding.level is level
    assert detail in finding.detail
