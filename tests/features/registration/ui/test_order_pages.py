"""What strangers wrote as their name, or the shop as that of a ticket, is shown as it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from DiscordBot.features.registration.outcome import Outcome, Result
from DiscordBot.features.registration.shop.tickets import Order, Position
from DiscordBot.features.registration.ui.answers import answer_text
from DiscordBot.features.registration.ui.order_pages import order_pages
from DiscordBot.features.registration.ui.organizer_texts import log_line

HIDDEN_LINK = "[x] [Free](https://evil.example)"
SHOWN = r"\[x\] \[Free\](https://evil.example)"


def test_a_name_on_a_page_of_an_order_hides_no_link() -> None:
    position = Position(id=1, positionid=1, item=1, attendee_name=HIDDEN_LINK)
    order = Order(
        code="ABC12", status="p", last_modified=datetime(2027, 7, 14, tzinfo=UTC), positions=(position,)
    )
    (page,) = order_pages(order, lambda _: HIDDEN_LINK, {})
    (field,) = page.fields
    assert field.name == f"#ABC12-1 {SHOWN}"
    assert field.value == f"{SHOWN}\nvalid, not registered"


@pytest.mark.parametrize("result", [Result.REGISTERED, Result.NO_ROLES])
def test_a_ticket_in_answers_hides_no_link(result: Result) -> None:
    outcome = Outcome(result, 1, tickets=(HIDDEN_LINK,))
    assert SHOWN in answer_text(outcome, "#help")
    assert SHOWN in log_line(outcome)
