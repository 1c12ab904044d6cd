from __future__ import annotations

from typing import TYPE_CHECKING

import DiscordBot
from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.registration.config import MAPPING_FILE, ticket_roles
from sandbox.conference.catalogue import STUDENT
from tests.databases import SERVER
from tests.discord_ui.test_permissions import ONLY_ORGANIZERS

if TYPE_CHECKING:
    from tests.conference_world import ConferenceWorld


async def test_ping_is_for_everybody(world: ConferenceWorld) -> None:
    answer = await world.command(world.person("eve"), "ping")

    assert answer.content.startswith(f"🏓 Version {DiscordBot.__version__}, ")


async def test_the_rest_is_for_organisers(world: ConferenceWorld) -> None:
    asked = len(world.shop.calls)

    for name in ("ada", "victor"):
        for command in ("health", "refresh tickets"):
            assert (await world.command(world.person(name), command)).content == ONLY_ORGANIZERS, command

    world.expected_errors += [Refusal] * 4
    assert len(world.shop.calls) == asked


async def test_who_is_no_organiser_any_more_may_not_either(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")
    await world.change_member(olivia, role_ids=[])
    world.expected_errors.append(Refusal)

    assert (await world.command(olivia, "health")).content == ONLY_ORGANIZERS


async def test_a_server_in_order_is_healthy(world: ConferenceWorld) -> None:
    text = await world.health()

    assert "Everything is fine" in text
    assert "❌" not in text
    assert "⚠️" not in text
    assert f"**tickets** {len(list(world.shop.orders)) - 1} orders, loaded <t:" in text
    assert "✅ **tickets** <t:" in text


async def test_health_tells_what_is_wrong_on_the_server(world: ConferenceWorld) -> None:
    server, guild = world.world.server, world.guild
    world.env.backend.delete_channel(server.channels["registration-log"].id)
    world.env.backend.reorder_roles(guild.id, [{"id": server.roles["Business"].id, "position": 50}])
    world.env.backend.delete_role(guild.id, server.roles["Sprint"].id)
    own = next(role for role in world.env.backend.guilds[guild.id].roles.values() if role.managed)
    world.env.backend.edit_role(guild.id, own.id, {"permissions": own.permissions & ~(1 << 27)})

    text = await world.health()

    assert "❌ 4 things do not work" in text
    assert "❌ **channel #registration-log (channels.registration_log)**\nThere is no such channel" in text
    assert "→ Create a text channel of that name, or correct channels.registration_log." in text
    assert "❌ **role «Business» (ticket_to_roles_prod.json)**\nThis role is not below the bot's own" in text
    assert "❌ **role «Sprint» (ticket_to_roles_prod.json)**\nThere is no such role." in text
    assert "The bot lacks Manage Nicknames." in text


async def test_health_tells_which_tickets_of_the_mapping_nobody_sells(world: ConferenceWorld) -> None:
    roles = {**ticket_roles(world.world.config), "Bussiness": ("Business",)}
    world.configure(files={MAPPING_FILE.name: roles})
    await world.restart()

    text = await world.health()

    assert (
        "⚠️ **ticket «Bussiness»**\nThe shop sells nothing of this name, so nobody gets these roles." in text
    )


async def test_health_works_when_a_feature_does_not(world: ConferenceWorld) -> None:
    world.change_database("ALTER TABLE claim RENAME TO mislaid")
    await world.restart()

    text = await world.health()
    # The drivers do not agree whose fault a missing table is.
    error = "ProgrammingError" if SERVER else "OperationalError"
    assert "❌ **job «tickets»**" in text
    assert f"❌ **RegistrationCog**\nIt cannot tell how it is: {error} (ref. " in text
    assert [line for line in world.lines("bot-log") if f"in the job «tickets»: {error}" in line]

    world.change_database("ALTER TABLE mislaid RENAME TO claim")
    await world.restart()
    assert "Everything is fine" in await world.health()


async def test_refresh_counts_what_is_new(world: ConferenceWorld) -> None:
    olivia = world.person("olivia")
    world.shop.webhooks.registered.clear()

    assert (await world.command(olivia, "refresh tickets")).content.startswith("✅ Done: 0 orders")
    await world.shop.orders.change_variation("ADA37", 1, STUDENT)
    assert (await world.command(olivia, "refresh tickets")).content.startswith("✅ Done: 1 orders")
