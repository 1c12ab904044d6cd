"""`bot.py backup`, `restore` and `move-database`, as people type them."""

from __future__ import annotations

import asyncio
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from DiscordBot.bot import main
from tests.config_folder import SMALLEST, Folder
from tests.core.copying.filled import everything_in, fill_every_table
from tests.databases import database_url, sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = database_url(tmp_path / "bot.db")
    asyncio.run(fill_every_table(address))
    return address


@pytest.fixture
def run(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "300")
    folder = Folder(tmp_path)
    # The password of the server that one moves to; a file has none.
    folder.write(".secrets", "DISCORD_BOT_TOKEN=token\nDATABASE_PASSWORD=s3cret\n")
    config = folder.write("config.toml", f'{SMALLEST}[database]\nurl = "{url}"\n')

    def run(*words: str) -> tuple[int, str]:
        status = main([*words, "--config", str(config)])
        captured = capsys.readouterr()
        assert "s3cret" not in captured.out + captured.err
        return status, captured.out + captured.err

    return run


@pytest.mark.slow
def test_from_a_backup_back_to_the_database(run: Run, url: str, tmp_path: Path) -> None:
    before = asyncio.run(everything_in(url))
    file = str(tmp_path / "backup.zip")
    status, told = run("backup", file)
    assert (status, "tweet_audit" in told, "3 rows" in told) == (0, True, True)
    assert run("backup", file)[0] == 1
    assert run("backup", file, "--replace")[0] == 0
    sql(url, "UPDATE setting SET value = 'spoiled'")

    status, told = run("restore", file)
    assert (status, "holds data already" in told) == (1, True)
    assert run("restore", "--replace", "--yes", file)[0] == 0
    assert asyncio.run(everything_in(url)) == before


@pytest.mark.slow
def test_nothing_is_replaced_before_somebody_agreed(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "backup.zip")
    run("backup", file)
    sql(url, "UPDATE setting SET value = 'kept'")
    for answer in ("", "n\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        status, told = run("restore", file, "--replace")
        assert (status, "deletes everything" in told, "Nothing was changed" in told) == (1, True, True)
    assert sql(url, "SELECT DISTINCT value FROM setting") == [("kept",)]
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert run("restore", file, "--replace")[0] == 0
    assert ("kept",) not in sql(url, "SELECT value FROM setting")


@pytest.mark.slow
def test_a_backup_goes_through_pipes(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asyncio.run(everything_in(url))
    file = tmp_path / "piped.zip"
    with file.open("w") as piped, monkeypatch.context() as patched:
        patched.setattr("sys.stdout", piped)
        assert run("backup", "-")[0] == 0
    assert zipfile.is_zipfile(file)
    with file.open() as piped_back:
        monkeypatch.setattr("sys.stdin", piped_back)
        assert run("restore", "-", "--replace")[0] == 1
        piped_back.seek(0)
        assert run("restore", "-", "--replace", "--yes")[0] == 0
    assert asyncio.run(everything_in(url)) == before


@pytest.mark.slow
def test_moving_says_what_to_write_into_the_configuration(run: Run, url: str, tmp_path: Path) -> None:
    target = f"sqlite+aiosqlite:///{tmp_path}/moved.db"
    status, told = run("move-database", url, target)
    assert status == 0
    assert f'[database]\nurl = "{target}"' in told
    assert asyncio.run(everything_in(target)) == asyncio.run(everything_in(url))
    assert run("move-database", url, target)[0] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("move-database", "mysql://here/bot", "sqlite:///there.db"), "sqlite:///"),
        (("move-database", "postgresql://bot:s3cr3t@here/bot", "sqlite:///there.db"), "holds a password"),
    ],
)
def test_an_address_that_cannot_be(run: Run, words: tuple[str, ...], says: str) -> None:
    status, told = run(*words)
    assert (status, says in told, "s3cr3t" in told) == (2, True, False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("backup",), "backup needs FILE"),
        (("move-database", "sqlite:///only-one.db"), "move-database needs FROM TO"),
        (("check", "something"), "check needs nothing more"),
        (("check", "--replace"), "--replace belongs to"),
        (("backup", "file", "--yes"), "--yes belongs to"),
    ],
)
def test_what_was_typed_and_makes_no_sense(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


@pytest.mark.slow
def test_a_file_that_is_not_there_or_cannot_be_made(run: Run, tmp_path: Path) -> None:
    status, told = run("restore", str(tmp_path / "nowhere.zip"))
    assert (status, "cannot be read" in told) == (1, True)
    (tmp_path / "file").touch()
    status, told = run("backup", str(tmp_path / "file" / "backup.zip"))
    assert (status, "cannot be written" in told) == (1, True)
