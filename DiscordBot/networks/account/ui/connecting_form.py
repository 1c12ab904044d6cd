"""The way to a connected account: what to do, a form for the answers, and a last look at its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.components import BaseModal, BaseView
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.networks.account.connecting import NotConnectedError

if TYPE_CHECKING:
    from DiscordBot.discord_ui.errors import ErrorReporter
    from DiscordBot.discord_ui.permissions import Staff
    from DiscordBot.networks.account.connecting import Connecting, Found, Instructions, Question
    from DiscordBot.networks.account.service import AccountService

CONNECTING_SECONDS = 600.0
DRY_RUN = "In a dry run nothing is posted, so no account is needed."


async def begin(service: AccountService[Any], staff: Staff, reporter: ErrorReporter) -> Answer:
    """Tell what an organiser is to do, with the button for their answers. Raises `Refusal`."""
    try:
        instructions = await _connecting(service).begin()
    except NotConnectedError as error:
        raise Refusal(str(error)) from None
    steps = [f"{number}. {step}" for number, step in enumerate(instructions.steps, start=1)]
    return Answer("\n".join(steps), view=InstructionsView(service, instructions, staff, reporter))


def _connecting(service: AccountService[Any]) -> Connecting[Any]:
    if service.connecting is None:
        raise Refusal(DRY_RUN)
    return service.connecting


class _ForOrganizers(BaseView):
    """A step on the way to a connected account; who lost the role meanwhile goes no further."""

    def __init__(self, staff: Staff, reporter: ErrorReporter) -> None:
        super().__init__(reporter, timeout=CONNECTING_SECONDS)
        self._staff = staff

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let only organisers in."""
        return await self._staff.require_organizer(interaction)


class InstructionsView(_ForOrganizers):
    """Where the answers are asked for, once the network has shown them."""

    def __init__(
        self, service: AccountService[Any], instructions: Instructions, staff: Staff, reporter: ErrorReporter
    ) -> None:
        super().__init__(staff, reporter)
        self._service = service
        self._instructions = instructions
        self.enter.label = instructions.button

    @discord.ui.button(label="Go on", style=discord.ButtonStyle.primary)
    async def enter(
        self, interaction: discord.Interaction, _button: discord.ui.Button[InstructionsView]
    ) -> None:
        """Open the form for them."""
        modal = ConnectingModal(self._service, self._instructions, self._staff, self._reporter)
        await interaction.response.send_modal(modal)


class ConnectingModal(BaseModal):
    """The form for the answers."""

    def __init__(
        self, service: AccountService[Any], instructions: Instructions, staff: Staff, reporter: ErrorReporter
    ) -> None:
        super().__init__(reporter, title=f"Your account on {service.names.title}")
        self._service = service
        self._instructions = instructions
        self._staff = staff
        self._inputs = [_input(question) for question in instructions.questions]
        for question, text in zip(instructions.questions, self._inputs, strict=True):
            self.add_item(discord.ui.Label(text=question.label, component=text))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Ask the network whose account it is."""
        await self._staff.require_organizer(interaction)
        await answer_in_time(interaction, self._found())

    async def _found(self) -> Answer:
        answers = tuple(text.value for text in self._inputs)
        try:
            found = await _connecting(self._service).finish(self._instructions, answers)
        except NotConnectedError as error:
            raise Refusal(str(error)) from None
        view = ConfirmView(self._service, found, self._staff, self._reporter)
        return Answer(f"This is **{_readable(found.name)}**. Post with it?", view=view)


def _input(question: Question) -> discord.ui.TextInput[ConnectingModal]:
    return discord.ui.TextInput(
        placeholder=question.placeholder or None, min_length=question.shortest, max_length=question.longest
    )


class ConfirmView(_ForOrganizers):
    """The last look at the account's name before it is used."""

    def __init__(
        self, service: AccountService[Any], found: Found[Any], staff: Staff, reporter: ErrorReporter
    ) -> None:
        super().__init__(staff, reporter)
        self._service = service
        self._found = found
        self.use.label = f"Use {found.name}"

    @discord.ui.button(label="Use it", style=discord.ButtonStyle.success)
    async def use(self, interaction: discord.Interaction, _button: discord.ui.Button[ConfirmView]) -> None:
        """Keep the account."""
        self.stop()
        await self._service.connect(self._found, interaction.user.mention)
        paused = await self._service.why_paused()
        still = "" if paused is None else f"\n⚠️ Nothing is posted yet: {paused.reason}"
        connected = f"Connected. What is approved is posted as {_readable(self._found.name)}."
        await answer(interaction, connected + still)

    @discord.ui.button(label="Another account")
    async def decline(
        self, interaction: discord.Interaction, _button: discord.ui.Button[ConfirmView]
    ) -> None:
        """Forget it."""
        self.stop()
        names = self._service.names
        await answer(
            interaction,
            f"Nothing was changed. Log in to {names.title} with the right account, then run "
            f"`{names.command('connect')}`.",
        )


def _readable(name: str) -> str:
    # The @ that begins a handle mentions nobody, and escaped it would be in the way of who copies it.
    return f"@{shown(name[1:])}" if name.startswith("@") else shown(name)
