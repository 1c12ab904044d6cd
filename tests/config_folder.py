from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from DiscordBot.config import Config, ConfigurationError, load_config

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding

ROOT = Path(__file__).parent.parent
CONFERENCE = """
[conference]
name = "PyCon Example 2027"
timezone = "Europe/Berlin"
first_day = 2027-07-14
last_day = 2027-07-16
"""
SMALLEST = f"{CONFERENCE}[server]\nguild_id = 4242\n"
PRETIX = '[pretix]\norganizer = "example"\nevent = "conf2027"\n'
SECRET = "s3cr3t-V4lu3-$HOME"
EVERY_SECRET = {
    "DISCORD_BOT_TOKEN": SECRET,
    "PRETIX_TOKEN": SECRET,
    "PRETIX_WEBHOOK_SECRET": SECRET,
    "METRICS_TOKEN": SECRET,
    "PRETALX_TOKEN": SECRET,
    "TITO_TOKEN": SECRET,
    "TITO_WEBHOOK_TOKEN": SECRET,
    "TWITTER_CLIENT": SECRET,
    "TWITTER_CLIENTSECRET": SECRET,
    "TWITTER_TOKEN_KEY": SECRET,
    "NETWORKS_TOKEN_KEY": SECRET,
    "LINKEDIN_CLIENT_ID": SECRET,
    "LINKEDIN_CLIENT_SECRET": SECRET,
    "ROOM_FORUM_HALL": f"https://discord.com/api/webhooks/1/{SECRET}",
    "OTHER_SERVER": f"https://discord.com/api/webhooks/2/{SECRET}",
}


class Folder:
    """A folder with a configuration in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("ticket_to_roles_prod.json", '{"Business": ["Attendee"]}')

    def write(self, name: str, text: str, mode: int = 0o600) -> Path:
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)
        return file

    def load(
        self, toml: str, environment: dict[str, str] = EVERY_SECRET, *, need_discord_token: bool = True
    ) -> Config:
        file = self.write("config.toml", toml)
        return load_config(file, environment=environment, need_discord_token=need_discord_token)

    def problems(self, toml: str, environment: dict[str, str] = EVERY_SECRET) -> dict[str, Finding]:
        with pytest.raises(ConfigurationError) as caught:
            self.load(toml, environment)
        assert SECRET not in str(caught.value)
        assert len({found.subject for found in caught.value.findings}) == len(caught.value.findings)
        return {found.subject: found for found in caught.value.findings}


def switched_on(example: str) -> str:
    return re.sub(r"(?m)^#(?=\S)", "", example)
