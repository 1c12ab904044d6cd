from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.core.findings import Level
from sandbox import conference
from sandbox.conference.server import ROOM_CHANNELS
from sandbox.failures import Failure
from tests.databases import sql
from tests.features.programme.hall import open_hall
from tests.shown_messages import controls, faces, said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.programme.hall import Hall

pytestmark = pytest.mark.slow

ROOMS = tuple(ROOM_CHANNELS.values())
SOON = "lead_minutes = 2\nroom_lead_minutes = 1"
# Time passes as in life: whatever the machine is busy with, the bot is there before the minute is over.
WHEN_ROOMS_ARE_DUE = datetime(2027, 7, 14, 9, 59)  # noqa: DTZ001 - on the venue's walls
BEFORE_THAT = WHEN_ROOMS_ARE_DUE - timedelta(minutes=1)
NIGHT = datetime(2027, 7, 14, 3)  # noqa: DTZ001 - as above
LATER = datetime(2027, 7, 15, 17, tzinfo=conference.TIMEZONE)


WED_TEN = 1815552000


def at(start: int, minutes: int) -> str:
    """Return how Discord is told when something is."""
    return f"<t:{start}:f>–<t:{start + 60 * minutes}:t>"


def posts(hall: Hall) -> list[str]:
    """Return the channels that the bot posted to, one for each request."""
    names = {handle.id: name for name, handle in hall.server.channels.items()}
    requests = [request.path.split("/") for request in hall.env.http_requests if request.method == "POST"]
    return [names[int(path[2])] for path in requests if path[1] == "channels" and path[3] == "messages"]


@pytest.mark.journey
async def test_a_slot_of_six_sessions_is_seven_requests(tmp_path: Path) -> None:
    async with open_hall(tmp_path, WHEN_ROOMS_ARE_DUE, settings=SOON) as hall:
        await hall.until(lambda: all(hall.messages(room) for room in ROOMS))

        assert sorted(posts(hall)) == sorted(["programme", *ROOMS])
        (message,) = hall.messages("programme")
        (slot,) = faces(message)
        room = hall.server.channels["forum-hall"].mention
        address = f"{hall.pretalx.base_url}/conf2027/talk/TALK00/"
        assert slot.title == "🔔 **6 sessions** start <t:1815552000:R>"
        assert len(slot.description.splitlines()) == 6
        assert slot.description.splitlines()[1] == (
            f"- <t:1815552000:t> [A compiler for people in a hurry]({address}) · Grace Hopper · {room}"
            " · [Livestream](https://youtu.be/forum-hall?t=5400)"
        )
        (select,) = controls(message)
        assert sorted(option["value"] for option in select["options"]) == [
            f"TALK0{n}-1 1815552000" for n in range(6)
        ]

        (message,) = hall.messages("forum-hall")
        (card,) = faces(message)
        assert said(message) == "🔔 **A compiler for people in a hurry** starts <t:1815552000:R>"
        assert (card.title, card.url) == ("A compiler for people in a hurry", address)
        assert card.author.name == "Grace Hopper"
        assert {field.name: field.value for field in card.fields} == {
            "When": "<t:1815552000:f>–<t:1815554700:t> (45 min)",
            "Room": room,
            "Track": "Web · Talk (long session)",
            "Watch": "[Livestream](https://youtu.be/forum-hall?t=5400)",
        }
        assert [button["url"] for button in controls(message)] == ["https://youtu.be/forum-hall?t=5400"]


async def test_whoever_chooses_a_session_reads_its_card_alone_also_after_a_restart(tmp_path: Path) -> None:
    async with open_hall(tmp_path, WHEN_ROOMS_ARE_DUE, settings=SOON) as hall:
        await hall.until(lambda: all(hall.messages(room) for room in ROOMS))
        (message,) = hall.messages("programme")
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        ada = hall.server.people["ada"]

        chosen = await ada.select(message, ["TALK00-1 1815552000"])
        await hall.pretalx.programme.cancel("TALK01")
        await hall.pretalx.programme.release("v2")
        await hall.ask("refresh programme", who="olivia")
        gone = await ada.select(message, ["TALK01-1 1815552000"])

        assert chosen.response is not None
        assert chosen.ephemeral
        (card,) = faces(chosen.response)
        assert card.title == "A compiler for people in a hurry"
        assert card.description.startswith("A compiler for people in a hurry in 45 minutes")
        assert [button.get("url") for button in controls(chosen.response)] == [
            "https://youtu.be/forum-hall?t=5400"
        ]
        assert gone.response is not None
        assert gone.response.content.startswith("This session is no longer in the schedule.")


