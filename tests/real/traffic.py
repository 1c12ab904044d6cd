"""Counting what a client asks of a real server, and what it gets."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass
class Traffic:
    requests: int = 0
    received: int = 0


@asynccontextmanager
async def counting_session(traffic: Traffic) -> AsyncIterator[aiohttp.ClientSession]:
    """Give a session that adds its requests and the bytes it receives to `traffic`."""

    async def count_request(*_: object) -> None:
        traffic.requests += 1

    async def count_bytes(_session: object, _context: object, ended: aiohttp.TraceRequestEndParams) -> None:
        # Pieces are only told of an answer that is read in one go.
        traffic.received += ended.response.content_length or 0

    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(count_request)
    tracing.on_request_end.append(count_bytes)
    async with aiohttp.ClientSession(trace_configs=[tracing]) as session:
        yield session
