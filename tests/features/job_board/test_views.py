from __future__ import annotations

from DiscordBot.features.job_board.adverts import Column, Place, Problem
from DiscordBot.features.job_board.service import Report
from DiscordBot.features.job_board.ui.advert_thread import report_text


def test_an_organiser_reads_what_a_refresh_did() -> None:
    problem = Problem(Place(4, 3), Column.TITLE, "is empty")

    text = report_text(Report(posted=2, already=5, closed=1, problems=(problem,)))

    assert text.splitlines() == [
        "2 adverts are new on the board, 5 were there before.",
        "1 have passed their deadline.",
        "Adverts that are posted already stay as they are, whatever changed in the sheet.",
        "⚠️ line 4 (row 3): column «Job title» is empty.",
    ]
    assert "deadline" not in report_text(Report(posted=0, already=0, closed=0, problems=()))
