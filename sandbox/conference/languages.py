"""In which language people have set their Discord; simcord itself says English for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simcord import Env


def read_discord_in(env: Env, locales: Mapping[int, str]) -> None:
    """Let Discord say from now on in which language people read it: Discord's locales, by their ids."""
    emit = env.backend.emit

    def in_their_language(event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            user = payload.get("member", payload).get("user", {})
            locale = locales.get(int(user.get("id", 0)))
            payload = {**payload, "locale": locale} if locale else payload
        emit(event, payload)

    env.backend.emit = in_their_language  # type: ignore[method-assign]  # the one place to say so
