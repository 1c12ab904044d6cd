from __future__ import annotations

from typing import Any

import pytest

from DiscordBot.features.registration.shop.validity import Flaw, flaw_of
from tests.features.registration.rules import order, position

CANCELED: dict[str, Any] = {"canceled": True}
BLOCKED: dict[str, Any] = {"blocked": ["admin"]}

STATES: list[tuple[dict[str, Any], dict[str, Any], Flaw | None]] = [
    ({"status": "p"}, {}, None),
    ({"status": "p"}, {"blocked": []}, None),
    ({"status": "n", "valid_if_pending": True}, {}, None),
    ({"status": "n"}, {}, Flaw.UNPAID),
    ({"status": "n", "require_approval": True}, {}, Flaw.AWAITING_APPROVAL),
    ({"status": "n", "require_approval": True, "valid_if_pending": True}, {}, Flaw.AWAITING_APPROVAL),
    ({"status": "e"}, {}, Flaw.EXPIRED),
    ({"status": "e", "valid_if_pending": True}, {}, Flaw.EXPIRED),
    ({"status": "c"}, {}, Flaw.CANCELLED),
    ({"status": "c"}, BLOCKED, Flaw.CANCELLED),
    ({"status": "p"}, CANCELED, Flaw.CANCELLED),
    ({"status": "n", "valid_if_pending": True}, CANCELED, Flaw.CANCELLED),
    ({"status": "p"}, BLOCKED, Flaw.BLOCKED),
    ({"status": "n", "valid_if_pending": True}, BLOCKED, Flaw.BLOCKED),
    ({"status": "e"}, BLOCKED, Flaw.EXPIRED),
    ({"status": "p", "testmode": True}, {}, Flaw.TEST_MODE),
    ({"status": "c", "testmode": True}, CANCELED, Flaw.TEST_MODE),
    ({"status": "?"}, {}, Flaw.CANCELLED),
]


@pytest.mark.parametrize(("of_order", "of_position", "flaw"), STATES)
def test_every_state_of_pretix(
    of_order: dict[str, Any], of_position: dict[str, Any], flaw: Flaw | None
) -> None:
    ticket = position(**of_position)
    assert flaw_of(order(ticket, **of_order), ticket) is flaw


def test_one_cancelled_ticket_leaves_the_others_valid() -> None:
    kept, cancelled = position(id=1), position(id=2, canceled=True)
    both = order(kept, cancelled)
    assert [flaw_of(both, ticket) for ticket in both.positions] == [None, Flaw.CANCELLED]
