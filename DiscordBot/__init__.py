"""The conference bot: tickets, programme, numbers and public voice of a community conference."""

from importlib.metadata import version

__version__ = version("discordbot")
