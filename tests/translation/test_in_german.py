"""Somebody whose Discord is in German, on a server whose language is English."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.conference import known_tickets as known
from tests.features.open_spaces.stage import inputs, open_spaces_stage
from tests.features.programme.hall import open_hall
from tests.features.tweets.command_stage import text_of
from tests.features.tweets.post_office import berlin
from tests.shown_messages import controls, faces, said

if TYPE_CHECKING:
    from pathlib import Path

    from simcord import Env, MemberActor

    from DiscordBot.core.database import Database
    from tests.conference_world import ConferenceWorld

pytestmark = pytest.mark.slow

NEARLY_TEN = datetime(2027, 7, 14, 9, 59)  # noqa: DTZ001 - on the venue's walls


def reads(env: Env, person: MemberActor, locale: str) -> None:
    """Let Discord say from now on in which language a person reads it; simcord itself always says English."""
    emit = env.backend.emit

    def in_their_language(event: str, payload: dict[str, Any], *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - simcord's
        user = payload.get("member", payload).get("user", {}) if event == "INTERACTION_CREATE" else {}
        is_theirs = str(user.get("id", "")) == str(person.id)
        return emit(event, {**payload, "locale": locale} if is_theirs else payload, *rest, **more)

    env.backend.emit = in_their_language  # type: ignore[method-assign, assignment]  # the one place to say so


async def test_who_reads_german_is_answered_in_german(
    whole_world: ConferenceWorld,
) -> None:
    world = whole_world
    ada, grace = world.person("ada"), world.person("grace")
    reads(world.env, ada, "de")

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


async def test_a_search_of_the_schedule_by_somebody_who_reads_german(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NEARLY_TEN, settings="lead_minutes = 2") as hall:
        await hall.until(lambda: hall.messages("programme"))
        (slot,) = hall.messages("programme")
        reads(hall.env, hall.server.people["ada"], "de")

        (german,) = faces(await hall.ask("schedule search", words="TALK00-1"))
        (english,) = faces(await hall.ask("schedule search", who="olivia", words="TALK00-1"))
        (several,) = faces(await hall.ask("schedule search", words="dumplings"))
        chosen = await hall.server.people["ada"].select(slot, ["TALK00-1 1815552000"])

        assert [part.name for part in german.fields] == ["Wann", "Raum", "Track", "Ansehen"]
        assert [part.name for part in english.fields] == ["When", "Room", "Track", "Watch"]
        assert several.title.endswith(" Sessions")
        assert chosen.response is not None
        assert faces(chosen.response) == [german]
        # What everybody reads stays in the conference's language.
        assert faces(slot)[0].title.startswith("🔔 **6 sessions** start")
        assert controls(slot)[0]["placeholder"] == "Details and livestream …"


async def test_an_open_space_of_somebody_who_reads_german(database: Database) -> None:
    async with open_spaces_stage(database) as stage:
        eve = stage.people["eve"]
        reads(stage.env, eve, "de")

        form = await stage.result("eve", "openspace announce", title="Brettspiele")
        told = await stage.submit("eve", form, room="Forum Hall", when="17:10")
        listed = await stage.say("eve", "openspace list")
        taken = await stage.result("eve", "openspace announce", title="Go", room="Forum Hall", time="17:10")
        other = await stage.say("eve", "openspace announce", title="Go", room="Attic", time="15:00")
        listed_now = await stage.say("eve", "openspace list")

        assert form.modal is not None
        assert form.modal["title"] == "Einen Open Space ankündigen"
        labels = [label["label"] for label in form.modal["components"]]
        assert labels == ["Worum geht es?", "Raum", "Tag", "Beginn (Zeit vor Ort)"]
        assert "Wähl den Raum" in str(inputs(form))
        assert "Der Raum ist um diese Zeit belegt" in told
        assert "Der Raum ist um diese Zeit belegt" in text_of(taken)
        assert "Noch keine" in listed
        assert other.startswith("🟢 Open Space #1 ist eingeplant: **Attic**")
        assert "Open Spaces am Mittwoch, 14. Juli" in listed_now

        stage.clock.at = berlin("2027-07-14 14:45")
        await stage.settle()
        public = [*stage.in_channel("open-spaces"), *stage.in_channel("outgoing-tweets")]
        text = "\n".join([*map(said, public), *(repr(face) for one in public for face in faces(one))])
        assert "🔔 Open space in **Attic**" in text
        assert "Today, Wednesday 14 July" in stage.board()
        assert not any(word in text for word in ("Raum", "Beginn", "Heute", "geplant", "Freigabe"))


async def test_discord_is_told_what_commands_are_in_other_languages(world: ConferenceWorld) -> None:
    register = world.env.backend.find_command("register", world.guild.id)

    assert register is not None
    assert register["description_localizations"]["de"] == "Hol dir die Rollen, die zu deinem Ticket gehören."
    assert {"de", "es-ES", "es-419", "fr", "pt-BR"} <= set(register["description_localizations"])
    # Names stay what the documents say.
    assert not register.get("name_localizations")
