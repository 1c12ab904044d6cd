from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from DiscordBot.features.registration.claim_batches import Taken
from DiscordBot.features.registration.models import ClaimState
from tests.clocks import START
from tests.features.registration.rules import order, position

if TYPE_CHECKING:
    from DiscordBot.features.registration.claims import Claims
    from tests.clocks import StoppedClock

ADA, GRACE = 1, 2
TICKET, OTHER_TICKET = position(id=11), position(id=12)
ORDER = order(TICKET, OTHER_TICKET)


async def test_of_two_members_who_claim_one_ticket_at_the_same_moment_one_wins(claims: Claims) -> None:
    for number in range(200):
        ticket = position(id=number)
        won, lost = sorted(
            await asyncio.gather(*(claims.claim(user, ORDER, [ticket]) for user in (ADA, GRACE))),
            key=lambda taken: taken is not None,
        )
        (claim,) = await claims.of_tickets([number])
        assert (won, lost) == (None, Taken(claim.user_id))


async def test_tickets_are_claimed_all_or_none(claims: Claims) -> None:
    await claims.claim(GRACE, ORDER, [OTHER_TICKET])
    assert await claims.claim(ADA, ORDER, [TICKET, OTHER_TICKET]) == Taken(GRACE)
    assert await claims.of_user(ADA) == []


async def test_claiming_again_changes_nothing(claims: Claims, clock: StoppedClock) -> None:
    assert await claims.claim(ADA, ORDER, [TICKET]) is None
    clock.forward(hours=1)
    assert await claims.claim(ADA, ORDER, [TICKET, OTHER_TICKET]) is None
    first, second = await claims.of_user(ADA)
    assert (first.position_id, first.claimed_at, first.attendee_name) == (11, START, "Ada Lovelace")
    assert (second.position_id, second.claimed_at) == (12, clock.now())


async def test_tickets_of_the_older_bot_are_nobodys_until_somebody_may_adopt_them(claims: Claims) -> None:
    assert await claims.import_for_nobody([(ORDER, TICKET), (ORDER, OTHER_TICKET)]) == 2
    assert await claims.import_for_nobody([(ORDER, TICKET)]) == 0
    assert await claims.claim(ADA, ORDER, [TICKET]) == Taken(None)
    assert await claims.claim(ADA, ORDER, [TICKET], adopt=True) is None
    assert await claims.claim(GRACE, ORDER, [TICKET], adopt=True) == Taken(ADA)
    assert await claims.unfinished_users() == frozenset()


async def test_an_import_leaves_the_claims_of_members_alone(claims: Claims) -> None:
    await claims.claim(ADA, ORDER, [TICKET])
    assert await claims.import_for_nobody([(ORDER, TICKET), (ORDER, OTHER_TICKET)]) == 1
    assert [claim.position_id for claim in await claims.of_user(ADA)] == [TICKET.id]


async def test_a_claim_is_unfinished_until_it_is_recorded_as_granted(
    claims: Claims, clock: StoppedClock
) -> None:
    await claims.claim(ADA, ORDER, [TICKET])
    await claims.claim(GRACE, ORDER, [OTHER_TICKET])
    await claims.begin(ADA, frozenset({501}))
    assert await claims.unfinished_users() == {ADA, GRACE}
    assert await claims.given_roles(ADA) == {501}
    assert not await claims.record(ADA, frozenset({501}), granted=False)
    assert await claims.record(ADA, frozenset({501, 502}), granted=True)
    assert await claims.unfinished_users() == {GRACE}
    assert await claims.given_roles(ADA) == {501, 502}
    assert await claims.given_roles(GRACE) == frozenset()
    (claim,) = await claims.of_user(ADA)
    assert (claim.state, claim.granted_at) == (ClaimState.GRANTED, clock.now())


async def test_a_later_change_is_not_granted_for_the_first_time(claims: Claims, clock: StoppedClock) -> None:
    await claims.claim(ADA, ORDER, [TICKET])
    await claims.record(ADA, frozenset(), granted=True)
    clock.forward(days=1)
    await claims.begin(ADA, frozenset({501}))
    assert await claims.unfinished_users() == {ADA}
    assert not await claims.record(ADA, frozenset({501}), granted=True)
    assert [claim.granted_at for claim in await claims.of_user(ADA)] == [START]


async def test_everything_can_be_released_and_forgotten(claims: Claims) -> None:
    await claims.claim(ADA, ORDER, [TICKET, OTHER_TICKET])
    await claims.record(ADA, frozenset({501}), granted=True)
    await claims.release([TICKET.id])
    assert await claims.claim(GRACE, ORDER, [TICKET]) is None
    held, given = await claims.all()
    assert {user: [claim.position_id for claim in held[user]] for user in held} == {ADA: [12], GRACE: [11]}
    assert given == {ADA: {501}}
    await claims.forget_everything()
    assert await claims.all() == ({}, {})
