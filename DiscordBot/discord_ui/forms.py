"""Forms whose submissions survive a restart, and give back what was typed when it cannot be taken."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from DiscordBot.discord_ui.answers import Answer, answer, answer_in_time
from DiscordBot.discord_ui.components import BaseModal
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.discord_ui.languages import speak_to
from DiscordBot.discord_ui.layout.face import CardFace, Tone
from DiscordBot.discord_ui.layout.layouts import BaseLayout
from DiscordBot.discord_ui.texts.limits import (
    CHOICES,
    CONTENT,
    INPUT_VALUE,
    LAYOUT_TEXT,
    OPTION,
    TITLE,
    clip,
    split_text,
)
from DiscordBot.discord_ui.texts.shown_text import shown
from DiscordBot.translation.language import tr, translatable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence

    from DiscordBot.discord_ui.errors import ErrorReporter

    Submit = Callable[[discord.Interaction[Any], Mapping[str, str]], Awaitable[None]]
    """Takes what was typed, by the keys of the fields."""
    SubmitNumbered = Callable[[discord.Interaction[Any], Mapping[str, str], Sequence[int]], Awaitable[None]]
    """Takes what was typed, and the numbers that the form was made with."""

MOST_OF_A_GROUP = 10
"""Discord shows no more choices at once."""
_FEWEST_OF_A_GROUP = 2
AGAIN_SECONDS = 3600.0
_NUMBER = ":([0-9]{1,18})"
_RESTARTED = translatable("I was restarted meanwhile, so please begin again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a form; with `choices` one of them is picked, if Discord can show them all.

    If there are `several` to pick, they and those of `default` stand on a line each. `is_group` shows few
    choices at once, to be ticked, instead of a list that opens. With `most_files` so many files at most are
    handed in, one at least if `is_required`; `files_of` returns them.
    """

    key: str
    label: str
    description: str = ""
    default: str = ""
    placeholder: str = ""
    max_length: int = INPUT_VALUE
    is_long: bool = False
    is_required: bool = False
    choices: Sequence[str] = ()
    several: bool = False
    is_group: bool = False
    most_files: int = 0

    def as_label(self) -> discord.ui.Label[Any]:
        """Return it as Discord shows it."""
        return discord.ui.Label(
            text=self.label, description=self.description or None, component=self._component()
        )

    def _group(self) -> discord.ui.Item[Any]:
        picked = self.default.splitlines()
        if not self.several:
            options = [
                discord.RadioGroupOption(label=clip(choice, OPTION), value=choice, default=choice in picked)
                for choice in self.choices
            ]
            return discord.ui.RadioGroup(custom_id=self.key, options=options)
        boxes = [
            discord.CheckboxGroupOption(label=clip(choice, OPTION), value=choice, default=choice in picked)
            for choice in self.choices
        ]
        return discord.ui.CheckboxGroup(
            custom_id=self.key, options=boxes, min_values=1, max_values=len(boxes)
        )

    def _component(self) -> discord.ui.Item[Any]:
        if self.most_files:
            return discord.ui.FileUpload(
                custom_id=self.key,
                required=self.is_required,
                min_values=1 if self.is_required else 0,
                max_values=self.most_files,
            )
        if self.is_group and _FEWEST_OF_A_GROUP <= len(self.choices) <= MOST_OF_A_GROUP:
            return self._group()
        if 0 < len(self.choices) <= CHOICES and all(len(choice) <= OPTION for choice in self.choices):
            picked = self.default.splitlines()
            options = [
                discord.SelectOption(label=choice, value=choice, default=choice in picked)
                for choice in self.choices
            ]
            return discord.ui.Select(
                custom_id=self.key,
                options=options,
                placeholder=self.placeholder or None,
                max_values=len(options) if self.several else 1,
            )
        return discord.ui.TextInput(
            custom_id=self.key,
            style=discord.TextStyle.paragraph if self.is_long else discord.TextStyle.short,
            default=self.default or None,
            placeholder=self.placeholder or None,
            max_length=self.max_length,
            required=self.is_required,
        )


@dataclass(frozen=True, slots=True)
class WayOut:
    """A button below an error that opens another form than the one that was submitted."""

    label: str
    open: Callable[[], Form]


def _no_ways_out(_error: Exception) -> Sequence[WayOut]:
    return ()


