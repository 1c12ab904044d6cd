"""What `/health` shows and what its buttons do; every press looks anew, so none is ever out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.core.findings import NotRepairedError
from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.components import persistent_button
from DiscordBot.discord_ui.layout.pages import show_pages
from DiscordBot.features.organizers.health import diagnose, repair_number
from DiscordBot.features.organizers.ui.health_layout import health_faces, health_layout

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from DiscordBot.core.clock import Clock
    from DiscordBot.core.findings import Finding
    from DiscordBot.core.scheduler import Scheduler
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.organizers.health import Health

FEATURE = "organizers"
_ONLY_ONE = 0
"""These buttons are about everything, so they have no row of their own."""


class HealthButtons:
    """Looks at everything, and repairs what the bot can; `write_log` gets a line when somebody does that.

    `signature` is the last line. Only organisers get an answer.
    """

    def __init__(
        self,
        *,
        find: Callable[[], Awaitable[Sequence[Finding]]],
        scheduler: Scheduler,
        clock: Clock,
        staff: Staff,
        reporter: ErrorReporter,
        write_log: Callable[[str], None],
        signature: Callable[[], str],
    ) -> None:
        self._find = find
        self._scheduler = scheduler
        self._clock = clock
        self._reporter = reporter
        self._write_log = write_log
        self._signature = signature
        self._at_work: set[int] = set()
        common: dict[str, Any] = {
            "feature": FEATURE,
            "check": staff.require_organizer,
            "reporter": reporter,
        }
        self._repair = persistent_button(
            action="repair",
            label="Repair",
            handler=self._repair_pressed,
            style=discord.ButtonStyle.primary,
            **common,
        )
        self._all = persistent_button(action="all", label="Show all", handler=self._all_pressed, **common)
        self._again = persistent_button(
            action="again", label="Look again", handler=self._again_pressed, **common
        )

    @property
    def kinds(self) -> tuple[type[PersistentButton], ...]:
        """The kinds of buttons, to be registered by `bot.add_dynamic_items`."""
        return (self._repair, self._all, self._again)

    async def layout(self) -> discord.ui.LayoutView:
        """Return how everything is now."""
        return health_layout(
            await self._look(),
            looked_at=self._clock.now(),
            footer=self._signature(),
            repair=self._repair_button,
            buttons=(self._all(_ONLY_ONE), self._again(_ONLY_ONE)),
        )

    async def _look(self) -> Health:
        return diagnose(await self._find(), self._scheduler)

    def _repair_button(self, trouble: Finding) -> PersistentButton | None:
        number = repair_number(trouble)
        if number is None or trouble.repair is None:
            return None
        button = self._repair(number)
        button.item.label = trouble.repair.label
        return button

    async def _repair_pressed(self, interaction: discord.Interaction[Any], number: int) -> None:
        await answer_in_time(interaction, self._repaired(number, interaction.user.mention))

    async def _repaired(self, number: int, who: str) -> Answer:
        trouble = (await self._look()).trouble(number)
        if trouble is None or trouble.repair is None:
            return Answer("✅ This is in order now; nothing was done.")
        if number in self._at_work:
            return Answer("Somebody has just pressed this, and it is being done.")
        self._at_work.add(number)
        try:
            outcome = f"✅ {await trouble.repair.act()}"
        except NotRepairedError as error:
            outcome = f"❌ {error}"
        finally:
            self._at_work.discard(number)
        self._write_log(f"🔧 {who} pressed «{trouble.repair.label}» for {trouble.subject}. {outcome}")
        return Answer(outcome)

    async def _all_pressed(self, interaction: discord.Interaction[Any], _number: int) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_pages(interaction, health_faces(await self._look()), self._reporter)

    async def _again_pressed(self, interaction: discord.Interaction[Any], _number: int) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(
            view=await self.layout(), allowed_mentions=discord.AllowedMentions.none()
        )
