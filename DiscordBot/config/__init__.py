"""What a configuration is and how it is read: the package's front door."""

from __future__ import annotations

from DiscordBot.config.files import ConfigurationError
from DiscordBot.config.loading import (
    CONFIG_FILE,
    LOCAL_CONFIG_FILE,
    Config,
    file_version,
    find_config_file,
    load_config,
)

__all__ = [
    "CONFIG_FILE",
    "LOCAL_CONFIG_FILE",
    "Config",
    "ConfigurationError",
    "file_version",
    "find_config_file",
    "load_config",
]
