"""A new network is a folder and one line in networks/all_networks.py: nothing else has to know it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.all_networks import ALL_NETWORKS
from tests.databases import database_url

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.networks.network_feature import NetworkFeature

ONE_LINE_MORE = """
import asyncio, pathlib, sys
from DiscordBot.networks import all_networks
from tests.networks.fifth.feature import FEATURE
all_networks.ALL_NETWORKS += (FEATURE,)
from tests.networks.fifth import journey
journey.has_its_keys()
asyncio.run(journey.connects_and_posts(pathlib.Path(sys.argv[1])))
"""


@pytest.mark.slow
def test_it_is_connected_and_gets_posts_with_its_handles(tmp_path: Path) -> None:
    database_url(tmp_path / "bot.db")  # lent to this test, also where that is on a server
    command = [sys.executable, "-c", ONE_LINE_MORE, str(tmp_path)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - all of it is ours
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("network", ALL_NETWORKS, ids=lambda network: network.name)
def test_a_network_has_one_name(network: NetworkFeature) -> None:
    assert network.switch == network.name
    assert network.name in network.sections
