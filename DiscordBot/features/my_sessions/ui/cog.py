"""`/my sessions`: an attendee's own list, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import Interaction, app_commands

from DiscordBot.discord_ui.feature_cog import FeatureCog

if TYPE_CHECKING:
    from DiscordBot.core.findings import Finding
    from DiscordBot.discord_ui.conference_bot import ConferenceBot
    from DiscordBot.features.my_sessions.messenger import Messenger
    from DiscordBot.features.my_sessions.ui.list_card import ListCards
    from DiscordBot.features.my_sessions.ui.session_button import SessionButtons


class MySessionsCog(FeatureCog):
    """Keeps attendees' lists, and tells them in time."""

    commands = app_commands.Group(name="my", description="What is yours alone.", guild_only=True)

    def __init__(
        self, bot: ConferenceBot, *, messenger: Messenger, cards: ListCards, buttons: SessionButtons
    ) -> None:
        self._bot = bot
        self._messenger = messenger
        self._cards = cards
        self._buttons = buttons

    async def cog_load(self) -> None:
        """Make the buttons of earlier messages work again."""
        self._bot.add_dynamic_items(*self._buttons.kinds, *self._cards.kinds)

    async def begin(self) -> None:
        """Tell people what there is to tell, and go on with it."""
        self._messenger.wake()

    async def findings(self) -> tuple[Finding, ...]:
        """Return how many people have lists, and how telling them is going."""
        return await self._messenger.findings()

    @commands.command()
    async def sessions(self, interaction: Interaction) -> None:
        """Show the sessions that you are reminded of, or take some from the list."""
        await self._cards.show(interaction)
