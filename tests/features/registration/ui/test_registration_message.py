from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox import conference
from sandbox.conference import known_tickets as known
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    import discord

    from tests.conference_world import ConferenceWorld

WELCOME = f"Welcome to {conference.NAME}!"
PAUSED = f"{conference.NAME}: registration is paused"
MESSAGE_KEY = "registration.message"


def shown(world: ConferenceWorld) -> discord.Message:
    """Return the one message in the registration channel."""
    (message,) = world.messages("registration")
    return message


def title(world: ConferenceWorld) -> str | None:
    (embed,) = faces(shown(world))
    return embed.title


def changes_since(world: ConferenceWorld, number: int) -> list[str]:
    """Return how messages were posted, edited or deleted."""
    return [
        request
        for request in world.requests_since(number)
        if request.endswith("/messages") and not request.startswith("GET")
    ]


async def test_it_is_posted_once_and_says_where_to_find_help(world: ConferenceWorld) -> None:
    (embed,) = faces(shown(world))

    assert embed.title == WELCOME
    assert world.world.server.channels["registration-help"].mention in str(embed.description)
    assert changes_since(world, 0) == ["POST /channels/messages"]


@pytest.mark.parametrize("orderly", [True, False], ids=["orderly", "plug pulled"])
async def test_the_button_works_after_a_restart(world: ConferenceWorld, orderly: bool) -> None:  # noqa: FBT001
    before = shown(world)
    ada = world.person("ada")

    await world.restart(orderly=orderly)

    assert shown(world).id == before.id
    assert (await world.register_with(ada, known.ADA)).startswith("✅ Welcome!")


async def test_a_restart_after_a_crash_touches_nothing(world: ConferenceWorld) -> None:
    before = len(world.env.http_requests)

    await world.restart(orderly=False)

    assert title(world) == WELCOME
    assert changes_since(world, before) == []


async def test_while_the_bot_is_away_it_says_so_and_has_no_live_button(world: ConferenceWorld) -> None:
    before, message = len(world.env.http_requests), shown(world)

    await world.bot.close()

    assert shown(world).id == message.id
    assert title(world) == PAUSED
    assert [button["disabled"] for button in controls(shown(world))] == [True]
    assert changes_since(world, before) == ["PATCH /channels/messages"]

    await world.restart()
    assert shown(world).id == message.id
    assert title(world) == WELCOME


async def test_a_bot_whose_place_another_has_taken_ends_without_a_word(world: ConferenceWorld) -> None:
    before = len(world.env.http_requests)

    await world.bot.give_way()

    assert world.bot.is_closed()
    assert title(world) == WELCOME
    assert changes_since(world, before) == []
    await world.restart()


async def test_another_text_is_edited_in_place(world: ConferenceWorld) -> None:
    message = shown(world)
    renamed = world.world.config.conference.model_copy(update={"name": "PyCon Renamed"})
    world.configure(conference=renamed)
    before = len(world.env.http_requests)

    await world.restart(orderly=False)

    assert shown(world).id == message.id
    assert title(world) == "Welcome to PyCon Renamed!"
    assert changes_since(world, before) == ["PATCH /channels/messages"]


async def test_it_is_remembered_however_much_was_written_below(world: ConferenceWorld) -> None:
    message, olivia = shown(world), world.person("olivia")
    for _ in range(101):
        world.env.backend.create_message(message.channel.id, olivia.id, "Read this!")
    before = len(world.env.http_requests)

    await world.restart(orderly=False)

    assert changes_since(world, before) == []


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_that_of_an_older_version_is_edited_in_place(
    world: ConferenceWorld,
    is_forgotten: bool,  # noqa: FBT001 - as it was
) -> None:
    message = shown(world)
    (button,) = controls(message)
    # As it was: an embed, and a row with the button below.
    older = world.env.backend.get_message(message.channel.id, message.id)
    row = {"type": 1, "components": [{key: button[key] for key in ("type", "style", "label", "custom_id")}]}
    older.embeds, older.components, older.flags = [{"title": WELCOME, "type": "rich"}], [row], 0
    if is_forgotten:
        world.change_database(f"DELETE FROM stored_value WHERE key = '{MESSAGE_KEY}'")  # noqa: S608 - a constant

    await world.restart(orderly=False)

    assert shown(world).id == message.id
    assert shown(world).flags.components_v2
    assert [one["custom_id"] for one in controls(shown(world))] == ["registration:v1:open:0"]
    assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ Welcome!")


