"""What the account costs."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Numeric
from sqlmodel import Field, SQLModel


class Spending(SQLModel, table=True):
    """What was charged in a `month` (`2027-07`, UTC) for one kind of request, in US dollars."""

    __tablename__ = "twitter_spending"

    month: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    count: int = 0
    usd: Decimal = Field(default=Decimal(0), sa_type=Numeric(12, 4))
