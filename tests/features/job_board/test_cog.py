from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import update

from DiscordBot.core.database import Database
from DiscordBot.core.findings import Level
from DiscordBot.discord_ui.layout.reading import components, walk
from DiscordBot.discord_ui.texts.limits import LAYOUT_TEXT
from DiscordBot.features.job_board.adverts import Column
from DiscordBot.features.job_board.models import Posting, PostingState
from tests.features.job_board.sheets import ADVERT, sheet
from tests.shown_messages import controls, faces

if TYPE_CHECKING:
    import discord

    from tests.features.job_board.conftest import Drive, JobWorld

TITLE = "Python Developer at Snakes & Ladders"
SCIENTIST = {Column.TITLE: "Data Scientist"}
SCIENTIST_TITLE = "Data Scientist at Snakes & Ladders"
PARAGRAPHS = [f"{number} " + "word " * 150 for number in range(9)]
LONG = {Column.DESCRIPTION: "\n\n".join(PARAGRAPHS)}


def text_in(message: discord.Message) -> str:
    """Return all that can be read in a message."""
    return "\n".join(part["content"] for part in walk(components(message)) if "content" in part)


async def forget(jobs: JobWorld, **values: object) -> None:
    """Put the database back to a moment before the advert was done with."""
    database = Database(jobs.config.database.url)
    async with database.transaction() as session:
        await session.execute(update(Posting).values(state=PostingState.POSTING, **values))
    await database.close()


@pytest.mark.journey
async def test_an_advert_becomes_a_thread(jobs: JobWorld) -> None:
    await jobs.start(sheet({}))

    ((title, (message,)),) = jobs.threads().items()
    assert title == TITLE
    (card,) = faces(message)
    assert (card.title, card.url) == ("Python Developer", "https://company.example/jobs/1")
    assert card.pictures == [(ADVERT[Column.PICTURE], f"Picture of the advert: {TITLE}")]
    assert {field.name: field.value for field in card.fields} == {
        "Company": "Snakes & Ladders",
        "Location": "Berlin or remote",
        "Apply by": "2027-07-31",
        "Contact": r"Hannah Recruiter, jobs@company.example",
        "More": "https://company.example/jobs/1",
        "Job description": "We build games.",
        "Duties and responsibilities": "Write code.",
        "Appreciated qualification and experience": "Curiosity.",
    }
    assert ADVERT[Column.AUTHOR] not in str(message.components)
    assert jobs.log() == []


async def test_what_is_not_an_image_is_linked(jobs: JobWorld) -> None:
    address = "https://drive.example/open?id=1"
    await jobs.start(sheet({Column.PICTURE: address}))

    card = faces(jobs.threads()[TITLE][0])[0]
    assert card.pictures == []
    assert [field.value for field in card.fields if field.name == "Picture"] == [address]


async def test_an_advert_with_nothing_but_title_and_company(jobs: JobWorld) -> None:
    await jobs.start("Job title,Company name\nPython\tDeveloper ,Snakes & Ladders\n")

    (message,) = jobs.threads()[TITLE]
    assert [field.name for field in faces(message)[0].fields] == ["Company"]


async def test_long_texts_are_split_at_paragraphs(jobs: JobWorld) -> None:
    await jobs.start(sheet(LONG))

    contents = [text_in(message) for message in jobs.threads()[TITLE]]
    assert len(contents) > 2
    assert all(len(content) <= LAYOUT_TEXT for content in contents)
    assert "\n\n".join(contents).count("word") == 9 * 150
    assert all(any(paragraph.strip() in content for content in contents) for paragraph in PARAGRAPHS)


async def test_nobody_is_pinged(jobs: JobWorld) -> None:
    everyone = "@everyone " * 300
    await jobs.start(sheet({Column.DESCRIPTION: everyone, Column.LOCATION: "@everyone"}))

    assert [message.mention_everyone for message in jobs.threads()[TITLE]] == [False, False]


