from __future__ import annotations

import itertools

import pytest

from DiscordBot.features.tweets.intake.draft import Actor
from DiscordBot.features.tweets.policy import Action, decide, needs_bypass, needs_no_approval

POLICIES = ("off", "organizers", "volunteers_post", "volunteers_moderate", "volunteers_trusted")

ORGANIZER = Actor(1, "Ada", is_organizer=True)
VOLUNTEER = Actor(2, "Victor", is_volunteer=True)
BOTH = Actor(3, "Grace", is_organizer=True, is_volunteer=True)
ATTENDEE = Actor(4, "Eve")

# O: an organiser, V: a volunteer, o and v: if the tweet is their own, a: an author who has lost the role.
TABLE = {
    Action.COMPOSE: ("-", "Oo", "OoVv", "OoVv", "OoVv"),
    Action.EDIT: ("-", "Oo", "Oov", "OoVv", "OoVv"),
    Action.RESCHEDULE: ("-", "Oo", "Oov", "OoVv", "OoVv"),
    Action.CANCEL: ("Oo", "Oo", "Oov", "OoVv", "OoVv"),
    Action.APPROVE: ("-", "O", "O", "OV", "OV"),
    Action.POST_NOW: ("-", "O", "O", "O", "O"),
    Action.DENY: ("Oo", "Oo", "Oo", "OoVv", "OoVv"),
    Action.REOPEN: ("-", "Oo", "Oo", "OoVv", "OoVv"),
    Action.RETRY: ("-", "Oo", "Oo", "OoVv", "OoVv"),
    Action.MARK_SENT: ("-", "Oo", "Oo", "OoVv", "OoVv"),
    Action.SEND_AGAIN: ("-", "Oo", "Oo", "OoVv", "OoVv"),
    Action.DELETE: ("Oo", "Oo", "Oo", "OoVv", "OoVv"),
    Action.SEE_QUEUE: ("Oo", "Oo", "OoVv", "OoVv", "OoVv"),
    Action.SEE_HISTORY: ("Oo", "Oo", "OoVv", "OoVv", "OoVv"),
}
PEOPLE = {
    "O": (ORGANIZER, False),
    "o": (ORGANIZER, True),
    "V": (VOLUNTEER, False),
    "v": (VOLUNTEER, True),
    "A": (ATTENDEE, False),
    "a": (ATTENDEE, True),
}
CASES = [
    (policy, action, person, person in TABLE[action][column])
    for (column, policy), action, person in itertools.product(enumerate(POLICIES), Action, PEOPLE)
]


@pytest.mark.parametrize(("policy", "action", "person", "is_allowed"), CASES)
def test_the_table(policy: str, action: Action, person: str, is_allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    actor, is_author = PEOPLE[person]
    refusal = decide(policy, action, actor, is_author=is_author)
    assert (refusal is None) == is_allowed, refusal
    assert refusal is None or refusal.endswith(".")


@pytest.mark.parametrize(("policy", "action", "person", "is_allowed"), CASES)
def test_the_bypass_helps_organisers_with_their_own_tweets_only(
    policy: str,
    action: Action,
    person: str,
    is_allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    actor, is_author = PEOPLE[person]
    helps = policy != "off" and person == "o" and action in {Action.APPROVE, Action.POST_NOW}
    refusal = decide(policy, action, actor, is_author=is_author, bypass=True)
    assert (refusal is None) == (is_allowed or helps), refusal


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("person", PEOPLE)
def test_the_bypass_is_offered_to_organisers_for_their_own_tweets(policy: str, person: str) -> None:
    actor, is_author = PEOPLE[person]
    assert needs_bypass(policy, actor, is_author=is_author) == (policy != "off" and person == "o")


def test_only_people_with_a_role_can_be_trusted() -> None:
    trusted = [
        (policy, actor.name)
        for policy, actor in itertools.product(POLICIES, (ORGANIZER, VOLUNTEER, BOTH, ATTENDEE))
        if needs_no_approval(policy, actor)
    ]
    assert trusted == [("volunteers_trusted", name) for name in ("Ada", "Victor", "Grace")]


def test_who_has_both_roles_is_an_organiser() -> None:
    assert decide("organizers", Action.APPROVE, BOTH) is None


@pytest.mark.parametrize(
    ("policy", "action", "actor", "is_author", "words"),
    [
        ("off", Action.COMPOSE, ORGANIZER, False, "switch them on"),
        ("off", Action.SEE_QUEUE, VOLUNTEER, False, "Only organisers can see the queue"),
        ("organizers", Action.COMPOSE, VOLUNTEER, False, "Only organisers can write tweets. Please ask"),
        ("volunteers_post", Action.POST_NOW, VOLUNTEER, True, "Only organisers can post a tweet at once"),
        (
            "volunteers_moderate",
            Action.DENY,
            ATTENDEE,
            False,
            "Only organisers and volunteers can deny tweets",
        ),
        ("volunteers_moderate", Action.APPROVE, VOLUNTEER, True, "Please ask somebody else"),
        ("volunteers_post", Action.APPROVE, ORGANIZER, True, "press “Approve my own tweet”"),
    ],
)
def test_a_refusal_says_what_to_do(
    policy: str,
    action: Action,
    actor: Actor,
    is_author: bool,  # noqa: FBT001 - a column of the table
    words: str,
) -> None:
    assert words in (decide(policy, action, actor, is_author=is_author) or "")
