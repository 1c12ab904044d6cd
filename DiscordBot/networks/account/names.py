"""What a network is called: in the database, by people, and in commands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkNames:
    """`stored` is what rows are stored under and never changes, `title` what people read.

    `mark` is a sign in the network's colour, which stands beside the title and never for it.
    A network may have a group of commands of its own, `commands`, beside `/networks`.
    """

    stored: str
    title: str
    mark: str = ""
    commands: str | None = None

    def command(self, verb: str) -> str:
        """Return what organisers type to `connect`, `pause` or `resume` it, or for its `status`."""
        if self.commands is not None:
            return f"/{self.commands} {verb}"
        return f"/networks {verb} network:{self.title}"
