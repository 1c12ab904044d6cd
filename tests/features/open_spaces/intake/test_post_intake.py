from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.open_spaces.models import State, Verdict
from DiscordBot.features.open_spaces.snapshot import Conflict
from tests.features.open_spaces.service_harness import ADA, PaperReader, ServiceHarness
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database
    from DiscordBot.features.open_spaces.models import SeenPost
    from DiscordBot.features.open_spaces.snapshot import OpenSpaceSnapshot


@pytest.fixture
def harness(database: Database) -> ServiceHarness:
    return ServiceHarness(database)


@pytest.mark.parametrize(
    ("text", "verdict", "why"),
    [
        ("Rust in B114 at 3pm", Verdict.SCHEDULED, "It names one room and one time."),
        ("Rust in B114", Verdict.REVIEW, "It names no time."),
        ("Rust at 3pm or 4pm", Verdict.REVIEW, "It names no room. It names several times."),
        ("Rust in B114 at 8:30am", Verdict.REVIEW, "Its time was over when it was written."),
        ("Rust in B114 at 9:20", Verdict.WAITING, "It starts within 30 minutes."),
        ("Rust in B114 at 9:30", Verdict.WAITING, "It starts within 30 minutes."),
        ("Rust in B114 at 9:31", Verdict.SCHEDULED, "It names one room and one time."),
        (
            "Rust in B114 at 3pm is cancelled",
            Verdict.REVIEW,
            "It says that something is cancelled, moved, full, over or corrected.",
        ),
        ("What a nice venue", Verdict.IGNORED, "It names neither a room nor a time."),
        ("Sorry, it is cancelled", Verdict.IGNORED, "It names neither a room nor a time."),
        ("RT @ada: Rust in B114 at 3pm", Verdict.IGNORED, "It is a retweet."),
    ],
)
async def test_every_post_has_a_verdict(
    harness: ServiceHarness, text: str, verdict: Verdict, why: str
) -> None:
    seen = await harness.read(text)
    assert (seen.verdict, seen.why) == (verdict, why)
    assert (seen.text, seen.author_username, seen.seen_at) == (text, "grace", harness.clock.now())
    assert (seen.open_space_id is None) is (verdict is Verdict.IGNORED)


async def test_what_does_not_count(harness: ServiceHarness) -> None:
    retweet = await harness.read("Rust in B114 at 3pm", retweet_of="77")
    ours = await harness.read("Rust in B114 at 3pm", is_own=True)
    assert (retweet.verdict, retweet.why) == (Verdict.IGNORED, "It is a retweet.")
    assert (ours.verdict, ours.why) == (Verdict.IGNORED, "It is the conference's own post.")
    assert await harness.service.every() == ()