async def test_a_long_title_is_clipped(jobs: JobWorld) -> None:
    await jobs.start(sheet({Column.TITLE: "Developer " * 50}))

    (title,) = jobs.threads()
    assert len(title) <= 100
    assert title.endswith("…")


async def test_each_advert_once_whatever_happens(jobs: JobWorld) -> None:
    await jobs.start(sheet({}, LONG | SCIENTIST))
    before = {title: len(messages) for title, messages in jobs.threads().items()}

    await jobs.refresh()
    await jobs.restart()
    await jobs.refresh()

    assert list(before) == [TITLE, SCIENTIST_TITLE]
    assert {title: len(messages) for title, messages in jobs.threads().items()} == before


async def test_a_new_row_is_posted_and_a_changed_one_is_not_edited(jobs: JobWorld) -> None:
    await jobs.start(sheet({}))
    jobs.write(sheet({Column.DUTIES: "Something else."}, SCIENTIST))

    told = await jobs.refresh()

    assert told.startswith("1 adverts are new on the board, 1 were there before.")
    threads = jobs.threads()
    assert set(threads) == {TITLE, SCIENTIST_TITLE}
    assert "Write code." in text_in(threads[TITLE][0])


async def test_the_last_day_is_still_open_and_the_day_before_is_not(jobs: JobWorld) -> None:
    jobs.clock.ahead = datetime(2027, 7, 31, 21, 30, tzinfo=UTC) - datetime.now(UTC)
    await jobs.start(sheet({}, SCIENTIST | {Column.DEADLINE: "2027-07-30"}))
    assert set(jobs.threads()) == {TITLE}

    jobs.write(sheet(SCIENTIST, {Column.TITLE: "Late"}))
    jobs.clock.ahead += timedelta(hours=1)
    await jobs.refresh()

    assert set(jobs.threads()) == {TITLE}


async def test_bad_rows_are_told_once_and_the_rest_is_posted(jobs: JobWorld) -> None:
    text = sheet({}, {Column.COMPANY: ""}, {Column.TITLE: "Data Scientist", Column.URL: "none"})
    await jobs.start(text)
    await jobs.refresh()
    await jobs.restart()
    await jobs.refresh()

    assert set(jobs.threads()) == {TITLE, SCIENTIST_TITLE}
    assert jobs.log() == [
        "⚠️ Job adverts, line 3: column «Company name» is empty.",
        "⚠️ Job adverts, line 4: column «URL» is no web address, so it is left out.",
    ]
    findings = {finding.subject: finding for finding in await jobs.bot.findings()}
    assert findings["job adverts, line 3"].level is Level.ERROR
    assert findings["job adverts, line 3"].detail == (
        "Column «Company name» is empty. This advert is not posted."
    )
    assert findings["job adverts, line 4"].level is Level.WARNING
    assert findings["job board"].detail.startswith("2 adverts were posted, 0 had passed")


async def test_many_bad_rows_do_not_flood_the_findings(jobs: JobWorld) -> None:
    await jobs.start(sheet(*({Column.COMPANY: ""} for _ in range(50))))

    about_jobs = [found for found in await jobs.bot.findings() if "job" in found.subject]
    assert "30 more rows" in about_jobs[-1].detail
    assert len(about_jobs) < 30


async def test_adverts_of_the_older_bot_are_not_posted_again(jobs: JobWorld) -> None:
    key = ";".join(
        ADVERT[column] for column in (Column.TIMESTAMP, Column.AUTHOR, Column.TITLE, Column.COMPANY)
    )
    (jobs.folder / "posted_jobs.txt").write_text(f"{key}\n\n", encoding="utf-8")
    await jobs.start(sheet({}, SCIENTIST))

    assert set(jobs.threads()) == {SCIENTIST_TITLE}


