"""Reading Bluesky over a real socket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.networks.bluesky.reading import reader
from DiscordBot.networks.bluesky.reading.read_post import read_post, whole_text
from DiscordBot.networks.bluesky.shapes import Facet, PostView
from DiscordBot.networks.port import NotNowError, PausedError, Perhaps, RejectedError
from DiscordBot.networks.reading import progress_of
from sandbox.bluesky.server import Trouble

if TYPE_CHECKING:
    from DiscordBot.networks.port import ReadPage, ReadPost
    from sandbox.bluesky.server import BlueskyStandIn
    from tests.contracts.bluesky_server import BlueskyServer

OURS, ADA = "did:plc:ours", "did:plc:ada"
SEEN = datetime(2027, 7, 14, 9, tzinfo=UTC)
IMAGES = "app.bsky.embed.images"


async def pages(bluesky: BlueskyServer, after: str | None = None) -> list[ReadPage]:
    return [page async for page in bluesky.reader.mentions(after=after)]


def texts(read: list[ReadPage]) -> list[str]:
    return [post.text for page in read for post in page.posts]


async def test_pictures_and_cards_are_read(bluesky: BlueskyServer, stand_in: BlueskyStandIn) -> None:
    image = {"alt": "A snake", "image": {"ref": {"$link": "bafkreia"}}}
    card = {"uri": "https://example.org/talk", "title": "A talk", "description": ""}
    ours = stand_in.view.write("conference.test", "Doors are open")
    quote = {"$type": "app.bsky.embed.record", "record": stand_in.view.reference(ours)}
    pictures = {"$type": IMAGES, "images": [image]}
    both = {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": pictures}
    external = {"$type": "app.bsky.embed.external", "external": card}
    for embed in (pictures, external, both):
        stand_in.view.write("ada.test", "@conference.test look", embed=embed)
    with_both, with_card, with_picture = (post for page in await pages(bluesky) for post in page.posts)
    (address,) = with_picture.pictures
    assert address.endswith("/bafkreia@jpeg")
    assert with_card.text == "@conference.test look\nhttps://example.org/talk"
    assert (with_both.pictures, with_both.quote_of) == ((address,), ours)


async def test_replies_further_down_are_told_too(bluesky: BlueskyServer, stand_in: BlueskyStandIn) -> None:
    ours = stand_in.view.write("conference.test", "Doors are open")
    first = stand_in.view.write("ada.test", "Where?", answers=ours)
    stand_in.view.write("bob.test", "In Berlin", answers=first)
    second, answer = (post for page in await pages(bluesky) for post in page.posts)
    assert (answer.answers_own, second.answers_own, second.in_reply_to) == (True, False, first)
    did, key = stand_in.view.add_person("ada.test").did, first.rpartition("/")[2]
    assert second.about_link == f"https://bsky.app/profile/{did}/post/{key}"


async def test_an_author_that_is_gone_leaves_nothing(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    stand_in.view.write("bob.test", "@conference.test hello")
    stand_in.view.write("ada.test", "@conference.test still here")
    del stand_in.view.people[stand_in.view.add_person("bob.test").did]
    assert texts(await pages(bluesky)) == ["@conference.test still here"]


async def test_a_reading_is_bounded_and_goes_on(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "NOTIFICATIONS_A_PAGE", 2)
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    begin = datetime.now(UTC) - timedelta(hours=1)
    for number in range(5):
        seen_at = begin + timedelta(seconds=number)
        stand_in.view.write("ada.test", f"@conference.test {number}", seen_at=seen_at)
    first = await pages(bluesky)
    assert [len(page.posts) for page in first] == [2, 2]
    assert not first[-1].is_last
    assert texts(await pages(bluesky, first[-1].mark))[0] == "@conference.test 0"
    # A cursor is not good for ever: then everything is read once more, from above.
    cursor = progress_of(first[-1].mark)["mentions"].before
    assert cursor is not None
    spoiled = first[-1].mark.replace(f'"{cursor}"', '"spoiled"')
    assert texts(await pages(bluesky, spoiled))[0] == "@conference.test 4"


async def test_what_is_asked_for_is_found_below_many_likes(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "NOTIFICATIONS_A_PAGE", 1)
    ours = stand_in.view.write("conference.test", "Doors are open")
    stand_in.view.write("ada.test", "@conference.test hello")
    for _ in range(12):
        stand_in.view.like("bob.test", ours)
    read = await pages(bluesky)
    assert texts(read) == ["@conference.test hello"]
    assert read[0].posts == ()
    assert read[-1].is_last


async def test_a_page_may_have_more_posts_than_can_be_asked_for_at_once(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    ours = stand_in.view.write("conference.test", "Doors are open")
    for number in range(37):
        stand_in.view.write("ada.test", f"@conference.test {number}")
    for _ in range(13):
        stand_in.view.like("bob.test", ours)
    read = await pages(bluesky)
    assert len(read[0].posts) == 37
    assert texts(read) == [f"@conference.test {number}" for number in reversed(range(37))]


async def test_what_is_left_is_kept_for_posting(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "NOTIFICATIONS_A_PAGE", 1)
    stand_in.reading.headers["RateLimit-Remaining"] = "17"
    for number in range(2):
        stand_in.view.write("ada.test", f"@conference.test {number}")
    (page,) = await pages(bluesky)
    assert not page.is_last


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(502), NotNowError),
        (Trouble(429, "RateLimitExceeded", {"RateLimit-Reset": "1815384600"}), NotNowError),
        (Trouble(400, "InvalidRequest"), RejectedError),
        (Trouble(401, "AccountTakedown"), PausedError),
    ],
)
async def test_what_a_refusal_means(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn, trouble: Trouble, error: type[Exception]
) -> None:
    stand_in.reading.troubles.append(trouble)
    with pytest.raises(error) as caught:
        await pages(bluesky)
    assert len(bluesky.refusals) == (error is PausedError)
    if trouble.status == 429:
        assert isinstance(caught.value, NotNowError)
        assert caught.value.until == datetime.fromtimestamp(1815384600, UTC)


async def test_a_message_reaches_its_recipient(bluesky: BlueskyServer, stand_in: BlueskyStandIn) -> None:
    await bluesky.messenger.send("@ada.test", "Ten minutes! https://youtu.be/abc")
    ((did, message),) = stand_in.chat.sent
    assert did == stand_in.view.add_person("ada.test").did
    (facet,) = message["facets"]
    assert (message["text"], facet["features"][0]["uri"]) == (
        "Ten minutes! https://youtu.be/abc",
        "https://youtu.be/abc",
    )


async def test_a_message_that_nobody_takes(bluesky: BlueskyServer, stand_in: BlueskyStandIn) -> None:
    with pytest.raises(RejectedError, match=r"no account @nobody\.test"):
        await bluesky.messenger.send("nobody.test", "Hello")
    stand_in.view.add_person("ada.test").takes_messages = False
    with pytest.raises(RejectedError, match="take no direct messages"):
        await bluesky.messenger.send("ada.test", "Hello")
    assert stand_in.chat.sent == []


async def test_a_password_without_access_to_messages_pauses_nothing(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    stand_in.chat.is_allowed = False
    with pytest.raises(RejectedError, match="may not send direct messages"):
        await bluesky.messenger.send("ada.test", "Hello")
    assert bluesky.refusals == []


async def test_nobody_knows_whether_a_message_was_sent(
    bluesky: BlueskyServer, stand_in: BlueskyStandIn
) -> None:
    stand_in.chat.troubles.append(Trouble(502, after_accepting=True))
    with pytest.raises(Perhaps):
        await bluesky.messenger.send("ada.test", "Hello")
    assert len(stand_in.chat.sent) == 1


def post(record: dict[str, Any], **values: Any) -> ReadPost | None:  # noqa: ANN401 - as the API has it
    author = {"did": ADA, "handle": "ada.test", "displayName": "Ada"}
    uri = f"at://{ADA}/app.bsky.feed.post/3kabc"
    view = {"uri": uri, "author": author, "record": record, "indexedAt": SEEN.isoformat(), **values}
    return read_post(PostView.model_validate(view), OURS, "https://bsky.app")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2027-07-14T08:59:58.000Z", SEEN - timedelta(seconds=2)),
        ("2027-07-14T08:59:58", SEEN - timedelta(seconds=2)),
        ("1970-01-01T00:00:00Z", SEEN),
        ("2099-01-01T00:00:00Z", SEEN),
        ("yesterday", SEEN),
    ],
)
def test_authors_may_say_any_time(said: str, written: datetime) -> None:
    read = post({"text": "Hello", "createdAt": said})
    assert read is not None
    assert read.created_at == written


def test_a_handle_that_leads_nowhere_is_none() -> None:
    read = post({"text": "Hello"}, author={"did": ADA, "handle": "handle.invalid"})
    assert read is not None
    assert (read.author_username, read.author_name, read.author_id) == ("", "", ADA)


def test_what_is_not_written_as_posts_are_is_none() -> None:
    assert post({"text": 5}) is None


def link(begin: int, end: int, uri: str) -> Facet:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    return Facet.model_validate({"index": {"byteStart": begin, "byteEnd": end}, "features": [feature]})


def test_links_are_whole() -> None:
    text = "Tür: example.org/a-very-long... und hier"
    begin, end = len("Tür: ".encode()), len("Tür: example.org/a-very-long...".encode())
    whole = link(begin, end, "https://example.org/a-very-long-path")
    assert whole_text(text, (whole,)) == "Tür: https://example.org/a-very-long-path und hier"
    here = link(end + 5, end + 9, "https://example.org/x")
    assert whole_text(text, (here, whole)).endswith("und hier (https://example.org/x)")
    # What is no part of the text, or cuts a letter in two, is left as it is.
    for wrong in (link(5, 500, "https://x"), link(2, 3, "https://x"), link(9, 3, "https://x")):
        assert whole_text(text, (wrong,)) == text


def test_an_author_ends_no_link_on_a_card_by_what_they_answer() -> None:
    parent = {"uri": f"at://{ADA}/app.bsky.feed.post/3k#/x)[Approve](https:b.example"}
    record = {"text": "Hi", "createdAt": SEEN.isoformat(), "reply": {"parent": parent}}
    view = PostView.model_validate(
        {"uri": f"at://{ADA}/app.bsky.feed.post/3l", "author": {"did": ADA, "handle": "ada.test"}}
        | {"record": record, "indexedAt": SEEN.isoformat()}
    )
    post = read_post(view, OURS, "https://bsky.app")
    assert post is not None
    assert set("()[]").isdisjoint(post.about_link)
