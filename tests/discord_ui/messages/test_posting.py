from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from pydantic import SecretStr

from DiscordBot.discord_ui.layout.face import CardFace
from DiscordBot.discord_ui.messages.posted_message import Post
from DiscordBot.discord_ui.messages.posting import (
    ChannelPoster,
    RefusedContentError,
    RefusedError,
    WebhookPoster,
    certainties,
)
from tests.shown_messages import said

if TYPE_CHECKING:
    from tests.discord_ui.conftest import World

CARD = CardFace(title="Talk", text="About things @everyone")


async def test_a_message_and_what_is_in_it_are_found_again(world: World) -> None:
    poster = ChannelPoster(world.text_channel)
    button: discord.ui.Button[Any] = discord.ui.Button(label="More", custom_id="more:v1:1")

    await world.do(lambda: poster.send(Post(CARD, [button], "Soon"), "a nonce"))
    await world.ada.send(world.channel, "Nice!")

    assert await poster.recent_texts() == [["Soon", "### Talk", "About things @everyone", "more:v1:1"]]
    (message,) = [each for each in world.channel.history() if each.components]
    assert said(message) == "Soon"


async def test_discord_is_asked_to_take_a_nonce_once_and_to_ping_nobody(world: World) -> None:
    poster = ChannelPoster(world.text_channel)

    await world.do(lambda: poster.send(Post(CARD), "a nonce"))

    payload = world.env.http_requests[-1].json
    assert payload is not None
    assert (payload["nonce"], payload["enforce_nonce"]) == ("a nonce", True)
    assert payload["allowed_mentions"]["parse"] == []


async def test_a_channel_that_is_not_there(world: World) -> None:
    assert world.bot.user is not None

    with pytest.raises(RefusedError, match="no such channel"):
        await ChannelPoster(lambda: None).send(Post(CARD), "a nonce")


@pytest.mark.parametrize(("status", "certain"), [(403, True), (400, True), (503, False)])
async def test_only_a_refusal_is_certain(world: World, status: int, *, certain: bool) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, times=None)
    failures: list[BaseException] = []

    async def attempt() -> None:
        try:
            await ChannelPoster(world.text_channel).send(Post(CARD), "a nonce")
        except (RefusedError, discord.HTTPException) as error:
            failures.append(error)

    await world.do(attempt)

    assert [isinstance(error, RefusedError) for error in failures] == [certain]


def test_a_refusal_names_the_fields_and_quotes_nothing() -> None:
    icon = {"_errors": [{"code": "URL_TYPE_INVALID_URL", "message": "Not a well formed URL: Ada's secret"}]}
    told = {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {"components": {"1": {"components": {"0": {"accessory": {"media": {"url": icon}}}}}}},
    }

    with pytest.raises(RefusedContentError, match="status 400, code 50035") as caught, certainties():
        raise discord.HTTPException(SimpleNamespace(status=400, reason="Bad Request"), told)  # type: ignore[arg-type]  # what is read of an answer

    assert caught.value.fields == ("components.1.components.0.accessory.media.url",)
    assert "secret" not in str(caught.value)


async def test_an_address_that_is_no_webhooks_is_not_repeated() -> None:
    address = SecretStr("https://example.org/secret")

    with pytest.raises(RefusedError) as caught:
        await WebhookPoster(address, None).send(Post(CARD), "a nonce")  # type: ignore[arg-type]  # it is not got to

    assert "secret" not in str(caught.value)
