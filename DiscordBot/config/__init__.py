"""What a configuration is and how it is read: the package's front door."""

from __future__ import annotations

from DiscordBot.config.loading import (
    CONFIG_FILE,
    LOCAL_CONFIG_FILE,
    Config,
    ConfigurationError,
    TicketRoles,
    file_version,
    find_config_file,
    load_config,
    read_sections,
    read_ticket_roles,
)

__all__ = [
    "CONFIG_FILE",
    "LOCAL_CONFIG_FILE",
    "Config",
    "ConfigurationError",
    "TicketRoles",
    "file_version",
    "find_config_file",
    "load_config",
    "read_sections",
    "read_ticket_roles",
]
