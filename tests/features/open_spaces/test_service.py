from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from DiscordBot.features.open_spaces.errors import (
    ChangedMeanwhileError,
    ConflictError,
    NoSuchOpenSpaceError,
    NotAllowedError,
    NotPossibleError,
    TooLateError,
)
from DiscordBot.features.open_spaces.models import State
from DiscordBot.features.tweets.intake.draft import Actor
from tests.features.open_spaces.service_harness import ADA, EVE, EVERYWHERE, VERA, ServiceHarness
from tests.features.tweets.post_office import berlin

if TYPE_CHECKING:
    from DiscordBot.core.database import Database

THREE = berlin("2027-07-14 15:00")


@pytest.fixture
def harness(database: Database) -> ServiceHarness:
    return ServiceHarness(database)


async def waiting(harness: ServiceHarness) -> int:
    harness.wishes.auto_send = False
    return (await harness.read_space("Rust in B114 at 3pm")).id


async def test_an_approved_one_is_reminded_of(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    view = await harness.service.approve(space_id, VERA, revision=1)
    assert (view.state, view.decided_by, view.decided_by_name) == (State.SCHEDULED, VERA.id, "Vera")
    await harness.until(THREE)
    assert harness.places.posts == [
        (EVERYWHERE, view.reminder_key, THREE - timedelta(minutes=15)),
        ("B114", view.reminder_key, THREE - timedelta(minutes=15)),
    ]
    assert await harness.state(space_id) is State.REMINDED


async def test_what_nobody_decides_expires(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    await harness.until(THREE - timedelta(seconds=1))
    assert await harness.state(space_id) is State.WAITING
    await harness.until(THREE)
    assert await harness.state(space_id) is State.EXPIRED
    with pytest.raises(TooLateError, match=rf"^It began <t:{int(THREE.timestamp())}:R>; nobody"):
        await harness.service.approve(space_id, ADA)
    assert harness.places.posts == []
    assert harness.retweeted() == []


async def test_an_approval_after_the_start_is_refused_with_a_word_why(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    harness.clock.at = THREE
    with pytest.raises(TooLateError, match="nobody needs to be reminded any more"):
        await harness.service.approve(space_id, ADA)


async def test_a_late_approval_is_sent_at_once(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    late = THREE - timedelta(minutes=4)
    await harness.until(late)
    await harness.service.approve(space_id, ADA)
    await harness.settle()
    assert [at for _, _, at in harness.places.posts] == [late, late]
    assert harness.sent_at() == [late]


async def test_the_second_of_two_reads_who_was_faster(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    await harness.service.approve(space_id, ADA)
    with pytest.raises(TooLateError, match=r"^Ada was faster: this open space was approved <t:\d+:R>\.$"):
        await harness.service.approve(space_id, VERA)
    await harness.service.deny(space_id, VERA, "No room")
    for attempt in (
        harness.service.approve(space_id, ADA),
        harness.service.deny(space_id, ADA),
        harness.service.stage(space_id, ADA, "B115", THREE),
        harness.service.cancel(space_id, ADA),
    ):
        with pytest.raises(TooLateError, match=r"^Vera was faster: this open space was denied"):
            await attempt


async def test_only_staff_decides(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    for attempt in (
        harness.service.approve(space_id, EVE),
        harness.service.deny(space_id, EVE),
        harness.service.stage(space_id, EVE, "B115", THREE),
        harness.service.cancel(space_id, EVE),
        harness.service.ignore_user(space_id, EVE),
        harness.service.unignore("grace", EVE),
    ):
        with pytest.raises(NotAllowedError):
            await attempt
    assert await harness.state(space_id) is State.WAITING
    assert await harness.service.ignored() == ()


@pytest.mark.parametrize("number", [0, -1, 77, 2**31, 2**70])
async def test_forged_numbers_lead_nowhere(harness: ServiceHarness, number: int) -> None:
    with pytest.raises(NoSuchOpenSpaceError):
        await harness.service.approve(number, ADA)
    with pytest.raises(NoSuchOpenSpaceError):
        await harness.service.get(number)


async def test_a_denied_one_never_goes_out(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    assert space.state is State.SCHEDULED
    await harness.service.deny(space.id, ADA, "Spam")
    view = await harness.service.get(space.id)
    assert (view.state, view.decision) == (State.DENIED, "Spam")
    await harness.until(THREE + timedelta(hours=1))
    assert harness.places.posts == []
    assert harness.retweeted() == []


async def test_a_review_is_staged_in_one_step(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114, time to be told")
    view = await harness.service.stage(space.id, VERA, " b114", harness.clock.local(THREE), revision=1)
    assert (view.state, view.room, view.start) == (State.SCHEDULED, "B114", THREE)
    await harness.until(THREE)
    assert len(harness.places.posts) == 2
    assert harness.sent_at() == [THREE - timedelta(minutes=15)]


async def test_a_staged_room_may_be_taken(harness: ServiceHarness) -> None:
    first = await harness.read_space("Go in B114 at 3pm", author="hedy")
    space = await harness.read_space("Rust in B114, time to be told")
    view = await harness.service.stage(space.id, ADA, "B114", THREE)
    assert view.state is State.CONFLICT
    assert [conflict.open_space_id for conflict in view.conflicts] == [first.id]
    assert view.reasons == (f"B114 is taken around that time by open space #{first.id}.",)
    view = await harness.service.approve(space.id, ADA, revision=view.revision)
    assert view.state is State.SCHEDULED
    other = await harness.read_space("Zig in B114, time to be told")
    assert (await harness.service.stage(other.id, ADA, "B114", THREE, anyway=True)).state is State.SCHEDULED


@pytest.mark.parametrize(
    ("room", "start", "reason"),
    [
        ("B114", "2027-07-14 08:00", "has passed"),
        ("B114", "2027-07-14 09:00", "has passed"),
        ("B114", "2027-07-17 00:00", "The conference is from 14 July to 16 July"),
        ("B999", "2027-07-14 15:00", "There is no such room here. Rooms are: Forum Hall, B114"),
    ],
)
async def test_impossible_places_are_refused(
    harness: ServiceHarness, room: str, start: str, reason: str
) -> None:
    space = await harness.read_space("Rust in B114, time to be told")
    with pytest.raises(NotPossibleError, match=reason):
        await harness.service.stage(space.id, ADA, room, berlin(start))
    with pytest.raises(NotPossibleError, match=reason):
        await harness.service.announce(EVE, room, berlin(start), "Rust")
    assert await harness.state(space.id) is State.REVIEW


async def test_moving_it_moves_everything(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.stage(space.id, ADA, "B115", THREE + timedelta(hours=1), revision=1)
    await harness.until(THREE + timedelta(hours=2))
    moved = THREE + timedelta(minutes=45)
    assert harness.places.posts == [(EVERYWHERE, f"{space.id}-2", moved)]
    assert harness.sent_at() == [moved]


async def test_moved_after_the_reminder_it_reminds_again(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B115 at 3pm")
    await harness.until(THREE - timedelta(minutes=10))
    with pytest.raises(NotPossibleError, match="already"):
        await harness.service.stage(space.id, ADA, "B115", THREE)
    await harness.service.stage(space.id, ADA, "B115", THREE + timedelta(hours=1))
    assert await harness.state(space.id) is State.SCHEDULED
    await harness.until(THREE + timedelta(hours=2))
    assert harness.places.keys() == [f"{space.id}-1", f"{space.id}-2"]


async def test_what_was_read_must_still_be_so(harness: ServiceHarness) -> None:
    space_id = await waiting(harness)
    view = await harness.service.stage(space_id, ADA, "B115", THREE)
    with pytest.raises(ChangedMeanwhileError):
        await harness.service.deny(space_id, VERA, revision=view.revision - 1)


async def test_moving_into_a_conflict_takes_the_reminder_back(harness: ServiceHarness) -> None:
    await harness.read_space("Go in B115 at 4pm", author="hedy")
    space = await harness.read_space("Rust in B114 at 3pm")
    view = await harness.service.stage(space.id, ADA, "B115", THREE + timedelta(hours=1))
    assert view.state is State.CONFLICT
    await harness.until(THREE + timedelta(hours=2))
    assert harness.places.keys("B114") == []
    assert len(harness.retweeted()) == 1


async def test_members_announce_and_cancel_their_own(harness: ServiceHarness) -> None:
    space = await harness.service.announce(EVE, "südhalle", THREE, " Board \n games ")
    assert (space.state, space.room, space.text) == (State.SCHEDULED, "South Hall 2A", "Board games")
    assert (space.user_id, space.author_name) == (EVE.id, "Eve")
    assert [view.id for view in await harness.service.of_user(EVE.id)] == [space.id]
    assert await harness.service.of_user(VERA.id) == ()
    assert [view.id for view in await harness.service.of_user(None)] == [space.id]
    assert (await harness.service.cancel(space.id, EVE)).state is State.CANCELLED
    second = await harness.service.announce(EVE, "B114", THREE, "Chess")
    assert (await harness.service.cancel(second.id, VERA)).state is State.CANCELLED
    assert await harness.service.of_user(None) == ()
    await harness.until(THREE)
    assert harness.places.posts == []


async def test_a_member_hears_of_conflicts_at_once(harness: ServiceHarness) -> None:
    first = await harness.read_space("Go in B114 at 3pm", author="hedy")
    taken = r"B114 is taken around that time: “Go in B114 at 3pm”\."
    with pytest.raises(ConflictError, match=taken) as raised:
        await harness.service.announce(EVE, "B114", THREE, "Chess")
    assert [conflict.open_space_id for conflict in raised.value.conflicts] == [first.id]
    space = await harness.service.announce(EVE, "B114", THREE, "Chess", anyway=True)
    assert space.state is State.CONFLICT


@pytest.mark.parametrize(("title", "reason"), [("  ", "what it is about"), ("x" * 201, "201 characters")])
async def test_titles_say_something_short(harness: ServiceHarness, title: str, reason: str) -> None:
    with pytest.raises(NotPossibleError, match=reason):
        await harness.service.announce(EVE, "B114", THREE, title)


async def test_a_day_is_one_at_the_venue(harness: ServiceHarness) -> None:
    late = berlin("2027-07-15 00:30")
    await harness.service.announce(EVE, "B114", berlin("2027-07-14 23:30"), "Stars")
    await harness.service.announce(EVE, "B115", late, "Moon")
    await harness.service.announce(EVE, "B114", THREE, "Sun")
    days = [
        [space.text for space in await harness.service.on_day(berlin(f"2027-07-{day} 12:00").date())]
        for day in (14, 15)
    ]
    assert days == [["Sun", "Stars"], ["Moon"]]
    harness.clock.at = late
    assert [space.text for space in await harness.service.upcoming()] == ["Moon"]


async def test_every_change_is_told(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    for attempt in (
        harness.service.stage(space.id, ADA, "B115", THREE),
        harness.until(THREE - timedelta(minutes=15)),
        harness.service.deny(space.id, ADA),
    ):
        harness.changes.clear()
        await attempt
        assert set(harness.changes) == {space.id}


async def test_a_bad_listener_stops_nothing(harness: ServiceHarness) -> None:
    def bad(_: int) -> None:
        raise RuntimeError("oops")

    harness.service.listen(bad)
    space = await harness.read_space("Rust in B114 at 3pm")
    assert space.state is State.SCHEDULED
    assert harness.errors[0][1] == "a listener to open spaces"


async def test_people_are_forgotten(harness: ServiceHarness) -> None:
    space = await harness.read_space("Rust in B114 at 3pm")
    await harness.service.stage(space.id, ADA, "B115", THREE)
    await harness.service.ignore_user(space.id, ADA)
    assert (await harness.service.get(space.id)).author_name == "Grace"
    await harness.service.delete_personal_data()
    view = await harness.service.get(space.id)
    assert (view.room, view.start) == ("B115", THREE)
    told = (view.text, view.author_name, view.author_username, view.link, view.decided_by_name)
    assert told == ("",) * 5
    assert (view.post_id, view.user_id, view.decided_by, view.highlights) == (None, None, None, ())
    assert await harness.everything_seen() == []
    assert await harness.service.ignored() == ()


async def test_of_somebody_ignored_goes_out_only_what_a_person_approved(harness: ServiceHarness) -> None:
    approved = await harness.read_space("Vim in B114 at 9:20")
    assert approved.state is State.WAITING
    await harness.service.approve(approved.id, ADA)
    unseen = await harness.read_space("Buy at 3pm in B114")
    assert unseen.state is State.SCHEDULED
    await harness.service.ignore_user(unseen.id, VERA)
    await harness.until(THREE)
    assert await harness.state(unseen.id) is State.DENIED
    assert harness.retweeted() == [approved.post_id]


async def test_an_attendee_may_announce_three_a_day_and_six_in_all(harness: ServiceHarness) -> None:
    spaces = [
        await harness.service.announce(EVE, "B114", THREE + timedelta(hours=number), f"Chess {number}")
        for number in range(3)
    ]
    with pytest.raises(NotAllowedError, match="announced 3 today"):
        await harness.service.announce(EVE, "B115", THREE, "Chess")
    await harness.service.cancel(spaces[0].id, EVE)
    await harness.service.announce(EVE, "B115", THREE, "Chess")
    # Others and staff are not counted.
    await harness.service.announce(Actor(6, "Hedy"), "Club A", THREE, "Go")
    for number in range(4):
        await harness.service.announce(VERA, "2.04", THREE + timedelta(hours=number), "Help desk")

    harness.clock.at += timedelta(days=1)
    later = harness.clock.at + timedelta(hours=4)
    for number in range(3):
        await harness.service.announce(EVE, "B114", later + timedelta(hours=number), "Chess")
    harness.clock.at += timedelta(days=1)
    with pytest.raises(NotAllowedError, match="announced 6 open spaces"):
        await harness.service.announce(EVE, "B115", harness.clock.at + timedelta(hours=1), "Chess")
    harness.wishes.most_in_all = 7
    await harness.service.announce(EVE, "B115", harness.clock.at + timedelta(hours=1), "Chess")


async def test_a_member_is_ignored_like_a_user_of_the_network(harness: ServiceHarness) -> None:
    first = await harness.service.announce(EVE, "B114", THREE, "Cheap watches")
    second = await harness.service.announce(EVE, "B115", THREE, "More watches")
    name = await harness.service.ignore_user(first.id, VERA)
    assert name == "Eve (member 5)"
    assert await harness.state(first.id) is State.DENIED
    assert await harness.state(second.id) is State.DENIED
    with pytest.raises(NotAllowedError, match="not taken any more"):
        await harness.service.announce(EVE, "B114", THREE, "Watches again")
    await harness.service.announce(Actor(6, "Eve"), "B114", THREE, "Another Eve")
    assert await harness.service.ignored() == (name,)
    await harness.service.unignore(name, ADA)
    await harness.service.announce(EVE, "B115", THREE, "Chess")
