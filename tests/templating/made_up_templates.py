"""The session and the sponsor that templates are tried with; `docs/templates.md` describes them too."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from DiscordBot.templating.context import Benefit, Conference, Level, Session, Speaker, Sponsor

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2027, 7, 14, 10, tzinfo=BERLIN)
ADA = Speaker("Ada Lovelace", {"twitter": "@ada_example", "mastodon": "@ada@example.social"})
GRACE = Speaker("Grace Hopper")

SESSION = Session(
    title="Snakes on a dataframe",
    start=START,
    end=START + timedelta(minutes=45),
    speakers=(ADA, GRACE),
    track="Data Science",
    room="Forum Hall",
    type="Talk",
    abstract="Dataframes are everywhere. This talk shows what is inside them and why it is sometimes slow.",
    code="SNAKES",
    url="https://pretalx.com/conf2027/talk/SNAKES/",
)
CONFERENCE = Conference("PyCon Example 2027", "https://example.org", date(2027, 7, 14), date(2027, 7, 16))
SPONSOR = Sponsor("Spam & Eggs", Level("Gold"), {"twitter": "@spameggs_ex"}, "https://spam.example")

ABOUT_SESSION: dict[str, object] = {"session": SESSION, "conference": CONFERENCE}
ABOUT_SPONSOR: dict[str, object] = {
    "sponsor": SPONSOR,
    "level": SPONSOR.level,
    "benefit": Benefit("Logo on the website"),
    "conference": CONFERENCE,
}
