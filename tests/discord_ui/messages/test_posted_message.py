from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.discord_ui.components import PersistentButton, persistent_button, persistent_view
from DiscordBot.discord_ui.layout.face import CardFace, CardField, CardPicture, Tone
from DiscordBot.discord_ui.layout.layouts import card_layout
from DiscordBot.discord_ui.messages.posted_message import Post, PostFile, has_button, keep_posted
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    from DiscordBot.discord_ui.errors import ErrorReporter
    from tests.discord_ui.conftest import World

IS_MINE = has_button("registration:v1:register:0")


@pytest.fixture
def button(reporter: ErrorReporter) -> type[PersistentButton]:
    return make_button(reporter, "Register")


def make_button(reporter: ErrorReporter, label: str) -> type[PersistentButton]:
    async def handler(_interaction: discord.Interaction, _row_id: int) -> None: ...

    return persistent_button(
        feature="registration", action="register", label=label, handler=handler, reporter=reporter, emoji="🎟️"
    )


def make_post(button: type[PersistentButton], title: str = "How to register ") -> Post:
    fields = (CardField("Your order code", "ABC12"),)
    return Post(
        CardFace(title=title, text="Press the button.", fields=fields, footer="Questions?"), [button(0)]
    )


async def keep(world: World, post: Post, remembered_id: int | None = None) -> int:
    return await keep_posted(world.text_channel(), post, remembered_id=remembered_id, is_mine=IS_MINE)


def edits(world: World) -> int:
    return sum(request.method == "PATCH" for request in world.env.http_requests)


async def test_the_first_time_it_is_posted(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, make_post(button))

    (message,) = world.channel.history()
    assert message.id == message_id
    (face,) = faces(message)
    assert (face.title, face.fields[0].value, face.footer.text) == ("How to register", "ABC12", "Questions?")


async def test_the_same_again_touches_nothing(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, make_post(button))

    assert await keep(world, make_post(button), message_id) == message_id
    assert len(world.channel.history()) == 1
    assert edits(world) == 0


async def test_a_change_is_edited_in_place(
    world: World, button: type[PersistentButton], reporter: ErrorReporter
) -> None:
    message_id = await keep(world, make_post(button))

    others = make_button(reporter, "Get your roles")
    picture = CardPicture("https://example.org/snake.png")
    described = replace(picture, description="A snake")
    changes = [
        make_post(button, "Closed"),
        Post(CardFace(title="Thank you"), [button(0)]),
        Post(CardFace(title="Thank you", tone=Tone.OVER), [button(0)]),
        Post(CardFace(title="Thank you", tone=Tone.OVER), [others(0)]),
        Post(CardFace(title="Thank you", tone=Tone.OVER, pictures=(picture,)), [others(0)]),
        Post(CardFace(title="Thank you", tone=Tone.OVER, pictures=(described,))),
    ]
    for number, post in enumerate(changes, start=1):
        assert await keep(world, post, message_id) == message_id
        assert edits(world) == number

    (message,) = world.channel.history()
    assert (faces(message)[0].title, controls(message)) == ("Thank you", [])


async def test_a_message_of_an_older_version_is_found_and_becomes_a_card(
    world: World, button: type[PersistentButton]
) -> None:
    older = await world.text_channel().send(
        "Welcome!", embed=discord.Embed(title="How to register"), view=persistent_view(button(0))
    )

    assert await keep(world, make_post(button)) == older.id
    (message,) = world.channel.history()
    assert (message.content, message.embeds) == ("", [])
    assert [face.title for face in faces(message)] == ["How to register"]
    assert len(controls(message)) == 1


async def test_what_others_changed_is_put_right(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, make_post(button))
    await (
        world.text_channel()
        .get_partial_message(message_id)
        .edit(view=card_layout(CardFace(text="Overwritten")))
    )

    await keep(world, make_post(button), message_id)

    assert faces(world.channel.history()[0])[0].description == "Press the button."


@pytest.mark.parametrize("remembered", [None, 1])
async def test_a_forgotten_message_is_found_again(
    world: World, button: type[PersistentButton], remembered: int | None
) -> None:
    message_id = await keep(world, make_post(button))
    await world.text_channel().send("something else by the bot")
    await world.ada.send(world.channel, "something by somebody")

    assert await keep(world, make_post(button), remembered) == message_id
    assert len(world.channel.history()) == 3


async def test_a_deleted_message_is_posted_again(world: World, button: type[PersistentButton]) -> None:
    first = await keep(world, make_post(button))
    await world.text_channel().get_partial_message(first).delete()

    second = await keep(world, make_post(button), first)

    assert second != first
    assert len(world.channel.history()) == 1


async def test_a_message_deleted_meanwhile_is_posted_again(
    world: World, button: type[PersistentButton]
) -> None:
    first = await keep(world, make_post(button))
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10008)

    second = await keep(world, make_post(button, "New text"), first)

    assert second != first


async def test_somebody_elses_message_is_never_taken_over(
    world: World, button: type[PersistentButton]
) -> None:
    foreign = await world.ada.send(world.channel, "Welcome!")

    message_id = await keep_posted(
        world.text_channel(), make_post(button), remembered_id=foreign.id, is_mine=lambda _: True
    )

    assert message_id != foreign.id
    assert world.channel.history()[0].content == "Welcome!"


async def test_it_pings_nobody_and_fits(world: World) -> None:
    await keep(world, Post(CardFace(text="@everyone " + "x" * 5000)))

    (message,) = world.channel.history()
    assert not message.mention_everyone
    assert len(faces(message)[0].description) == 4000


async def pictures() -> list[PostFile]:
    return [PostFile("snake.png", b"png", "A snake " + "x" * 2000), PostFile("sea.png", b"")]


def look(title: str = "Look") -> Post:
    shown = (CardPicture("attachment://snake.png", "A snake"), CardPicture("attachment://sea.png"))
    return Post(CardFace(title=title, pictures=shown))


async def no_more_pictures() -> list[PostFile]:
    raise AssertionError("They are there already.")


async def test_files_are_posted_once_and_stay(world: World) -> None:
    channel = world.text_channel()
    message_id = await keep_posted(channel, look(), remembered_id=None, is_mine=IS_MINE, files=pictures)

    await keep_posted(
        channel, look("Look again"), remembered_id=message_id, is_mine=IS_MINE, files=no_more_pictures
    )

    (message,) = world.channel.history()
    (face,) = faces(message)
    assert face.title == "Look again"
    assert [description for _, description in face.pictures] == ["A snake", ""]
    snake, sea = message.attachments
    assert (snake.filename, await snake.read(), len(snake.description or "")) == ("snake.png", b"png", 1024)
    assert (sea.filename, sea.description) == ("sea.png", None)


async def test_a_message_posted_anew_has_its_files(world: World) -> None:
    channel = world.text_channel()
    first = await keep_posted(channel, look(), remembered_id=None, is_mine=IS_MINE, files=pictures)
    await channel.get_partial_message(first).delete()

    await keep_posted(channel, look(), remembered_id=first, is_mine=IS_MINE, files=pictures)

    assert len(world.channel.history()[0].attachments) == 2


async def test_what_was_certainly_never_posted_is_not_looked_for(
    world: World, button: type[PersistentButton]
) -> None:
    before = len(world.env.http_requests)

    await keep_posted(world.text_channel(), make_post(button), remembered_id=None, is_mine=None)

    assert [request.method for request in world.env.http_requests[before:]] == ["POST"]
