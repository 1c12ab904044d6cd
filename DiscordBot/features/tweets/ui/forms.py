"""Forms of this room: what was typed into them is given back when it cannot be taken, and never lost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.components import BaseModal, BaseView
from DiscordBot.discord_ui.limits import INPUT_VALUE
from DiscordBot.discord_ui.shown_text import shown
from DiscordBot.features.tweets.errors import RepeatedTextError, TweetError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter

    Submit = Callable[[discord.Interaction[Any], Mapping[str, str]], Awaitable[None]]

AGAIN_SECONDS: Final = 3600.0
_PREFIX: Final = "tweets:v1:form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a form."""

    key: str
    label: str
    description: str = ""
    default: str = ""
    max_length: int = INPUT_VALUE
    is_long: bool = False
    is_required: bool = False

    def as_label(self) -> discord.ui.Label[Any]:
        """Return it as Discord shows it."""
        style = discord.TextStyle.paragraph if self.is_long else discord.TextStyle.short
        component: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=self.key,
            style=style,
            default=self.default or None,
            max_length=self.max_length,
            required=self.is_required,
        )
        return discord.ui.Label(text=self.label, description=self.description or None, component=component)


class Form(BaseModal):
    """Asks for some fields, five at most, and hands what was typed to `submit`."""

    def __init__(
        self, reporter: ErrorReporter, *, title: str, custom_id: str, fields: Sequence[Field], submit: Submit
    ) -> None:
        super().__init__(reporter, title=title)
        self.custom_id = custom_id
        self._submit = submit
        for field in fields:
            self.add_item(field.as_label())

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hand on what was typed."""
        await self._submit(interaction, _typed(interaction))


class FormDesk:
    """Makes forms, and answers whoever submits one.

    Their ids name this run of the bot: discord.py forgets open forms at a restart, and then `give_back`
    returns what was typed. `link` gives the address of a message by the ids of its channel and itself.
    """

    def __init__(self, reporter: ErrorReporter, link: Callable[[int, int], str]) -> None:
        self._reporter = reporter
        self._link = link
        self._run = f"{_PREFIX}:{secrets.token_hex(4)}"

    def form(self, title: str, fields: Sequence[Field], submit: Submit) -> Form:
        """Make a form to be sent once."""
        custom_id = f"{self._run}:{secrets.token_hex(8)}"
        return Form(self._reporter, title=title, custom_id=custom_id, fields=fields, submit=submit)

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        work: Awaitable[Answer],
        *,
        typed: str,
        reopen: Callable[[], Form],
    ) -> None:
        """Answer with the result of `work` or, if it fails, with why, what was `typed`, and a way back."""
        await answer_in_time(interaction, self._attempt(work, typed, reopen))

    async def give_back(self, interaction: discord.Interaction[Any]) -> None:
        """Answer whoever submits a form, or wants one again, that an earlier run of the bot has opened."""
        data: dict[str, Any] = {**(interaction.data or {})}
        custom_id = data.get("custom_id", "")
        if not custom_id.startswith(f"{_PREFIX}:") or custom_id.startswith(f"{self._run}:"):
            return
        text = "I was restarted meanwhile, so please begin again."
        if interaction.type is not discord.InteractionType.modal_submit:
            await answer(interaction, text)
            return
        await answer(
            interaction, f"{text} This is what you typed:", embed=_quoted(*_typed(interaction).values())
        )

    async def _attempt(self, work: Awaitable[Answer], typed: str, reopen: Callable[[], Form]) -> Answer:
        try:
            return await work
        except TweetError as error:
            problem = self._sentence(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, people get their text back
            reference = self._reporter.report(error, "a form of tweets")
            problem = (
                f"Something went wrong on my side; the organisers have been told (ref. {reference}). "
                "Please try again."
            )
        again = EditAgain(self._reporter, f"{self._run}:{secrets.token_hex(8)}", reopen)
        return Answer(f"❌ {problem}", embed=_quoted(typed) if typed else None, view=again)

    def _sentence(self, error: TweetError) -> str:
        if isinstance(error, RepeatedTextError) and error.card_channel and error.card_message:
            return f"{error}\n{self._link(error.card_channel, error.card_message)}"
        return str(error)


class EditAgain(BaseView):
    """The button that opens a form again with what was typed."""

    def __init__(self, reporter: ErrorReporter, custom_id: str, reopen: Callable[[], Form]) -> None:
        super().__init__(reporter, timeout=AGAIN_SECONDS)
        self._reopen = reopen
        button: discord.ui.Button[Any] = discord.ui.Button(
            label="Edit again", emoji="✏️", style=discord.ButtonStyle.primary, custom_id=custom_id
        )
        # discord.py's way to give one button of a view its callback without a decorator.
        button.callback = self._open  # type: ignore[method-assign]  # meant to be overridden
        self.add_item(button)

    async def _open(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(self._reopen())


def _typed(interaction: discord.Interaction[Any]) -> dict[str, str]:
    data: dict[str, Any] = {**(interaction.data or {})}
    inputs = [label["component"] for label in data["components"]]
    return {field["custom_id"]: field["value"] for field in inputs}


def _quoted(*typed: str) -> discord.Embed:
    return discord.Embed(
        title="What you typed", description="\n\n".join(shown(text) for text in typed if text)
    )
