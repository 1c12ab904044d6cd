"""The buttons by which people change their lists, wherever a session is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.persistent import CUSTOM_ID, keyed_button
from DiscordBot.features.my_sessions.texts import CLOSED, in_bold, warning
from DiscordBot.translation.language import spoken, tr, translatable

if TYPE_CHECKING:
    import discord

    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.persistent import KeyedButton
    from DiscordBot.features.my_sessions.service import Added, MySessionsService
    from DiscordBot.features.my_sessions.ui.list_card import ListCards
    from DiscordBot.features.programme.schedule.sessions import Session

FEATURE = "my_sessions"


class SessionButtons:
    """Makes the button that stands below each session, and answers whoever presses it."""

    def __init__(self, service: MySessionsService, cards: ListCards, reporter: ErrorReporter) -> None:
        self._service = service
        self._cards = cards
        self._remind = keyed_button(
            feature=FEATURE,
            action="remind",
            label=translatable("Remind me"),
            emoji="🔔",
            handler=self._add,
            reporter=reporter,
        )

    @property
    def kinds(self) -> tuple[type[KeyedButton], ...]:
        """All kinds, for `bot.add_dynamic_items`."""
        return (self._remind,)

    def below(self, session: Session) -> KeyedButton | None:
        """Return the button below a session, None for what nobody is reminded of."""
        if session.is_break or len(f"{FEATURE}:v1:remind:{session.key}") > CUSTOM_ID:
            return None
        return self._remind(session.key)

    async def _add(self, interaction: discord.Interaction[Any], key: str) -> None:
        await answer_in_time(interaction, self._added(interaction.user.id, key))

    async def _added(self, user_id: int, key: str) -> Answer:
        added = await self._service.add(user_id, spoken(), key)
        if added is None:
            return Answer(tr("This session is over, or no longer in the schedule."))
        buttons = [self._cards.open_button(), self._cards.remove_button(key)]
        if not added.takes_messages:
            buttons.append(self._cards.again_button())
        return Answer(face=self._cards.added(self._text(added)), buttons=buttons)

    def _text(self, added: Added) -> str:
        title = in_bold(added.session.title)
        if not added.is_new:
            lines = [tr("{title} is on your list already.").format(title=title)]
        elif added.takes_messages:
            text = tr("🔔 {title} is on your list. I will write to you {minutes} min before it starts.")
            lines = [text.format(title=title, minutes=self._service.lead_minutes())]
        else:
            lines = [tr("{title} is on your list.").format(title=title)]
        if added.others:
            lines.append(warning(added.others))
        if not added.takes_messages:
            lines.append(tr(CLOSED))
        return "\n\n".join(lines)
