"""Rehearses one case in a process without other threads, which fork could not take along.

python -m tests.crash.rehearsal FOLDER CASE     prints what was counted, as JSON
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from sandbox.conference.server import ROOM_CHANNELS
from sandbox.rehearsal.command import SPEED, rehearse_days
from sandbox.rehearsal.timetable import DAYS, begins, everything, length

EIGHT_ROOMS = {**ROOM_CHANNELS, "Lobby": "lobby", "Terrace 2B": "open-spaces"}
DAY = {"days": [begins(DAYS[1])], "seconds": length().total_seconds() / SPEED}


def eight_at_once() -> dict[str, list[dict[str, Any]]]:
    """Return a programme of eight sessions at the same time in eight rooms."""
    known = everything()
    more = [
        known["rooms"][0] | {"id": number, "name": {"en": name}, "position": number}
        for number, name in ((7, "Lobby"), (8, "Terrace 2B"))
    ]
    slots = sorted(known["slots"], key=lambda slot: str(slot["start"]))[:8]
    first = {key: slots[0][key] for key in ("start", "end")}
    parallel = [slot | first | {"room": number} for number, slot in enumerate(slots, start=1)]
    return known | {"rooms": known["rooms"] + more, "slots": parallel}


def main(folder: Path, case: str) -> None:
    cases: dict[str, dict[str, Any]] = {
        "undisturbed": DAY,
        "killed": {**DAY, "kills": 7},
        "eight": {
            "days": [begins(DAYS[0])],
            "seconds": 9.5,
            "known": eight_at_once(),
            "rooms": EIGHT_ROOMS,
        },
    }
    result, stage = rehearse_days(folder, **cases[case])
    report = {
        "is_perfect": result.is_perfect,
        "lines": result.lines(),
        "expected": result.expected,
        "arrived": len(result.seconds_late),
        "latest": result.latest,
        "beyond": result.most_requests_beyond,
        "topics": list(result.topics.values()),
        "kills": stage.kills,
    }
    print(json.dumps(report))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
