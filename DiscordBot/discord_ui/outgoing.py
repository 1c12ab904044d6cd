"""What may be sent while it is not certain that this process is the active bot.

Without a lease nobody else can be the active bot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from yarl import URL

    from DiscordBot.core.active_bot.lease import Lease

_ANSWERS = ("/interactions/", "/webhooks/")
"""discord.py answers people there. Each of them asked this process, so nobody is answered twice."""


def discord_takes(lease: Lease | None) -> Callable[[str, URL], bool]:
    """Return what tells whether a request of discord.py may be sent now.

    While the database is away people still read that something is wrong, unless another bot may be active
    already, which answers them itself.
    """

    def may_send(_method: str, url: URL) -> bool:
        is_answer = any(part in url.path for part in _ANSWERS)
        return lease is None or lease.is_certain or (is_answer and lease.may_answer)

    return may_send


def others_take(lease: Lease | None) -> Callable[[str, URL], bool]:
    """Return what tells whether a request to any other service may be sent now."""
    return lambda _method, _url: lease is None or lease.is_certain
