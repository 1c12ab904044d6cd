"""Work on what has changed: on each once however often it changed, one after the other."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.cards.card import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable
    from typing import Any

    InBackground = Callable[[Coroutine[Any, Any, None], str], None]


class Backlog:
    """Rows, by their numbers, that wait for `work`, which runs in the background as long as there are any.

    What `work` raises is given to `on_error` and ends neither it nor the others, except `UnreachableError`:
    then everything is dropped, and a job that calls `look` comes back to it.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[int], Awaitable[None]],
        *,
        in_background: InBackground,
        on_error: Callable[[BaseException, str], object],
    ) -> None:
        self._name = name
        self._work = work
        self._in_background = in_background
        self._on_error = on_error
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._is_running = False
        # By an earlier run of the bot, at first.
        self._may_have_left_something = True

    def add(self, row_id: int, *, is_urgent: bool = False) -> None:
        """Let `work` look at a row soon; before all others if that is urgent."""
        self._waiting[row_id] = None
        if is_urgent:
            self._waiting.move_to_end(row_id, last=False)
        if not self._is_running:
            self._is_running = True
            self._in_background(self._run(), self._name)

    async def look(self, unfinished: Callable[[], Awaitable[Iterable[int]]]) -> None:
        """Add what is unfinished, if anything may have been left over; for a job."""
        if not self._may_have_left_something:
            return
        self._may_have_left_something = False
        try:
            for row_id in await unfinished():
                self.add(row_id)
        except BaseException:
            self._may_have_left_something = True
            raise

    async def _run(self) -> None:
        try:
            while self._waiting:
                row_id, _ = self._waiting.popitem(last=False)
                await self._try(row_id)
        finally:
            self._is_running = False

    async def _try(self, row_id: int) -> None:
        try:
            await self._work(row_id)
        except UnreachableError as error:
            self._waiting.clear()
            self._note(error)
        except Exception as error:  # noqa: BLE001 - the others shall not suffer from this one
            self._note(error)

    def _note(self, error: Exception) -> None:
        self._may_have_left_something = True
        self._on_error(error, self._name)