async def test_a_schedule_json_instead_of_pretalx_is_announced_searched_and_followed(tmp_path: Path) -> None:
    async with open_hall(tmp_path, WHEN_ROOMS_ARE_DUE, settings=SOON, from_export=True) as hall:
        await hall.until(lambda: all(hall.messages(room) for room in ROOMS))
        found = await hall.ask("schedule search", words="compiler")
        assert any("A compiler for people in a hurry" in f"{one.title} {one}" for one in faces(found))

        await hall.pretalx.programme.move("TALK07", start=LATER)
        await hall.pretalx.programme.release("v2")
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: hall.messages("schedule-updates"))
        assert sorted(posts(hall)) == sorted(["programme", *ROOMS, "schedule-updates"])


async def test_a_restart_in_the_midst_repeats_nothing_and_forgets_nothing(tmp_path: Path) -> None:
    async with open_hall(tmp_path, BEFORE_THAT, settings=SOON) as hall:
        await hall.until(lambda: hall.messages("programme"))
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: all(hall.messages(room) for room in ROOMS))
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: hall.topic("terrace-2a"))
        await hall.env.settle()

        assert sorted(posts(hall)) == sorted(["programme", *ROOMS])


async def test_what_was_perhaps_posted_is_known_again_in_slots_and_cards(tmp_path: Path) -> None:
    async with open_hall(tmp_path, WHEN_ROOMS_ARE_DUE - timedelta(seconds=20), settings=SOON) as hall:
        await hall.until(lambda: all(hall.messages(room) for room in ROOMS))
        await hall.env.settle()
        # As a plug leaves it that is pulled after the posting.
        sql(hall.config.database.url, "UPDATE announcement SET state = 'posting' WHERE state = 'sent'")
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: not begun(hall))

        assert sorted(posts(hall)) == sorted(["programme", *ROOMS])


def begun(hall: Hall) -> int:
    return len(sql(hall.config.database.url, "SELECT place FROM announcement WHERE state = 'posting'"))


async def test_a_slot_that_discord_refuses_is_posted_one_by_one(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT, settings=SOON) as hall:
        path = f"/channels/{hall.server.channels['programme'].id}/messages"
        hall.env.inject_error("POST", path, status=400, code=50035, times=1)
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: len(hall.messages("programme")) == 6)

        titles = sorted(face.title for face in hall.faces("programme"))
        assert "A compiler for people in a hurry" in titles
        assert len(set(titles)) == 6
        assert all(
            said(message).endswith("starts <t:1815552000:R>") for message in hall.messages("programme")
        )


async def test_announcements_need_no_pretalx_once_the_schedule_is_known(tmp_path: Path) -> None:
    async with open_hall(tmp_path, BEFORE_THAT, settings=SOON) as hall:
        await hall.until(lambda: hall.messages("programme"))
        hall.pretalx.failures.fail_with(Failure.FORBIDDEN)
        await hall.restart(WHEN_ROOMS_ARE_DUE)

        await hall.until(lambda: all(hall.messages(room) for room in ROOMS))


async def test_nothing_happens_without_the_section(tmp_path: Path) -> None:
    async with open_hall(tmp_path, WHEN_ROOMS_ARE_DUE, speed=60, settings=None) as hall:
        await hall.until(lambda: hall.clock.now() > datetime(2027, 7, 14, 8, tzinfo=UTC))

        assert posts(hall) == []
        assert hall.topic("forum-hall") == ""


