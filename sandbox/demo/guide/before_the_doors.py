"""The third to the fifth minute: an open space, a campaign and a mention."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.demo.guide.step import Act, Step, Travel
from sandbox.demo.strangers import MENTION, ROOM, UNCLEAR

if TYPE_CHECKING:
    from datetime import datetime

    from sandbox.demo.guide.witness import Witness
    from sandbox.demo.scene import Scene

THIRD, FOURTH = "The third minute: an open space", "The fourth minute: a campaign"
FIFTH = "The fifth minute: a mention"

OPEN_SPACE = "SELECT {} FROM open_space WHERE text LIKE ?"
POST = f"{UNCLEAR}%"
REMINDER = timedelta(minutes=15, seconds=5)
"""So long before an open space the bot reminds of it; and a moment to look forward to that."""

BEFORE_EACH = "1 h before each"
TEMPLATE = "{{ session.start.strftime('%a %H:%M') }} in {{ session.room }}: {{ session.title }}"


async def _post(scene: Scene) -> None:
    scene.strangers.post_unclear()


async def _mention(scene: Scene) -> None:
    scene.strangers.mention()


def _before_the_reminder(seen: Witness) -> datetime | None:
    start = seen.moment(OPEN_SPACE.format("start"), POST)
    return start and start - REMINDER


def _replied(seen: Witness, *statuses: str) -> bool:
    status = seen.first("SELECT status FROM mention WHERE text LIKE ?", f"%{MENTION}%")
    return status in statuses


STEPS = (
    Step(
        "post",
        "Let somebody post on X",
        "Attendees call meetings of their own by a hashtag. This post says where, but not when, so the bot "
        "asks the volunteers: a card appears in #need-review.",
        "victor",
        "need-review",
        lambda seen: seen.has(OPEN_SPACE.format("1"), POST),
        chapter=THIRD,
        button=Act("Let them post", _post),
        document="volunteers.md#open-spaces",
    ),
    Step(
        "stage",
        "Say when, and stage it",
        "Victor knows when it is. Press the button below the card, and fill in the form.",
        "victor",
        "need-review",
        lambda seen: seen.has(OPEN_SPACE.format("1") + " AND state IN ('scheduled', 'reminded')", POST),
        (("Room", ROOM), ("Start", "{start}")),
        chapter=THIRD,
        document="volunteers.md#open-spaces",
    ),
    Step(
        "reminder",
        "Move the clock: the reminder",
        "A quarter of an hour before it begins, everybody is reminded: here, and by a repost on X.",
        "ada",
        "open-spaces",
        lambda seen: seen.has(OPEN_SPACE.format("1") + " AND state = 'reminded'", POST),
        chapter=THIRD,
        button=Travel(_before_the_reminder),
        on_networks=True,
        document="attendees.md#call-an-open-space",
    ),
    Step(
        "preview",
        "Preview a campaign",
        "One template makes a tweet for each talk. Olivia types the command, chooses it from the list, gives "
        "it kind, name and start, and sends. The form has a template already; this one says when and where. "
        "Nothing is queued yet.",
        "olivia",
        "tweet-moderation",
        lambda seen: seen.has("SELECT 1 FROM campaign"),
        (
            *(("Command", "/campaign preview"), ("kind", "sessions"), ("name", "All talks")),
            *(("start", BEFORE_EACH), ("Template", TEMPLATE)),
        ),
        chapter=FOURTH,
        document="templates.md",
    ),
    Step(
        "campaign",
        "Create it",
        "The preview shows each text with its time. Press Create below it: all tweets are queued, and wait "
        "for approval together.",
        "olivia",
        "tweet-moderation",
        lambda seen: seen.has("SELECT 1 FROM tweet WHERE source = 'campaign'"),
        chapter=FOURTH,
        document="templates.md#templates-to-begin-with",
    ),
    Step(
        "mention",
        "Let somebody ask the conference",
        "Whoever writes to the conference on any network is a card in #mentions.",
        "victor",
        "mentions",
        lambda seen: _replied(seen, "open", "claimed", "replying", "handled"),
        chapter=FIFTH,
        button=Act("Let them ask", _mention),
        document="volunteers.md#mentions",
    ),
    Step(
        "reply",
        "Answer as Victor",
        "Press Reply on the card. The answer goes through moderation like every tweet.",
        "victor",
        "mentions",
        lambda seen: _replied(seen, "replying", "handled"),
        (("Reply", "Yes: room 204 is quiet, and Rex is most welcome!"),),
        chapter=FIFTH,
        document="volunteers.md#mentions",
    ),
    Step(
        "handled",
        "Approve the answer",
        "Olivia presses Approve. As soon as it is on X, the mention counts as handled.",
        "olivia",
        "tweet-moderation",
        lambda seen: _replied(seen, "handled"),
        chapter=FIFTH,
        on_networks=True,
        document="volunteers.md#approve",
    ),
)
