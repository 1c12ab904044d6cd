"""The conference bot: tickets, programme, numbers and public voice of a community conference."""

from DiscordBot.core.version import program_version

__version__ = program_version()
