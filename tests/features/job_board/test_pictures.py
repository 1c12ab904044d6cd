from __future__ import annotations

import pytest

from DiscordBot.features.job_board.adverts import Column, read_adverts
from DiscordBot.features.job_board.pictures import picture_address
from tests.features.job_board.sheets import sheet

ID = "1a2B3c-4d5E6f_7g8H"
PREVIEW = f"https://drive.google.com/thumbnail?id={ID}&sz=w1200"


@pytest.mark.parametrize(
    "link",
    [
        f"https://drive.google.com/open?id={ID}",
        f"https://drive.google.com/open?usp=forms_web&id={ID}",
        f"https://drive.google.com/file/d/{ID}/view?usp=sharing",
        f"https://drive.google.com/file/d/{ID}/preview",
        f"https://drive.google.com/file/u/0/d/{ID}/view",
        f"https://drive.google.com/uc?export=view&id={ID}",
        f"https://drive.google.com/uc?id={ID}&export=download",
        f"https://drive.google.com/thumbnail?id={ID}",
        f"https://docs.google.com/uc?id={ID}",
        f"https://drive.usercontent.google.com/download?id={ID}&export=view",
        f"https://lh3.googleusercontent.com/d/{ID}=w1000",
    ],
)
def test_a_picture_on_google_drive_is_its_preview(link: str) -> None:
    assert picture_address(link) == PREVIEW


@pytest.mark.parametrize(
    "link",
    [
        "https://drive.google.com/drive/folders/1a2B3c-4d5E6f_7g8H",
        "https://drive.google.com/open?id=",
        "https://drive.google.com/open?id=../evil",
        f"https://drive.google.com.evil.example/open?id={ID}",
        "https://company.example/logo",
        "",
    ],
)
def test_what_is_no_picture(link: str) -> None:
    assert picture_address(link) == ""


def test_of_several_uploads_the_first_is_shown() -> None:
    first, second = (f"https://drive.google.com/open?id={ID}{number}" for number in (1, 2))
    read = read_adverts(sheet({Column.PICTURE: f"{first}, {second}"}).encode())
    assert read.problems == ()
    assert read.adverts[0].picture == first
