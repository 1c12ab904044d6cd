from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from DiscordBot.discord_ui.errors import Refusal
from tests.features.tweets.command_stage import text_of
from tests.shown_messages import faces

if TYPE_CHECKING:
    from simcord.results import InteractionResult

    from tests.features.tweets.command_stage import CommandStage


def _titles(result: InteractionResult) -> list[str]:
    assert result.response is not None
    return [embed.title or "" for embed in faces(result.response)]


def _lines(result: InteractionResult) -> list[str]:
    assert result.response is not None
    return (faces(result.response)[0].description or "").splitlines()


async def test_the_calendar_shows_day_by_day_what_went_out_and_what_will(queue: CommandStage) -> None:
    noon = queue.clock.now()
    await queue.write("Sent at noon")
    await queue.approve(1)
    await queue.settle()
    await queue.write("This evening", not_before=noon + timedelta(hours=6))
    await queue.write("In two days", not_before=noon + timedelta(days=2))
    await queue.bot.service.hold(await queue.write("Never"))

    today = await queue.result("victor", "tweet calendar")

    lines = text_of(today).splitlines()
    assert [("Sent at noon" in line, "This evening" in line) for line in lines if line.startswith("<t:")] == [
        (True, False),
        (False, True),
    ]
    assert f"<t:{int((noon + timedelta(hours=6)).timestamp())}:t> 🟡 [#2](" in text_of(today)
    assert "Never" not in text_of(today)
    later = await queue.click("victor", today.response, "▶")
    assert "In two days" in text_of(later)
    assert "· 1 tweet" in _titles(later)[0]


async def test_a_day_of_the_calendar_is_chosen(queue: CommandStage) -> None:
    noon = queue.clock.now()
    await queue.write("Soon")
    for number in range(20):
        text = f"{number} {'many words ' * 20}"
        await queue.write(text, not_before=noon + timedelta(days=1))
    offers = await queue.people["victor"].autocomplete(queue.channel, "tweet calendar", "day", "")
    tomorrow = queue.clock.local(noon + timedelta(days=1)).date().isoformat()

    shown = await queue.result("victor", "tweet calendar", day=tomorrow)

    assert [offer["value"] for offer in offers] == [queue.clock.today().isoformat(), tomorrow]
    assert _titles(shown)[0].endswith("· 20 tweets")
    assert "Soon" not in text_of(shown)
    # A busy day has several pages, all lines of which are whole.
    first = _lines(shown)
    second = _lines(await queue.click("victor", shown.response, "▶"))
    assert len({*first, *second}) == len(first) + len(second) == 20
    assert all(line.startswith("<t:") for line in first + second)


async def test_attendees_see_no_calendar(queue: CommandStage) -> None:
    queue.expected_errors = [Refusal]
    await queue.write("Soon")

    assert "Soon" not in await queue.say("eve", "tweet calendar")
    assert await queue.people["eve"].autocomplete(queue.channel, "tweet calendar", "day", "") == []
