"""Whatever networks there are: a rehearsal posts on none of them, and needs no secrets."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.config import load_config
from DiscordBot.core.clock import SystemClock
from DiscordBot.core.rehearsal import with_rehearsal
from DiscordBot.core.settings.settings import Settings
from DiscordBot.feature import Neighbours
from DiscordBot.networks.all_networks import ALL_NETWORKS
from DiscordBot.networks.port import NotNowError, OutgoingPost, RejectedError
from tests.config_folder import EVERY_SECRET, SMALLEST

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.config import Config
    from DiscordBot.core.database import Database
    from DiscordBot.feature import Feature
    from DiscordBot.networks.network_feature import NetworkFeature
    from DiscordBot.networks.port import NetworkAccess

START = datetime(2027, 7, 14, 8, 45)  # noqa: DTZ001 - on the venue's walls
SECTIONS = '[twitter]\n[mastodon]\nbase_url = "https://example.social"\n[bluesky]\n[linkedin]\n'


class Unplugged:
    """A session that no request may use."""

    def request(self, *asked: object, **_: object) -> None:
        raise AssertionError(asked)


def access(feature: Feature, config: Config, database: Database) -> NetworkAccess:
    nothing: Any = SimpleNamespace()
    log = SimpleNamespace(write=print)
    context: Any = SimpleNamespace(
        config=config,
        clock=SystemClock(ZoneInfo("UTC")),
        database=database,
        bot_log=log,
        session=Unplugged(),
        staff=nothing,
        reporter=nothing,
        settings=Settings(
            database, SystemClock(ZoneInfo("UTC")), feature.settings(config), write_log=print, on_error=print
        ),
    )
    built = feature.built(context, Neighbours((), ()))
    assert built.network is not None
    return built.network


@pytest.mark.parametrize("network", ALL_NETWORKS, ids=lambda network: network.name)
async def test_nothing_is_posted_in_a_rehearsal(
    network: NetworkFeature, tmp_path: Path, database: Database
) -> None:
    file = tmp_path / "config.toml"
    # Without secrets only a dry run is allowed at all.
    file.write_text(SMALLEST + "".join(f"{line}\n" for line in _dry(SECTIONS)))
    config = load_config(file, environment={}, need_discord_token=False)
    features = {
        key: section.model_copy(update={"dry_run": False}) if hasattr(section, "dry_run") else section
        for key, section in config.features.items()
    }
    real = config.model_copy(update={"features": features})
    there = access(network, with_rehearsal(real, START), database)
    published = await there.network.publish(OutgoingPost(text="Hello", key="1"))
    assert (published.id.startswith("dry-run-"), published.link) == (True, None)
    with pytest.raises(NotNowError):
        await there.network.find(OutgoingPost(text="Hello", key="1"), datetime.now(UTC), None)
    await there.network.delete(OutgoingPost(text="Hello", key="1"), published.id)
    with pytest.raises(RejectedError):
        await there.network.delete(OutgoingPost(text="Hello", key="1"), "1001")
    assert there.account is not None
    assert there.account.connecting is None
    assert (await there.account.status()).dry_run
    assert "dry run" in there.network.title


@pytest.mark.parametrize("network", ALL_NETWORKS, ids=lambda network: network.name)
async def test_it_writes_to_people_if_it_says_so(
    network: NetworkFeature, tmp_path: Path, database: Database
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SMALLEST + SECTIONS.replace("[linkedin]", "[linkedin]\norganization = 1"))
    there = access(network, load_config(file, environment=EVERY_SECRET), database)
    assert (there.messenger is not None) == network.has_messages


def _dry(sections: str) -> list[str]:
    return [f"{line}\ndry_run = true" if line.startswith("[") else line for line in sections.splitlines()]
