"""What organisers read and press about the account on X."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.components import BaseModal, BaseView
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.discord_ui.texts.timestamps import time_stamp
from DiscordBot.networks.twitter.account.connection import NotConnectedError

if TYPE_CHECKING:
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.twitter.account.accounts import Account
    from DiscordBot.networks.twitter.account.connection import Request
    from DiscordBot.networks.twitter.service import TwitterService, TwitterStatus

CONNECTING_SECONDS = 600.0
MOST_RATES = 10


def status_embed(status: TwitterStatus) -> discord.Embed:
    """Show how the account is doing."""
    posts = status.paused is None
    colour = discord.Colour.green() if posts else discord.Colour.orange()
    embed = discord.Embed(title=f"X: {status.name}", colour=colour)
    embed.add_field(name="Posting", value="yes" if status.paused is None else _paused(status), inline=False)
    usage = status.usage
    embed.add_field(
        name="Budget of this month",
        value=f"${usage.spent:.2f} of ${usage.budget:.2f} by X's price list ({usage.share:.0%})",
        inline=False,
    )
    embed.add_field(name="Window", value=_window(status), inline=False)
    left = [
        f"`{endpoint}`: {rate.remaining} of {rate.limit}, renewed {time_stamp(rate.reset, 'R')}"
        for endpoint, rate in sorted(status.rates.items())[:MOST_RATES]
    ]
    embed.add_field(name="What X still allows", value="\n".join(left) or "X was not asked yet.", inline=False)
    if status.dry_run:
        embed.set_footer(text="twitter.dry_run is on: everything happens but posting.")
    return embed


def _paused(status: TwitterStatus) -> str:
    if status.paused is None:
        return "yes"
    until = status.paused.until
    return f"no. {status.paused.reason}" + (f" Until {time_stamp(until)}." if until else "")


def _window(status: TwitterStatus) -> str:
    window = status.window
    if window.start == window.end:
        return "all day"
    hours = f"{window.start:%H:%M} to {window.end:%H:%M}, conference time"
    state = f"opens {time_stamp(status.opens, 'R')}" if status.opens else "open now"
    return f"{hours}; {state}"


class _ForOrganizers(BaseView):
    """A step on the way to a connected account; who lost the role meanwhile goes no further."""

    def __init__(self, staff: Staff, reporter: ErrorReporter) -> None:
        super().__init__(reporter, timeout=CONNECTING_SECONDS)
        self._staff = staff

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only organisers in."""
        return await self._staff.require_organizer(interaction)


class PinView(_ForOrganizers):
    """Where the PIN is asked for, once X has shown it."""

    def __init__(
        self, service: TwitterService, request: Request, staff: Staff, reporter: ErrorReporter
    ) -> None:
        super().__init__(staff, reporter)
        self._service = service
        self._request = request

    @discord.ui.button(label="Enter the PIN", style=discord.ButtonStyle.primary)
    async def enter(self, interaction: discord.Interaction, _button: discord.ui.Button[PinView]) -> None:
        """Open the form for it."""
        modal = PinModal(self._service, self._request, self._staff, self._reporter)
        await interaction.response.send_modal(modal)


class PinModal(BaseModal):
    """The form for the PIN."""

    def __init__(
        self, service: TwitterService, request: Request, staff: Staff, reporter: ErrorReporter
    ) -> None:
        super().__init__(reporter, title="The PIN that X shows")
        self._service = service
        self._request = request
        self._staff = staff
        self._pin = discord.ui.TextInput[PinModal](placeholder="1234567", min_length=4, max_length=20)
        self.add_item(discord.ui.Label(text="PIN", component=self._pin))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Ask X whose PIN it is."""
        await self._staff.require_organizer(interaction)
        await answer_in_time(interaction, self._found())

    async def _found(self) -> Answer:
        if self._service.flow is None:
            raise Refusal("With `twitter.dry_run` nothing is posted, so no account is needed.")
        try:
            account = await self._service.flow.finish(self._request, self._pin.value)
        except NotConnectedError as error:
            raise Refusal(str(error)) from None
        view = ConfirmView(self._service, account, self._staff, self._reporter)
        return Answer(f"This is **@{shown(account.username)}**. Post with it?", view=view)


class ConfirmView(_ForOrganizers):
    """The last look at the account's name before it is used."""

    def __init__(
        self, service: TwitterService, account: Account, staff: Staff, reporter: ErrorReporter
    ) -> None:
        super().__init__(staff, reporter)
        self._service = service
        self._account = account
        self.use.label = f"Use @{account.username}"

    @discord.ui.button(label="Use it", style=discord.ButtonStyle.success)
    async def use(self, interaction: discord.Interaction, _button: discord.ui.Button[ConfirmView]) -> None:
        """Keep the account."""
        self.stop()
        await self._service.connect(self._account, interaction.user.mention)
        paused = await self._service.why_paused()
        still = "" if paused is None else f"\n⚠️ Nothing is posted yet: {paused.reason}"
        connected = f"Connected. What is approved is posted as @{self._account.username}."
        await answer(interaction, connected + still)

    @discord.ui.button(label="Another account")
    async def decline(
        self, interaction: discord.Interaction, _button: discord.ui.Button[ConfirmView]
    ) -> None:
        """Forget it."""
        self.stop()
        await answer(
            interaction, "Nothing was changed. Log in to X with the right account and run `/twitter connect`."
        )
