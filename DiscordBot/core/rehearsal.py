"""A rehearsal: the whole bot in a made-up time, with a database of its own, unheard outside the server."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy.engine import make_url

from DiscordBot.config.sections import Rehearsal
from DiscordBot.core.clock import Clock, SystemClock, WarpedClock
from DiscordBot.core.database import Database
from DiscordBot.core.findings import Finding, Level

if TYPE_CHECKING:
    from DiscordBot.config import Config

DATABASE_FILE = "rehearsal.db"

_ORIGIN = "rehearsal.origin"


def with_rehearsal(config: Config, start: datetime | None = None, speed: float | None = None) -> Config:
    """Return what the bot is to work with, in a rehearsal if one is configured or begun by `start`.

    `start` (on the venue's walls, naive) and `speed` win over those of the configuration. A rehearsal has a
    database of its own, beside the real one; webhooks, which are other people's, get nothing, and nothing is
    posted on any network. Raises `ValueError` in words for whoever gave `start` and `speed`.
    """
    given = {name: value for name, value in (("start", start), ("speed", speed)) if value is not None}
    rehearsal = _rehearsal(config.rehearsal, given) if given else config.rehearsal
    if rehearsal is None:
        return config
    return config.model_copy(
        update={
            "rehearsal": rehearsal,
            "database": config.database.model_copy(update={"url": f"sqlite+aiosqlite:///{_file(config)}"}),
            "rooms": tuple(room.rehearsed() for room in config.rooms),
            "features": {name: section.rehearsed() for name, section in config.features.items()},
        }
    )


async def rehearsal_clock(config: Config, rehearsal: Rehearsal) -> WarpedClock:
    """Return the clock of a rehearsal in `config`, as `with_rehearsal` returned it.

    A rehearsal that was interrupted goes on as if it had never stopped: its time has passed meanwhile. One
    with another start or speed, or one whose conference is over by now, begins anew and without its data.
    """
    timezone = config.conference.timezone
    plain, real_now = WarpedClock(timezone, rehearsal.start, rehearsal.speed), SystemClock(timezone).now()
    begins = plain.moment(rehearsal.start)
    ends = plain.moment(datetime.combine(config.conference.last_day + timedelta(days=1), time()))
    began = await _began(config, rehearsal)
    if began is not None:
        elapsed = (real_now - began) * rehearsal.speed
        if timedelta() <= elapsed < ends - begins:
            wall_time = plain.local(begins + elapsed).replace(tzinfo=None)
            return WarpedClock(timezone, wall_time, rehearsal.speed)
    _delete(_file(config))
    database = Database(config.database.url)
    await database.start()
    await database.remember(_ORIGIN, _origin(rehearsal) | {"began": SystemClock(timezone).now().isoformat()})
    await database.close()
    return WarpedClock(timezone, rehearsal.start, rehearsal.speed)


def rehearsal_note(config: Config, clock: Clock) -> str:
    """Return that this is a rehearsal and what time it is in it; nothing if it is none."""
    if config.rehearsal is None:
        return ""
    return f"🎭 Rehearsal: here it is {clock.local(clock.now()):%a %d %B, %H:%M}."


def rehearsal_findings(config: Config, clock: Clock) -> tuple[Finding, ...]:
    """Return what organisers must know about a rehearsal; nothing if it is none."""
    if config.rehearsal is None:
        return ()
    detail = (
        f"{rehearsal_note(config, clock)} It runs {config.rehearsal.speed:g} times as fast as real time; "
        "what is done every few minutes keeps real time. Other servers' webhooks and Twitter/X get nothing."
    )
    remedy = f"To begin anew, stop the bot and delete {_file(config)}; for real, start without a rehearsal."
    return (Finding("rehearsal", Level.WARNING, detail, remedy),)


def _rehearsal(configured: Rehearsal | None, given: dict[str, Any]) -> Rehearsal:
    if configured is None and "start" not in given:
        raise ValueError("a speed alone is no rehearsal; it needs a start as well")
    try:
        return Rehearsal.model_validate((configured.model_dump() if configured else {}) | given)
    except ValidationError as error:
        faults = (f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors())
        raise ValueError("; ".join(faults)) from None


def _file(config: Config) -> Path:
    """Return the database's file: in the folder of the real one, or in data/ if that is not a file."""
    url = make_url(config.database.url)
    is_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    folder = Path(str(url.database)).parent if is_file else Path("data")
    return folder / DATABASE_FILE


async def _began(config: Config, rehearsal: Rehearsal) -> datetime | None:
    """Return the real moment at which this rehearsal began, None if it never did."""
    if not _file(config).exists():
        return None
    database = Database(config.database.url)
    await database.start()
    origin = await database.remembered(_ORIGIN) or {}
    await database.close()
    began = origin.pop("began", None)
    return datetime.fromisoformat(began).astimezone(UTC) if origin == _origin(rehearsal) else None


def _origin(rehearsal: Rehearsal) -> dict[str, Any]:
    return {"start": rehearsal.start.isoformat(), "speed": rehearsal.speed}


def _delete(file: Path) -> None:
    # SQLite keeps two more files beside the database: https://www.sqlite.org/wal.html
    for path in (file, *(file.with_name(f"{file.name}-{suffix}") for suffix in ("wal", "shm"))):
        path.unlink(missing_ok=True)
