"""What shops call out to us: hints where to look, which are followed one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

MOST_WAITING = 1_000
"""Beyond that many hints the regular refresh is the better way to catch up."""


class Hints:
    """Follows each hint once, however often it comes while it waits.

    `follow` does what a hint asks for; what it raises goes to `on_error` with `where`. `in_background` runs a
    coroutine beside everything else.
    """

    def __init__(
        self,
        where: str,
        follow: Callable[[str], Awaitable[None]],
        *,
        on_error: Callable[[BaseException, str], object],
        in_background: Callable[[Coroutine[Any, Any, None], str], None],
    ) -> None:
        self._where = where
        self._follow = follow
        self._on_error = on_error
        self._in_background = in_background
        self._waiting: dict[str, None] = {}
        self._is_working = False

    def take(self, hint: str) -> None:
        """Note a hint; returns at once."""
        if len(self._waiting) >= MOST_WAITING:
            return
        self._waiting[hint] = None
        if not self._is_working:
            self._is_working = True
            self._in_background(self._work(), self._where)

    async def _work(self) -> None:
        try:
            while self._waiting:
                hint = next(iter(self._waiting))
                del self._waiting[hint]
                try:
                    await self._follow(hint)
                except Exception as error:  # noqa: BLE001 - one order's failure must not stop the others
                    self._on_error(error, self._where)
        finally:
            self._is_working = False
