"""Bringing a member's roles in line with the tickets they hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from DiscordBot.core.members import ChangeRefusedError, MemberGoneError
from DiscordBot.features.registration.outcome import Cause, Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from DiscordBot.core.members import Members
    from DiscordBot.features.registration.claim_batches import Holdings
    from DiscordBot.features.registration.claims import Claims
    from DiscordBot.features.registration.models import Claim
    from DiscordBot.features.registration.roles.entitlement import Entitlement, Entitlements

MEMBERS_AT_A_TIME = 25

BY_NAME_ONLY = "{ticket} counts as a speaker's by the name alone."


@dataclass(frozen=True, slots=True)
class OutOfSync:
    """Members whose tickets say something else than what the bot gave them, out of `holders` in all.

    `to_ask` are those about whom organisers are to be asked whether they speak.
    """

    holders: int
    gaining: frozenset[int]
    losing: frozenset[int]
    to_ask: tuple[Claim, ...]


@dataclass(kw_only=True)
class RoleSync:
    """Gives and takes roles, one operation per member at a time.

    What the bot gives is recorded before Discord is asked, and only what is recorded is ever taken
    back (if `revoke` says so then); roles that somebody else gave stay.
    """

    claims: Claims
    members: Members
    entitlements: Entitlements
    revoke: Callable[[], bool]
    may_have_left_something: bool = True
    """Whether members may wait for roles: nobody looks for them in the database where nothing happened."""
    _turns: WeakValueDictionary[int, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def sync(
        self,
        user_id: int,
        *,
        restore: bool = False,
        released: Iterable[Claim] = (),
        nickname: str | None = None,
        cause: Cause | None = None,
    ) -> Outcome:
        """Give and take what the member's tickets say now.

        `restore` also gives back what they once got and no longer have; without it a role that a
        moderator took away stays away. What the `released` claims gave goes also where cancelled tickets
        keep their roles.
        `cause` is why roles go, where it is not the tickets that changed.
        """
        async with self.turn(user_id):
            return await self.bring_in_line(
                user_id,
                await self.claims.look(user_id),
                restore=restore,
                released=released,
                nickname=nickname,
                cause=cause,
            )

    def turn(self, user_id: int) -> asyncio.Lock:
        """Return what is held while something is done about a member."""
        return self._turns.setdefault(user_id, asyncio.Lock())

    async def roles_to_give(self, user_id: int, claims: Iterable[Claim]) -> frozenset[int]:
        """Return which roles a member will be given for claims, none if nobody can say."""
        try:
            return self.entitlements.of(claims, user_id).roles - await self.members.roles_of(user_id)
        except (MemberGoneError, ChangeRefusedError):
            return frozenset()

    async def bring_in_line(
        self,
        user_id: int,
        holdings: Holdings,
        *,
        begun: frozenset[int] = frozenset(),
        restore: bool = False,
        released: Iterable[Claim] = (),
        nickname: str | None = None,
        cause: Cause | None = None,
    ) -> Outcome:
        """Do what `sync` does for a member whose turn it is and whose holdings are known.

        `begun` are the roles of which it is noted already that the member is about to be given them.
        """
        self.may_have_left_something = True
        claims, given = holdings.claims, holdings.given | begun
        entitled = self.entitlements.of(claims, user_id)
        # Who holds nothing has nothing to keep, whatever is done about cancelled tickets.
        unwanted = entitled.to_remove(given)
        if claims and not self.revoke():
            unwanted &= _given_by(released, given)
        try:
            has = await self.members.roles_of(user_id)
            # What they have from somebody else is not recorded as given, so it is never taken away.
            add = entitled.roles - has - (frozenset() if restore else given)
            remove = unwanted & has
            if add - begun:
                await self.claims.begin(user_id, given | add)
            called = await self.members.change(user_id, add=add, remove=remove, nickname=nickname)
        except MemberGoneError as error:
            # Who leaves loses all roles, and gets them by `restore` when they come back.
            await self._record(user_id, claims, entitled, frozenset(), granted=False)
            return _outcome(Result.INCOMPLETE, user_id, entitled, problems=(str(error),))
        except ChangeRefusedError as error:
            return _outcome(Result.INCOMPLETE, user_id, entitled, problems=(str(error),))
        after = (given | add) - unwanted
        finished = await self._record(user_id, claims, entitled, after, granted=not entitled.problems)
        result = _result(finished=finished, complete=not entitled.problems, changed=bool(add or remove))
        speaker_ids = self.entitlements.speaker_ids()
        notes = [BY_NAME_ONLY.format(ticket=c.order_code) for c in entitled.by_name_only if add & speaker_ids]
        outcome = _outcome(result, user_id, entitled, removed=remove)
        outcome = replace(outcome, notes=tuple(notes), nickname=called)
        return _with_reasons(outcome, claims, entitled, speaker_ids, cause)

    async def out_of_sync(self, only: Collection[int] | None = None) -> OutOfSync:
        """Look who is not in line, among everybody or `only` among some members."""
        claims, given = await self.claims.all(only)
        gaining: set[int] = set()
        losing: set[int] = set()
        to_ask: list[Claim] = []
        listed = self.entitlements.listed.user_ids
        listed = listed if only is None else listed.intersection(only)
        for number, user_id in enumerate(claims.keys() | given.keys() | listed):
            if number % MEMBERS_AT_A_TIME == 0:
                # Thousands at a stretch would keep others waiting for their answers.
                await asyncio.sleep(0)
            held, recorded = claims.get(user_id, []), frozenset(given.get(user_id, ()))
            entitled = self.entitlements.of(held, user_id)
            to_ask += entitled.to_ask
            if (self.revoke() or not held) and entitled.to_remove(recorded):
                losing.add(user_id)
            elif _is_to_note(held, entitled, recorded) or await self._lacks(
                user_id, entitled.roles - recorded
            ):
                gaining.add(user_id)
        return OutOfSync(len(claims), frozenset(gaining), frozenset(losing), tuple(to_ask))

    async def _record(
        self,
        user_id: int,
        claims: Sequence[Claim],
        entitled: Entitlement,
        given: frozenset[int],
        *,
        granted: bool,
    ) -> bool:
        """Note what the member has now, and of which ticket; return whether that finished their claims."""
        gave = _noted(claims, entitled, given)
        return await self.claims.record(user_id, given, granted=granted, gave=gave, paid=entitled.paid)

    async def _lacks(self, user_id: int, roles: frozenset[int]) -> bool:
        try:
            return bool(roles) and bool(roles - await self.members.roles_of(user_id))
        except (MemberGoneError, ChangeRefusedError):
            return False


def _given_by(claims: Iterable[Claim], given: frozenset[int]) -> frozenset[int]:
    """Return what came from claims; all that was given, where that is not recorded."""
    roles = [given if claim.gave is None else frozenset(claim.gave) for claim in claims]
    return frozenset().union(*roles)


def _noted(
    claims: Sequence[Claim], entitled: Entitlement, given: frozenset[int]
) -> dict[int, frozenset[int]]:
    """Return what each claim gave as far as that is to be recorded, if the member was `given` this in all.

    What a ticket gave stays recorded when it gives nothing any more. A ticket that fits no entry of the
    mapping gave nothing if the others explain everything that the member was given.
    """
    noted = {id_: roles for id_, roles in entitled.gives.items() if id_ not in entitled.flaws}
    if given <= entitled.roles:
        unmapped = (c.position_id for c in claims if c.gave is None and c.position_id in entitled.unmapped)
        noted.update(dict.fromkeys(unmapped, frozenset()))
    return noted


def _is_to_note(claims: Sequence[Claim], entitled: Entitlement, given: frozenset[int]) -> bool:
    noted = _noted(claims, entitled, given)
    return any(
        (claim.gave is None and claim.position_id in noted)
        or (not claim.was_paid and claim.position_id in entitled.paid)
        for claim in claims
    )


def _with_reasons(
    outcome: Outcome,
    claims: Sequence[Claim],
    entitled: Entitlement,
    speaker_ids: frozenset[int],
    cause: Cause | None,
) -> Outcome:
    """Say why roles went, and what organisers should know about those that came."""
    if not outcome.removed:
        return outcome
    lost = (c for c in claims if c.gave is None or outcome.removed & frozenset(c.gave))
    flaw = next((entitled.flaws[c.position_id] for c in lost if c.position_id in entitled.flaws), None)
    if cause is None and flaw is None:
        is_speakers = outcome.removed <= speaker_ids
        remaining = Cause.NO_SPEAKER if is_speakers else Cause.TICKET_CHANGED
        cause = remaining if claims else Cause.NO_TICKET
    return replace(outcome, flaw=None if cause else flaw, cause=cause)


def _result(*, finished: bool, complete: bool, changed: bool) -> Result:
    if not complete:
        return Result.INCOMPLETE
    if finished:
        return Result.REGISTERED
    return Result.CHANGED if changed else Result.ALREADY_REGISTERED


def _outcome(
    result: Result,
    user_id: int,
    entitled: Entitlement,
    *,
    removed: frozenset[int] = frozenset(),
    problems: tuple[str, ...] = (),
) -> Outcome:
    return Outcome(
        result,
        user_id,
        tickets=entitled.tickets,
        roles=entitled.roles,
        removed=removed,
        problems=(*entitled.problems, *problems),
        to_ask=entitled.to_ask,
    )
