from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from DiscordBot.features.job_board.adverts import Column, UnusableSheetError, read_adverts
from tests.features.job_board.sheets import ADVERT, sheet

OTHER = {Column.TITLE: "Data Scientist"}


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_adverts(text.encode()).problems]


def titles(text: str) -> list[str]:
    return [advert.title for advert in read_adverts(text.encode()).adverts]


def test_an_advert_holds_what_was_written_but_not_its_author() -> None:
    (advert,) = read_adverts(sheet({}).encode()).adverts

    assert (advert.title, advert.company) == ("Python Developer", "Snakes & Ladders")
    assert (advert.location, advert.deadline) == ("Berlin or remote", "2027-07-31")
    assert advert.last_day == date(2027, 7, 31)
    assert advert.texts == (
        ("Job description", "We build games."),
        ("Duties and responsibilities", "Write code."),
        ("Appreciated qualification and experience", "Curiosity."),
    )
    assert (advert.contact_name, advert.contact_email) == ("Hannah Recruiter", "jobs@company.example")
    assert advert.url == "https://company.example/jobs/1"
    assert advert.picture == "https://company.example/logo.PNG?size=2"
    assert "author@" not in repr(advert)


def test_the_key_is_the_older_bots_as_a_hash() -> None:
    (advert,) = read_adverts(sheet({}).encode()).adverts

    older = "2027/06/01 10:11:12 AM GMT+2;author@company.example;Python Developer;Snakes & Ladders"
    assert advert.key == hashlib.sha256(older.encode()).hexdigest()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_whatever_wrote_the_file_the_adverts_are_the_same(delimiter: str, encoding: str) -> None:
    company = {Column.COMPANY: "Käse; Brot, & „Co“"}
    expected = read_adverts(sheet(company).encode())

    assert read_adverts(sheet(company, delimiter=delimiter).encode(encoding)) == expected
    assert expected.adverts[0].company == "Käse; Brot, & „Co“"


def test_columns_may_stand_in_any_order_and_in_other_spelling() -> None:
    text = sheet({}, columns=tuple(reversed(Column))).replace("Job title", " job  Title ")
    assert read_adverts(text.encode()).adverts == read_adverts(sheet({}).encode()).adverts


def test_only_title_and_company_are_needed() -> None:
    (advert,) = read_adverts(sheet({}, columns=(Column.TITLE, Column.COMPANY)).encode()).adverts
    assert (advert.title, advert.location, advert.texts, advert.url) == ("Python Developer", "", (), "")


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        (b"", "«Job title» and «Company name»"),
        (b"<html><body>Sign in</body></html>", "«Job title» and «Company name»"),
        (sheet({}, columns=(Column.TIMESTAMP, Column.TITLE)).encode(), "«Company name»"),
    ],
)
def test_a_file_that_is_something_else(content: bytes, missing: str) -> None:
    with pytest.raises(UnusableSheetError, match=f"no column {missing}, so"):
        read_adverts(content)


def test_newlines_in_quotes_belong_to_the_text() -> None:
    text = sheet({Column.DESCRIPTION: "one\r\n\r\ntwo"}, OTHER)
    first, second = read_adverts(text.encode()).adverts
    assert first.texts[0] == ("Job description", "one\n\ntwo")
    assert (second.place.line, second.place.row) == (5, 3)


def test_empty_rows_and_repetitions_are_left_out() -> None:
    text = sheet({}, {}, OTHER).replace("\r\n", "\r\n\r\n,,\r\n")
    assert titles(text) == ["Python Developer", "Data Scientist"]
    assert problems(text) == []


def test_a_row_without_title_and_company_is_told_and_the_rest_is_read() -> None:
    text = sheet({Column.DUTIES: "a\nb"}, {Column.TITLE: " ", Column.COMPANY: ""}, OTHER)
    assert problems(text) == [
        "line 4 (row 3): column «Job title» is empty.",
        "line 4 (row 3): column «Company name» is empty.",
    ]
    assert titles(text) == ["Python Developer", "Data Scientist"]


def test_a_row_with_wrong_quotes_is_told_and_the_rest_is_read() -> None:
    header, row, *rest = sheet({}, OTHER).splitlines()
    text = "\n".join([header, row.replace("Berlin", '"Berlin" "'), *rest])
    assert problems(text) == ["line 2: a quotation mark is missing or in the wrong place."]
    assert titles(text) == ["Data Scientist"]


def test_a_quote_that_never_closes_is_told() -> None:
    text = sheet({}, OTHER)
    assert problems(text + 'x,"y') == ["line 4: a quotation mark is missing or in the wrong place."]


def test_what_cannot_be_used_is_left_out_and_told() -> None:
    wrong = {Column.DEADLINE: "31.02.2027", Column.URL: "see our site", Column.PICTURE: "javascript:alert(1)"}
    text = sheet(wrong)
    (advert,) = read_adverts(text.encode()).adverts
    assert (advert.deadline, advert.last_day, advert.url, advert.picture) == ("31.02.2027", None, "", "")
    assert problems(text) == [
        "line 2: column «Deadline» names a day that does not exist.",
        "line 2: column «URL» is no web address, so it is left out.",
        "line 2: column «Picture» is no web address, so it is left out.",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "ftp://a.example/x",
        "https://[::1",
        "https://a.example:99999/x",
        "https://a.example/a b",
        "https://a.example/" + "x" * 2048,
    ],
)
def test_addresses_that_discord_would_refuse(address: str) -> None:
    assert len(problems(sheet({Column.URL: address}))) == 1


@given(st.binary())
def test_no_content_breaks_the_reader(content: bytes) -> None:
    try:
        read_adverts(content)
    except UnusableSheetError:
        return


@given(st.lists(st.lists(st.text(), max_size=16), max_size=5))
def test_no_rows_break_the_reader(rows: list[list[str]]) -> None:
    header = ",".join(ADVERT)
    body = "\n".join(",".join(row) for row in rows)
    for problem in read_adverts(f"{header}\n{body}".encode(errors="replace")).problems:
        assert problem.place.line > 1
