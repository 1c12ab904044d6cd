from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from DiscordBot.config import Config

from DiscordBot.app import FEATURES
from DiscordBot.config.sections import Roles, Room
from DiscordBot.core.findings import Level
from DiscordBot.features.job_board.config import JobBoard
from DiscordBot.features.mentions.config import Mentions
from DiscordBot.features.open_spaces.config import OpenSpaces
from DiscordBot.features.programme.config import Pretalx, Programme
from DiscordBot.features.registration.config import MAPPING_FILE, Pretix
from DiscordBot.features.reminders.config import Reminders
from DiscordBot.features.tweets.config import Moderation
from DiscordBot.server_setup.layout import Audience, Kind, wanted_layout
from DiscordBot.server_setup.plan import (
    ExistingChannel,
    ExistingRole,
    NewCategory,
    NewChannel,
    NewRole,
    Plan,
    plan_setup,
)
from tests.made_up_config import config_with

PRETIX = Pretix(organizer="x", event=("y",))
PRETALX = Pretalx(event="x")
STAFF_ROLES = [
    ExistingRole(number, name) for number, name in enumerate(("Organizers", "Volunteers", "Speakers"))
]


def planned(
    config: Config, roles: Sequence[ExistingRole] = STAFF_ROLES, channels: Sequence[ExistingChannel] = ()
) -> Plan:
    return plan_setup(wanted_layout(config, FEATURES), roles, channels)


def channel_plan(config: Config, *existing: ExistingChannel) -> Plan:
    return planned(config, channels=existing)


def new_channels(plan: Plan) -> dict[str, NewChannel]:
    return {step.name: step for step in plan.steps if isinstance(step, NewChannel)}


def test_roles_come_first_and_the_most_important_at_the_top() -> None:
    tickets = {"A": ("Attendee", "speakers", "Business"), "B": ("Attendee", "Student")}
    config = config_with(PRETIX, PRETALX, Moderation(), files={MAPPING_FILE.name: tickets})
    plan = planned(config, roles=[])

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
    plan = channel_plan(config_with())

    (category, channel) = plan.steps
    assert str(category) == "category «Conference staff», for organisers and volunteers only"
    assert str(channel) == "text channel #bot-log in «Conference staff», for organisers only"


def test_each_section_brings_its_channels() -> None:
    room = Room(name="Forum Hall", channel="forum-hall")
    plan = channel_plan(
        config_with(
            PRETIX,
            PRETALX,
            Programme(),
            Reminders(),
            JobBoard(source="jobs.csv"),
            Moderation(),
            Mentions(),
            OpenSpaces(),
            rooms=(room, Room(name="Lobby")),
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
    configured = config_with(channels={"bot_log": "#Bot-Log"}, roles=Roles(organizers=("@organizers", 2)))
    log = ExistingChannel(9, "bot-log", Kind.TEXT, everybody_reads=False)

    assert channel_plan(configured, log) == Plan((), ())


def test_an_existing_category_is_used() -> None:
    plan = channel_plan(config_with(), ExistingChannel(9, "conference STAFF", Kind.CATEGORY))
    assert [type(step) for step in plan.steps] == [NewChannel]


def test_a_channel_for_two_purposes_is_as_private_as_the_stricter_one() -> None:
    channels = {"moderation": "staff", "mentions": "#STAFF", "bot_log": "staff"}
    plan = channel_plan(config_with(Moderation(), Mentions(), channels=channels))
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
    plan = channel_plan(config_with(), log)
    (difference,) = plan.differences
    assert plan.steps == ()
    assert difference.subject == "channel #bot-log (channels.bot_log)"
    assert words in difference.detail


def test_a_channel_for_reading_in_which_everybody_writes_is_told() -> None:
    configured = config_with(PRETALX, Programme(), channels={"bot_log": "x", "schedule_updates": "x"})
    hidden = ExistingChannel(1, "x", Kind.TEXT, everybody_reads=False)

    def differences(*, writes: bool) -> list[str]:
        found = ExistingChannel(2, "programme", Kind.TEXT, everybody_writes=writes)
        return [difference.detail for difference in channel_plan(configured, hidden, found).differences]

    assert differences(writes=False) == []
    assert "Everybody can write in this channel" in differences(writes=True)[0]


def test_reminders_alone_need_the_speakers_channel() -> None:
    configured = config_with(PRETALX, Reminders())

    assert set(new_channels(channel_plan(configured))) == {"speakers", "bot-log"}


def test_what_cannot_be_created_is_told() -> None:
    two = [ExistingRole(7, "Volunteers"), ExistingRole(8, "Volunteers"), ExistingRole(9, "Speakers")]
    configured = config_with(
        Moderation(), channels={"bot_log": 4711, "moderation": 4713}, roles=Roles(organizers=(4712,))
    )

    plan = planned(configured, roles=two)

    assert plan.steps == ()
    assert {difference.subject: difference.detail for difference in plan.differences} == {
        "role «4712» (roles.organizers)": "Nothing has this id, and the bot cannot choose ids.",
        "role «Volunteers» (roles.volunteers)": "2 roles have this name.",
        "channel #4711 (channels.bot_log)": "Nothing has this id, and the bot cannot choose ids.",
        "channel #4713 (channels.moderation)": "Nothing has this id, and the bot cannot choose ids.",
    }
    assert all(difference.level is Level.ERROR for difference in plan.differences)


def test_two_channels_of_one_name_are_told() -> None:
    log = [ExistingChannel(number, "bot-log", Kind.TEXT, everybody_reads=False) for number in (8, 9)]
    assert [found.detail for found in channel_plan(config_with(), *log).differences] == [
        "2 channels have this name."
    ]


def test_a_name_that_discord_would_change_is_told() -> None:
    plan = channel_plan(config_with(channels={"bot_log": "Bot Log"}))
    (difference,) = plan.differences
    assert plan.steps == ()
    assert difference.remedy == "Write «Bot-Log» into channels.bot_log."
