"""An image that does not become healthy does not stay, and no data are lost by trying it."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.config_folder import SMALLEST
from tests.core.copying.filled import ROWS, fill_every_table
from tests.deploy.server import HEALTHY, MIGRATE, POWER_CUT, SQL, UNHEALTHY, Server

pytestmark = pytest.mark.slow

GUIDE = (Path(__file__).parent.parent.parent / "docs" / "deploy.md").read_text(encoding="utf-8")


def env_of(image: str) -> str:
    return f"BOT_IMAGE={image}\nCOMPOSE_FILE=compose.yaml\n"


def test_a_healthy_image_stays(live: Server) -> None:
    live.has("bot:new", behaviour=MIGRATE + HEALTHY)
    assert live.switch_to("bot:new") == (0, "Switching from bot:old to bot:new.\nbot:new is healthy.\n")
    assert (live.running, live.healthy_image) == ("bot:new", env_of("bot:new"))
    assert live.owner() == "migrated"
    assert [file.name for file in live.data.iterdir()] == ["bot.db"]


def test_an_unhealthy_image_gives_way_to_the_former_one(live: Server) -> None:
    live.has("bot:new", behaviour=UNHEALTHY)
    status, told = live.switch_to("bot:new")
    assert status == 1
    assert told.splitlines()[1:] == [
        f"bot:new did not become healthy; its log is in {live.folder}/deploy.log on the server.",
        "bot:old runs again.",
    ]
    assert (live.running, live.healthy_image) == ("bot:old", env_of("bot:old"))
    log = live.folder / "deploy.log"
    assert "log of bot:new" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_what_was_written_meanwhile_stays_where_the_tables_did_not_change(live: Server) -> None:
    live.has("bot:new", behaviour=MIGRATE.replace("version_num = 2", "version_num = 1") + UNHEALTHY)
    live.switch_to("bot:new")
    assert live.owner() == "migrated"
    assert [file.name for file in live.data.iterdir()] == ["bot.db"]


def test_the_former_image_gets_the_tables_that_it_knows(live: Server) -> None:
    live.has("bot:new", behaviour=MIGRATE + UNHEALTHY)
    assert "The database is again as it was" in live.switch_to("bot:new")[1]
    assert (live.running, live.owner()) == ("bot:old", "Ada")
    assert live.owner("undone-switch.db") == "migrated"
    assert not (live.data / "before-switch.db").exists()


def test_what_the_former_image_wrote_to_the_last_is_not_lost(live: Server) -> None:
    (live.folder / "ending").write_text(SQL.format("UPDATE ticket SET owner = 'Grace'"), encoding="utf-8")
    live.has("bot:new", behaviour=MIGRATE + UNHEALTHY)
    live.switch_to("bot:new")
    assert (live.running, live.owner()) == ("bot:old", "Grace")


def test_the_first_image_of_all_is_stopped_if_it_is_not_healthy(server: Server) -> None:
    server.has("bot:new", behaviour=UNHEALTHY)
    status, told = server.switch_to("bot:new")
    assert (status, server.running) == (1, None)
    assert told.endswith("There is no former image, so the bot is stopped.\n")
    assert not (server.folder / ".env").exists()


@pytest.mark.parametrize("unusable", ["bot:typo", "bot:without-scripts"])
def test_what_cannot_be_started_is_not_tried(live: Server, unusable: str) -> None:
    live.has("bot:without-scripts")
    (live.folder / "contents" / "bot:without-scripts").mkdir(parents=True)
    (live.folder / "running").write_text("not touched", encoding="utf-8")
    status, told = live.switch_to(unusable)
    assert (status, live.running) == (1, "not touched")
    assert "nothing was changed" in told


def test_it_tells_when_the_former_image_is_not_healthy_either(live: Server) -> None:
    live.has("bot:old", "bot:new", behaviour=UNHEALTHY)
    status, told = live.switch_to("bot:new")
    assert status == 1
    assert told.endswith("bot:old does not become healthy either; something else must be wrong.\n")


@pytest.mark.parametrize(("behaviour", "runs", "owner"), [
    (HEALTHY, "bot:new", "migrated"), (UNHEALTHY, "bot:old", "Ada")
])  # fmt: skip
def test_after_an_interruption_it_can_be_run_again(
    live: Server, behaviour: str, runs: str, owner: str
) -> None:
    live.has("bot:new", behaviour=MIGRATE + POWER_CUT)
    assert live.switch_to("bot:new")[0] == -9
    assert live.running == "bot:new"
    live.has("bot:new", behaviour=behaviour)
    live.switch_to("bot:new")
    assert (live.running, live.healthy_image) == (runs, env_of(runs))
    assert live.owner() == owner


def test_a_lost_connection_does_not_leave_the_work_half_done(live: Server) -> None:
    live.has("bot:new", behaviour='kill -HUP "$PPID"')
    nobody_reads, told = os.pipe()
    os.close(nobody_reads)
    done = live.run(live.folder / "deploy" / "switch-to.sh", "bot:new", stdout=told)
    os.close(told)
    assert (done.returncode, live.healthy_image) == (0, env_of("bot:new"))


def test_nobody_else_can_switch_meanwhile(live: Server) -> None:
    live.has("bot:new", behaviour="! flock --nonblock .switching true")
    assert live.switch_to("bot:new")[0] == 0


def test_each_image_runs_with_its_own_scripts(live: Server) -> None:
    for image in ("bot:1", "bot:2", "bot:failing"):
        live.has(image, behaviour=UNHEALTHY if image == "bot:failing" else HEALTHY)
        live.brings(image, f"scripts of {image}")
    for image, status, has in (
        ("bot:1", 0, "bot:1"),
        ("bot:2", 0, "bot:2"),
        ("bot:failing", 1, "bot:2"),
        ("bot:1", 0, "bot:1"),
    ):
        assert live.switch_to(image)[0] == status
        assert live.scripts == (f"scripts of {has}",) * 2
    assert [path.name for path in live.folder.iterdir() if "former" in path.name] == []


def test_the_port_is_published_only_where_webhooks_are_configured(live: Server) -> None:
    configuration = live.folder / "config" / "config.toml"
    configuration.write_text("#[webhooks]\n[pretix]\n", encoding="utf-8")
    live.has("bot:new")
    live.switch_to("bot:new")
    assert live.published == ""
    configuration.write_text("[pretix]\n [ webhooks ]  # from pretix\n", encoding="utf-8")
    assert live.switch_to() == (0, "Switching from bot:new to bot:new.\nbot:new is healthy.\n")
    assert live.published == "127.0.0.1:8080:8080"
    # What is started by hand later reads .env.
    live.run("docker", "compose", "up", "--detach")
    assert live.published == "127.0.0.1:8080:8080"
    live.has("bot:failing", behaviour=UNHEALTHY)
    configuration.write_text("", encoding="utf-8")
    live.switch_to("bot:failing")
    assert (live.running, live.published) == ("bot:new", "127.0.0.1:8080:8080")


def test_without_an_image_it_asks_for_one(server: Server) -> None:
    assert server.switch_to() == (1, "Which image? None runs yet.\n")


def test_copies_of_the_database_are_readable_by_their_owner_only(live: Server) -> None:
    live.has("bot:new", behaviour=MIGRATE + "umask 022; ls -l volume/data >modes; " + UNHEALTHY)
    live.switch_to("bot:new")
    listed = (live.folder / "modes").read_text(encoding="utf-8")
    assert re.findall(r"(\S{10}) .* before-switch\.db", listed) == ["-rw-------"]
    assert (live.data / "undone-switch.db").stat().st_mode & 0o077 == 0


def test_the_last_images_are_kept(live: Server) -> None:
    images = live.folder / "images"
    for age, image in enumerate(["bot:old", "bot:5", "bot:4", "bot:3", "bot:2", "bot:new"][::-1]):
        live.has(image)
        os.utime(images / image, (1000 - age, 1000 - age))
    assert live.switch_to("bot:new")[0] == 0
    assert {image.name for image in images.iterdir()} == {"bot:new", "bot:2", "bot:3", "bot:old"}


@pytest.fixture
def backed_up(live: Server) -> Server:
    """Have a server with the data of a real bot."""
    (live.folder / "config" / "config.toml").write_text(SMALLEST, encoding="utf-8")
    (live.data / "bot.db").unlink()
    asyncio.run(fill_every_table(f"sqlite+aiosqlite:///{live.data}/bot.db"))
    return live


def test_backups_hold_the_newest_state_and_the_oldest_ones_go(backed_up: Server) -> None:
    backups = backed_up.folder / "backups"
    backups.mkdir()
    (backups / "notes.txt").touch()
    for day in range(10, 30):
        (backups / f"conference-bot-2026-01-{day}T04-00-00Z.zip").touch()
    with closing(sqlite3.connect(backed_up.data / "bot.db")) as bot:
        bot.execute("UPDATE setting SET value = 'the newest'")
        bot.commit()
        done = backed_up.run(backed_up.folder / "deploy" / "back-up.sh")
    newest = Path(done.stdout.strip())
    assert len(list(backups.glob("*.zip"))) == 14
    assert newest == max(backups.glob("*.zip"))
    assert (backups / "notes.txt").exists()
    assert newest.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(newest) as archive:
        assert b"the newest" in archive.read("setting.jsonl")


def test_a_backup_can_be_restored_as_the_guide_says(backed_up: Server) -> None:
    (restore,) = (
        block for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) if "THE-BACKUP" in block
    )
    backup = Path(backed_up.run(backed_up.folder / "deploy" / "back-up.sh").stdout.strip())
    backed_up.write("DELETE FROM setting")
    done = backed_up.run("bash", "-e", "-c", restore.replace("THE-BACKUP", backup.stem))
    assert (done.returncode, backed_up.running) == (0, "bot:old")
    with closing(sqlite3.connect(backed_up.data / "bot.db")) as bot:
        assert bot.execute("SELECT count(*) FROM setting").fetchone() == (ROWS,)


def test_without_a_database_a_backup_fails_and_leaves_no_file(server: Server) -> None:
    server.has("bot:old")
    server.switch_to("bot:old")
    (server.folder / "config" / "config.toml").write_text(SMALLEST, encoding="utf-8")
    done = server.run(server.folder / "deploy" / "back-up.sh")
    assert (done.returncode, "There is no database" in done.stderr) == (1, True)
    assert list((server.folder / "backups").iterdir()) == []
