"""The whole queue on its stage: commands and forms besides the cards."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import pytest
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload
from simcord.results import InteractionResult

from tests.features.tweets.stage import Stage
from tests.patience import until
from tests.shown_messages import faces, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from simcord import ChannelHandle, MemberActor, RoleHandle
    from simcord.results import ResponseMessage


OnStage = TypeVar("OnStage", bound="CommandStage")
Json = dict[str, Any]


class CommandStage(Stage):
    """The stage with commands and forms; `expected_errors` are what a test provokes in commands."""

    async def open(self) -> None:
        self.expected_errors: list[type[BaseException]] = []
        await super().open()

    @property
    def organizers(self) -> RoleHandle:
        return self.guild.roles["Organizers"]

    async def say(self, who: str, command: str, /, **options: Any) -> str:  # noqa: ANN401 - any option
        """Type a command; return what the person alone reads."""
        return text_of(await self.result(who, command, **options))

    async def result(self, who: str, command: str, /, **options: Any) -> InteractionResult:  # noqa: ANN401
        result = await self.people[who].slash(self.channel, command, **options)
        await self.settle()
        return result

    async def fill_in(self, who: str, form: InteractionResult, **typed: Any) -> ResponseMessage:  # noqa: ANN401 - as above
        """Change some fields of a form, submit it, and return the answer."""
        shown = {key: field["value"] for key, field in fields(form).items()}
        result = await self.people[who].submit_modal(form, {**shown, **typed})
        await self.settle()
        assert result.response is not None
        assert result.ephemeral
        return result.response

    async def menu(self, who: str, name: str, message: discord.Message) -> InteractionResult:
        """Choose a command of a message's menu."""
        person = self.people[who]
        dispatch = person._dispatch_interaction  # noqa: SLF001 - see below

        async def as_discord_does(kind: int, channel: ChannelHandle, data: Json) -> InteractionResult:
            # simcord forgets to say whose command it is, and discord.py looks for it among the global ones:
            # https://discord.com/developers/docs/interactions/receiving-and-responding
            return await dispatch(kind, channel, {**data, "guild_id": str(self.guild.id)})

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(person, "_dispatch_interaction", as_discord_does)
            return await person.context_menu(self.channel, name, message)

    async def together(self, acts: Sequence[tuple[MemberActor, Json]], tweet_id: int) -> dict[int, str]:
        """Let many people press or submit something about a card together; return what each reads.

        `acts` are what Discord says of each interaction. simcord lets one actor act at a time, so this
        hands the events to the bot by itself.
        """
        backend = self.env.backend
        card = message_payload(backend, backend.get_message(self.channel.id, self.card(tweet_id).id))
        results = {}
        for person, data in acts:
            record, payload = base_payload(
                backend,
                type=5 if "components" in data else 3,
                channel_id=self.channel.id,
                guild_id=self.guild.id,
                user_id=person.id,
                data=data,
            )
            results[person.id] = InteractionResult(self.env, record)
            backend.emit("INTERACTION_CREATE", {**payload, "message": dict(card)})
        # simcord takes those who queue for the database's one connection for lost.
        await until(lambda: all(_is_answered(result) for result in results.values()))
        await self.settle()
        return {user_id: text_of(result) for user_id, result in results.items()}

    async def click(self, who: str, message: Any, label: str) -> InteractionResult:  # noqa: ANN401 - a message or an answer
        return await self.people[who].click(message, label=label)

    def person(self, who: str) -> MemberActor:
        return self.people[who]


def _is_answered(result: InteractionResult) -> bool:
    """Tell whether there is more to read than that the bot is thinking."""
    return result.response is not None and text_of(result) != ""


def fields(form: InteractionResult) -> dict[str, dict[str, Any]]:
    """Return the fields of a form by their keys: `label`, `description` and `value`."""
    assert form.modal is not None, form
    return {
        label["component"]["custom_id"]: {
            "label": label["label"],
            "description": label.get("description") or "",
            "value": _value(label["component"]),
        }
        for label in form.modal["components"]
    }


def _value(component: Json) -> Any:  # noqa: ANN401 - as `submit_modal` takes it
    """Return what stands in a field, or what is picked in a select."""
    if component["type"] == discord.ComponentType.file_upload.value:
        return []
    if component["type"] == discord.ComponentType.radio_group.value:
        return next(option["value"] for option in component["options"] if option.get("default"))
    if "options" in component:
        return [option["value"] for option in component["options"] if option.get("default")]
    return component.get("value") or ""


def text_of(result: InteractionResult | ResponseMessage) -> str:
    """Return all that stands in an answer."""
    response = result.response if isinstance(result, InteractionResult) else result
    assert response is not None
    assert response.ephemeral
    parts = [said(response)]
    for face in faces(response):
        parts += [face.title, face.description]
        parts += [f"{field.name}: {field.value}" for field in face.fields]
    return "\n".join(parts)


@asynccontextmanager
async def running(stage: OnStage) -> AsyncIterator[OnStage]:
    """Start the bot; fails if it raised or reported what was not expected."""
    await stage.open()
    try:
        yield stage
        await stage.settle()
        assert [type(error) for error in stage.env.errors] == stage.expected_errors
        assert [line for line in stage.log if line not in stage.expected_log] == []
    finally:
        await stage.close()
