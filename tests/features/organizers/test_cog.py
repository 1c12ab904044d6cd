from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.organizers.statistics import Period
from sandbox.conference import known_tickets as known
from sandbox.failures import Failure
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS
from tests.shown_messages import faces

if TYPE_CHECKING:
    from simcord.results import ResponseMessage

    from tests.conference_world import ConferenceWorld

COMMANDS = {
    "health": {},
    "stats roles": {},
    "stats registrations": {},
    "stats export": {},
    "settings show": {},
    "settings set": {"setting": "pretix.set_nickname", "value": "off"},
    "refresh tickets": {},
    "refresh programme": {},
    "refresh jobs": {},
}


async def ask(world: ConferenceWorld, command: str, **options: str) -> ResponseMessage:
    """Type a command as an organiser."""
    return await world.command(world.person("olivia"), command, **options)


async def attached(answer: ResponseMessage) -> dict[str, bytes]:
    return {file.filename: await file.read() for file in answer.attachments}


async def test_nobody_else_may_do_this(world: ConferenceWorld) -> None:
    world.expected_errors = [Refusal] * len(COMMANDS)
    for command, options in COMMANDS.items():
        answer = await world.command(world.person("victor"), command, **options)
        assert (answer.content, faces(answer), answer.attachments) == (ONLY_ORGANIZERS, [], [])

    assert world.lines("bot-log") == []
    assert world.lines("registration-log") == []


async def test_health_is_fine_in_a_world_that_is(world: ConferenceWorld) -> None:
    (page,) = faces(await ask(world, "health"))

    assert page.title == "✅ Everything is fine"
    assert re.search(r"^✅ \d+ jobs and \d+ checks fine\.$", page.description)


async def test_health_begins_with_what_is_wrong(world: ConferenceWorld) -> None:
    roles = world.world.server.roles
    world.env.backend.edit_role(world.guild.id, roles["Student"].id, {"name": "Pupil"})
    await world.env.settle()

    (page,) = faces(await ask(world, "health"))

    assert page.title == "❌ 1 thing does not work"
    assert page.description.startswith("❌ **role «Student» (ticket\\_to\\_roles\\_prod.json)**\n")


async def test_roles_are_counted_without_asking_for_members(world: ConferenceWorld) -> None:
    await world.register_with(world.person("ada"), known.ADA)
    before = len(world.env.http_requests)

    (page,) = faces(await ask(world, "stats roles"))

    attendee, business, online = world.role_mentions("Attendee", "Business", "Online")
    lines = (page.description or "").splitlines()
    assert lines[0] == "**7** members, **4** of them without any role."
    assert {f"`1` {attendee}", f"`1` {business}", f"`0` {online}"} <= set(lines)
    assert world.guild.me.top_role.mention not in (page.description or "")
    assert world.requests_since(before) == ["POST answer"]


async def test_registrations_are_two_pictures_and_their_numbers(world: ConferenceWorld) -> None:
    await world.register_with(world.person("ada"), known.ADA)

    answer = await ask(world, "stats registrations")

    over_time, by_kind = faces(answer)
    assert (over_time.description or "").startswith("**1** of **32** tickets are registered")
    assert "Conference ticket / Business: **1** of 13" in (by_kind.description or "").splitlines()
    files = await attached(answer)
    assert [address.rpartition("/")[2] for face in faces(answer) for address, _ in face.pictures] == [*files]
    kinds = by_kind.pictures[0][1]
    assert "Conference ticket / Business: 1 of 13 registered" in kinds
    assert "32 sold, 1 registered" in over_time.pictures[0][1]
    assert [file.description for file in answer.attachments] == [
        over_time.pictures[0][1],
        kinds,
    ]
    assert all(content.startswith(b"\x89PNG") for content in files.values())


async def test_charts_that_discord_does_not_take_with_an_edit_come_in_a_message_of_their_own(
    world: ConferenceWorld,
) -> None:
    world.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=400, code=50035)
    lobby = world.world.server.channels["lobby"]

    result = await world.person("olivia").slash(lobby, "stats registrations")

    (charts,) = result.followups
    assert charts.ephemeral
    assert [len(face.pictures) for face in faces(charts)] == [1, 1]
    assert len(charts.attachments) == 2


async def test_a_picture_of_another_period_is_another_picture(world: ConferenceWorld) -> None:
    await world.register_with(world.person("ada"), known.ADA)
    world.clock.ahead = timedelta(days=30)

    pictures = [
        (await attached(await ask(world, "stats registrations", period=period)))[
            "registrations-over-time.png"
        ]
        for period in Period
    ]

    assert len(set(pictures)) == 3


