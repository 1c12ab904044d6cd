"""How long to wait for a bot on the simulated Discord: the one place for it, for the demo and all tests."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING

import simcord.env

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LOOK_AHEAD_SECONDS = 1.0
"""A timer that is due within this time is waited for; what sleeps longer has nothing more to do now."""

PATIENCE_SECONDS = 120.0
"""When to give up. A bot that is done is not waited for, so that this costs only where something hangs."""

IDLE_SECONDS = 0.002
"""How often to look whether the bot is done; simcord's own 50 ms would double the time of a test."""

QUIET_TURNS = 2
"""After so many turns of the event loop without any work seen it is time to ask simcord."""


@cache
def settle_patiently() -> None:
    """Let simcord tell apart how far it looks ahead and how long it waits; harmless if done before.

    simcord has one number for both, so that whoever shall answer within a second although some timer runs
    must also do everything within a second of real time, on whatever machine. There is no option for it.
    """
    for name in ("_is_parked", "_callback_is_parked"):
        setattr(simcord.env, name, _looking_ahead(getattr(simcord.env, name)))
    environment: Any = simcord.Env
    environment._settle_internal = _patient(environment._settle_internal)  # noqa: SLF001 - see above
    environment.__init__.__kwdefaults__["settle_timeout"] = PATIENCE_SECONDS


def _looking_ahead(is_parked: Callable[..., bool]) -> Callable[..., bool]:
    def is_parked_for_now(state: Any, work: Any, _deadline: float) -> bool:  # noqa: ANN401 - simcord's own
        return is_parked(state, work, state.loop.time() + LOOK_AHEAD_SECONDS)

    return is_parked_for_now


def _patient(settle: Callable[..., Any]) -> Callable[..., Any]:
    async def settle_with_patience(env: simcord.Env, **options: object) -> None:
        limit = asyncio.get_running_loop().time() + env.settle_timeout
        await _Watch(env).until_nothing_is_seen(limit)
        # simcord gives a start five seconds, whatever the environment's own limit is.
        await settle(env, **{"_deadline": limit, **options, "timeout": None, "idle": IDLE_SECONDS})

    return settle_with_patience


class _Watch:
    """Looks for what the bot is certainly doing, which is cheaper than to prove that it does nothing.

    simcord proves it every time: it looks at every task and timer. Here the task that was at work last is
    looked at first, and one that rests is not looked at again while it waits for the same.
    """

    def __init__(self, env: simcord.Env) -> None:
        self._env: Any = env
        self._at_work: asyncio.Task[object] | None = None
        self._resting: dict[asyncio.Task[object], asyncio.Future[object]] = {}

    async def until_nothing_is_seen(self, limit: float) -> None:
        """Wait for that, at most until the event loop's clock says `limit`."""
        loop, quiet = asyncio.get_running_loop(), 0
        while quiet < QUIET_TURNS and loop.time() < limit:
            if self._is_something_due():
                return
            quiet = 0 if self._sees_work() else quiet + 1
            await asyncio.sleep(0 if quiet else IDLE_SECONDS)

    def _is_something_due(self) -> bool:
        """Tell whether the virtual clock has reached a timer, which only simcord itself lets go off."""
        now = self._env._virtual_time  # noqa: SLF001 - see `settle_patiently`
        return any(
            record.when is not None
            and record.when <= now
            and record.handle is not None
            and not record.handle.cancelled()
            for record in self._env._work.callbacks  # noqa: SLF001 - as above
        )

    def _sees_work(self) -> bool:
        work = self._env._work  # noqa: SLF001 - as above
        if work.executors:
            return True
        if self._at_work is not None and self._works(self._at_work):
            return True
        self._at_work = next((task for task in work.tasks if self._works(task)), None)
        return self._at_work is not None

    def _works(self, task: asyncio.Task[object]) -> bool:
        if task.done():
            return False
        awaited: asyncio.Future[object] | None = task._fut_waiter  # type: ignore[attr-defined]  # noqa: SLF001 - asyncio's own
        if awaited is None or awaited.done():
            return True
        if self._resting.get(task) is awaited:
            return False
        state = self._env._settlement_state()  # noqa: SLF001 - as above
        if not simcord.env._is_parked(state, task, 0.0):  # type: ignore[attr-defined]  # noqa: SLF001 - as above
            return True
        self._resting[task] = awaited
        return False
