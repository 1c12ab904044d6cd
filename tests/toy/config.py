from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.config.secrets import Secret
from DiscordBot.config.sections import Section
from DiscordBot.core.settings.setting_kinds import WholeNumber
from DiscordBot.core.settings.settings import Setting
from DiscordBot.server_setup.layout import WELCOME, Audience, Channel, WantedRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from DiscordBot.config import Config

BOUNCES = "toy.bounces"
TOY_TOKEN = Secret("TOY_TOKEN", "to play", lambda document: "toy" in document)
PLAYGROUND = Channel(
    key="playground",
    default="playground",
    category=WELCOME,
    audience=Audience.EVERYBODY,
    topic="Where one plays.",
)


class Toy(Section):
    """Something to play with."""

    colour: str = "red"
    bounces: int = 3


def roles(_config: Config) -> Iterable[WantedRole]:
    return [WantedRole("toy", "Players", 0xFF0000)]


def settings(config: Config) -> Iterable[Setting]:
    return [
        Setting(BOUNCES, "How often it bounces.", WholeNumber(1, 9, "bounces"), config.require(Toy).bounces)
    ]


def warnings(config: Config) -> Iterable[tuple[str, str, str]]:
    toy = config.section(Toy)
    if toy is not None and toy.colour == "invisible":
        yield "toy.colour", "is hard to see", "Choose another one."