async def test_changes_are_told_once(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        await hall.until(lambda: hall.topic("terrace-2a"))
        await hall.pretalx.programme.move("TALK00", start=LATER, room="North Hall")
        await hall.pretalx.programme.cancel("TALK01")
        await hall.pretalx.programme.rename_title("TALK02", "Async *with* tears")
        await hall.pretalx.programme.release("v2")
        await hall.restart()
        await hall.until(lambda: hall.messages("schedule-updates"))
        await hall.restart()

        (embed,) = hall.faces("schedule-updates")
        site = f"{hall.pretalx.base_url}/conf2027"
        assert embed.title == "3 changes of the schedule"
        assert (embed.url or "").startswith(f"{site}/schedule/")
        assert (embed.description or "").splitlines() == [
            "❌ **Cancelled**",
            f"[What your type checker wishes you knew]({site}/talk/TALK01/)",
            "Kathi B., Wanjirũ Kamau",
            f"{at(WED_TEN, 30)}, North Hall",
            "",
            "✏️ **New title**",
            f"[Async \\*with\\* tears]({site}/talk/TALK02/)",
            "was: Async without tears 🧅",
            "Tariq Haddad",
            f"{at(WED_TEN, 30)}, South Hall A",
            "",
            "🔀 **Moved**",
            f"[A compiler for people in a hurry]({site}/talk/TALK00/)",
            "Grace Hopper",
            f"{at(WED_TEN, 45)}, Forum Hall → {at(int(LATER.timestamp()), 45)}, North Hall",
        ]
        assert len(hall.messages("schedule-updates")) == 1


async def test_organisers_refresh_and_are_believed(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT, published=False) as hall:
        none = await hall.ask("refresh programme", who="olivia")
        await hall.pretalx.programme.release("v1")
        first = await hall.ask("refresh programme", who="olivia")
        for number in range(70):
            await hall.pretalx.programme.cancel(f"TALK{number:02}")
        await hall.pretalx.programme.release("v2")
        second = await hall.ask("refresh programme", who="olivia")

        assert none.content == "✅ No schedule is published yet."
        assert first.content == "✅ Version v1 of the schedule: 111 sessions, no changes."
        assert second.content == "✅ Version v2 of the schedule: 40 sessions, 71 changes."
        told = "".join(embed.description or "" for embed in hall.faces("schedule-updates"))
        assert told.count("**Cancelled**") == 71


async def test_topics_carry_the_links_and_follow_the_file(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        await hall.until(lambda: all(hall.topic(room) for room in ROOMS))
        assert hall.topic("forum-hall") == "📺 Wed https://youtu.be/forum-hall"
        edits = sum(request.method == "PATCH" for request in hall.env.http_requests)

        hall.write_config("https://youtu.be/club-a", "https://vimeo.com/77")
        await hall.restart()
        await hall.until(lambda: "vimeo" in hall.topic("club-a"))

        assert sum(request.method == "PATCH" for request in hall.env.http_requests) == edits + 1


async def test_a_topic_that_cannot_be_edited_does_not_keep_the_others_from_it(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        await hall.until(lambda: all(hall.topic(room) for room in ROOMS))
        hall.write_config("https://youtu.be/", "https://example.org/")
        hall.env.inject_error("PATCH", f"/channels/{hall.server.channels['forum-hall'].id}", status=403)
        await hall.restart()

        await hall.until(lambda: all("example.org" in hall.topic(room) for room in ROOMS[1:]))
        await hall.until(lambda: hall.messages("bot-log"))
        assert "the topic of #forum-hall: Forbidden" in hall.messages("bot-log")[0].content
        assert "youtu.be" in hall.topic("forum-hall")


async def test_a_mistake_in_the_file_keeps_the_links_and_is_a_finding(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        await hall.until(lambda: all(hall.topic(room) for room in ROOMS))
        hall.write_config("https://youtu.be/club-a", "no link")
        await hall.restart()
        bot = hall.env.bot
        found = [finding for finding in await bot.findings() if "livestreams" in finding.subject]  # type: ignore[attr-defined]  # simcord knows it as any Client

        assert [finding.level for finding in found] == [Level.ERROR]
        assert hall.topic("club-a") == "📺 Wed https://youtu.be/club-a"


async def test_health_knows_the_schedule(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        hall.config = hall.config.model_copy(update={"rooms": hall.config.rooms[1:]})
        await hall.restart()
        await hall.until(lambda: hall.topic("terrace-2a"))
        findings = {finding.subject: finding for finding in await hall.env.bot.findings()}  # type: ignore[attr-defined]  # simcord knows it as any Client

        loaded, due = (
            int(datetime(2027, 7, 14, *time, tzinfo=UTC).timestamp()) for time in ((1, 0), (6, 55))
        )
        assert findings["schedule"].detail == (
            f"Version v1, 111 sessions, loaded <t:{loaded}:R>. "
            f"The next announcement is due <t:{due}:f> (<t:{due}:R>)."
        )
        assert findings["rooms of the schedule"].detail == "These have no channel: Forum Hall."
        assert findings["channel #programme (channels.programme)"].level is Level.OK


async def test_what_is_on_now_and_next(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT.replace(hour=10, minute=20)) as hall:
        now = faces(await hall.ask("schedule now", room="club"))[0]
        upcoming = faces(await hall.ask("schedule next"))[0]
        room = await hall.ask("schedule now", room="no such room")

    assert now.title == "On now"
    assert "explained with dumplings" in (now.description or "")
    assert (now.description or "").count("•") == 1
    assert upcoming.title == "Up next on Wednesday"
    assert (upcoming.description or "").startswith("__**<t:1815555600:t>**__\n• [")
    assert (upcoming.description or "").count("•") == 6
    assert room.content.startswith("Nothing is on right now.")


async def test_long_before_a_day_has_its_date(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT.replace(year=2026, month=11)) as hall:
        upcoming = faces(await hall.ask("schedule next"))[0]
        found = faces(await hall.ask("schedule search", words="TALK00-1"))[0]
        unknown = await hall.ask("schedule day", day="someday")

    assert upcoming.title == "Up next on Wednesday, 14 July 2027"
    assert found.fields[0].value.startswith(f"<t:{WED_TEN}:f>")
    assert "The schedule has Wednesday, 14 July 2027, Thursday, 15 July 2027" in unknown.content


async def test_a_whole_day_in_pages(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        first = await hall.ask("schedule day")
        titles = [faces(first)[0].title]
        text = faces(first)[0].description or ""
        while True:
            forward = controls(first)[3]
            if forward.get("disabled"):
                break
            await hall.server.people["ada"].click(first, label="▶")
            text += faces(first)[0].description or ""
            titles.append(faces(first)[0].title)
        other = await hall.ask("schedule day", day="friday", room="club")
        unknown = await hall.ask("schedule day", day="someday")

    assert set(titles) == {"Wednesday, 14 July"}
    assert text.count("•") == 37
    assert text.count("☕") == 2
    assert faces(other)[0].title == "Friday, 16 July"
    assert unknown.content == "I do not know this day. The schedule has Wednesday, Thursday, Friday."


async def test_searching_and_what_is_suggested_while_typing(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT) as hall:
        one = faces(await hall.ask("schedule search", words="TALK03-1"))[0]
        several = faces(await hall.ask("schedule search", words="soren fjord"))[0]
        none = await hall.ask("schedule search", words="qqqqqq")
        ada, lobby = hall.server.people["ada"], hall.server.channels["lobby"]
        rooms = await ada.autocomplete(lobby, "schedule now", "room", "HALL")
        days = await ada.autocomplete(lobby, "schedule day", "day", "")
        titles = await ada.autocomplete(lobby, "schedule search", "words", "dumpling")
        untyped = await ada.autocomplete(lobby, "schedule search", "words", "")

    assert one.title == "Packaging: a love story"
    assert (several.title or "").endswith(" sessions")
    assert none.content.startswith("I found nothing like that.")
    assert [choice["name"] for choice in rooms] == [
        "Forum Hall",
        "North Hall",
        "South Hall A",
        "South Hall B",
    ]
    assert [choice["name"] for choice in days] == [
        "Wednesday, 14 July",
        "Thursday, 15 July",
        "Friday, 16 July",
    ]
    assert all("dumplings" in choice["name"] for choice in titles)
    assert len(untyped) == 25


async def test_before_anything_is_published(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT, published=False) as hall:
        answer = await hall.ask("schedule now")
        day = await hall.ask("schedule day")
        ada, lobby = hall.server.people["ada"], hall.server.channels["lobby"]
        assert await ada.autocomplete(lobby, "schedule search", "words", "x") == []
        assert await ada.autocomplete(lobby, "schedule day", "day", "x") == []
        findings = {finding.subject: finding for finding in await hall.env.bot.findings()}  # type: ignore[attr-defined]  # simcord knows it as any Client

    assert answer.content == "The schedule is not published yet."
    assert day.content == "I do not know this day. The schedule has no days yet."
    assert findings["schedule"].level is Level.WARNING


async def test_another_server_gets_the_same_messages(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT, speed=1) as hall:
        addresses = {
            name: hall.webhook(channel) for name, channel in (("ALL", "lobby"), ("CLUB", "speakers"))
        }
        hall.write_config("[programme]\n", f'[programme]\n{SOON}\nwebhook = "ALL"\n')
        hall.write_config('channel = "club-a"\n', 'channel = "club-a"\nwebhook = "CLUB"\n')
        hall.reload(addresses)
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: hall.messages("speakers") and hall.messages("club-a"))

        for follower, channel in (("lobby", "programme"), ("speakers", "club-a")):
            (copy,), (original,) = hall.messages(follower), hall.messages(channel)
            assert copy.webhook_id
            assert said(copy) == said(original)
            assert faces(copy) == faces(original)
            # Discord takes nothing from webhooks that can be pressed.
            assert controls(copy) == []
            assert controls(original) != []


async def test_a_webhook_that_fails_is_reported_without_its_address(tmp_path: Path) -> None:
    async with open_hall(tmp_path, NIGHT, speed=1) as hall:
        address = f"https://discord.com/api/webhooks/{'1' * 18}/{'secret' * 12}"
        hall.write_config("[programme]\n", f'[programme]\n{SOON}\nwebhook = "ALL"\n')
        hall.reload({"ALL": address})
        await hall.restart(WHEN_ROOMS_ARE_DUE)
        await hall.until(lambda: hall.messages("bot-log") and hall.messages("terrace-2a"))

        (line,) = hall.messages("bot-log")
        assert (
            "an announcement in programme by webhook: NotPostedError: Discord refused it (status 404"
            in line.content
        )
        assert "secret" not in line.content
        assert sorted(posts(hall)) == sorted(["programme", "bot-log", *ROOMS])
