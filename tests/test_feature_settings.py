from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from DiscordBot.app import FEATURES
from DiscordBot.features.programme.config import LEAD_MINUTES, Programme
from tests.config_folder import PRETIX, SMALLEST, Folder

if TYPE_CHECKING:
    from pathlib import Path

    from DiscordBot.config import Config
    from DiscordBot.core.settings.settings import Setting

PROGRAMME = "[pretalx]\nevent = 'x'\n[programme]\nlead_minutes = 7\n"


def known_settings(config: Config) -> list[Setting]:
    return [*(setting for one in FEATURES if one.is_on(config) for setting in one.settings(config))]


@pytest.mark.parametrize(
    ("sections", "names"),
    [
        ("", []),
        (PRETIX, ["pretix.revoke_on_cancel", "pretix.set_nickname", "pretix.direct_messages"]),
        (
            "[moderation]",
            [
                "moderation.policy",
                "moderation.posting_windows",
                "moderation.hashtags",
                "moderation.add_hashtags",
            ],
        ),
        (PROGRAMME, ["programme.lead_minutes", "programme.room_lead_minutes"]),
    ],
)
def test_only_features_that_are_on_have_settings(tmp_path: Path, sections: str, names: list[str]) -> None:
    config = Folder(tmp_path).load(SMALLEST + sections)

    assert [setting.name for setting in known_settings(config)] == names


def test_the_configurations_values_count_first(tmp_path: Path) -> None:
    config = Folder(tmp_path).load(f"{SMALLEST}{PRETIX}set_nickname = false\n{PROGRAMME}")

    assert {setting.name: setting.configured for setting in known_settings(config)} == {
        "programme.lead_minutes": 7,
        "programme.room_lead_minutes": 2,
        "pretix.revoke_on_cancel": True,
        "pretix.set_nickname": False,
        "pretix.direct_messages": True,
    }


@pytest.mark.parametrize("minutes", [0, 1, 24 * 60, 24 * 60 + 1])
def test_minutes_have_the_limits_that_the_configuration_has(tmp_path: Path, minutes: int) -> None:
    config = Folder(tmp_path).load(SMALLEST + PROGRAMME)
    lead = next(setting for setting in known_settings(config) if setting.name == LEAD_MINUTES)

    assert _accepts(lambda: lead.kind.read(str(minutes))) == _accepts(lambda: Programme(lead_minutes=minutes))


def _accepts(attempt: object) -> bool:
    assert callable(attempt)
    try:
        attempt()
    except (ValueError, ValidationError):
        return False
    return True
