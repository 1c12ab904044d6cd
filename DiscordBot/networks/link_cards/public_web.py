"""Fetching what anybody can read, from addresses that strangers may have chosen.

Nothing of the machine's own network is asked, whatever an address, a name server or a redirect says: names
are looked up here, and the connection goes to the very address that was looked at.
"""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_PIECE = 64 * 1024

# What lies behind these may be an address of the machine's own network:
# https://www.iana.org/assignments/iana-ipv6-special-registry
_GLOBAL_UNICAST = ip_network("2000::/3")
_TUNNELS = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))


class UnreadablePageError(Exception):
    """It cannot be fetched, or must not be."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched at last, from `address`; `body` may be the beginning only."""

    address: str
    content_type: str
    body: bytes


def is_public(host: str, port: int) -> bool:
    """Tell whether an IP address belongs to everybody's internet, and the port to its web."""
    address = ip_address(host)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address not in _GLOBAL_UNICAST or any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast and port in PORTS.values()


async def looked_up(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host. Raises `OSError`."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _, _, _, _, address in found]


class PublicWeb:
    """Asks by the process's session; `may_reach` is asked about each IP address and port."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        may_reach: Callable[[str, int], bool] = is_public,
        look_up: Callable[[str, int], Awaitable[Sequence[str]]] = looked_up,
    ) -> None:
        self._session = session
        self._may_reach = may_reach
        self._look_up = look_up

    async def get(self, address: str, *, kind: str, limit: int, whole: bool) -> Fetched:
        """Return what is at an address if its media type begins with `kind`, of at most `limit` bytes.

        What is larger is refused if the `whole` is wanted, else cut. Raises `UnreadablePageError`. The caller
        bounds the time.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                found = await self._ask(URL(address), kind, limit, whole=whole)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                # Their texts quote addresses.
                raise UnreadablePageError(type(error).__name__) from None
            if isinstance(found, Fetched):
                return found
            address = found
        raise UnreadablePageError("it redirects too often")

    async def _ask(self, url: URL, kind: str, limit: int, *, whole: bool) -> Fetched | str:
        """Return what is there, or the address that it redirects to."""
        host, port = url.raw_host, url.port
        if url.scheme not in PORTS or not host or port is None or url.user or url.password:
            raise UnreadablePageError("it is no address of a page")
        reachable = [one for one in await self._look_up(host, port) if self._may_reach(one, port)]
        if not reachable:
            raise UnreadablePageError("it is not on the public internet")
        name = host if url.is_default_port() else f"{host}:{port}"
        async with self._session.get(
            url.with_host(reachable[0]),
            headers={"Host": name, "Accept": f"{kind}*", "Accept-Encoding": "gzip, deflate"},
            # The certificate must be the host's all the same.
            server_hostname=host if url.scheme == "https" else None,
            allow_redirects=False,
        ) as response:
            if response.status in _REDIRECTS:
                return str(url.join(URL(response.headers.get("Location", ""))))
            if response.status != HTTPStatus.OK or not response.content_type.startswith(kind):
                raise UnreadablePageError(f"status {response.status}, {response.content_type}")
            body = await _beginning(response, limit)
            if len(body) > limit and whole:
                raise UnreadablePageError("it is too large")
            return Fetched(str(url), response.headers.get("Content-Type", ""), body[:limit])


async def _beginning(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Return the unpacked body up to the piece in which it gets larger than `limit`."""
    body = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        body += piece
        if len(body) > limit:
            response.close()
            break
    return bytes(body)
