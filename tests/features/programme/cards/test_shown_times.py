from __future__ import annotations

from datetime import UTC, datetime, timedelta

from DiscordBot.features.programme.cards.shown_times import move, place_and_span, span
from tests.features.programme.made_up import BERLIN, TEN, session

START = 1815552000


def test_a_session_has_date_and_times_and_its_room() -> None:
    assert span(session(), BERLIN) == f"<t:{START}:f>–<t:{START + 45 * 60}:t>"
    assert place_and_span(session(room="S*1*"), BERLIN) == f"<t:{START}:f>–<t:{START + 45 * 60}:t>, S\\*1\\*"
    assert place_and_span(session(room=""), BERLIN) == span(session(), BERLIN)


def test_a_move_says_from_where_to_where() -> None:
    after = session(start=TEN + timedelta(days=7), room="S2")

    assert move(session(room="S1"), after, BERLIN) == (
        f"<t:{START}:f>–<t:{START + 2700}:t>, S1 → "
        f"<t:{START + 7 * 86400}:f>–<t:{START + 7 * 86400 + 2700}:t>, S2"
    )


def test_over_midnight_at_the_venue_both_days_are_named() -> None:
    late = session(start=TEN.replace(hour=23, minute=30))

    assert span(late, BERLIN).count(":f>") == 2


def test_what_has_no_length_has_one_time() -> None:
    assert span(session(minutes=0), BERLIN) == f"<t:{START}:f>"


def test_over_the_end_of_summer_time_the_end_is_after_the_start() -> None:
    night = session(start=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), minutes=60)
    local = night.model_copy(
        update={"start": night.start.astimezone(BERLIN), "end": night.end.astimezone(BERLIN)}
    )

    assert span(local, BERLIN) == span(night, BERLIN) == "<t:1824942600:f>–<t:1824946200:t>"
