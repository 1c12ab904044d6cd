"""Looks at every request that reaches the simulated Discord."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simcord.http import router

from tests.discord_api import limits, messages
from tests.discord_api.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend import Backend
    from simcord.backend.models import Message

    from tests.discord_api.document import Document
    from tests.discord_api.request import Json


class RequestCheck:
    """Keeps what was wrong with requests until somebody takes it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._faults: list[str] = []
        self._known_to_fit: set[int] = set()

    def look_at(self, request: Request) -> None:
        operation = self._document.operation(request.method, request.path)
        if operation is None:
            self._faults.append(f"{request.method} {request.path}: Discord has no such route")
            return
        # Each bot that is started sends the same commands, which are most of the work.
        looks = hash((operation.name, repr(replace(request, path=""))))
        if looks in self._known_to_fit:
            return
        found = list(self._document.faults(operation, request))
        # What follows relies on the shape that the schemas tell.
        found = found or list(limits.faults(operation.template, request))
        if not found:
            self._known_to_fit.add(looks)
        self._faults += (f"{operation.name}: {fault}" for fault in found)

    def taken_faults(self) -> list[str]:
        """Return what was wrong since this was asked last."""
        taken, self._faults = self._faults, []
        return taken

    @contextmanager
    def expect_faults(self) -> Iterator[list[str]]:
        """Give what was wrong in the block, which then fails no test."""
        before = self.taken_faults()
        found: list[str] = []
        yield found
        found += self.taken_faults()
        self._faults = before

    def watch(self) -> None:
        """Look at all that discord.py sends from now on, by its client and in answer to interactions."""
        dispatch = router.dispatch

        def watched(backend: Backend, method: str, path: str, **sent: Any) -> object:  # noqa: ANN401 - handed on
            self.look_at(seen(backend, method, path, **sent))
            return dispatch(backend, method, path, **sent)

        router.dispatch = watched


def seen(
    backend: Backend,
    method: str,
    path: str,
    *,
    json: object = None,
    params: Json | None = None,
    files: list[Any] | None = None,
    reason: str | None = None,
    **_: object,
) -> Request:
    """Add what Discord knows of the channel and of the message that is edited."""
    channel = message = None
    match path.strip("/").split("/"):
        case ["channels", channel_id, "messages", message_id] if message_id.isdigit():
            message = backend.messages.get(int(channel_id), {}).get(int(message_id))
        case ["channels", channel_id]:
            channel = backend.channels.get(int(channel_id))
    return Request(
        method,
        path,
        json,
        params or {},
        tuple(file.filename for file in files or []),
        reason,
        _attached(method, message),
        int(channel.type) if channel else None,
        bool(message and message.flags & messages.LAYOUT),
    )


def _attached(method: str, message: Message | None) -> tuple[str, ...] | None:
    """Return the files of a message; of one that was deleted, Discord says only that it is gone."""
    if message is None:
        return None if method == "PATCH" else ()
    return tuple(one["filename"] for one in message.attachments)
