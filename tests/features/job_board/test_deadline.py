from __future__ import annotations

from datetime import date

import pytest

from DiscordBot.features.job_board.deadline import is_misspelled_day, last_open_day


@pytest.mark.parametrize(
    "text",
    [
        "2027-07-14",
        "2027/07/14",
        "14.07.2027",
        "14.7.2027",
        "14/07/2027",
        "7/14/2027",
        "14-07-2027",
        "14 July 2027",
        "July 14, 2027",
        "14 Jul 2027",
        " jul  14, 2027 ",
        "2027-07-14 23:59:00",
    ],
)
def test_ways_to_write_a_day(text: str) -> None:
    assert last_open_day(text) == date(2027, 7, 14)


def test_of_two_readings_the_later_one_counts() -> None:
    assert last_open_day("7/8/2027") == last_open_day("8/7/2027") == date(2027, 8, 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "as soon as possible",
        "open until filled",
        "Q3 2027",
        "31 December, 12 Uhr",
        "May 0000",
        "we are 20 to 30",
    ],
)
def test_words_are_no_day_and_no_mistake(text: str) -> None:
    assert last_open_day(text) is None
    assert not is_misspelled_day(text)


@pytest.mark.parametrize(
    "text",
    ["31.02.2027", "2027-13-01", "40/40/2027", "31.2.27", "30. Februar 2028", "until 31 de junio de 2028"],
)
def test_a_day_that_does_not_exist_is_a_mistake(text: str) -> None:
    assert last_open_day(text) is None
    assert is_misspelled_day(text)


def test_a_real_day_is_no_mistake() -> None:
    assert not is_misspelled_day("14.07.2027")


@pytest.mark.parametrize(
    "text",
    [
        *("31. Dezember 2027", "31/12/27", "12/31/27", "31.12.27", "2027.12.31", "31. 12. 2027"),
        *("bis zum 31. Dez. 2027", "by Friday, 31 December 2027", "December 31st, 2027", "Dec 31 '27"),
        *("31 décembre 2027", "31 de diciembre de 2027", "31 dicembre 2027", "dicembre 31, 2027"),
        *("Fr, 31.12.2027, 23:59 Uhr", "31 grudnia 2027", "31. prosince 2027"),
        *("01.12.2027-31.12.2027", "2027-12-01/2027-12-31", "31.12.2027/23:59", "31 de dic. de 2027"),
        *("31. prosinec 2027", "31 grudzień 2027", "ven. 31 déc. 2027 à minuit"),
        *("31-Dec-27", "31.Dezember 2027", "Bewerbungsschluss: 31.12.2027", "Freitag, den 31. Dezember 2027"),
        *(
            "Date limite : 31 décembre 2027",
            "le vendredi 31 déc. 2027",
            "Fecha límite: 31 de diciembre de 2027",
        ),
        *("antes del 31 de diciembre del 2027", "2027年12月31日", "20271231", "31 12 2027", "(31.12.2027)"),
        *("ASAP, latest 31 December 2027", "1 December 2027 to 31 December 2027", "2027 Dec 31"),
        *(
            "end of December 2027",
            "Ende Dezember 2027",
            "31 December 2027, 12 Uhr",
            "until Dec 31st 2027 11:59 PM",
        ),
    ],
)
def test_ways_to_write_a_day_in_other_languages_and_with_short_years(text: str) -> None:
    assert last_open_day(text) == date(2027, 12, 31)
