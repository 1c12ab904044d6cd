"""The livestream links of the configuration file, read again when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.config import ConfigurationError, file_version
from DiscordBot.features.programme.config import Programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Room
    from DiscordBot.core.findings import Finding


class LivestreamFile:
    """The rooms with their streams and the links of single sessions, as the file last had them.

    `findings` say what is wrong with the file as it is now; the links are then those from before.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        # Another one than any file's: it may have changed since the configuration was read.
        self._version = -1
        self.findings: tuple[Finding, ...] = ()
        self._take(config)

    def follow(self) -> bool:
        """Read the file if it changed; tell whether the links are other ones now."""
        version = file_version(self._config.file)
        if version == self._version:
            return False
        self._version = version
        before = self.rooms, self.session_links
        try:
            self._take(self._config.read_again())
        except ConfigurationError as error:
            self.findings = error.findings
            return False
        self.findings = ()
        return before != (self.rooms, self.session_links)

    def _take(self, config: Config) -> None:
        self.rooms: Sequence[Room] = config.rooms
        programme = config.section(Programme)
        self.session_links: Mapping[str, str] = programme.session_links if programme is not None else {}
