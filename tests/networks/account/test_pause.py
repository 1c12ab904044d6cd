from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.networks.account.pause import BY_SOMEBODY, StoredPause
from DiscordBot.networks.port import Paused
from DiscordBot.networks.twitter.names import X

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

STORM = Paused("Ada paused it: A storm is coming")


async def test_new_keys_end_a_refusal_by_x_only(database: Database) -> None:
    told: list[str] = []
    pause = StoredPause(database, told.append, X)
    await pause.refused("No credits.")
    assert pause.current == Paused("No credits.")
    await pause.accepted()
    assert pause.current is None
    await pause.pause(STORM.reason)
    await pause.refused("No credits.")
    await pause.refused("No credits.")
    assert pause.current == STORM
    await pause.accepted()
    assert pause.current == STORM
    assert ["No credits." in line for line in told] == [True, True]


async def test_both_reasons_survive_a_restart_and_end_together(database: Database) -> None:
    before = StoredPause(database, print, X)
    await before.refused("No credits.")
    await before.pause(STORM.reason)
    after = StoredPause(database, print, X)
    await after.open()
    assert after.current == STORM
    await after.resume()
    assert after.current is None
    await before.open()
    assert before.current is None


async def test_who_paused_it_is_forgotten_and_paused_it_stays(database: Database) -> None:
    pause = StoredPause(database, print, X)
    await pause.forget_person()
    assert pause.current is None
    await pause.pause(STORM.reason)
    await pause.forget_person()
    assert pause.current == Paused(BY_SOMEBODY)
    assert await database.remembered("twitter.paused") == BY_SOMEBODY