async def test_it_is_adopted_when_the_database_forgot_it(world: ConferenceWorld) -> None:
    message = shown(world)
    world.change_database(f"DELETE FROM stored_value WHERE key = '{MESSAGE_KEY}'")  # noqa: S608 - a constant
    before = len(world.env.http_requests)

    await world.restart(orderly=False)
    await world.restart(orderly=False)

    assert shown(world).id == message.id
    assert changes_since(world, before) == []


async def test_it_is_posted_anew_when_somebody_deleted_it(world: ConferenceWorld) -> None:
    message = shown(world)
    await world.person("olivia").send(world.world.server.channels["registration"], "Hello!")
    world.env.backend.delete_message(message.channel.id, message.id)

    # The plug is pulled when the bot has nothing to do: a connection on its way is closed by nobody.
    await world.env.settle()
    await world.restart(orderly=False)
    await world.restart(orderly=False)

    hello, anew = world.messages("registration")
    assert hello.content == "Hello!"
    assert anew.id != message.id
    assert faces(anew)[0].title == WELCOME


@pytest.mark.parametrize("in_bulk", [False, True], ids=["alone", "in bulk"])
async def test_it_is_posted_anew_as_soon_as_somebody_deletes_it(
    world: ConferenceWorld,
    in_bulk: bool,  # noqa: FBT001
) -> None:
    message, olivia = shown(world), world.person("olivia")
    other = await olivia.send(world.world.server.channels["registration"], "Hello!")
    if in_bulk:
        world.env.backend.bulk_delete_messages(message.channel.id, [message.id, other.id])
    else:
        world.env.backend.delete_message(message.channel.id, other.id)
        world.env.backend.delete_message(message.channel.id, message.id)
    await world.env.settle()

    assert shown(world).id != message.id
    assert title(world) == WELCOME


async def test_it_is_posted_in_a_channel_that_is_made_anew(world: ConferenceWorld) -> None:
    world.env.backend.delete_channel(world.world.server.channels["registration"].id)
    channel = world.world.server.guild.create_text_channel("registration")
    await world.env.settle()

    (anew,) = channel.history()
    assert faces(anew)[0].title == WELCOME


async def test_as_long_as_it_is_there_nobody_asks_for_it(world: ConferenceWorld) -> None:
    before = len(world.env.http_requests)
    for _ in range(6):
        await world.bot._scheduler.run("registration message")  # noqa: SLF001 - an hour of its turns
    assert world.requests_since(before) == []


async def test_a_channel_that_is_missing_at_the_start_keeps_nothing_else_from_working(
    world: ConferenceWorld,
) -> None:
    world.env.backend.delete_channel(world.world.server.channels["registration"].id)

    await world.restart(orderly=False)

    answer = await world.command(world.person("ada"), "register", order=known.ADA.order, name=known.ADA.name)
    assert answer.content.startswith("✅ Welcome!")


async def test_a_channel_that_the_bot_may_not_write_in_is_reported_and_not_fatal(
    world: ConferenceWorld,
) -> None:
    await world.restart(orderly=False)
    world.change_database(f"DELETE FROM stored_value WHERE key = '{MESSAGE_KEY}'")  # noqa: S608 - a constant
    world.env.inject_error("GET", "/channels/*/messages", status=403, code=50001, message="Missing Access")

    await world.restart(orderly=False)

    (line,) = world.lines("bot-log")
    assert line.startswith("⚠️ Error ")
    assert "«registration message»: Forbidden (status 403, code 50001)" in line
    assert (await world.register_with(world.person("ada"), known.ADA)).startswith("✅ Welcome!")
