"""How the stand-in refuses."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Trouble:
    """What becomes of a request instead of an answer, before or `after_accepting` it."""

    status: int
    error: str = "InternalServerError"
    headers: dict[str, str] = field(default_factory=dict)
    after_accepting: bool = False

    def answer(self) -> web.Response:
        """Return what is answered."""
        return refuse(self.status, self.error, "Trouble", self.headers)


def refuse(status: int, error: str, message: str, headers: dict[str, str] | None = None) -> web.Response:
    """Return a refusal as servers write it."""
    return web.json_response({"error": error, "message": message}, status=status, headers=headers)
