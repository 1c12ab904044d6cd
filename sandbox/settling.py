"""How long to wait for a bot on the simulated Discord: the one place for it, for the demo and all tests."""

from __future__ import annotations

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
        # simcord gives a start five seconds, whatever the environment's own limit is.
        await settle(env, **{**options, "timeout": None, "idle": IDLE_SECONDS})

    return settle_with_patience