async def test_a_thread_of_which_the_bot_does_not_know_any_more_is_found(jobs: JobWorld) -> None:
    await jobs.start(sheet(LONG))
    before = len(jobs.threads()[TITLE])

    await forget(jobs, thread_id=None)
    await jobs.restart()
    await jobs.refresh()

    assert len(jobs.threads()[TITLE]) == before


async def test_an_archived_thread_is_found_too(jobs: JobWorld) -> None:
    await jobs.start(sheet({}))
    (thread,) = jobs.server.channels["jobs"].threads
    metadata = jobs.env.backend.channels[thread.id].thread_metadata
    assert metadata is not None
    metadata.archived = True

    await forget(jobs, thread_id=None)
    await jobs.refresh()

    assert set(jobs.threads()) == {TITLE}


async def test_a_thread_of_the_same_title_is_not_mistaken_for_it(jobs: JobWorld) -> None:
    again = {Column.TIMESTAMP: "another time"}
    await jobs.start(sheet({}))
    await forget(jobs, thread_id=None, reference="another")
    jobs.write(sheet({}, again))

    await jobs.refresh()

    titles = [thread.name for thread in jobs.server.channels["jobs"].threads]
    assert titles == [TITLE] * 3


async def test_an_advert_that_was_begun_is_completed(jobs: JobWorld) -> None:
    jobs.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await jobs.start(sheet(LONG))
    assert len(jobs.threads()[TITLE]) == 1

    await jobs.refresh()

    contents = [text_in(message) for message in jobs.threads()[TITLE]]
    assert "\n\n".join(contents).count("word") == 9 * 150
    assert [line for line in jobs.log() if "ForumUnavailableError: Posting job adverts" in line]


async def test_a_thread_that_a_moderator_deleted_stays_deleted(jobs: JobWorld) -> None:
    jobs.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await jobs.start(sheet(LONG))
    (thread,) = jobs.server.channels["jobs"].threads
    jobs.env.backend.delete_channel(thread.id)

    await jobs.refresh()

    assert jobs.threads() == {}


async def test_an_advert_that_discord_does_not_take_holds_up_no_other(jobs: JobWorld) -> None:
    jobs.env.inject_error("POST", "/channels/*/threads", status=400, code=50035)
    await jobs.start(sheet({}, SCIENTIST))

    assert set(jobs.threads()) == {SCIENTIST_TITLE}
    refused = "⚠️ Job adverts, line 2: Discord does not take this advert (status 400, code 50035)."
    assert jobs.log() == [refused]

    await jobs.refresh()
    assert set(jobs.threads()) == {TITLE, SCIENTIST_TITLE}
    assert jobs.log() == [refused]


async def test_without_a_sheet_the_job_says_why(jobs: JobWorld) -> None:
    await jobs.start(None)

    (line,) = jobs.log()
    assert "the job «jobs»" in line
    assert "There is no file jobs.csv with job adverts." in line
    (finding,) = (found for found in await jobs.bot.findings() if found.subject == "job board")
    assert finding.level is Level.WARNING


async def test_without_a_forum_everything_waits_for_it(jobs: JobWorld) -> None:
    forum = jobs.server.channels["jobs"]
    jobs.env.backend.delete_channel(forum.id)
    await jobs.start(sheet({}))
    assert any("There is no forum channel «jobs»" in line for line in jobs.log())

    replacement = jobs.server.guild.create_forum_channel("jobs")
    await jobs.env.settle()
    await jobs.refresh()

    assert [thread.name for thread in replacement.threads] == [TITLE]


async def test_what_strangers_write_is_plain_text_and_links_are_whole(jobs: JobWorld) -> None:
    mean = "[x] [Free](https://evil.example) **<@1>** # big"
    await jobs.start(sheet({Column.TITLE: mean, Column.DESCRIPTION: mean, Column.LOCATION: mean}))

    ((message,),) = jobs.threads().values()
    (card,) = faces(message)
    location = next(field.value for field in card.fields if field.name == "Location")
    for text in (card.title, location, text_in(message)):
        assert r"\[x\] \[Free\](https://evil.example) \*\*\<\@1\>\*\* \# big" in (text or "")


