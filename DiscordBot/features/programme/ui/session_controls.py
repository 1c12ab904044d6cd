"""What can be pressed below sessions: a select for the details of one of many, and the buttons of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import discord

from DiscordBot.discord_ui.answers import answer
from DiscordBot.discord_ui.persistent import persistent_select
from DiscordBot.discord_ui.texts.limits import OPTION, web_address
from DiscordBot.features.programme.cards.session_cards import key_of, option_value
from DiscordBot.features.programme.cards.session_texts import names
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.persistent import PersistentSelect
    from DiscordBot.features.programme.cards.session_cards import SessionCards
    from DiscordBot.features.programme.schedule.sessions import Session

    SessionButton: TypeAlias = Callable[[Session], discord.ui.Item[Any] | None]
    """Makes a button about a session, if it has one there; a new one each time."""

DETAILS = translatable("Details and livestream …")


class SessionControls:
    """Makes selects and buttons below sessions; `sessions` are those of the schedule.

    Whoever chooses a session reads its card, in their language, and nobody else does.
    """

    def __init__(
        self, sessions: Callable[[], Iterable[Session]], cards: SessionCards, reporter: ErrorReporter
    ) -> None:
        self.cards = cards
        self._sessions = sessions
        self._offered: list[SessionButton] = []
        self._select = persistent_select(
            feature="programme",
            action="details",
            placeholder=DETAILS,
            handler=self.show,
            reporter=reporter,
        )

    @property
    def kinds(self) -> tuple[type[PersistentSelect], ...]:
        """All kinds, for `bot.add_dynamic_items`."""
        return (self._select,)

    def offer(self, button: SessionButton) -> None:
        """Put one more button below each session."""
        self._offered.append(button)

    def select(self, sessions: Sequence[Session]) -> PersistentSelect:
        """Return the select below several sessions."""
        return self._select(options(sessions))

    def buttons(self, session: Session, *, plain: bool = False) -> list[discord.ui.Item[Any]]:
        """Return the buttons below a session; `plain` ones lead nowhere, and so cannot be refused."""
        watch = [] if plain else self.watch_buttons(session)
        return watch + [button for make in self._offered if (button := make(session)) is not None]

    def watch_buttons(self, session: Session) -> list[discord.ui.Item[Any]]:
        """Return what leads to the livestream of a session, if there is one."""
        link = web_address(self.cards.watch_link(session))
        if not link or len(link) > LONGEST_LINK:
            return []
        return [discord.ui.Button(label=tr("Livestream"), emoji="📺", url=link)]

    async def show(self, interaction: discord.Interaction[Any], value: str) -> None:
        """Show the session that an option stands for to whoever chose it."""
        session = next((each for each in self._sessions() if each.key == key_of(value)), None)
        if session is None:
            await answer(
                interaction, tr("This session is no longer in the schedule. Try `/schedule search`.")
            )
            return
        await answer(interaction, face=self.cards.session(session), buttons=self.buttons(session))


LONGEST_LINK = 512
"""Discord's limit for a button that leads to an address."""


def options(sessions: Iterable[Session]) -> list[discord.SelectOption]:
    """Return an option for each session, with who speaks and where."""
    found = []
    for session in sessions:
        value, about = option_value(session), " · ".join(filter(None, (names(session), session.room)))
        if len(value) <= OPTION:
            found.append(
                discord.SelectOption(
                    label=session.title or session.key, value=value, description=about or None
                )
            )
    return found
