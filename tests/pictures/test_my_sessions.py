"""An attendee's own list, as pictures: `make pictures` puts them into the documents."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.features.programme.hall import open_hall
from tests.pictures.camera import camera

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.pictures, pytest.mark.slow]

MORNING = datetime(2027, 7, 14, 8, 50)  # noqa: DTZ001 - on the venue's walls


async def test_a_list(tmp_path: Path) -> None:
    async with (
        open_hall(tmp_path, MORNING, settings="\n[my_sessions]\n") as hall,
        camera(hall.env, tmp_path, hall.clock.now) as lens,
    ):
        await hall.until(lambda: hall.topic("terrace-2a"))
        ada, lobby = hall.server.people["ada"], hall.server.channels["lobby"]
        for key in ("TALK00-1", "TALK01-1", "TALK07-1"):
            found = await hall.ask("schedule search", words=key)
            await ada.click(found, label="Remind me")
        await lens.take("my-sessions", ada, lobby, await hall.ask("my sessions"))
