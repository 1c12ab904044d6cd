"""Answering a person who pressed, typed or submitted something, whatever the state of the interaction."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.texts.limits import CONTENT, clip

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from DiscordBot.discord_ui.layout.face import CardFace

logger = logging.getLogger(__name__)

# Discord waits 3 s for the first answer; this leaves half of it for a slow network.
PATIENCE_SECONDS = 1.5

# Unknown message, webhook and interaction, expired token, answered already: the person is out of reach.
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
_OUT_OF_REACH = frozenset({10008, 10015, 10062, 40060, 50027})
_FIRST_ANSWER_GIVEN = "first answer given"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is told: a text, or a card below it with its `buttons` inside, or a layout of its own.

    What does not fit into one message stands on `more` cards, each in a message of its own.
    """

    content: str | None = None
    view: discord.ui.View | discord.ui.LayoutView | None = None
    face: CardFace | None = None
    buttons: Sequence[discord.ui.Item[Any]] = ()
    more: Sequence[CardFace] = ()


async def answer(
    interaction: discord.Interaction,
    content: str | None = None,
    *,
    view: discord.ui.View | discord.ui.LayoutView | None = None,
    face: CardFace | None = None,
    buttons: Sequence[discord.ui.Item[Any]] = (),
    ephemeral: bool = True,
) -> discord.Message | None:
    """Tell something to the person behind `interaction`, first or further; nobody is pinged by it.

    After a deferral the visibility chosen there stays. Return the message, so that progress can be shown
    by editing it, or None if the person cannot be reached any more, which is logged. Other refusals by
    Discord raise `discord.HTTPException`.
    """
    message = parts_of(Answer(content, view, face, buttons))
    try:
        return await _deliver(interaction, message, ephemeral=ephemeral)
    except discord.HTTPException as error:
        if error.code not in _OUT_OF_REACH:
            raise
        logger.warning("An answer came too late for its interaction (Discord's code %d)", error.code)
        return None


async def answer_in_time(
    interaction: discord.Interaction,
    work: Coroutine[Any, Any, Answer],
    *,
    ephemeral: bool = True,
    patience_seconds: float = PATIENCE_SECONDS,
) -> discord.Message | None:
    """Answer with the result of `work`, and let Discord show "thinking" if that takes longer.

    Quick work costs one request. Once begun, `work` goes on whatever happens to the interaction or to
    the caller; what it raises is raised here.
    """
    task = asyncio.ensure_future(work)
    # asyncio.wait, unlike wait_for, leaves the task alone when it times out or is cancelled.
    done, _ = await asyncio.wait({task}, timeout=patience_seconds)
    if not done:
        await _show_thinking(interaction, ephemeral=ephemeral)
        await asyncio.wait({task})
    result = task.result()
    message = await answer(
        interaction,
        result.content,
        view=result.view,
        face=result.face,
        buttons=result.buttons,
        ephemeral=ephemeral,
    )
    for face in result.more:
        await answer(interaction, face=face, ephemeral=ephemeral)
    return message


async def _show_thinking(interaction: discord.Interaction, *, ephemeral: bool) -> None:
    if interaction.response.is_done():
        return
    try:
        await interaction.response.defer(ephemeral=ephemeral, thinking=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        logger.warning("An interaction could not be deferred (%s)", type(error).__name__)


async def _deliver(
    interaction: discord.Interaction, message: dict[str, Any], *, ephemeral: bool
) -> discord.Message | None:
    if not interaction.response.is_done():
        sent = await interaction.response.send_message(**message, ephemeral=ephemeral)
        return sent.resource if isinstance(sent.resource, discord.Message) else None
    # The "thinking" message is completed by an edit, exactly once: a follow-up would do so only in a way
    # that is deprecated. https://discord.com/developers/docs/interactions/receiving-and-responding
    thinking = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
    if thinking and not interaction.extras.get(_FIRST_ANSWER_GIVEN):
        edited = await interaction.edit_original_response(**message)
        interaction.extras[_FIRST_ANSWER_GIVEN] = True
        return edited
    return await interaction.followup.send(**message, ephemeral=ephemeral, wait=True)


def parts_of(given: Answer) -> dict[str, Any]:
    """Return an answer as discord.py sends it, within Discord's limits; nobody is pinged by it."""
    message: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
    if given.face is not None:
        return {**message, "view": card_layout(given.face, given.buttons, above=given.content or "")}
    if given.content is not None:
        message["content"] = clip(given.content, CONTENT)
    if given.view is not None:
        message["view"] = given.view
    return message