async def test_of_pictures_on_google_drive_those_are_shown_that_everybody_may_see(
    jobs: JobWorld, drive: Drive
) -> None:
    drive.open = {"1a2B3c-4d5E6f_7g8H"}
    seen = "https://drive.google.com/open?id=1a2B3c-4d5E6f_7g8H"
    closed = "https://drive.google.com/file/d/9i8H7g6F5e4D3c2B/view?usp=sharing"
    await jobs.start(sheet({Column.PICTURE: seen}, SCIENTIST | {Column.PICTURE: closed}))

    cards = {title: faces(messages[0])[0] for title, messages in jobs.threads().items()}
    ((address, _),) = cards[TITLE].pictures
    assert address == "https://drive.google.com/thumbnail?id=1a2B3c-4d5E6f_7g8H&sz=w1200"
    assert cards[SCIENTIST_TITLE].pictures == []
    links = [[field.value for field in card.fields if field.name == "Picture"] for card in cards.values()]
    assert links == [[seen], [closed]]
    (line,) = jobs.log()
    assert line.startswith(
        "⚠️ Job adverts, line 3: column «Picture» leads to a picture on Google Drive that is"
    )
    await jobs.refresh()
    (finding,) = (one for one in await jobs.bot.findings() if one.subject == "job adverts, line 3")
    assert finding.level is Level.WARNING
    # What is open is not asked about again; what is closed may have been opened.
    assert sorted(drive.asked) == ["1a2B3c-4d5E6f_7g8H", "9i8H7g6F5e4D3c2B", "9i8H7g6F5e4D3c2B"]


async def test_a_forum_that_requires_tags_gets_one(jobs: JobWorld) -> None:
    names = ("Staff", "Hybrid", "Berlin")
    forum = jobs.env.backend.channels[jobs.server.channels["jobs"].id]
    forum.available_tags = [
        {"id": str(number), "name": name, "moderated": name == "Staff", "emoji_id": None, "emoji_name": None}
        for number, name in enumerate(names, 1)
    ]
    jobs.env.inject_error("POST", "/channels/*/threads", status=400, code=40067)

    await jobs.start(sheet(SCIENTIST | {Column.LOCATION: "Praha"}, {}))

    requests = [request for request in jobs.env.http_requests if request.path.endswith("/threads")]
    tags = [(request.json or {}).get("applied_tags", []) for request in requests]
    assert tags == [[], ["2"], ["3"]]
    assert set(jobs.threads()) == {SCIENTIST_TITLE, TITLE}


EDITED = {Column.TIMESTAMP: "2027/06/02 9:00:00 AM GMT+2"}


async def test_an_edited_answer_changes_its_thread_and_makes_no_other(jobs: JobWorld) -> None:
    await jobs.start(sheet(LONG, SCIENTIST))
    new = EDITED | {Column.TITLE: "Senior Developer", Column.DESCRIPTION: "Short now."}
    jobs.write(sheet(new, SCIENTIST))

    told = await jobs.refresh()

    assert "1 were edited by their authors, and their threads follow." in told
    threads = jobs.threads()
    # The title needs a permission that the bot has not here.
    assert set(threads) == {TITLE, SCIENTIST_TITLE}
    (message,) = threads[TITLE]
    assert "**Job description**\nShort now." in text_in(message)
    assert faces(message)[0].title == "Senior Developer"

    jobs.write(sheet(new | LONG | {Column.TIMESTAMP: "later"}, SCIENTIST))
    await jobs.restart()
    await jobs.refresh()

    contents = [text_in(message) for message in jobs.threads()[TITLE]]
    assert "\n\n".join(contents).count("word") == 9 * 150
    assert len(jobs.threads()) == 2


