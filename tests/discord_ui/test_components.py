from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord

from DiscordBot.discord_ui.components import (
    BaseModal,
    BaseView,
    PersistentButton,
    persistent_button,
    persistent_view,
)
from DiscordBot.discord_ui.errors import ErrorReporter, Refusal
from tests.discord_ui.conftest import make_bot
from tests.discord_ui.test_errors import APOLOGY

if TYPE_CHECKING:
    from tests.discord_ui.conftest import BotLog, World


async def works(interaction: discord.Interaction, row_id: int) -> None:
    await interaction.response.send_message(f"row {row_id}", ephemeral=True)


async def fails(*_: object) -> bool:
    raise ValueError("Ada Lovelace")


async def refuses(_: discord.Interaction) -> bool:
    raise Refusal("Only moderators can approve.")


async def says_no(_: discord.Interaction) -> bool:
    return False


def approve_button(reporter: ErrorReporter, **parts: Any) -> type[PersistentButton]:  # noqa: ANN401 - as the factory takes them
    all_parts: dict[str, Any] = {"action": "approve", "label": "Approve", "handler": works} | parts
    return persistent_button(feature="tweets", reporter=reporter, **all_parts)


async def click(world: World, button: type[PersistentButton]) -> simcord.ResponseMessage:
    world.bot.add_dynamic_items(button)
    message = await world.text_channel().send("card", view=persistent_view(button(17)))
    result = await world.ada.click(message, label="Approve")
    assert result.response is not None
    return result.response


async def test_a_persistent_button_knows_its_row(world: World, reporter: ErrorReporter) -> None:
    assert (await click(world, approve_button(reporter))).content == "row 17"
    assert approve_button(reporter)(17).custom_id == "tweets:v1:approve:17"


async def test_a_persistent_button_works_after_a_restart(world: World, reporter: ErrorReporter) -> None:
    message = await world.text_channel().send("card", view=persistent_view(approve_button(reporter)(17)))

    new_bot = make_bot(reporter)
    new_bot.add_dynamic_items(approve_button(reporter))
    await world.env.restart_bot(new_bot)
    result = await world.ada.click(message, label="Approve")

    assert result.response is not None
    assert result.response.content == "row 17"
    await new_bot.close()


async def test_buttons_whose_names_begin_alike_are_not_confused(
    world: World, reporter: ErrorReporter
) -> None:
    world.bot.add_dynamic_items(approve_button(reporter, action="approve_now", handler=fails))

    assert (await click(world, approve_button(reporter))).content == "row 17"


@pytest.mark.parametrize("parts", [{"handler": fails}, {"check": fails}], ids=["callback", "check"])
async def test_an_error_in_a_persistent_button_is_answered_and_reported_once(
    world: World, reporter: ErrorReporter, bot_log: BotLog, parts: dict[str, Any]
) -> None:
    answer = await click(world, approve_button(reporter, **parts))

    assert answer.content.startswith(APOLOGY)
    assert answer.ephemeral
    (line,) = bot_log.lines
    assert "in component tweets:v1:approve:17: ValueError" in line
    assert "Lovelace" not in line


@pytest.mark.parametrize(
    ("check", "text"), [(refuses, "Only moderators can approve."), (says_no, "You cannot use this button.")]
)
async def test_a_refused_press_is_answered_and_not_reported(
    world: World, reporter: ErrorReporter, bot_log: BotLog, check: object, text: str
) -> None:
    answer = await click(world, approve_button(reporter, check=check))

    assert answer.content == text
    assert bot_log.lines == []


async def test_long_labels_are_clipped(reporter: ErrorReporter) -> None:
    button = approve_button(reporter, label="x" * 100)(1)

    assert len(button.item.label or "") == 80


class Choice(BaseView):
    allowed = True

    async def interaction_check(self, _interaction: discord.Interaction[Any], /) -> bool:
        if not self.allowed:
            raise RuntimeError
        return True

    @discord.ui.button(label="Fail")
    async def fail(self, _interaction: discord.Interaction[Any], _button: discord.ui.Button[Any]) -> None:
        raise ValueError


@pytest.mark.parametrize(("allowed", "error"), [(True, ValueError), (False, RuntimeError)])
async def test_an_error_in_a_view_is_answered_and_reported_once(
    world: World, reporter: ErrorReporter, bot_log: BotLog, *, allowed: bool, error: type[Exception]
) -> None:
    view = Choice(reporter)
    view.allowed = allowed
    message = await world.text_channel().send("choose", view=view)

    result = await world.ada.click(message, label="Fail")

    assert result.response is not None
    assert result.response.content.startswith(APOLOGY)
    (line,) = bot_log.lines
    assert f"in component: {error.__name__}" in line
    simcord.assert_error(world.env, error)


async def test_a_view_clips_what_is_put_into_it(reporter: ErrorReporter) -> None:
    options = [discord.SelectOption(label=f"{n} {'x' * 200}", value=str(n)) for n in range(30)]
    select: discord.ui.Select[Any] = discord.ui.Select(placeholder="p" * 200)
    select.options = options
    button: discord.ui.Button[Any] = discord.ui.Button(label="x" * 100)

    view = BaseView(reporter).add_item(select).add_item(button)

    assert len(select.options) == 25
    assert all(len(option.label) <= 100 for option in select.options)
    assert len(select.placeholder or "") == 150
    assert len(button.label or "") == 80
    assert len(view.children) == 2


async def test_a_view_that_ends_refuses_persistent_buttons(reporter: ErrorReporter) -> None:
    with pytest.raises(TypeError, match="persistent_view"):
        BaseView(reporter).add_item(approve_button(reporter)(1))


class Form(BaseModal):
    order: discord.ui.Label[Any] = discord.ui.Label(
        text="o" * 60, component=discord.ui.TextInput(placeholder="p" * 200, default="d" * 20, max_length=10)
    )

    async def on_submit(self, _interaction: discord.Interaction[Any], /) -> None:
        raise ValueError("Ada Lovelace")


async def test_a_form_clips_its_texts(reporter: ErrorReporter) -> None:
    form = Form(reporter, title="t" * 60)

    text_input = form.order.component
    assert isinstance(text_input, discord.ui.TextInput)
    assert len(form.title) == 45
    assert len(form.order.text) == 45
    assert len(text_input.placeholder or "") == 100
    assert len(text_input.default or "") == 10


async def test_a_form_clips_what_is_added_later(reporter: ErrorReporter) -> None:
    text_input: discord.ui.TextInput[Any] = discord.ui.TextInput(placeholder="p" * 200)
    label: discord.ui.Label[Any] = discord.ui.Label(text="o" * 60, component=text_input)

    BaseModal(reporter, title="Order").add_item(label)

    assert len(label.text) == 45
    assert len(text_input.placeholder or "") == 100


async def test_an_error_in_a_form_is_answered_and_reported_once(
    world: World, reporter: ErrorReporter, bot_log: BotLog
) -> None:
    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form(reporter, title="Order"))

    shown = await world.ada.slash(world.channel, "try")
    assert shown.modal is not None
    (label,) = shown.modal["components"]
    result = await world.ada.submit_modal(shown, {label["component"]["custom_id"]: "ABC12"})

    assert result.response is not None
    assert result.response.content.startswith(APOLOGY)
    (line,) = bot_log.lines
    assert "in modal submit: ValueError" in line
    assert "Lovelace" not in line
    simcord.assert_error(world.env, ValueError)