class Form(BaseModal):
    """Asks for some fields, five at most; see `Forms`."""

    def __init__(
        self,
        reporter: ErrorReporter,
        *,
        title: str,
        custom_id: str,
        fields: Sequence[Field],
        submit: Submit | None = None,
    ) -> None:
        super().__init__(reporter, title=title)
        self.custom_id = custom_id
        self._submit = submit
        for field in fields:
            self.add_item(field.as_label())

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Hand on what was typed, unless `Forms.receive` does that."""
        speak_to(interaction)
        if self._submit is not None:
            await self._submit(interaction, _typed(interaction))


class Forms:
    """The forms of one feature.

    What is submitted is understood by the form's id: discord.py forgets open forms at a restart, but hands
    every interaction to the listener that calls `receive`. A form of a `kind` needs nothing but the numbers
    in its id, so it works whichever run of the bot has opened it. A form with a `submit` of its own needs
    what is only in memory, pictures say; after a restart what was typed into it is given back.

    `explain` returns what people read about an error that they can do something about, None for others.
    """

    def __init__(
        self,
        feature: str,
        reporter: ErrorReporter,
        *,
        explain: Callable[[Exception], str | None] | None = None,
    ) -> None:
        self._feature = feature
        self._reporter = reporter
        self._explain = explain or _refusal
        self._of_memory = f"{feature}:v1:form:"
        self._of_this_run = f"{self._of_memory}{secrets.token_hex(4)}:"
        self._kinds: list[FormKind] = []

    def kind(self, name: str, submit: SubmitNumbered, *, numbers: int = 0) -> FormKind:
        """Make a kind of form with so many numbers in its id; to be called once for each, at the start."""
        kind = FormKind(self._reporter, f"{self._feature}:v1:{name}", numbers, submit)
        self._kinds.append(kind)
        return kind

    def form(self, title: str, fields: Sequence[Field], submit: Submit) -> Form:
        """Make a form to be sent once, which only this run of the bot can take."""
        return Form(
            self._reporter, title=title, custom_id=self.id_of_this_run(), fields=fields, submit=submit
        )

    def id_of_this_run(self) -> str:
        """Return an id for a form or button of which `receive` says, after a restart, that it is too old."""
        return f"{self._of_this_run}{secrets.token_hex(8)}"

    async def answer(
        self,
        interaction: discord.Interaction[Any],
        work: Coroutine[Any, Any, Answer],
        *,
        typed: str,
        reopen: Callable[[], Form],
        ways_out: Callable[[Exception], Sequence[WayOut]] = _no_ways_out,
    ) -> None:
        """Answer with the result of `work` or, if it fails, with why, what was `typed`, and a way back.

        `ways_out` returns further ones that are of use after an error.
        """
        await answer_in_time(interaction, self._attempt(work, typed, reopen, ways_out))

    async def receive(self, interaction: discord.Interaction[Any]) -> None:
        """Take what is submitted in forms of a kind, and answer whoever uses what a restart has outdated.

        To be called with every interaction; other ones are left alone.
        """
        speak_to(interaction)
        try:
            await self._receive(interaction)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person must read an answer
            await self._reporter.handle(interaction, error)

    async def _receive(self, interaction: discord.Interaction[Any]) -> None:
        data: dict[str, Any] = {**(interaction.data or {})}
        custom_id = data.get("custom_id", "")
        if custom_id.startswith(self._of_this_run):
            return
        is_form = interaction.type is discord.InteractionType.modal_submit
        for kind in self._kinds if is_form else ():
            if (numbers := kind.numbers_in(custom_id)) is not None:
                await kind.submit(interaction, _typed(interaction), numbers)
                return
        if custom_id.startswith(self._of_memory):
            typed = _quoted(*_typed(interaction).values()) if is_form else []
            what = tr("This is what you typed:") if is_form else ""
            await answer(interaction, f"{tr(_RESTARTED)} {what}".strip(), face=typed[0] if typed else None)
            for face in typed[1:]:
                await answer(interaction, face=face)

    async def _attempt(
        self,
        work: Awaitable[Answer],
        typed: str,
        reopen: Callable[[], Form],
        ways_out: Callable[[Exception], Sequence[WayOut]],
    ) -> Answer:
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - whatever it is, people get their text back
            problem = self._explain(error) or self._reported(error)
            further = ways_out(error)
        again = WaysBack(
            self._reporter, self.id_of_this_run, [WayOut(translatable("Edit again"), reopen), *further]
        )
        given_back = _quoted(typed)
        if given_back:
            again.show(given_back[0], again.buttons, above=f"❌ {problem}")
        else:
            again.show(CardFace(text=f"❌ {problem}", tone=Tone.TROUBLE), again.buttons)
        return Answer(view=again, more=given_back[1:])

    def _reported(self, error: Exception) -> str:
        reference = self._reporter.report(error, f"a form of {self._feature}")
        return tr(
            "Something went wrong on my side; the organisers have been told (ref. {reference}). "
            "Please try again."
        ).format(reference=reference)


class FormKind:
    """Forms that are understood by their ids alone; made by `Forms.kind`."""

    def __init__(self, reporter: ErrorReporter, prefix: str, numbers: int, submit: SubmitNumbered) -> None:
        self.submit = submit
        self._reporter = reporter
        self._prefix = prefix
        # The last part is not in the ids that older versions of the registration form had.
        self._pattern = re.compile(rf"{prefix}{_NUMBER * numbers}(?::[0-9a-f]{{16}})?")

    def form(self, title: str, fields: Sequence[Field], *numbers: int) -> Form:
        """Make a form to be sent once."""
        # Each has its own id: Discord shows again what was typed into one that was dismissed.
        custom_id = ":".join([self._prefix, *map(str, numbers), secrets.token_hex(8)])
        return Form(self._reporter, title=title, custom_id=custom_id, fields=fields)

    def numbers_in(self, custom_id: str) -> tuple[int, ...] | None:
        """Return the numbers in the id of such a form, None for another id."""
        found = self._pattern.fullmatch(custom_id)
        return None if found is None else tuple(int(number) for number in found.groups())


class WaysBack(BaseLayout):
    """What was typed, with the buttons that open a form with it; `new_id` makes an id for each."""

    def __init__(self, reporter: ErrorReporter, new_id: Callable[[], str], ways: Iterable[WayOut]) -> None:
        super().__init__(reporter, timeout=AGAIN_SECONDS)
        self.buttons: list[discord.ui.Button[Any]] = []
        for way in ways:
            button: discord.ui.Button[Any] = discord.ui.Button(
                label=tr(way.label), emoji="✏️", style=discord.ButtonStyle.primary, custom_id=new_id()
            )
            # discord.py's way to give one button of a view its callback without a decorator.
            button.callback = partial(_open, way)  # type: ignore[method-assign]  # meant to be overridden
            self.buttons.append(button)


async def _open(way: WayOut, interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_modal(way.open())


def _refusal(error: Exception) -> str | None:
    return str(error) if isinstance(error, Refusal) else None


def files_of(interaction: discord.Interaction[Any], key: str) -> list[discord.Attachment]:
    """Return the files that were handed in by the field `key` of a form, in their order.

    Discord's links to them do not live for long.
    """
    data: dict[str, Any] = {**(interaction.data or {})}
    there = data.get("resolved", {}).get("attachments", {})
    ids = _inputs(interaction).get(key, {}).get("values", ())
    # discord.py does it only for forms that it knows, and those of an earlier run it does not.
    state = interaction._state  # noqa: SLF001 - what attachments are made with
    return [discord.Attachment(data=there[each], state=state) for each in ids if each in there]


def _inputs(interaction: discord.Interaction[Any]) -> dict[str, dict[str, Any]]:
    data: dict[str, Any] = {**(interaction.data or {})}
    return {label["component"]["custom_id"]: label["component"] for label in data["components"]}


def _typed(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """Return what was typed and picked; of files there is nothing that could be typed again."""
    return {
        key: "\n".join(field["values"]) if "values" in field else field.get("value") or ""
        for key, field in _inputs(interaction).items()
        if field["type"] != discord.ComponentType.file_upload.value
    }


def _quoted(*typed: str) -> list[CardFace]:
    """Return all that was typed, on as many cards as it takes; the first leaves room for why."""
    parts = split_text("\n\n".join(shown(text) for text in typed if text), LAYOUT_TEXT - CONTENT - TITLE)
    return [CardFace(title=tr("What you typed"), text=part) for part in parts]
