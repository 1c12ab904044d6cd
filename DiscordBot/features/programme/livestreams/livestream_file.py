"""The livestream links of the configuration file, read again when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.config import ConfigurationError, file_version, read_sections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from DiscordBot.config import Config
    from DiscordBot.config.sections import Room, Sections
    from DiscordBot.core.findings import Finding


class LivestreamFile:
    """The rooms with their streams and the links of single sessions, as the file last had them.

    `findings` say what is wrong with the file as it is now; the links are then those from before.
    """

    def __init__(self, config: Config) -> None:
        self._file: Path = config.file
        # Another one than any file's: it may have changed since the configuration was read.
        self._version = -1
        self.findings: tuple[Finding, ...] = ()
        self._take(config)

    def follow(self) -> bool:
        """Read the file if it changed; tell whether the links are other ones now."""
        version = file_version(self._file)
        if version == self._version:
            return False
        self._version = version
        before = self.rooms, self.session_links
        try:
            self._take(read_sections(self._file))
        except ConfigurationError as error:
            self.findings = error.findings
            return False
        self.findings = ()
        return before != (self.rooms, self.session_links)

    def _take(self, sections: Sections) -> None:
        self.rooms: Sequence[Room] = sections.rooms
        programme = sections.programme
        self.session_links: Mapping[str, str] = programme.session_links if programme is not None else {}
