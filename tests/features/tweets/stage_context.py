"""What features on a stage are built from, in the place of what `create_bot` gives them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from DiscordBot.app import FEATURES, build_settings
from DiscordBot.context import Context
from DiscordBot.discord_ui.messages.channel_log import ChannelLog
from DiscordBot.discord_ui.server import Server
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.tweets.config import POLICY, Moderation
from DiscordBot.networks.port import NetworkAccess
from tests.features.tweets.post_office import PlannedScheduler
from tests.made_up_config import config_with

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from decimal import Decimal

    from DiscordBot.config import Config
    from DiscordBot.features.programme.schedule.sessions import Session
    from DiscordBot.networks.port import Network, Reader
    from tests.features.tweets.stage import QueueBot

CHANNEL = "tweet-moderation"


def config_for(guild_id: int) -> Config:
    return config_with(Moderation(), guild_id=guild_id, channels={"moderation": CHANNEL})


def made_up_programme(
    sessions: Callable[[], Sequence[Session]], handles: Callable[[str], Mapping[str, str]] = lambda _: {}
) -> ProgrammeAccess:
    """Return a programme of which only sessions and handles are of interest."""
    nothing: Any = None
    return ProgrammeAccess(
        sessions=sessions,
        speakers=tuple,
        known=lambda _: None,
        handles=handles,
        embeds=nothing,
        listen=lambda _: None,
        listen_to_speakers=lambda _: None,
        refresh=nothing,
    )


def readable(reader: Reader | None) -> NetworkAccess:
    """Return the stage's network, of which only the reading is of interest."""
    nothing: Any = None
    network: Any = SimpleNamespace(name="paper", title="Paper")
    return NetworkAccess(network=network, reader=reader, budget_left=nothing, listen=lambda _: None)


async def unlimited() -> None:
    """Cost nothing."""


def posting(
    network: Network,
    measure: Callable[[str], int] = len,
    budget_left: Callable[[], Awaitable[Decimal | None]] = unlimited,
) -> NetworkAccess:
    """Return a network of which only the posting is of interest."""
    return NetworkAccess(network=network, measure=measure, budget_left=budget_left, listen=lambda _: None)


def stage_context(bot: QueueBot, config: Config, scheduler: Any, session: Any = None) -> Context:  # noqa: ANN401 - stand-ins
    """Return what a further feature on the stage is built from; organisers' log goes nowhere."""
    stage, log = bot.stage, ChannelLog(lambda: None)
    me: Any = bot
    settings = build_settings(
        config,
        FEATURES,
        database=stage.database,
        clock=stage.clock,
        bot_log=log,
        reporter=bot.reporter,
    )
    choice = settings.choice
    settings.choice = lambda name: stage.policy if name == POLICY else choice(name)  # type: ignore[method-assign]  # tests change it at will
    return Context(
        config=config,
        clock=stage.clock,
        database=stage.database,
        scheduler=scheduler,
        settings=settings,
        reporter=bot.reporter,
        server=Server(lambda: bot.get_guild(stage.guild.id)),
        staff=bot.staff,
        bot_log=log,
        bot=me,
        session=session,
    )


class JobBook(PlannedScheduler):
    """A scheduler that also remembers what is to be done again and again."""

    jobs: tuple[str, ...] = ()

    def every(self, interval: Any, name: str, work: Any) -> None:  # noqa: ANN401 - as the scheduler's
        super().every(interval, name, work)
        self.jobs += (name,)

    def never(self, name: str) -> None:
        del name
        self.moment = None
