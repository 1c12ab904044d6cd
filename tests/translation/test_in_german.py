"""Somebody whose Discord is in German, on a server whose language is English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sandbox.conference import known_tickets as known
from tests.shown_messages import faces

if TYPE_CHECKING:
    from simcord import MemberActor

    from tests.conference_world import ConferenceWorld

pytestmark = pytest.mark.slow


def reads(world: ConferenceWorld, person: MemberActor, locale: str) -> None:
    """Let Discord say from now on in which language a person reads it; simcord itself always says English."""
    emit = world.env.backend.emit

    def in_their_language(event: str, payload: dict[str, Any], *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - simcord's
        user = payload.get("member", payload).get("user", {}) if event == "INTERACTION_CREATE" else {}
        is_theirs = str(user.get("id", "")) == str(person.id)
        return emit(event, {**payload, "locale": locale} if is_theirs else payload, *rest, **more)

    world.env.backend.emit = in_their_language  # type: ignore[method-assign, assignment]  # the one place to say so


async def test_who_reads_german_is_answered_in_german(
    whole_world: ConferenceWorld,
) -> None:
    world = whole_world
    ada, grace = world.person("ada"), world.person("grace")
    reads(world, ada, "de")

    form = await world.open_form(ada)
    german = await world.fill_in(ada, form, known.ADA.order, known.ADA.name)
    english = await world.register_with(grace, known.GRACE)

    assert form.modal is not None
    assert [label["label"] for label in form.modal["components"]] == ["Bestellcode", "Name"]
    assert german.content.startswith("✅ Willkommen! Du bist mit **Conference ticket")
    assert english.startswith("✅ Welcome!")
    found = await world.command(ada, "schedule search", words="nothing at all like this")
    assert found.content.startswith("So etwas habe ich nicht gefunden.")
    # What everybody reads stays in the conference's language.
    assert "Press **Register**" in (faces(world.messages("registration")[-1])[0].description or "")
    assert not any("registriert" in line for line in world.lines("registration-log"))


async def test_discord_is_told_what_commands_are_in_other_languages(world: ConferenceWorld) -> None:
    register = world.env.backend.find_command("register", world.guild.id)

    assert register is not None
    assert register["description_localizations"]["de"] == "Hol dir die Rollen, die zu deinem Ticket gehören."
    assert {"de", "es-ES", "es-419", "fr", "pt-BR"} <= set(register["description_localizations"])
    # Names stay what the documents say.
    assert not register.get("name_localizations")
