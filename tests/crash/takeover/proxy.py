"""A way to PostgreSQL that can be cut like a cable: nobody is told, and nothing arrives any more."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PIECE = 64 * 1024


class Proxy:
    """Passes bytes between TCP connections and a server's socket, until it is cut."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._is_cut = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    def cut(self) -> None:
        """Pass nothing on any more, the ends of connections included."""
        self._is_cut = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection."""
        there, back = await asyncio.open_unix_connection(self._socket)
        self._writers += [writer, back]
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pass_on(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End everything."""
        for task in [*self._tasks]:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        for writer in self._writers:
            writer.transport.abort()
        # The event loop closes them in its next turn.
        await asyncio.sleep(0)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while piece := await source.read(PIECE):
                if not self._is_cut:
                    target.write(piece)
                    await target.drain()
        except ConnectionError:
            pass
        if self._is_cut:
            await asyncio.Event().wait()
        target.close()


@asynccontextmanager
async def open_proxy(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """Open a way to a database on a server with a socket in the file system; give it and its address."""
    address = make_url(url)
    proxy = Proxy(f"{address.query['host']}/.s.PGSQL.{address.port or 5432}")
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    passed = address.set(host="127.0.0.1", port=port, query={})
    try:
        yield proxy, passed.render_as_string(hide_password=False)
    finally:
        server.close()
        await proxy.close()
