"""The buttons below a campaign's card, and what commands do as well: pause, resume, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer_in_time
from DiscordBot.discord_ui.cards.buttons import button_kinds
from DiscordBot.features.campaigns.texts.card_text import CampaignButton
from DiscordBot.features.campaigns.texts.words import counted, to_the_second
from DiscordBot.features.campaigns.ui.page_messages import FEATURE
from DiscordBot.features.tweets.ui.card_buttons import actor_of, refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from DiscordBot.discord_ui.cards.buttons import Press
    from DiscordBot.discord_ui.components import PersistentButton
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.features.campaigns.service import CampaignService, Resumed
    from DiscordBot.features.tweets.intake.draft import Actor

_LOOKS = {
    CampaignButton.OPEN: ("Open its tweets", discord.ButtonStyle.primary, "📖"),
    CampaignButton.PAUSE: ("Pause", discord.ButtonStyle.secondary, "⏸️"),
    CampaignButton.RESUME: ("Resume", discord.ButtonStyle.secondary, "▶️"),
}


class CampaignControls:
    """Stops campaigns and lets them go on, for organisers; `open_pages` opens one for its readers."""

    def __init__(
        self, *, service: CampaignService, staff: Staff, reporter: ErrorReporter, open_pages: Press
    ) -> None:
        self._service = service
        self._staff = staff
        handlers = {
            CampaignButton.OPEN: open_pages,
            CampaignButton.PAUSE: self.pause,
            CampaignButton.RESUME: self.resume,
        }
        self.kinds: Mapping[CampaignButton, type[PersistentButton]] = button_kinds(
            FEATURE, _LOOKS, handlers, reporter
        )

    async def pause(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        """Hold back what has not gone out, and say how much that is. Raises `Refusal`."""

        async def work() -> Answer:
            count = await self._service.pause(campaign_id, self._actor(interaction))
            waiting = f"{counted(count)} will wait until somebody resumes it"
            return Answer(f"⏸️ Campaign #{campaign_id} is paused: {waiting}.")

        await self._answer(interaction, work)

    async def resume(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        """Let a paused campaign go on, and say what was moved. Raises `Refusal`."""

        async def work() -> Answer:
            resumed = await self._service.resume(campaign_id, self._actor(interaction))
            return Answer(f"▶️ Campaign #{campaign_id} is resumed. {_moved(resumed)}")

        await self._answer(interaction, work)

    async def cancel(self, interaction: discord.Interaction[Any], campaign_id: int) -> None:
        """Cancel what has not gone out, and say how much that is. Raises `Refusal`."""

        async def work() -> Answer:
            count = await self._service.cancel(campaign_id, self._actor(interaction))
            return Answer(f"🗑️ Campaign #{campaign_id} is cancelled: {counted(count)} will not go out.")

        await self._answer(interaction, work)

    async def _answer(
        self, interaction: discord.Interaction[Any], work: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> None:
        await self._staff.require_organizer(interaction)
        with refusals():
            await answer_in_time(interaction, work())

    def _actor(self, interaction: discord.Interaction[Any]) -> Actor:
        return actor_of(interaction.user, self._staff)


def _moved(resumed: Resumed) -> str:
    if not resumed.moved:
        return f"{counted(resumed.tweets)} go out as planned."
    return (
        f"Times had passed meanwhile, so {counted(len(resumed.moved))} were moved; they go out in their "
        f"order, an interval apart: the first {to_the_second(resumed.moved[0])}, "
        f"the last {to_the_second(resumed.moved[-1])}."
    )
