"""What a feature declares of itself: all that the rest of the bot knows of it, before it is built.

A feature's feature.py names one `Feature`; app.py lists them. Its other modules are imported only when the
feature is on: `build` and `probe` are names of functions, written `package.module:function`.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    import aiohttp

    from DiscordBot.config import Config
    from DiscordBot.config.schema import ConfigFile
    from DiscordBot.config.secrets import Secret
    from DiscordBot.config.sections import Section
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.report import ReportPart
    from DiscordBot.core.settings.settings import Setting
    from DiscordBot.discord_ui.feature_cog import Cog
    from DiscordBot.networks.port import NetworkAccess
    from DiscordBot.server_setup.layout import Channel, WantedChannel, WantedRole

FrontDoor = TypeVar("FrontDoor")


def _nothing(_config: Config) -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A part of the bot that may be on or off.

    `switch` is the section of config.toml that puts it on, or the sections of which any does; None if it
    always is. It `requires` other sections, or any of several, and may use the features in `depends_on` where
    those are on; "networks" are all networks.
    """

    name: str
    build: str
    """Builds it: (`Context`, `Neighbours`) -> `Built`."""
    switch: str | tuple[str, ...] | None = None
    sections: Mapping[str, type[Section]] = field(default_factory=dict)
    requires: tuple[str | tuple[str, ...], ...] = ()
    depends_on: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    """Its keys of [channels]."""
    more_channels: Callable[[Config], Iterable[WantedChannel]] = _nothing
    """Channels that it uses and other sections name."""
    roles: Callable[[Config], Iterable[WantedRole]] = _nothing
    settings: Callable[[Config], Iterable[Setting]] = _nothing
    """What organisers may change without a restart; asked only while it is on."""
    secrets: tuple[Secret, ...] = ()
    files: tuple[ConfigFile, ...] = ()
    warnings: Callable[[Config], Iterable[tuple[str, str, str]]] = _nothing
    """Key, detail and remedy of what is allowed in the configuration but hardly meant; also while off."""
    probe: str | None = None
    """Tries what a start needs of others: (`Config`, `aiohttp.ClientSession`) -> findings, awaited."""

    def is_on(self, config: Config) -> bool:
        """Tell whether the configuration puts it on."""
        return self.switch is None or config.has_any(self.switch)

    def built(self, context: Context, neighbours: Neighbours) -> Built:
        """Import and build it."""
        build: Build = pkgutil.resolve_name(self.build)
        return build(context, neighbours)

    async def probed(self, config: Config, session: aiohttp.ClientSession) -> Sequence[Finding]:
        """Import what it tries before a start, and try it."""
        if self.probe is None:
            return ()
        probe: Probe = pkgutil.resolve_name(self.probe)
        return await probe(config, session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A feature at work.

    `front_door` is all that other features may use of it. `delete_personal_data` is called again and again
    from the day on when personal data must be gone; it may be called when nothing is left. `report` returns
    what it tells in the report after the conference.
    """

    cogs: Sequence[Cog] = ()
    front_door: object = None
    network: NetworkAccess | None = None
    delete_personal_data: Callable[[], Awaitable[object]] | None = None
    report: Callable[[], Awaitable[Sequence[ReportPart]]] | None = None


class Neighbours:
    """What a feature is given of others: the front doors of those that it depends on and that are on."""

    def __init__(self, front_doors: Iterable[object], networks: Iterable[NetworkAccess]) -> None:
        self._front_doors = tuple(front_doors)
        self.networks = tuple(networks)

    def find(self, kind: type[FrontDoor]) -> FrontDoor | None:
        """Return a feature's front door; None where that feature is off."""
        return next((door for door in self._front_doors if isinstance(door, kind)), None)

    def require(self, kind: type[FrontDoor]) -> FrontDoor:
        """Return the front door of a feature that is on. Raises `LookupError` if it is not."""
        found = self.find(kind)
        if found is None:
            raise LookupError(f"{kind.__name__} is off, or not among what this feature depends on")
        return found


class Build(Protocol):
    """What `Feature.build` names."""

    def __call__(self, context: Context, neighbours: Neighbours, /) -> Built:
        """Build the feature."""


class Probe(Protocol):
    """What `Feature.probe` names."""

    async def __call__(self, config: Config, session: aiohttp.ClientSession, /) -> Sequence[Finding]:
        """Try what a start needs."""
