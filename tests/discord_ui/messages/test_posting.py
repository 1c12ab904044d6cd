from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import discord
import pytest
from pydantic import SecretStr

from DiscordBot.discord_ui.messages.posting import (
    ChannelPoster,
    RefusedContentError,
    RefusedError,
    WebhookPoster,
    certainties,
)

if TYPE_CHECKING:
    from tests.discord_ui.conftest import World

EMBED = discord.Embed(title="Talk", description="About things")


async def test_a_message_and_its_embeds_are_found_again(world: World) -> None:
    poster = ChannelPoster(world.text_channel)

    await world.do(lambda: poster.post("Soon", [EMBED, EMBED], "a nonce"))
    await world.ada.send(world.channel, "Nice!")

    recent = await poster.recent()
    assert [embed.title for embed in recent] == ["Talk", "Talk"]
    assert [message.content for message in world.channel.history() if message.embeds] == ["Soon"]


async def test_discord_is_asked_to_take_a_nonce_once_and_to_ping_nobody(world: World) -> None:
    poster = ChannelPoster(world.text_channel)

    await world.do(lambda: poster.post("@everyone", [], "a nonce"))

    payload = world.env.http_requests[-1].json
    assert payload is not None
    assert (payload["nonce"], payload["enforce_nonce"]) == ("a nonce", True)
    assert payload["allowed_mentions"]["parse"] == []


async def test_a_channel_that_is_not_there(world: World) -> None:
    assert world.bot.user is not None

    with pytest.raises(RefusedError, match="no such channel"):
        await ChannelPoster(lambda: None).post("Soon", [], "a nonce")


@pytest.mark.parametrize(("status", "certain"), [(403, True), (400, True), (503, False)])
async def test_only_a_refusal_is_certain(world: World, status: int, *, certain: bool) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, times=None)
    failures: list[BaseException] = []

    async def attempt() -> None:
        try:
            await ChannelPoster(world.text_channel).post("Soon", [EMBED], "a nonce")
        except (RefusedError, discord.HTTPException) as error:
            failures.append(error)

    await world.do(attempt)

    assert [isinstance(error, RefusedError) for error in failures] == [certain]


def test_a_refusal_names_the_fields_and_quotes_nothing() -> None:
    icon = {"_errors": [{"code": "URL_TYPE_INVALID_URL", "message": "Not a well formed URL: Ada's secret"}]}
    told = {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {"embeds": {"1": {"author": {"icon_url": icon}}}},
    }

    with pytest.raises(RefusedContentError, match="status 400, code 50035") as caught, certainties():
        raise discord.HTTPException(SimpleNamespace(status=400, reason="Bad Request"), told)  # type: ignore[arg-type]  # what is read of an answer

    assert caught.value.fields == ("embeds.1.author.icon_url",)
    assert "secret" not in str(caught.value)


async def test_an_address_that_is_no_webhooks_is_not_repeated() -> None:
    address = SecretStr("https://example.org/secret")

    with pytest.raises(RefusedError) as caught:
        await WebhookPoster(address, None).post("Soon", [], "a nonce")  # type: ignore[arg-type]  # it is not got to

    assert "secret" not in str(caught.value)
