from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from DiscordBot.core.findings import Level
from tests.config_folder import CONFERENCE, PRETIX, ROOT, SECRET, SMALLEST, Folder, switched_on

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("lines", "subject", "words"),
    [
        ("[pretix]\nevnt = 'x'", "pretix.evnt", "Did you mean event?"),
        ("[pretix]\norganizer = 'x'", "pretix.event", 'is missing. For example: event = "conf2027"'),
        ("[pretalks]\nevent = 'x'", "pretalks", "there is no such section. Did you mean pretalx?"),
        ("[news]", "news.feed", "is missing"),
        (
            "[news]\n[[news.feeds]]\nname='A'\nurl='https://a.b/c'\n[[news.feeds]]\nname='a'\nurl='https://a.b/d'",
            "news.feeds",
            "has a name twice: a",
        ),
        ("[moderation]\ndeliver_to = { news = [] }", "moderation.deliver_to.news", "is empty"),
        ("[news]\nfeed = 'https://example.org/feed'", "news", "needs the section [moderation] as well"),
        ("[reminders]", "reminders", "needs the section [pretalx] or [schedule_json] as well"),
        ("[news]\nfeed = 'x'", "news.feed", "needs a web address"),
        ("[sponsors]\nlevels = []", "sponsors.levels", "is empty"),
        ("[sponsors]\nlevels = ['A']\nbenefits = 1", "sponsors.benefits", "Write [[sponsors.benefits]]"),
        ("[sponsors]\nlevels = ['A']\nbenefits = [1]", "sponsors.benefits[1]", "needs a section for each"),
        (
            "[sponsors]\nlevels = ['A']\n[[sponsors.companies]]\nname = 'X'\nlevel = 'B'",
            "sponsors",
            "has no such level: B",
        ),
        (
            "[sponsors]\nlevels = ['A']\ncompanies = [{name='X', level='A'}, {name='x', level='A'}]",
            "sponsors",
            "has a company twice: x",
        ),
        ("[job_board]", "job_board.source", 'is missing. For example: source = "jobs.csv"'),
        (
            "[moderation]\nmonthly_budget_usd = 20",
            "moderation.monthly_budget_usd",
            "It belongs below [twitter].",
        ),
        (f"[pretix]\ntoken = '{SECRET}'", "pretix.token", "Put the line PRETIX_TOKEN=... into .secrets."),
        ("[programme]\nxyzzy = 1", "programme.xyzzy", "there is no such key. Remove it"),
        (
            f"[twitter]\ntwitter_client = '{SECRET}'",
            "twitter.twitter_client",
            "is a secret and does not belong here",
        ),
        ("[programme]\nlead_minutes = '5'", "programme.lead_minutes", "needs a whole number without quotes"),
        ("[programme]\nlead_minutes = 2.5", "programme.lead_minutes", "For example: lead_minutes = 5"),
        ("[programme]\nlead_minutes = true", "programme.lead_minutes", "needs a whole number"),
        ("[programme]\nlead_minutes = 0", "programme.lead_minutes", "must be at least 1"),
        ("[programme]\nlead_minutes = 1441", "programme.lead_minutes", "must be at most 1440"),
        ("[twitter]\ndry_run = 'yes'", "twitter.dry_run", "needs true or false, without quotes"),
        ("[twitter]\nposting_end = '21:00'", "twitter.posting_end", "For example: posting_end = 21:00:00"),
        ("[twitter]\nposting_end = 21", "twitter.posting_end", "needs a time of day without quotes"),
        (
            "[twitter]\nmonthly_budget_usd = 'ten'",
            "twitter.monthly_budget_usd",
            "needs a number without quotes",
        ),
        ("[twitter]\nmonthly_budget_usd = inf", "twitter.monthly_budget_usd", "needs an ordinary number"),
        ("[twitter]\nreading_share = 1.5", "twitter.reading_share", "must be at most 1"),
        ("[twitter]\nmonthly_budget_usd = -1", "twitter.monthly_budget_usd", "must be at least 0"),
        ("[twitter]\napi_url = 'api.twitter.com'", "twitter.api_url", "starts with https://"),
        ("[moderation]\npolicy = 'all'", "moderation.policy", "must be one of 'off', 'organizers'"),
        ("[open_spaces]\nhashtags = [5]", "open_spaces.hashtags[1]", "needs text in quotes"),
        ("[open_spaces]\nhashtags = { a = 1 }", "open_spaces.hashtags", "needs a list in square brackets"),
        ("[roles]\nspeakers = ['a', true]", "roles.speakers[2]", "needs a name in quotes, or an id"),
        ("[roles]\nspeakers = -1", "roles.speakers[1]", "is no id"),
        ("[channels]\nprogramme = '#'", "channels.programme", "is empty"),
        ("[channels]\nprogramme = [1]", "channels.programme", 'For example: programme = "programme"'),
        ("[database]\nurl = 'mysql://bot@host/bot'", "database.url", "postgresql://"),
        ("[database]\nurl = 'postgresql+psycopg2://bot@host/bot'", "database.url", "postgresql://"),
        ("[database]\nurl = 'postgresql://bot:hunter2@host/bot'", "database.url", "DATABASE_PASSWORD"),
        ("[database]\nurl = 'postgresql://bot@host/bot?password=a'", "database.url", "DATABASE_PASSWORD"),
        ("[database]\nurl = 'postgresql://bot@host/bot?ssl=yes'", "database.url", "require, verify-ca"),
        ("[database]\nurl = 'postgresql://bot@host/bot?gssencmode=x'", "database.url", "only knows ssl"),
        ("[database]\nurl = 'data/bot.db'", "database.url", "is no database address"),
        ("[database]\nurl = 'oracel://x'", "database.url", "needs to begin with sqlite:///"),
        ("[webhooks]\nport = 65536", "webhooks.port", "must be at most 65535"),
        ("[rehearsal]\nspeed = 2", "rehearsal.start", "For example: start = 2027-07-14T08:30:00"),
        ("[rehearsal]\nstart = 2027-07-14", "rehearsal.start", "needs a day and a time"),
        ("[rehearsal]\nstart = 2027-07-14T08:00:00Z", "rehearsal.start", "leave out the offset"),
        ("[rehearsal]\nstart = 2027-07-14T08:00:00\nspeed = 0", "rehearsal.speed", "must be more than 0"),
        ("[[programme]]", "programme", "Write [programme], in single brackets"),
        ("[rooms]\nname = 'Hall'", "rooms", "Write [[rooms]], in double brackets"),
        ("[[rooms]]\nname = ''", "rooms[1].name", "is empty"),
        ("[[rooms]]\nname='A'\n[[rooms]]\nchanel='a'\nname='B'", "rooms[2].chanel", "Did you mean channel?"),
        ("[[rooms]]\nname='A'\naliases=['b  B']\n[[rooms]]\nname='B b'", "rooms", "more than one room: b b"),
        (
            "[[rooms]]\nname='A'\n[rooms.livestreams]\n2027-7 = {url='https://a.b'}",
            "rooms[1].livestreams.2027-7",
            "14",
        ),
        (
            "[[rooms]]\nname='A'\nlivestreams.2027-07-14 = 'https://youtu.be/a'",
            "rooms[1].livestreams.2027-07-14",
            'For example: [rooms.livestreams] and below it 2027-07-14 = { url = "https://..." }',
        ),
        (
            "[[rooms]]\nname='A'\nlivestreams.today = 'https://youtu.be/a'",
            "rooms[1].livestreams.today",
            "needs days as keys, like 2027-07-14; needs keys and values",
        ),
        (
            "[[rooms]]\nname='A'\nlivestreams.2027-07-14 = { ulr = 'https://youtu.be/a' }",
            "rooms[1].livestreams.2027-07-14.ulr",
            "Did you mean url?",
        ),
        (f"[[rooms]]\nname='A'\nwebhook='https://a.b/{SECRET}'", "rooms[1].webhook", "belongs there"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_remedy(
    folder: Folder, lines: str, subject: str, words: str
) -> None:
    found = folder.problems(SMALLEST + lines)[f"config.toml: {subject}"]
    assert words in f"{found.detail}. {found.remedy}"
    assert found.level is Level.ERROR


@pytest.mark.parametrize(
    ("before", "after", "subject", "words"),
    [
        ("4242", "'PyCon'", "server.guild_id", "needs the id of the server"),
        ("4242", "0", "server.guild_id", "is no id"),
        ("4242", "9223372036854775808", "server.guild_id", "is no id"),
        ("guild_id = 4242", "", "server.guild_id", "For example: guild_id = 4242"),
        ("[server]\nguild_id = 4242", "", "server", "this section is missing. Add [server] with guild_id."),
        (CONFERENCE, "", "conference", "Add [conference] with name, timezone, first_day, last_day."),
        ("Europe/Berlin", "Berlin", "conference.timezone", "perhaps Europe/Berlin is meant"),
        ("Europe/Berlin", "Europe", "conference.timezone", "names no time zone"),
        ("Europe/Berlin", "../../etc/passwd", "conference.timezone", "names no time zone"),
        ('"Europe/Berlin"', "1", "conference.timezone", "needs the name of a time zone"),
        ("2027-07-14", "2027-07-14T00:00:00", "conference.first_day", "For example: first_day = 2027-07-14"),
        ("2027-07-14", "'2027-07-14'", "conference.first_day", "needs a day without quotes"),
        ("2027-07-14", "2027", "conference.first_day", "needs a day without quotes"),
        ("2027-07-16", "2027-07-13", "conference.last_day", "is before first_day"),
        (
            "2027-07-16",
            "2027-07-16\nday_start=22:00:00",
            "conference.day_end",
            "must be later than day_start",
        ),
        ("2027-07-16", "2027-07-16\nday_end=08:00:00", "conference.day_end", "must be later than day_start"),
        ("2027-07-16", "2027-07-16\nwebsite='www.x.org'", "conference.website", "starts with https://"),
        (
            "2027-07-16",
            "2027-07-16\nwebsite='https://x.org:port'",
            "conference.website",
            "starts with https://",
        ),
        ("2027-07-16", "2027-07-16\nlanguage='German'", "conference.language", "such as en, de or pt-BR"),
        ("2027-07-16", "2027-07-16\nretention_days=0", "conference.retention_days", "must be at least 1"),
        ("[conference]", "guild_id = 1\n[conference]", "guild_id", "It belongs below [server]."),
    ],
)
def test_mistakes_in_what_is_required(
    folder: Folder, before: str, after: str, subject: str, words: str
) -> None:
    found = folder.problems(SMALLEST.replace(before, after))[f"config.toml: {subject}"]
    assert words in f"{found.detail}. {found.remedy}"


def test_all_problems_of_all_files_come_in_one_go(folder: Folder) -> None:
    folder.write("roles.json", '{"Business": [], "Student": true}')
    folder.write(".secrets", f"DISCORD_TOKEN={SECRET}\n", mode=0o644)
    broken = SMALLEST.replace("Europe/Berlin", "Mars").replace("2027-07-16", "2027-07-13\nnmae = 1")
    broken += "[pretix]\nticket_to_roles = 'roles.json'\n[[rooms]]\nname = 'A'\nwebhook = 'ROOM_A'\n"
    assert set(folder.problems(broken, {})) == {
        "config.toml: conference.timezone",
        "config.toml: conference.last_day",
        "config.toml: conference.nmae",
        "config.toml: pretix.organizer",
        "config.toml: pretix.event",
        "roles.json: Business",
        "roles.json: Student",
        ".secrets",
        ".secrets: line 1",
        ".secrets: DISCORD_BOT_TOKEN",
        ".secrets: PRETIX_TOKEN",
        ".secrets: ROOM_A",
    }


JARGON = re.compile(
    r"(?i)input|valid |instance|tuple|dict|string|integer|boolean|cannot be read|pydantic|None"
)


@pytest.mark.parametrize(
    "value",
    [
        '"x"',
        '""',
        "1",
        "-1",
        "1.5",
        "nan",
        "true",
        "[]",
        "[[1]]",
        "{}",
        "{ x = 1 }",
        "2027-07-14",
        "08:00:00",
    ],
)
def test_no_finding_speaks_the_validators_language(folder: Folder, value: str) -> None:
    example = switched_on((ROOT / "config.toml").read_text(encoding="utf-8"))
    found = folder.problems(re.sub(r"(?m)^([\w-]+) = .*$", rf"\1 = {value}", example))
    assert len(found) > 10
    assert [each for each in found.values() if JARGON.search(f"{each.detail} {each.remedy}")] == []


def test_a_list_of_what_is_wrong_is_not_called_empty(folder: Folder) -> None:
    lines = "[pretix]\norganizer = 'example'\nevent = 'https://pretix.eu/example/conf2027'\n"
    assert [*folder.problems(SMALLEST + lines)] == ["config.toml: pretix.event[1]"]


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        (
            f"[conference]\nname = {SECRET}\n",
            "line 2, column 8: is not TOML, «name = …»: the value needs",
        ),
        ("[a]\n[a]\n", "line 2, column 3: is not TOML, «[a]»: this section stands there twice"),
        ("first_day = 2027-13-01", "«first_day = …»: something follows the value"),
        ("first_day = 14.07.2027", "a day that is none or not like 2027-07-14"),
        ('path = "C:\\Users"', "«path = …»: a \\ in double quotes has to be written twice"),
        ("name = True", "«name = …»: the value needs quotes if it is text, and true and false are"),
        ("name = 'a\n", "«name = …»: the quotes are not closed"),
        ("name = 'a'\nname = 'b'", "line 2, column 11: is not TOML, «name = …»: this key stands there twice"),
        ("event: 'a'", "is not TOML: a key needs a = and a value"),
        ("hashtags = ['a'", "«hashtags = …»: a [ is not closed by ]"),
        ("[conference", "«[conference»: the section's name is not closed by ]"),
        ("path = 'a' 'b'", "«path = …»: something follows the value"),
        (SECRET, "line 1, column "),
        (f"{SECRET}==", "line 1, column "),
        (f"token = '{SECRET}", "«token = …»: the quotes are not closed"),
        ("t = '''x", "«t = …»: the quotes are not closed"),
        ("x = " + "9" * 5000, "has a number that is too long"),
        ("x = " + "[" * 5000 + "]" * 5000, "is nested too deeply"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(folder: Folder, toml: str, words: str) -> None:
    assert words in folder.problems(toml)["config.toml"].detail


def test_a_broken_file_does_not_hide_missing_secrets(folder: Folder) -> None:
    assert set(folder.problems("[", {})) == {"config.toml", ".secrets: DISCORD_BOT_TOKEN"}


@pytest.mark.parametrize(
    ("lines", "subject", "words"),
    [
        (PRETIX + "base_url = 'https://pretix.eu'", "pretix.base_url", "does not end in /api/v1"),
        ("[programme]", "programme", "Add [pretalx]"),
        ("[webhooks]", "webhooks", "Add [pretix]"),
        ("[moderation]\ndeliver_to = { news = 'mstdn' }", "moderation.deliver_to", "Add [mstdn]."),
        (
            "[moderation]\n[[news.feeds]]\nname='A'\nurl='https://a.b/c'\ndeliver_to='mstdn'",
            "news.feeds.deliver_to",
            "Add [mstdn].",
        ),
        (
            "[pretalx]\nevent = 'conf'\n[reminders]\nways = ['bluesky', 'channel']",
            "reminders.ways",
            "Add [bluesky].",
        ),
        (
            "[[rooms]]\nname='A'\nlivestreams.2026-07-14.url='https://youtu.be/a'",
            "rooms[1].livestreams",
            "2026-07-14 is not a day of the conference",
        ),
    ],
)
def test_doubts_are_warnings(folder: Folder, lines: str, subject: str, words: str) -> None:
    (found,) = folder.load(SMALLEST + lines).warnings
    assert (found.subject, found.level) == (f"config.toml: {subject}", Level.WARNING)
    assert words in f"{found.detail}. {found.remedy}"


KEYS = st.sampled_from(
    ["conference", "server", "rooms", "pretix", "twitter", "name", "webhook", "livestreams", "x"]
)
SCALARS = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=st.dictionaries(KEYS, VALUES, max_size=5))
def test_whatever_is_written_the_answer_is_findings(folder: Folder, document: dict[str, Any]) -> None:
    # JSON's values are TOML's as well, once objects are written with = instead of a colon.
    def toml(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(toml, value)) + "]"
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "")

    text = "".join(f"{key} = {toml(value)}\n" for key, value in document.items())
    assert folder.problems(text)
