from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from DiscordBot.config.sections import (
    Channels,
    Conference,
    JobBoard,
    Moderation,
    OpenSpaces,
    Pretalx,
    Pretix,
    Programme,
    Reminders,
    Roles,
    Room,
    Sections,
    Server,
)
from DiscordBot.core.findings import Level
from DiscordBot.server_setup.layout import Audience, Kind
from DiscordBot.server_setup.plan import (
    ExistingChannel,
    ExistingRole,
    NewCategory,
    NewChannel,
    NewRole,
    Plan,
    plan_setup,
)

STAFF_ROLES = [
    ExistingRole(number, name) for number, name in enumerate(("Organizers", "Volunteers", "Speakers"))
]


def sections(**given: object) -> Sections:
    conference = Conference(
        name="PyCon",
        timezone=ZoneInfo("Europe/Berlin"),
        first_day=date(2027, 7, 14),
        last_day=date(2027, 7, 16),
    )
    return Sections.model_validate({"conference": conference, "server": Server(guild_id=4242), **given})


def channel_plan(configured: Sections, *existing: ExistingChannel) -> Plan:
    return plan_setup(configured, (), STAFF_ROLES, existing)


def new_channels(plan: Plan) -> dict[str, NewChannel]:
    return {step.name: step for step in plan.steps if isinstance(step, NewChannel)}


def test_roles_come_first_and_the_most_important_at_the_top() -> None:
    plan = plan_setup(sections(), ("Attendee", "speakers", "Business", *("Attendee",) * 6, "Student"), [], [])

    roles = [step for step in plan.steps if isinstance(step, NewRole)]
    assert list(plan.steps[: len(roles)]) == roles
    assert [role.name for role in roles] == [
        "Organizers",
        "Volunteers",
        "Speakers",
        "Attendee",
        "Business",
        "Student",
    ]
    assert len({role.wanted.colour for role in roles}) == len(roles)
    assert [role.name for role in roles if role.wanted.is_listed_apart] == [
        "Organizers",
        "Volunteers",
        "Speakers",
    ]


def test_a_smallest_configuration_needs_the_bots_log_only() -> None:
    plan = channel_plan(sections())

    (category, channel) = plan.steps
    assert str(category) == "category «Conference staff», for organisers and volunteers only"
    assert str(channel) == "text channel #bot-log in «Conference staff», for organisers only"


def test_each_section_brings_its_channels() -> None:
    room = Room(name="Forum Hall", channel="forum-hall")
    plan = channel_plan(
        sections(
            pretix=Pretix(organizer="x", event=("y",)),
            programme=Programme(),
            job_board=JobBoard(source="jobs.csv"),
            moderation=Moderation(),
            open_spaces=OpenSpaces(),
            rooms=[room, Room(name="Lobby")],
        )
    )

    found = {name: step.wanted.audience for name, step in new_channels(plan).items()}
    assert found == {
        "registration": Audience.READERS,
        "registration-help": Audience.EVERYBODY,
        "registration-log": Audience.ORGANIZERS,
        "programme": Audience.READERS,
        "schedule-updates": Audience.READERS,
        "speakers": Audience.SPEAKERS,
        "forum-hall": Audience.EVERYBODY,
        "jobs": Audience.READERS,
        "open-spaces": Audience.EVERYBODY,
        "outgoing-tweets": Audience.STAFF,
        "need-review": Audience.STAFF,
        "event-conflict": Audience.STAFF,
        "tweet-moderation": Audience.STAFF,
        "mentions": Audience.STAFF,
        "bot-log": Audience.ORGANIZERS,
    }
    assert new_channels(plan)["jobs"].wanted.kind is Kind.FORUM
    assert new_channels(plan)["forum-hall"].wanted.bot_keeps_topic
    categories = [step.category for step in plan.steps if isinstance(step, NewCategory)]
    assert {step.wanted.category for step in new_channels(plan).values()} == set(categories)
    assert len(set(categories)) == len(categories) == 4


