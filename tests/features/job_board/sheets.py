"""Sheets as a Google form exports them, for tests."""

from __future__ import annotations

import csv
import io

from DiscordBot.features.job_board.adverts import Column

ADVERT = {
    Column.TIMESTAMP: "2027/06/01 10:11:12 AM GMT+2",
    Column.AUTHOR: "author@company.example",
    Column.TITLE: "Python Developer",
    Column.COMPANY: "Snakes & Ladders",
    Column.LOCATION: "Berlin or remote",
    Column.DEADLINE: "2027-07-31",
    Column.DESCRIPTION: "We build games.",
    Column.DUTIES: "Write code.",
    Column.QUALIFICATION: "Curiosity.",
    Column.ADDITIONAL: "",
    Column.CONTACT_NAME: "Hannah Recruiter",
    Column.CONTACT_EMAIL: "jobs@company.example",
    Column.URL: "https://company.example/jobs/1",
    Column.PICTURE: "https://company.example/logo.PNG?size=2",
}


def sheet(
    *changes: dict[Column, str], columns: tuple[Column, ...] = tuple(Column), delimiter: str = ","
) -> str:
    """Return a CSV with one advert for each of `changes`, which say what is different in it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ADVERT, **change} for change in changes)
    return text.getvalue()
