"""The whole table of the policy, through buttons, forms and commands as people use them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from simcord.results import to_discord_message
from sqlmodel import col, func, select, update

from DiscordBot.discord_ui.errors import Refusal
from DiscordBot.features.tweets.intake.draft import Actor, Draft
from DiscordBot.features.tweets.models import Audit, Delivery, DeliveryStatus, Source, Tweet
from DiscordBot.features.tweets.policy import Action
from DiscordBot.features.tweets.snapshots import outcome_of
from tests.features.tweets.command_stage import fields, text_of
from tests.features.tweets.test_policy import POLICIES, TABLE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from simcord.results import InteractionResult

    from tests.features.tweets.command_stage import CommandStage

# Who acts, and whose tweet it is; the letters are those of the table.
PEOPLE = {
    "O": ("grace", "victor"),
    "o": ("ada", "ada"),
    "V": ("vera", "victor"),
    "v": ("victor", "victor"),
    "A": ("eve", "victor"),
    "a": ("eve", "eve"),
}
OWN = "This is your own tweet, or you have changed its text, and nobody else has looked at it."
REFUSALS = (
    "Only organisers can",
    "Only organisers and volunteers can",
    "Tweets are switched off.",
    "Nobody approves their own tweet,",
    OWN,
)


@dataclass(frozen=True)
class Way:
    """A way to do something to a tweet that is in a `state`, and how it is afterwards."""

    action: Action
    name: str
    go: Callable[[CommandStage, str, int], Awaitable[str]]
    state: str
    after: dict[str, Any]


async def answered(queue: CommandStage, who: str, result: InteractionResult, **typed: str) -> str:
    """Return what a person reads; if a form opens, after submitting it."""
    if result.modal is not None:
        shown = {key: field["value"] for key, field in fields(result).items()}
        result = await queue.people[who].submit_modal(result, {**shown, **typed})
    await queue.settle()
    return text_of(result)


def button(label: str, **typed: str) -> Callable[[CommandStage, str, int], Awaitable[str]]:
    async def go(queue: CommandStage, who: str, tweet_id: int) -> str:
        message_id = (await queue.view(tweet_id)).card_message
        assert message_id is not None
        card = to_discord_message(queue.env, queue.env.backend.get_message(queue.channel.id, message_id))
        return await answered(queue, who, await queue.people[who].click(card, label=label), **typed)

    return go


def command(name: str, *, form: dict[str, str] | None = None, **options: Any) -> Any:  # noqa: ANN401 - a way to go
    async def go(queue: CommandStage, who: str, tweet_id: int) -> str:
        result = await queue.people[who].slash(queue.channel, name, tweet=str(tweet_id), **options)
        return await answered(queue, who, result, **(form or {}))

    return go


EDITED = {"text": "Changed", "revision": 2, "outcome": "pending"}
WAITS = {"outcome": "waiting", "post_now": "False"}
WAYS = (
    Way(Action.EDIT, "button", button("Edit", text="Changed"), "pending", EDITED),
    Way(Action.EDIT, "button, approved", button("Edit", text="Changed"), "waiting", EDITED),
    Way(Action.EDIT, "command", command("tweet edit", form={"text": "Changed"}), "pending", EDITED),
    Way(
        Action.RESCHEDULE,
        "button",
        button("Reschedule", when="tomorrow 9:00"),
        "pending",
        {"not_before": "2027-07-15 07:00:00+00:00", "outcome": "pending"},
    ),
    Way(Action.CANCEL, "button", button("Cancel"), "waiting", {"outcome": "cancelled"}),
    Way(Action.CANCEL, "command", command("tweet cancel"), "pending", {"outcome": "cancelled"}),
    Way(Action.APPROVE, "button", button("Approve"), "pending", {"outcome": "waiting", "post_now": "False"}),
    Way(
        Action.APPROVE, "command", command("approve"), "pending", {"outcome": "waiting", "post_now": "False"}
    ),
    Way(
        Action.POST_NOW,
        "button",
        button("Approve & post now"),
        "pending",
        {"outcome": "waiting", "post_now": "True"},
    ),
    Way(
        Action.POST_NOW,
        "command",
        command("approve", now=True),
        "pending",
        {"outcome": "waiting", "post_now": "True"},
    ),
    Way(Action.DENY, "button", button("Deny", reason="No"), "pending", {"outcome": "denied", "reason": "No"}),
    Way(
        Action.DENY, "command", command("deny", reason="No"), "pending", {"outcome": "denied", "reason": "No"}
    ),
    Way(Action.RETRY, "button", button("Retry"), "failed", {"outcome": "waiting"}),
    Way(Action.MARK_SENT, "button", button("Mark as sent"), "unknown", {"outcome": "sent"}),
    Way(Action.SEND_AGAIN, "button", button("Send again"), "unknown", {"outcome": "waiting"}),
)


async def prepare(queue: CommandStage, author: str, state: str) -> int:
    """Put a tweet into a state, whatever the policy is."""
    policy, queue.policy = queue.policy, "volunteers_post"
    who = replace(queue.actor(author), is_volunteer=True)
    service = queue.bot.service
    submitted = await service.submit(
        Draft(text=f"Hello {len(queue.messages())}", author=who, source=Source.COMPOSED)
    )
    tweet_id = submitted.tweet_id
    if state != "pending":
        await service.approve(tweet_id, Actor(1, "Board", is_organizer=True))
    if state in {"failed", "unknown"}:
        values = {"status": DeliveryStatus(state), "ask_human": state == "unknown"}
        async with queue.database.transaction() as session:
            await session.execute(update(Delivery).where(col(Delivery.tweet_id) == tweet_id).values(**values))
        await service.changed(tweet_id)
    queue.policy = policy
    await queue.settle()
    return tweet_id


async def how_it_is(queue: CommandStage, tweet_id: int) -> dict[str, str]:
    # In one look, since this is asked a thousand times.
    async with queue.database.transaction() as session:
        tweet = await session.get_one(Tweet, tweet_id)
        of_it = select(Delivery).where(col(Delivery.tweet_id) == tweet_id)
        deliveries = (await session.execute(of_it)).scalars().all()
        rows = select(func.count()).where(col(Audit.tweet_id) == tweet_id)
        deeds = (await session.execute(rows)).scalar_one()
    kept = ("text", "revision", "not_before", "post_now", "bypass", "reason", "decided_by")
    known = {name: str(getattr(tweet, name)) for name in kept}
    return {
        **known,
        "outcome": str(outcome_of(tweet.status, [one.status for one in deliveries])),
        "deeds": str(deeds),
    }


class Stock:
    """Tweets to act upon; one of which nothing has become is used again."""

    def __init__(self, queue: CommandStage) -> None:
        self._room = queue
        self._tweets: dict[tuple[str, str], int] = {}

    async def take(self, author: str, state: str) -> int:
        if (author, state) not in self._tweets:
            self._tweets[author, state] = await prepare(self._room, author, state)
        return self._tweets[author, state]

    def used(self, author: str, state: str) -> None:
        del self._tweets[author, state]


async def attempt(queue: CommandStage, stock: Stock, way: Way, person: str, *, is_allowed: bool) -> None:
    who, author = PEOPLE[person]
    tweet_id = await stock.take(author, way.state)
    before = await how_it_is(queue, tweet_id)

    told = await way.go(queue, who, tweet_id)

    after = await how_it_is(queue, tweet_id)
    case = (queue.policy, way.action, way.name, person, told)
    if is_allowed:
        stock.used(author, way.state)
        assert not any(refusal in told for refusal in REFUSALS), case
        assert {key: after[key] for key in way.after} == {
            key: str(value) for key, value in way.after.items()
        }, case
        assert int(after["deeds"]) > int(before["deeds"]), case
    else:
        assert any(refusal in told for refusal in REFUSALS), case
        assert after == before, case


def choose() -> dict[str, list[tuple[Way, str]]]:
    """Return by policy who does what to whose tweet: for each way everybody once, and each policy once.

    That the rule itself gives the whole table is tested beside it; here it is that each way asks for it.
    """
    chosen: dict[str, list[tuple[Way, str]]] = {policy: [] for policy in POLICIES}
    for number, way in enumerate(WAYS):
        for place, person in enumerate(PEOPLE):
            chosen[POLICIES[(number + place) % len(POLICIES)]].append((way, person))
    return chosen


EVERYTHING = list(itertools.product(WAYS, PEOPLE))


@pytest.mark.parametrize(
    ("policy", "acts"),
    [
        *((policy, acts) for policy, acts in choose().items()),
        *(pytest.param(policy, EVERYTHING, marks=pytest.mark.crash) for policy in POLICIES),
    ],
    ids=[*(f"some-{policy}" for policy in POLICIES), *(f"all-{policy}" for policy in POLICIES)],
)
async def test_everything_that_people_can_do_to_a_tweet(
    queue: CommandStage, policy: str, acts: list[tuple[Way, str]]
) -> None:
    queue.policy = policy
    stock = Stock(queue)
    for way, person in acts:
        if policy == "volunteers_trusted" and way.action is Action.EDIT and person in "ov":
            continue  # see the next test
        is_allowed = person in TABLE[way.action][POLICIES.index(policy)]
        await attempt(queue, stock, way, person, is_allowed=is_allowed)
    queue.expected_errors += [Refusal] * len(queue.env.errors)


async def test_a_trusted_author_needs_no_approval_for_their_changes_either(queue: CommandStage) -> None:
    queue.policy = "volunteers_trusted"
    tweet_id = await prepare(queue, "victor", "pending")

    await button("Edit", text="Changed")(queue, "victor", tweet_id)

    assert (await how_it_is(queue, tweet_id))["outcome"] == "waiting"


@pytest.mark.parametrize("policy", POLICIES)
async def test_writing_and_looking(queue: CommandStage, policy: str) -> None:
    tweet_id = await prepare(queue, "victor", "pending")
    message = await queue.people["eve"].send(queue.channel, "A message")
    queue.policy = policy
    column = POLICIES.index(policy)
    for person, who in {"O": "grace", "V": "vera", "A": "eve"}.items():
        person_may = {action: person in TABLE[action][column] for action in TABLE}
        told = {
            "queue": (Action.SEE_QUEUE, await queue.say(who, "tweet queue")),
            "history": (Action.SEE_HISTORY, await queue.say(who, "tweet history", tweet=str(tweet_id))),
            "text": (Action.COMPOSE, await queue.say(who, "tweet compose", text=f"From {who}")),
            "form": (
                Action.COMPOSE,
                await answered(
                    queue, who, await queue.result(who, "tweet compose"), text=f"In the form of {who}"
                ),
            ),
            "menu": (
                Action.COMPOSE,
                await answered(
                    queue, who, await queue.menu(who, "Queue as tweet", message), text=f"A quote by {who}"
                ),
            ),
        }
        for name, (action, answer) in told.items():
            is_refused = any(refusal in answer for refusal in REFUSALS)
            assert is_refused != person_may[action], (policy, person, name, answer)
    queue.expected_errors += [Refusal] * len(queue.env.errors)
    written = [view for view in await queue.bot.service.recent(100) if view.id != tweet_id]
    assert len(written) == 3 * sum(letter in TABLE[Action.COMPOSE][column] for letter in "OVA")


async def test_an_organiser_can_insist_on_their_own_tweet(queue: CommandStage) -> None:
    await queue.write(author="ada")
    offered = await queue.people["ada"].click(queue.card(1), label="Approve")

    await queue.click("ada", offered.response, "Approve my own tweet")
    await queue.settle()

    view = await queue.view(1)
    assert (str(view.outcome), view.bypass) == ("waiting", True)
    assert (await queue.bot.service.history(1))[-1].action in (
        await queue.say("vera", "tweet history", tweet="1")
    ).lower()
