"""Reading Mastodon over a real socket, from a server of other hands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.networks.mastodon.connection import Account
from DiscordBot.networks.mastodon.reading import reader
from DiscordBot.networks.mastodon.reading.read_post import read_post
from DiscordBot.networks.mastodon.reading.reader import next_max_id
from DiscordBot.networks.mastodon.shapes import Post
from DiscordBot.networks.port import NotNowError, OutgoingPost, PausedError, RejectedError

if TYPE_CHECKING:
    from DiscordBot.networks.port import ReadPost
    from tests.networks.mastodon.conftest import Mastodon

NOTIFICATIONS = "/api/v1/notifications"
HOME = Account("1", "pycon@here.example", "token")


async def mentions(mastodon: Mastodon, after: str | None = None) -> list[ReadPost]:
    return [post async for page in mastodon.reader.mentions(after=after) for post in page.posts]


async def test_who_may_read_it_is_told(mastodon: Mastodon) -> None:
    for visibility in ("public", "unlisted", "private", "direct"):
        await mastodon.write(f"@alice {visibility}", visibility=visibility)
    assert [(post.text, post.is_private) for post in await mentions(mastodon)] == [
        ("@alice direct", True),
        ("@alice private", True),
        ("@alice unlisted", False),
        ("@alice public", False),
    ]


async def test_a_warning_stands_beside_the_text(mastodon: Mastodon) -> None:
    await mastodon.write("@alice the butler did it", spoiler_text="A film")
    (post,) = await mentions(mastodon)
    assert (post.content_warning, post.text) == ("A film", "@alice the butler did it")


async def test_an_edit_keeps_the_id(mastodon: Mastodon) -> None:
    written = await mastodon.write("@alice at 3")
    (page,) = [page async for page in mastodon.reader.mentions(after=None)]
    assert page.posts[0].edited_at is None
    await mastodon.edit(written["id"], "@alice at 4")
    (post,) = await mentions(mastodon, page.mark)
    assert (post.id, post.text) == (written["id"], "@alice at 4")
    assert post.edited_at is not None


async def test_a_quote_of_ours_is_a_mention(mastodon: Mastodon) -> None:
    ours = await mastodon.network.publish(OutgoingPost(text="Doors are open"))
    await mastodon.write("@alice look", quoted_status_id=ours.id)
    (post,) = await mentions(mastodon)
    assert (post.quote_of, post.quotes_own, post.about_link) == (ours.id, True, ours.link)


async def test_a_reading_is_bounded_and_goes_on(mastodon: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PAGE_SIZE", 3)
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    for number in range(7):
        await mastodon.write(f"@alice {number}")
    first = [page async for page in mastodon.reader.mentions(after=None)]
    assert [len(page.posts) for page in first] == [3, 3]
    assert not first[-1].is_last
    second = [page async for page in mastodon.reader.mentions(after=first[-1].mark)]
    assert [post.text for post in second[0].posts] == ["@alice 0"]


async def test_what_is_left_is_kept_for_posting(mastodon: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PAGE_SIZE", 2)
    for number in range(3):
        await mastodon.write(f"@alice {number}")
    assert len([page async for page in mastodon.reader.mentions(after=None)]) == 2
    rest = {"X-RateLimit-Remaining": "12"}
    everything = await mastodon.get(f"{NOTIFICATIONS}?limit=2&types[]=mention")
    link = f'<{mastodon.server.base_url}{NOTIFICATIONS}?max_id={everything[-1]["id"]}>; rel="next"'
    body = {"type": "status", "status": 200, "body": everything, "headers": {**rest, "Link": link}}
    await mastodon.fault(NOTIFICATIONS, **body)
    (page,) = [page async for page in mastodon.reader.mentions(after=None)]
    assert not page.is_last


async def test_a_post_that_was_long_under_way_hides_none_below_it(mastodon: Mastodon) -> None:
    path = "/api/v1/timelines/tag/rooms"
    await mastodon.write("first #rooms")
    (page,) = [page async for page in mastodon.reader.search(["rooms"], after=None)]
    late = await mastodon.write("late #rooms")
    await mastodon.write("second #rooms")
    newest = await mastodon.write("newest #rooms")
    body = [newest, late | {"created_at": "2001-01-01T00:00:00Z"}]
    link = f'<{mastodon.server.base_url}{path}?max_id=999999999999999999999>; rel="next"'
    await mastodon.fault(path, type="status", status=200, body=body, headers={"Link": link})
    pages = [page async for page in mastodon.reader.search(["rooms"], after=page.mark)]
    assert "second #rooms" in [post.text for page in pages for post in page.posts]


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        ({"type": "status", "status": 503}, NotNowError),
        ({"type": "malformed"}, NotNowError),
        ({"type": "ratelimit", "headers": {"X-RateLimit-Reset": "2027-07-14T09:30:00Z"}}, NotNowError),
        ({"type": "status", "status": 404, "body": {"error": "Not Found"}}, RejectedError),
        ({"type": "status", "status": 401, "body": {"error": "The access token is invalid"}}, PausedError),
    ],
)
async def test_what_a_refusal_means(
    mastodon: Mastodon, effect: dict[str, Any], error: type[Exception]
) -> None:
    await mastodon.fault(NOTIFICATIONS, **effect)
    with pytest.raises(error) as caught:
        await mentions(mastodon)
    assert len(mastodon.refusals) == (error is PausedError)
    if "headers" in effect:
        assert isinstance(caught.value, NotNowError)
        assert caught.value.until == datetime(2027, 7, 14, 9, 30, tzinfo=UTC)


async def test_an_answer_to_few_is_read_by_few(mastodon: Mastodon) -> None:
    direct = await mastodon.write("@alice between us", visibility="direct")
    unlisted = await mastodon.write("@alice quietly", visibility="unlisted")
    public = await mastodon.write("@alice loudly")
    seen = []
    for original in (direct, unlisted, public):
        answer = OutgoingPost(text="@bob yes", in_reply_to=original["id"])
        published = await mastodon.network.publish(answer)
        seen.append((await mastodon.get(f"/api/v1/statuses/{published.id}"))["visibility"])
    assert seen == ["direct", "unlisted", "public"]


async def test_a_message_is_for_its_recipient_only_and_is_sent_once(mastodon: Mastodon) -> None:
    for _ in range(2):
        await mastodon.messenger.send("@Bob", "Ten minutes!", key="a")
    (told,) = await mastodon.get(f"{NOTIFICATIONS}?types[]=mention", "bob")
    assert told["status"]["visibility"] == "direct"
    assert "Ten minutes!" in told["status"]["content"]


async def test_a_message_is_read_by_nobody_who_is_named_in_it(mastodon: Mastodon) -> None:
    await mastodon.messenger.send("bob", "“What @carol does”, https://video.example/@alice/live")
    (told,) = await mastodon.get(f"{NOTIFICATIONS}?types[]=mention", "bob")
    assert [one["acct"] for one in told["status"]["mentions"]] == ["bob"]
    assert "https://video.example/@alice/live" in told["status"]["content"]


async def test_somebody_whom_the_server_does_not_know_yet_is_asked_for(mastodon: Mastodon) -> None:
    away = {"type": "status", "status": 404, "body": {"error": "Record not found"}}
    await mastodon.fault("/api/v1/accounts/lookup", **away)
    await mastodon.messenger.send("bob", "Ten minutes!")
    (told,) = await mastodon.get(f"{NOTIFICATIONS}?types[]=mention", "bob")
    assert told["status"]["visibility"] == "direct"


async def test_a_server_that_numbers_nobody_who_is_named_delivers_too(mastodon: Mastodon) -> None:
    sent = await mastodon.write("@bob hello", "alice", visibility="direct")
    sent["mentions"][0]["id"] = "0"
    await mastodon.fault("/api/v1/statuses", type="status", status=200, body=sent)
    await mastodon.messenger.send("@bob", "Hello")


async def test_a_message_to_nobody_is_refused(mastodon: Mastodon) -> None:
    with pytest.raises(RejectedError, match="no account @nobody"):
        await mastodon.messenger.send("nobody@remote.example", "Hello")
    assert mastodon.account is not None
    assert await mastodon.get(f"/api/v1/accounts/{mastodon.account.id}/statuses") == []


def post(**values: object) -> ReadPost:
    author = {"id": "7", "username": "ada", "acct": "ada@there.example", "display_name": ""}
    given = {"id": "9", "created_at": "2027-07-14T09:00:00Z", "account": author, **values}
    return read_post(Post.model_validate(given), HOME, "https://here.example")


def test_people_are_named_with_their_servers() -> None:
    names = [
        {"id": "1", "acct": "pycon", "url": "https://here.example/@pycon"},
        {"id": "8", "acct": "bob@there.example", "url": "https://there.example/@bob"},
    ]
    html = (
        '<p><a href="https://here.example/@pycon" class="u-url mention">@<span>pycon</span></a> and '
        '<a href="https://there.example/@bob" class="u-url mention">@<span>bob</span></a></p>'
    )
    read = post(content=html, mentions=names, in_reply_to_id="5", in_reply_to_account_id="8")
    assert read.text == "@pycon@here.example and @bob@there.example"
    assert (read.author_name, read.author_username) == ("ada", "ada@there.example")
    assert read.about_link == "https://here.example/@bob@there.example/5"


def test_pictures_of_other_servers_are_found() -> None:
    media = [
        {"id": "1", "url": "https://here.example/1.png"},
        {"id": "2", "url": None, "remote_url": "https://x/2.png"},
    ]
    assert post(media_attachments=media).pictures == ("https://here.example/1.png", "https://x/2.png")


def test_what_repeats_a_quote_is_shown_where_there_is_none() -> None:
    html = '<p class="quote-inline">Buy this</p><p>Rust in B114</p>'
    assert post(content=html).text == "Buy this\n\nRust in B114"
    quoted = {
        "id": "3",
        "created_at": "2027-07-14T08:00:00Z",
        "account": {"id": "8", "username": "b", "acct": "b"},
    }
    assert post(content=html, quote={"quoted_status": quoted}).text == "Rust in B114"


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("https://there.example/@ada/9", "https://there.example/@ada/9"),
        (
            "https://a.example/9) [Approve](https://b.example",
            "https://a.example/9%29%20%5BApprove%5D%28https://b.example",
        ),
        ("javascript:alert(1)", ""),
        (f"https://a.example/{'x' * 2000}", ""),
    ],
)
def test_an_address_that_another_server_tells_is_one_link(said: str, link: str) -> None:
    read = post(url=said, media_attachments=[{"id": "1", "remote_url": said}])
    assert (read.link, read.pictures) == (link, (link,) if link else ())


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            '<https://a/api?limit=40&max_id=17>; rel="next", <https://a/api?min_id=20>; rel="prev"',
            "17",
        ),
        ('<https://a/api?min_id=20>; rel="prev"', None),
        ("<https://a/api?max_id=01HXYZ>; rel=next", "01HXYZ"),
        ("<http://[>; rel=next", None),
        ("", None),
    ],
)
def test_the_next_page_is_named_by_a_header(header: str, found: str | None) -> None:
    assert next_max_id(header) == found
