"""How all stand-in servers listen."""

from __future__ import annotations

from aiohttp import web


class Listener:
    """Serves an application on this machine."""

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None

    async def start(self, application: web.Application, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen, on any free port by default; return `host:port`."""
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return f"{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Refuse connections from now on; may be called twice, and before `start`."""
        if self._runner is not None:
            await self._runner.cleanup()