async def test_what_was_read_can_be_shown(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust 🦀 in B114 or the forum at 3pm")
    assert space.state is State.REVIEW
    assert (space.room, space.start) == (None, berlin("2027-07-14 15:00"))
    assert space.found_rooms == ("B114", "Forum Hall")
    assert [start.isoformat() for start in space.found_starts] == ["2027-07-14T15:00:00+02:00"]
    shown = {space.text[part.start : part.end]: part.what for part in space.highlights}
    assert shown["B114"] == "room"
    assert shown["forum"] == "room"


async def test_without_auto_send_a_person_approves(harness: ServiceHarness) -> None:
    harness.wishes.auto_send = False
    seen = await harness.read("Rust in B114 at 3pm")
    assert seen.verdict is Verdict.WAITING
    assert "auto_send" in seen.why


async def test_a_post_read_late_speaks_of_the_day_of_its_writing(harness: ServiceHarness) -> None:
    early = harness.posted("Rust in B114 at 5pm")
    soon = harness.posted("Go in the forum in 20 minutes")
    harness.clock.at = berlin("2027-07-14 10:00")
    await harness.read_posts()
    assert (await harness.seen(early.id)).verdict is Verdict.SCHEDULED
    late = await harness.seen(soon.id)
    assert (late.verdict, late.why) == (Verdict.REVIEW, "It had begun when it was read.")


@pytest.mark.parametrize(
    ("time", "verdict"),
    [
        ("14:44", Verdict.SCHEDULED),
        ("14:45", Verdict.CONFLICT),
        ("15:00", Verdict.CONFLICT),
        ("15:30", Verdict.CONFLICT),
        ("15:31", Verdict.SCHEDULED),
    ],
)
async def test_the_room_is_taken_for_a_while(harness: ServiceHarness, time: str, verdict: Verdict) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    seen = await harness.read(f"Go in B114 at {time}", author="hedy")
    assert seen.verdict is verdict
    elsewhere = await harness.read(f"Go in B115 at {time}", author="ivan")
    assert elsewhere.verdict is Verdict.SCHEDULED
    if verdict is Verdict.CONFLICT:
        space = await harness.service.get(seen.open_space_id or 0)
        (conflict,) = space.conflicts
        assert (conflict.open_space_id, conflict.title) == (first.id, "Rust in B114 at 3pm")
        assert seen.why == f"B114 is taken around that time by open space #{first.id}."
        await harness.service.deny(first.id, ADA)
        assert (await harness.service.get(space.id)).conflicts == ()


@pytest.mark.parametrize(
    ("time", "verdict"),
    [
        ("13:30", Verdict.SCHEDULED),
        ("13:31", Verdict.CONFLICT),
        ("14:59", Verdict.CONFLICT),
        ("15:00", Verdict.SCHEDULED),
    ],
)
async def test_a_session_takes_its_room(harness: ServiceHarness, time: str, verdict: Verdict) -> None:
    harness.sessions.append(
        Conflict(
            room="Forum Hall",
            start=berlin("2027-07-14 14:00"),
            end=berlin("2027-07-14 15:00"),
            title="Keynote",
        )
    )
    seen = await harness.read(f"Go in the forum at {time}")
    assert seen.verdict is verdict
    if verdict is Verdict.CONFLICT:
        assert seen.why == "There is a session of the conference in Forum Hall around that time."


async def test_saying_it_again_makes_no_second_one(harness: ServiceHarness) -> None:
    first = await harness.read("Rust in B114 at 3pm")
    again = await harness.read("Don't forget: 15:00, B114, Rust!!")
    assert (again.verdict, again.open_space_id) == (Verdict.REPEATED, first.open_space_id)
    await harness.service.deny(first.open_space_id or 0, ADA)
    assert (await harness.read("Rust! B114! 3pm!")).verdict is Verdict.REPEATED
    unclear = await harness.read("Rust in B114 later")
    assert (await harness.read("Rust in  B114 later")).open_space_id == unclear.open_space_id
    assert len(await harness.service.every()) == 2


async def test_what_was_cancelled_may_be_announced_anew(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.cancel(first.id, ADA)
    assert (await harness.read("Rust in B114 at 3pm after all")).verdict is Verdict.SCHEDULED


async def test_a_cancellation_names_what_it_is_about(harness: ServiceHarness) -> None:
    await harness.read_space("Zig in B115 at 2pm")
    rust = await harness.read_space("Rust in B114 at 3pm")
    other = await harness.read_space("Go in the forum at 3pm", author="hedy")
    said = await harness.read_space("The one in B114 at 3pm is cancelled")
    assert (said.state, said.related_id) == (State.REVIEW, rust.id)
    alone = await harness.read_space("Sorry everybody, we are cancelled", author="hedy")
    assert (alone.state, alone.related_id) == (State.REVIEW, other.id)
    assert await harness.state(rust.id) is State.SCHEDULED


async def test_a_cancellation_of_two_means_the_next(harness: ServiceHarness) -> None:
    await harness.read_space("Rust in B114 at 3pm")
    zig = await harness.read_space("Zig in B115 at 2pm")
    assert (await harness.read_space("It is cancelled")).related_id == zig.id


async def test_ignored_users_stay_ignored(harness: ServiceHarness) -> None:
    unclear = await harness.read_space("Buy in B114", author="Spammer")
    scheduled = await harness.read_space("Buy in B114 at 3pm", author="Spammer")
    assert await harness.service.ignore_user(unclear.id, ADA) == "@Spammer"
    assert await harness.state(unclear.id) is State.DENIED
    assert await harness.state(scheduled.id) is State.DENIED
    harness.restart()
    seen = await harness.read("Buy in B115 at 4pm", author="SPAMMER")
    assert (seen.verdict, seen.why) == (Verdict.IGNORED, "Its author is ignored.")
    assert await harness.service.ignored() == ("@Spammer",)
    await harness.service.unignore("@spammer", ADA)
    assert (await harness.read("Buy in B115 at 5pm", author="Spammer")).verdict is Verdict.SCHEDULED


async def test_what_has_begun_is_not_what_is_cancelled(harness: ServiceHarness) -> None:
    await harness.read_space("Rust in B114 at 3pm")
    await harness.until(berlin("2027-07-14 15:00"))
    assert (await harness.read("It is cancelled")).verdict is Verdict.IGNORED


@pytest.mark.parametrize(
    "second",
    [
        "UPDATE Rust extensions in B115 at 3pm",
        "Rust extensions in B115 at 3pm (typo above)",
        "Rust extensions at 4pm in B114",
        "Rust extensions in B115 at 3pm",
        "Now really: rust extensions! B115, 16:00 #pyconopenspaces",
        "We meet in B115 at 3pm",
    ],
)
async def test_a_corrected_second_post_asks_a_human(harness: ServiceHarness, second: str) -> None:
    first = await harness.read_space("Rust extensions in B114 at 3pm")
    space = await harness.read_space(second)
    assert (space.state, space.related_id) == (State.REVIEW, first.id)
    assert await harness.state(first.id) is State.SCHEDULED


async def test_an_answer_to_ones_own_post_asks_a_human(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust extensions in B114 at 3pm")
    seen = await harness.read("We are in B115, 5pm", in_reply_to=first.post_id)
    assert (seen.verdict, seen.why) == (
        Verdict.REVIEW,
        f"It seems to correct open space #{first.id} of its author. If so, deny one of the two.",
    )


@pytest.mark.parametrize("second", ["Board games in B114 at 7pm", "Rust macros in B115 at 5pm"])
async def test_another_open_space_of_the_same_author_is_scheduled(
    harness: ServiceHarness, second: str
) -> None:
    await harness.read_space("Django templates in B114 at 3pm")
    assert (await harness.read(second)).verdict is Verdict.SCHEDULED


async def test_the_same_title_of_another_author_is_another_one(harness: ServiceHarness) -> None:
    await harness.read_space("Rust extensions in B114 at 3pm")
    seen = await harness.read("Rust extensions in B115 at 5pm", author="hedy")
    assert seen.verdict is Verdict.SCHEDULED


async def edited(harness: ServiceHarness, first: OpenSpaceSnapshot, text: str) -> SeenPost:
    """Let the author of an open space edit the post; return what became of that."""
    number = str(int(first.post_id or 0) + 500)
    return await harness.read(text, id=number, versions=(first.post_id, number))


async def test_an_edited_post_is_the_same_open_space(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    seen = await edited(harness, first, "Rust and PyO3 in B114 at 3pm")
    assert (seen.verdict, seen.open_space_id) == (Verdict.SCHEDULED, first.id)
    (space,) = await harness.service.every()
    assert (space.text, space.post_id, space.revision) == ("Rust and PyO3 in B114 at 3pm", seen.id, 1)
    assert space.state is State.SCHEDULED


async def test_an_edit_moves_what_nobody_has_decided_about(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    await edited(harness, first, "Rust in B115 at 4pm")
    (space,) = await harness.service.every()
    assert (space.room, space.start, space.state) == ("B115", berlin("2027-07-14 16:00"), State.SCHEDULED)
    await harness.until(berlin("2027-07-14 16:00"))
    assert [at for _, _, at in harness.places.posts] == [berlin("2027-07-14 15:45")]
    assert harness.sent_at() == [berlin("2027-07-14 15:45")]
    assert harness.retweeted() == [space.post_id]


async def test_an_edit_of_what_was_decided_asks_a_human(harness: ServiceHarness) -> None:
    harness.wishes.auto_send = False
    first = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.approve(first.id, ADA)
    await edited(harness, first, "Rust in B115 at 4pm")
    (space,) = await harness.service.every()
    assert space.state is State.REVIEW
    assert space.reasons[0] == "Its author has edited the post."


async def test_an_edit_that_cancels_asks_a_human(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    await edited(harness, first, "CANCELLED Rust in B114 at 3pm")
    assert await harness.state(first.id) is State.REVIEW
    await harness.until(berlin("2027-07-14 15:00"))
    assert harness.places.posts == []


async def test_an_edit_takes_up_nothing_that_was_denied(harness: ServiceHarness) -> None:
    first = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.deny(first.id, ADA)
    await edited(harness, first, "Rust in B115 at 4pm")
    assert [space.state for space in await harness.service.every()] == [State.DENIED]


async def test_an_older_version_that_is_listed_late_changes_nothing(harness: ServiceHarness) -> None:
    reader = harness.reader
    assert isinstance(reader, PaperReader)
    reader.overlap = 1_000
    newer = await harness.read("Rust in B115 at 4pm", id="2000", versions=("1990", "2000"))
    older = await harness.read("Rust in B114 at 3pm", id="1990", versions=("1990", "2000"))
    assert (older.verdict, older.open_space_id) == (Verdict.REPEATED, newer.open_space_id)
    (space,) = await harness.service.every()
    assert (space.room, space.text) == ("B115", "Rust in B115 at 4pm")


async def test_posts_of_one_author_beyond_the_limit_ask_a_human(harness: ServiceHarness) -> None:
    for hour, title in ((13, "Rust"), (15, "Sailing"), (17, "Bread baking")):
        seen = await harness.read(f"{title} in B114 at {hour}:00")
        assert seen.verdict is Verdict.SCHEDULED
    fourth = await harness.read("Juggling in B115 at 16:00")
    assert fourth.verdict is Verdict.WAITING
    assert "announced 3 today" in fourth.why
    assert (await harness.read("Knitting in 2.04 at 15:00", "linus")).verdict is Verdict.SCHEDULED

    harness.clock.at += timedelta(days=1)
    for hour, title in ((13, "Beekeeping"), (15, "Origami")):
        seen = await harness.read(f"{title} in B114 at {hour}:00")
        assert seen.verdict is Verdict.SCHEDULED
    # Four of the first day count as well: what waits may be approved.
    beyond = await harness.read("Singing in B115 at 16:00")
    assert (beyond.verdict, "announced 6 in all" in beyond.why) == (Verdict.WAITING, True)
    harness.wishes.most_in_all = harness.wishes.most_a_day = 10
    assert (await harness.read("Painting in B115 at 18:00")).verdict is Verdict.SCHEDULED
