"""What is not used is not loaded: it would cost memory, and time at every start."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ["alembic", "feedparser", "matplotlib", "numpy", "PIL", "simcord", "tweepy", "twitter_text"]
IMPORT = """
import json, pkgutil, sys
import DiscordBot.bot
from DiscordBot.app import FEATURES
for feature in FEATURES:
    if feature.name in sys.argv[2:]:
        pkgutil.resolve_name(feature.build)
print(json.dumps([name for name in json.loads(sys.argv[1]) if name in sys.modules]))
"""


def loaded(*features: str) -> set[str]:
    """Return what of the heavy packages a bot with these features has loaded once it is built."""
    command = [sys.executable, "-c", IMPORT, json.dumps(HEAVY), *features]
    run = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - all of it is ours
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    ("features", "packages"),
    [
        ((), set()),
        (("registration", "programme", "organizers"), set()),
        (("job_board", "news", "open_spaces"), set()),
        (("twitter",), {"tweepy"}),
    ],
    ids=["none", "registration and programme", "no network", "X"],
)
def test_only_what_is_on_is_loaded(features: tuple[str, ...], packages: set[str]) -> None:
    assert loaded(*features) - {"twitter_text"} == packages
