from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from DiscordBot.discord_ui.components import PersistentButton, persistent_button, persistent_view
from DiscordBot.discord_ui.messages.posted_message import Post, PostFile, has_button, keep_posted
from tests.shown_messages import faces

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


def make_post(button: type[PersistentButton], content: str = "Welcome! ") -> Post:
    embed = discord.Embed(title="How to register ", description="Press the button.", colour=0x336699)
    embed.add_field(name="Your order code", value="ABC12").set_footer(text="Questions?")
    return Post(content, embed, persistent_view(button(0)))


async def keep(world: World, post: Post, remembered_id: int | None = None) -> int:
    return await keep_posted(world.text_channel(), post, remembered_id=remembered_id, is_mine=IS_MINE)


def edits(world: World) -> int:
    return sum(request.method == "PATCH" for request in world.env.http_requests)


async def test_the_first_time_it_is_posted(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, make_post(button))

    (message,) = world.channel.history()
    assert message.id == message_id
    assert message.content == "Welcome!"
    assert faces(message)[0].fields[0].value == "ABC12"


async def test_the_same_again_touches_nothing(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, make_post(button))

    assert await keep(world, make_post(button), message_id) == message_id
    assert len(world.channel.history()) == 1
    assert edits(world) == 0


async def test_a_change_is_edited_in_place(
    world: World, button: type[PersistentButton], reporter: ErrorReporter
) -> None:
    message_id = await keep(world, make_post(button))

    changes = [
        make_post(button, "Closed"),
        Post("Closed", discord.Embed(title="Thank you"), persistent_view(button(0))),
        Post("Closed", None, persistent_view(button(0))),
        Post("Closed", None, persistent_view(make_button(reporter, "Get your roles")(0))),
        Post("Good bye"),
    ]
    for number, post in enumerate(changes, start=1):
        assert await keep(world, post, message_id) == message_id
        assert edits(world) == number

    (message,) = world.channel.history()
    assert (message.content, faces(message), message.components) == ("Good bye", [], [])


async def test_what_others_changed_is_put_right(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, make_post(button))
    await world.text_channel().get_partial_message(message_id).edit(content="Overwritten")

    await keep(world, make_post(button), message_id)

    assert world.channel.history()[0].content == "Welcome!"


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
    await keep(world, Post("@everyone " + "x" * 3000))

    (message,) = world.channel.history()
    assert not message.mention_everyone
    assert len(message.content) == 2000


async def test_link_previews_are_not_taken_for_content(world: World, button: type[PersistentButton]) -> None:
    message_id = await keep(world, Post("https://example.org/", None, persistent_view(button(0))))
    stored = world.env.backend.get_message(world.channel.id, message_id)
    stored.embeds.append({"type": "link", "url": "https://example.org/", "title": "Example"})

    await keep(world, Post("https://example.org/", None, persistent_view(button(0))), message_id)

    assert edits(world) == 0


async def pictures() -> list[PostFile]:
    return [PostFile("snake.png", b"png", "A snake " + "x" * 2000), PostFile("nothing.txt", b"")]


async def no_more_pictures() -> list[PostFile]:
    raise AssertionError("They are there already.")


async def test_files_are_posted_once_and_stay(world: World) -> None:
    channel = world.text_channel()
    message_id = await keep_posted(channel, Post("Look"), remembered_id=None, is_mine=IS_MINE, files=pictures)

    await keep_posted(
        channel, Post("Look again"), remembered_id=message_id, is_mine=IS_MINE, files=no_more_pictures
    )

    (message,) = world.channel.history()
    assert message.content == "Look again"
    snake, nothing = message.attachments
    assert (snake.filename, await snake.read(), len(snake.description or "")) == ("snake.png", b"png", 1024)
    assert (nothing.filename, nothing.description) == ("nothing.txt", None)


async def test_a_message_posted_anew_has_its_files(world: World) -> None:
    channel = world.text_channel()
    first = await keep_posted(channel, Post("Look"), remembered_id=None, is_mine=IS_MINE, files=pictures)
    await channel.get_partial_message(first).delete()

    await keep_posted(channel, Post("Look"), remembered_id=first, is_mine=IS_MINE, files=pictures)

    assert len(world.channel.history()[0].attachments) == 2


async def test_what_was_certainly_never_posted_is_not_looked_for(
    world: World, button: type[PersistentButton]
) -> None:
    before = len(world.env.http_requests)

    await keep_posted(world.text_channel(), make_post(button), remembered_id=None, is_mine=None)

    assert [request.method for request in world.env.http_requests[before:]] == ["POST"]
