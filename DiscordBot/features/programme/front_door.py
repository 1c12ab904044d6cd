"""All that other features may use of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.features.programme.cards.session_cards import SessionCards
    from DiscordBot.features.programme.schedule.sessions import Release, Session
    from DiscordBot.features.programme.speakers import Speaker
    from DiscordBot.features.programme.ui.session_controls import SessionControls


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeAccess:
    """The schedule as stored, and who speaks; codes are pretalx's.

    `known` returns the speaker with a code, if there is one; `handles` their handles (`@ada`) by the names of
    networks, of those networks where they gave one. `release` returns which release of the schedule is
    stored, None before the first. `controls` are what can be pressed below
    sessions, to which other features may add buttons.
    `listen` takes what is called whenever the schedule may be another one, `listen_to_speakers` what is
    called when others speak than before. `refresh` reads the schedule now and returns in a sentence what came
    of it; it raises `ServiceError`.
    """

    sessions: Callable[[], Sequence[Session]]
    speakers: Callable[[], Sequence[Speaker]]
    known: Callable[[str], Speaker | None]
    handles: Callable[[str], Mapping[str, str]]
    release: Callable[[], Release | None]
    cards: SessionCards
    controls: SessionControls
    listen: Callable[[Callable[[], object]], None]
    listen_to_speakers: Callable[[Callable[[], Awaitable[object]]], None]
    refresh: Callable[[], Awaitable[str]]