async def test_a_thread_of_an_older_version_is_recognised_and_brought_up_to_date(jobs: JobWorld) -> None:
    await jobs.start(sheet(LONG))
    first, *more = jobs.threads()[TITLE]
    footer = faces(first)[0].footer.text
    for message in more:
        await message.delete()
    older = jobs.env.backend.get_message(first.channel.id, first.id)
    older.content, older.components, older.flags = "**Job description**\nIt was cut elsewhere.", [], 0
    older.embeds = [{"type": "rich", "title": "Python Developer", "footer": {"text": footer}}]
    await forget(jobs, thread_id=None)

    await jobs.restart()
    await jobs.refresh()

    contents = [text_in(message) for message in jobs.threads()[TITLE]]
    assert "\n\n".join(contents).count("word") == 9 * 150
    assert [message.embeds for message in jobs.threads()[TITLE]] == [[]] * len(contents)


async def test_an_advert_waits_until_an_organiser_approves_it(asking: JobWorld) -> None:
    await asking.start(sheet({}, SCIENTIST))
    assert asking.threads() == {}
    assert [faces(card)[0].title for card in asking.cards()] == ["Python Developer", "Data Scientist"]
    assert "We build games." in text_in(asking.cards()[0])
    assert faces(asking.cards()[0])[0].pictures == [
        (ADVERT[Column.PICTURE], f"Picture of the advert: {TITLE}")
    ]
    (finding,) = (one for one in await asking.bot.findings() if one.subject == "job adverts to approve")
    assert finding.detail == "2 adverts wait for approval."

    refused = await asking.press("victor", "Approve")
    assert refused.response is not None
    assert "Only organisers" in refused.response.content
    await asking.restart()
    await asking.press("olivia", "Approve")
    await asking.press("olivia", "Deny", card=1)
    await asking.refresh()

    assert set(asking.threads()) == {TITLE}
    assert [faces(card)[0].fields[0].name for card in asking.cards()] == ["✅ Approved", "⛔ Denied"]
    assert [controls(card) for card in asking.cards()] == [[], []]


async def test_an_edited_advert_is_approved_again_before_its_thread_changes(asking: JobWorld) -> None:
    await asking.start(sheet({}))
    await asking.press("olivia", "Approve")
    asking.write(sheet(EDITED | {Column.DUTIES: "Something else."}))
    await asking.refresh()

    assert "Write code." in text_in(asking.threads()[TITLE][0])
    (card,) = asking.cards()
    assert faces(card)[0].fields[0].name == "✏️ Edited"

    await asking.press("olivia", "Approve")

    assert "Something else." in text_in(asking.threads()[TITLE][0])


async def test_what_was_approved_is_posted_as_it_was_read_also_without_the_sheet(asking: JobWorld) -> None:
    await asking.start(sheet({}, SCIENTIST))
    (asking.folder / "jobs.csv").unlink()
    await asking.press("olivia", "Approve")
    assert set(asking.threads()) == {TITLE}
    assert "We build games." in text_in(asking.threads()[TITLE][0])

    asking.write(sheet({Column.TITLE: "Tester", Column.AUTHOR: "other@company.example"}))
    await asking.refresh()
    gone, new = asking.cards()[1:]
    assert "is not in the sheet any more" in (faces(gone)[0].fields[0].value or "")
    (finding,) = (one for one in await asking.bot.findings() if one.subject == "job adverts to approve")
    assert finding.detail == "2 adverts wait for approval. 1 of them are not in the sheet any more."

    await asking.press("olivia", "Approve", card=1)
    assert set(asking.threads()) == {TITLE, SCIENTIST_TITLE}
    assert faces(new)[0].title == "Tester"


async def test_a_card_that_somebody_deletes_comes_back(asking: JobWorld) -> None:
    await asking.start(sheet({}))
    (card,) = asking.cards()
    await card.delete()
    await asking.env.settle()

    (again,) = asking.cards()
    assert again.id != card.id
    await asking.press("olivia", "Approve")
    assert set(asking.threads()) == {TITLE}
