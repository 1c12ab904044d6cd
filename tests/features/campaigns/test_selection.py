from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from DiscordBot.config.sections import Conference
from DiscordBot.features.campaigns.models import Campaign, CampaignKind
from DiscordBot.features.campaigns.planning.selection import Catalogue
from DiscordBot.features.sponsors.config import Company
from DiscordBot.templating.context import Session, Sponsor
from tests.clocks import StoppedClock
from tests.features.programme.made_up import BERLIN, NINE, TEN, session

if TYPE_CHECKING:
    from DiscordBot.features.programme.schedule import sessions as schedule

CONFERENCE = Conference(
    name="PyCon Example", timezone=BERLIN, first_day=date(2027, 7, 14), last_day=date(2027, 7, 16)
)


def catalogue(*sessions: schedule.Session, companies: tuple[Company, ...] = ()) -> Catalogue:
    return Catalogue(
        clock=StoppedClock(BERLIN, NINE),
        conference=CONFERENCE,
        sessions=lambda: sessions,
        companies=companies,
        handles={"ADA": {"twitter": "@ada_ex"}}.__getitem__,
    )


def campaign(kind: CampaignKind = CampaignKind.SESSIONS, **filters: Any) -> Campaign:  # noqa: ANN401 - any filter
    values = {
        "name": "",
        "template": "",
        "start_at": TEN,
        "interval_minutes": 1,
        "seed": 1,
        "created_at": TEN,
    }
    return Campaign(kind=kind, **{**values, **filters})


def test_templates_see_a_session_as_clocks_at_the_venue_show_it() -> None:
    given = session("V8VBPP-1", TEN, track="Web", kind="Talk", url="https://x.example/V8VBPP/")

    (item,) = catalogue(given).items(campaign())

    told = item.context["session"]
    assert isinstance(told, Session)
    assert (item.key, item.title, item.starts) == ("V8VBPP-1", "Talk V8VBPP-1", given.start)
    assert f"{told.start:%H:%M}" == "10:00"
    assert (told.code, told.track, told.type, told.room) == ("V8VBPP", "Web", "Talk", "Forum Hall")
    assert [(speaker.name, speaker.twittername) for speaker in told.speakers] == [("Ada Lovelace", "@ada_ex")]


def test_breaks_and_second_slots_have_no_tweet() -> None:
    later = session("AAA-2", TEN + timedelta(days=1))
    items = catalogue(later, session("AAA-1"), session("break-1", is_break=True)).items(campaign())

    assert [item.key for item in items] == ["AAA-1"]


def test_sessions_are_filtered_by_track_and_type() -> None:
    shelf = catalogue(
        session("A-1", track="Web", kind="Talk"),
        session("B-1", track="Web", kind="Tutorial"),
        session("C-1", track="Data", kind="Talk"),
        session("D-1", track="", kind=""),
    )

    assert [item.key for item in shelf.items(campaign(track="Web"))] == ["A-1", "B-1"]
    assert [item.key for item in shelf.items(campaign(track="Web", session_type="Talk"))] == ["A-1"]
    assert (shelf.tracks(), shelf.types()) == (["Data", "Web"], ["Talk", "Tutorial"])


def test_sponsors_are_those_of_the_level() -> None:
    companies = (
        Company.model_validate({"name": "Spam", "level": "Gold", "twitter": "n/a"}),
        Company.model_validate({"name": "Eggs", "level": "Silver", "twitter": "twitter.com/eggs_ex"}),
    )
    shelf = catalogue(companies=companies)

    (item,) = shelf.items(campaign(CampaignKind.SPONSORS, level="Silver"))
    both = shelf.items(campaign(CampaignKind.SPONSORS))

    told = item.context["sponsor"]
    assert isinstance(told, Sponsor)
    assert (told.name, told.level.name, told.twittername, item.context["level"]) == (
        "Eggs",
        "Silver",
        "@eggs_ex",
        "Silver",
    )
    assert [str(item.context["sponsor"].twittername) for item in both] == ["", "@eggs_ex"]  # type: ignore[attr-defined]  # a sponsor
    assert shelf.levels() == ["Gold", "Silver"]
