from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import known_tickets as known

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld


async def test_button_form_answer_and_roles(world: ConferenceWorld) -> None:
    ada = world.person("ada")

    answer = await world.register_with(ada, known.ADA)

    assert answer.startswith("✅ Welcome! You are registered with **Conference ticket / Business, Tutorial")
    assert all(mention in answer for mention in world.role_mentions(*known.ADA.roles))
    assert world.roles(ada) == set(known.ADA.roles)
    assert world.nickname(ada) == "Ada Lovelace"
    (line,) = world.lines("registration-log")
    assert line.startswith(f"✅ {ada.mention} registered: Conference ticket / Business, Tutorial")
    assert world.lines("bot-log") == []


async def test_a_registration_is_three_requests_and_a_line_in_the_log(world: ConferenceWorld) -> None:
    before = len(world.env.http_requests)
    asked = len(world.shop.calls)

    await world.register_with(world.person("ada"), known.ADA)

    assert sorted(world.requests_since(before)) == [
        "PATCH /guilds/members",
        "POST /channels/messages",
        "POST answer",
        "POST answer",
    ]
    assert len(world.shop.calls) == asked
