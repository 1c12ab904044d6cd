from __future__ import annotations

import pytest

from DiscordBot.core.settings.setting_kinds import (
    Choice,
    Dollars,
    Hashtags,
    NotAcceptedError,
    Switch,
    WholeNumber,
)

MINUTES = WholeNumber(1, 1440, "minutes")


@pytest.mark.parametrize("text", ["10", " 10 ", "10 min", "10 minutes", "10 Minutes", "１０"])
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    assert MINUTES.read(text) == 10


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ten", "needs a whole number of minutes from 1 to 1,440"),
        ("", "needs a whole number of minutes from 1 to 1,440"),
        ("1.5", "needs a whole number of minutes from 1 to 1,440"),
        ("-5", "needs a whole number of minutes from 1 to 1,440"),
        ("10 hours", "needs a whole number of minutes from 1 to 1,440"),
        ("9" * 10_000, "needs a whole number of minutes from 1 to 1,440"),
        ("0", "needs a whole number of minutes from 1 to 1,440; 0 is too small"),
        ("1441", "needs a whole number of minutes from 1 to 1,440; 1,441 is too large"),
    ],
)
def test_what_is_no_such_number_is_refused_with_what_would_be(text: str, reason: str) -> None:
    with pytest.raises(NotAcceptedError) as caught:
        MINUTES.read(text)
    assert str(caught.value) == reason


@pytest.mark.parametrize(("value", "shown"), [(1, "1 minute"), (5, "5 minutes"), (1440, "1,440 minutes")])
def test_a_number_is_shown_with_its_unit(value: int, shown: str) -> None:
    assert MINUTES.show(value) == shown
    assert MINUTES.read(MINUTES.write(value)) == value


@pytest.mark.parametrize(("text", "value"), [("on", True), ("Yes", True), (" OFF ", False), ("0", False)])
def test_a_switch_is_read_as_people_write_it(text: str, *, value: bool) -> None:
    switch = Switch()

    assert switch.read(text) is value
    assert switch.read(switch.write(value)) is value


def test_a_switch_takes_nothing_else() -> None:
    with pytest.raises(NotAcceptedError, match="needs to be on or off"):
        Switch().read("perhaps")


@pytest.mark.parametrize("text", ["volunteers_post", " Volunteers_Post ", "volunteers post"])
def test_a_choice_is_read_as_people_write_it(text: str) -> None:
    choice = Choice(("off", "volunteers_post"))
    assert choice.read(text) == "volunteers_post"
    assert choice.read(choice.write("off")) == "off"
    assert choice.suggestions == ("off", "volunteers_post")


def test_a_choice_takes_nothing_else() -> None:
    with pytest.raises(NotAcceptedError, match="needs to be one of on, off"):
        Choice(("on", "off")).read("o")


@pytest.mark.parametrize("text", ["#PyConOpen #äpfel", "PyConOpen, äpfel", " pyconopen äpfel #PYCONOPEN "])
def test_hashtags_are_read_as_people_write_them(text: str) -> None:
    hashtags = Hashtags()
    found = hashtags.read(text)
    assert [word.casefold() for word in found] == ["pyconopen", "äpfel"]
    assert hashtags.read(hashtags.write(found)) == found


@pytest.mark.parametrize("text", ["", "#", "two-words", "a b c d e f g h i j k", "x" * 101])
def test_what_are_no_hashtags_is_refused(text: str) -> None:
    with pytest.raises(NotAcceptedError, match="needs 1 to 10 hashtags"):
        Hashtags().read(text)


@pytest.mark.parametrize(
    ("text", "value"), [("25", "25"), ("$12.50", "12.50"), (" 12,5 USD ", "12.5"), ("0", "0"), ("30 $", "30")]
)
def test_an_amount_is_read_as_people_write_it(text: str, value: str) -> None:
    assert Dollars(1000).read(text) == value


@pytest.mark.parametrize("text", ["", "ten", "-1", "1.234", "1e9", "1001", "9" * 1000])
def test_what_is_no_such_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAcceptedError, match="needs an amount of US dollars from 0 to 1,000"):
        Dollars(1000).read(text)


def test_an_amount_is_shown_with_its_sign() -> None:
    assert Dollars(1_000_000).show("20.0") == "$20.00"
    assert Dollars(1_000_000).write("20.0") == "20.0"
