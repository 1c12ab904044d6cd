"""What registration keeps: who holds which ticket, what the bot gave, who is to be told, and the orders."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from DiscordBot.core.database import UTCDateTime, enum_type


class ClaimState(StrEnum):
    """A claim is committed before Discord is asked, so a crash in between leaves `CLAIMED` to be finished."""

    CLAIMED = "claimed"
    GRANTED = "granted"


class SpeakerCheck(StrEnum):
    """What organisers were asked about somebody who has a speaker's name and another e-mail address."""

    ASKED = "asked"
    CONFIRMED = "confirmed"


class Claim(SQLModel, table=True):
    """A ticket held by one member; the primary key is what makes a ticket claimable once.

    `position_id` is the number of the attendee's position, see `Position` (its add-ons come with it).
    `user_id` is None for tickets that the older bot registered without noting who it was. `attendee_name` is
    the name that the ticket was claimed under, `seen_name` the one that organisers know it was changed to.
    `gave` are the roles that the ticket gave when that was last known, None for claims from before this
    was noted. `was_paid` is false while the order was never seen paid.
    """

    __tablename__ = "claim"

    position_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    order_code: str = Field(index=True)
    user_id: int | None = Field(default=None, index=True, sa_type=BigInteger)
    attendee_name: str
    seen_name: str | None = None
    state: ClaimState = Field(default=ClaimState.CLAIMED, sa_type=enum_type(ClaimState))
    gave: list[int] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    was_paid: bool = True
    speaker_check: SpeakerCheck | None = Field(default=None, sa_type=enum_type(SpeakerCheck))
    claimed_at: datetime = Field(sa_type=UTCDateTime)
    granted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class GivenRole(SQLModel, table=True):
    """A role that the bot gave to a member: only what it gave does it ever take back."""

    __tablename__ = "given_role"

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    role_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})


class TransferRequest(SQLModel, table=True):
    """Somebody wanted a ticket that another member holds; organisers may move it to them."""

    __tablename__ = "transfer_request"
    __table_args__ = (UniqueConstraint("position_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    position_id: int = Field(sa_type=BigInteger)
    user_id: int = Field(sa_type=BigInteger)
    asked_at: datetime = Field(sa_type=UTCDateTime)


class LossMessage(SQLModel, table=True):
    """What a member is still to read who lost these roles."""

    __tablename__ = "loss_message"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    text: str = Field(sa_type=Text)
    roles: list[int] = Field(sa_type=JSON)
    queued_at: datetime = Field(sa_type=UTCDateTime)


class StoredOrder(SQLModel, table=True):
    """The copy of one order, as the JSON of `tickets.Order`."""

    __tablename__ = "stored_order"

    code: str = Field(primary_key=True)
    content: str
