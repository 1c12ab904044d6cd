"""Which pretalx is run, and what is in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sandbox import conference
from sandbox.conference import programme
from tests.real.django_server import Program

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]

TOKEN = "full-token"
LIMITED_TOKEN = "limited-token"


def environment(folder: Path, address: str) -> dict[str, str]:
    """Let pretalx keep its data in `folder`, and ignore whatever configuration this machine has."""
    return {
        "PRETALX_CONFIG_FILE": os.devnull,
        "PRETALX_DATA_DIR": str(folder),
        "PRETALX_TEST_URL": address,
    }


PRETALX = Program("pretalx", ("pretalx==2025.2.2", "gunicorn==27.0.1"), environment, "/api/events/")


def describe() -> Json:
    """Tell everything that a pretalx is to be filled with."""
    return programme.everything() | {
        "event": conference.EVENT,
        "token": TOKEN,
        "limited_token": LIMITED_TOKEN,
        "first_day": conference.FIRST_DAY.isoformat(),
        "last_day": conference.LAST_DAY.isoformat(),
        "timezone": conference.TIMEZONE.key,
    }