def test_what_exists_is_not_created_again_however_it_is_spelled() -> None:
    configured = sections(channels=Channels(bot_log="#Bot-Log"), roles=Roles(organizers=("@organizers", 2)))
    log = ExistingChannel(9, "bot-log", Kind.TEXT, everybody_reads=False)

    assert channel_plan(configured, log) == Plan((), ())


def test_an_existing_category_is_used() -> None:
    plan = channel_plan(sections(), ExistingChannel(9, "conference STAFF", Kind.CATEGORY))
    assert [type(step) for step in plan.steps] == [NewChannel]


def test_a_channel_for_two_purposes_is_as_private_as_the_stricter_one() -> None:
    channels = Channels(moderation="staff", mentions="#STAFF", bot_log="staff")
    plan = channel_plan(sections(moderation=Moderation(), channels=channels))
    assert {name: step.wanted.audience for name, step in new_channels(plan).items()} == {
        "staff": Audience.ORGANIZERS
    }


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (ExistingChannel(9, "bot-log", Kind.FORUM), "is a forum channel and not a text channel"),
        (ExistingChannel(9, "bot-log", Kind.OTHER), "is a channel of another kind and not a text"),
        (ExistingChannel(9, "bot-log", Kind.TEXT), "Everybody can read this channel, which is meant for org"),
    ],
)
def test_differences_are_told_and_left_alone(log: ExistingChannel, words: str) -> None:
    plan = channel_plan(sections(), log)
    (difference,) = plan.differences
    assert plan.steps == ()
    assert difference.subject == "channel #bot-log (channels.bot_log)"
    assert words in difference.detail


def test_a_channel_for_reading_in_which_everybody_writes_is_told() -> None:
    configured = sections(
        programme=Programme(), channels=Channels(bot_log="x", schedule_updates="x", speakers="x")
    )
    hidden = ExistingChannel(1, "x", Kind.TEXT, everybody_reads=False)

    def differences(*, writes: bool) -> list[str]:
        found = ExistingChannel(2, "programme", Kind.TEXT, everybody_writes=writes)
        return [difference.detail for difference in channel_plan(configured, hidden, found).differences]

    assert differences(writes=False) == []
    assert "Everybody can write in this channel" in differences(writes=True)[0]


def test_reminders_alone_need_the_speakers_channel() -> None:
    configured = sections(pretalx=Pretalx(event="x"), reminders=Reminders())

    assert set(new_channels(channel_plan(configured))) == {"speakers", "bot-log"}


def test_what_cannot_be_created_is_told() -> None:
    two = [ExistingRole(7, "Volunteers"), ExistingRole(8, "Volunteers"), ExistingRole(9, "Speakers")]
    configured = sections(channels=Channels(bot_log=4711), roles=Roles(organizers=(4712,)))

    plan = plan_setup(configured, (), two, [])

    assert plan.steps == ()
    assert {difference.subject: difference.detail for difference in plan.differences} == {
        "role «4712» (roles.organizers)": "There is nothing with this id, and ids cannot be chosen.",
        "role «Volunteers» (roles.volunteers)": "2 roles have this name.",
        "channel #4711 (channels.bot_log)": "There is nothing with this id, and ids cannot be chosen.",
    }
    assert all(difference.level is Level.ERROR for difference in plan.differences)


def test_two_channels_of_one_name_are_told() -> None:
    log = [ExistingChannel(number, "bot-log", Kind.TEXT, everybody_reads=False) for number in (8, 9)]
    assert [found.detail for found in channel_plan(sections(), *log).differences] == [
        "2 channels have this name."
    ]


def test_a_name_that_discord_would_change_is_told() -> None:
    plan = channel_plan(sections(channels=Channels(bot_log="Bot Log")))
    (difference,) = plan.differences
    assert plan.steps == ()
    assert difference.remedy == "Write «Bot-Log» into channels.bot_log."
