"""Ids and inputs of forms; that restarts lose nothing is tried where forms are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord

from DiscordBot.discord_ui.errors import ErrorReporter, Refusal
from DiscordBot.discord_ui.forms import Field, FormKind, Forms
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from DiscordBot.discord_ui.answers import Answer
    from tests.discord_ui.conftest import World

FIELDS = [Field(key="text", label="Text")]


async def submit(_interaction: Any, _typed: Mapping[str, str], _numbers: Sequence[int]) -> None:  # noqa: ANN401 - unused
    pass


def kind(feature: str, name: str, numbers: int) -> FormKind:
    return Forms(feature, ErrorReporter(lambda _line: None, discord.utils.utcnow)).kind(
        name, submit, numbers=numbers
    )


async def test_a_form_of_a_kind_is_understood_by_another_run() -> None:
    before, after = kind("tweets", "edit", 2), kind("tweets", "edit", 2)

    assert after.numbers_in(before.form("Edit", FIELDS, 12, 3).custom_id) == (12, 3)


async def test_two_forms_have_two_ids() -> None:
    edit = kind("tweets", "edit", 1)

    assert edit.form("Edit", FIELDS, 1).custom_id != edit.form("Edit", FIELDS, 1).custom_id


@pytest.mark.parametrize(
    "custom_id", ["registration:v1:edit:0", "tweets:v1:edit:1:2", "tweets:v1:edit:x", ""]
)
def test_other_ids_are_left_alone(custom_id: str) -> None:
    assert kind("tweets", "edit", 1).numbers_in(custom_id) is None


def test_the_one_id_that_registration_forms_once_had_is_still_understood() -> None:
    assert kind("registration", "form", 1).numbers_in("registration:v1:form:0") == (0,)


def test_few_choices_are_shown_at_once_where_that_is_wanted() -> None:
    networks = ["X", "Mastodon"]

    assert _type_of(Field(key="to", label="To", choices=networks, is_group=True)) is discord.ui.RadioGroup
    several = Field(key="to", label="To", choices=networks, is_group=True, several=True, default="Mastodon")
    assert _type_of(several) is discord.ui.CheckboxGroup
    group = several.as_label().component
    assert isinstance(group, discord.ui.CheckboxGroup)
    assert [option.label for option in group.options if option.default] == ["Mastodon"]
    eleven = [str(number) for number in range(11)]
    for other in (["X"], eleven):
        assert _type_of(Field(key="to", label="To", choices=other, is_group=True)) is discord.ui.Select


@pytest.mark.parametrize(("is_required", "fewest"), [(False, 0), (True, 1)])
def test_files_are_handed_in(is_required: bool, fewest: int) -> None:  # noqa: FBT001 - a column of the table
    upload = Field(key="files", label="Files", most_files=4, is_required=is_required).as_label().component

    assert isinstance(upload, discord.ui.FileUpload)
    assert (upload.min_values, upload.max_values, upload.required) == (fewest, 4, is_required)


def test_choices_are_picked_where_discord_can_show_them() -> None:
    rooms = ["S1", "S2"]
    many = [str(number) for number in range(26)]

    assert _type_of(Field(key="room", label="Room", choices=rooms)) is discord.ui.Select
    for cannot in ([], many, ["x" * 101]):
        assert _type_of(Field(key="room", label="Room", choices=cannot)) is discord.ui.TextInput


async def test_however_much_was_typed_all_of_it_is_given_back(world: World, reporter: ErrorReporter) -> None:
    forms = Forms("tweets", reporter)
    typed = " ".join(f"*{number}*" for number in range(650))

    async def refuse() -> Answer:
        raise Refusal("That cannot be. " + "x" * 1900)

    async def submitted(interaction: discord.Interaction[Any], given: Mapping[str, str]) -> None:
        await forms.answer(
            interaction,
            refuse(),
            typed=given["text"],
            reopen=lambda: forms.form("Again", FIELDS, submitted),
        )

    @world.bot.tree.command(name="try", description="Tries something")
    async def attempt(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(forms.form("Try", FIELDS, submitted))

    form = await world.ada.slash(world.channel, "try")
    result = await world.ada.submit_modal(form, {"text": typed})

    assert result.response is not None
    assert said(result.response).startswith("❌ That cannot be.")
    messages = [result.response, *result.followups]
    given_back = " ".join(face.description for message in messages for face in faces(message))
    assert given_back == typed.replace("*", r"\*")
    assert all(message.ephemeral for message in messages)
    simcord.assert_no_errors(world.env)


def _type_of(field: Field) -> type[object]:
    return type(field.as_label().component)
