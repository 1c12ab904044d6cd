"""The conference bot: tickets, programme, numbers and public voice of a community conference."""

from __future__ import annotations

__version__: str


def __getattr__(name: str) -> str:
    """Ask for the version only where it is told: the processes that render texts start too often for it."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from DiscordBot.core.version import program_version  # noqa: PLC0415 - see above

    globals()[name] = program_version()
    version: str = globals()[name]
    return version