async def test_the_export_names_who_is_registered_with_what(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)

    answer = await ask(world, "stats export")

    ((name, content),) = (await attached(answer)).items()
    assert name.startswith("registrations-")
    assert name.endswith(".csv")
    _, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert [row[:4] for row in rows] == [
        [str(ada.id), "Ada Lovelace", "Conference ticket / Business, Tutorial, T-shirt / M", "ADA37"]
    ]


async def test_an_export_leaves_a_line_in_the_log(world: ConferenceWorld) -> None:
    await world.register_with(world.person("ada"), known.ADA)

    await ask(world, "stats export")

    assert world.lines("bot-log") == [f"📤 {world.person('olivia').mention} exported 1 registration."]


@pytest.mark.journey
async def test_a_setting_counts_at_once_and_after_a_restart(world: ConferenceWorld) -> None:
    ada, grace = world.person("ada"), world.person("grace")

    answer = await ask(world, "settings set", setting="pretix.set_nickname", value="off")
    await world.register_with(ada, known.ADA)
    await world.restart()
    await world.register_with(grace, known.GRACE)

    assert answer.content == "✅ `pretix.set_nickname` is now **off** (it was on)."
    assert world.nickname(ada) is None
    assert world.nickname(grace) is None
    assert known.GRACE.roles[0] in world.roles(grace)


async def test_roles_stay_once_revoking_is_switched_off(world: ConferenceWorld) -> None:
    ada = world.person("ada")
    await world.register_with(ada, known.ADA)
    await ask(world, "settings set", setting="pretix.revoke_on_cancel", value="off")

    await world.shop.orders.cancel(known.ADA.order)
    await world.env.settle()
    await ask(world, "refresh tickets")

    assert world.roles(ada) == set(known.ADA.roles)


async def test_a_change_leaves_a_line_with_who_and_what(world: ConferenceWorld) -> None:
    await ask(world, "settings set", setting="pretix.set_nickname", value="off")
    await ask(world, "settings set", setting="pretix.set_nickname")

    olivia = world.person("olivia").mention
    assert world.lines("bot-log") == [
        f"⚙️ {olivia} changed `pretix.set_nickname` from on to off.",
        f"⚙️ {olivia} changed `pretix.set_nickname` from off to on.",
    ]


async def test_settings_are_shown_as_they_are(whole_world: ConferenceWorld) -> None:
    await ask(whole_world, "settings set", setting="pretix.set_nickname", value="off")

    (page,) = faces(await ask(whole_world, "settings show"))

    assert [field.name for field in page.fields] == [
        "programme.lead_minutes = 5 minutes",
        "programme.room_lead_minutes = 2 minutes",
        "pretix.revoke_on_cancel = on",
        "pretix.set_nickname = off",
        "pretix.direct_messages = on",
        "my_sessions.lead_minutes = 10 minutes",
    ]
    assert "Changed on Discord: pretix.set_nickname." in await whole_world.health()


async def test_what_cannot_be_set_is_refused_in_words(world: ConferenceWorld) -> None:
    world.expected_errors = [Refusal, Refusal]

    wrong_value = await ask(world, "settings set", setting="pretix.set_nickname", value="perhaps")
    wrong_name = await ask(world, "settings set", setting="pretix.nickname", value="off")

    assert wrong_value.content == "`pretix.set_nickname` needs to be on or off."
    assert wrong_name.content == "There is no such setting. Did you mean `pretix.set_nickname`?"
    assert world.lines("bot-log") == []


async def test_names_and_values_are_offered_while_typing(world: ConferenceWorld) -> None:
    channel = world.world.server.channels["lobby"]

    async def offered(option: str, typed: str = "", **chosen: str) -> list[str]:
        choices = await world.person("olivia").autocomplete(channel, "settings set", option, typed, **chosen)
        return [choice["value"] for choice in choices]

    assert await offered("setting", " Nick") == ["pretix.set_nickname"]
    assert await offered("setting", "nothing like it") == []
    assert await offered("value", setting="pretix.set_nickname") == ["on", "off"]
    assert await offered("value", setting="no such setting") == []
    assert await offered("value") == []


async def test_what_is_off_cannot_be_refreshed(world: ConferenceWorld) -> None:
    world.expected_errors = [Refusal]

    answer = await ask(world, "refresh jobs")

    assert answer.content == "There is no [job_board] section in the configuration."


async def test_a_refresh_that_fails_says_why(world: ConferenceWorld) -> None:
    world.shop.failures.fail_with(Failure.UNAUTHORIZED)

    answer = await ask(world, "refresh tickets")

    assert answer.content == "❌ pretix does not accept the token. What I knew before stays."
    assert world.lines("bot-log") == []
