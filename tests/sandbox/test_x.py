"""What an account can do on the stand-in for X, and what it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.x.server import XStandIn
from tests.sandbox.x_app import PNG, App

if TYPE_CHECKING:
    from tests.sandbox.conftest import Wristwatch

DUPLICATE = "You are not allowed to create a Tweet with duplicate content."


async def test_a_post_is_there_with_a_growing_id(app: App, x: XStandIn) -> None:
    first = await app.tweet("One")
    second = await app.tweet("Two")
    assert first.status == second.status == 201
    assert [(post.text, post.created_at) for post in x.posts] == [
        ("One", x.book.clock()),
        ("Two", x.book.clock()),
    ]
    assert int(first.body["data"]["id"]) < int(second.body["data"]["id"])


async def test_ids_tell_when_something_was_made(app: App, watch: Wristwatch) -> None:
    watch.pass_time(hours=3)
    answer = await app.tweet("Hello")
    milliseconds = (int(answer.body["data"]["id"]) >> 22) + 1_288_834_974_657
    assert milliseconds == watch.now.timestamp() * 1000


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("x" * 280, 201),
        ("x" * 281, 403),
        ("字" * 140, 201),
        ("字" * 141, 403),
        ("https://example.org/" + "x" * 300, 201),
        ("👩‍👩‍👧‍👦" * 140, 201),
        ("x" * 1_000_000, 403),
    ],
)
async def test_texts_count_as_on_x(app: App, text: str, status: int) -> None:
    answer = await app.tweet(text)
    assert answer.status == status
    if status == 403:
        assert answer.body == {
            "title": "Forbidden",
            "detail": "Your Tweet text is too long.",
            "type": "about:blank",
            "status": 403,
        }


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": " \n"}, {"text": 5}, []])
async def test_a_post_has_something_to_say(app: App, x: XStandIn, body: object) -> None:
    answer = await app.post("/2/tweets", body)
    assert (answer.status, answer.body["title"]) == (400, "Invalid Request")
    assert x.posts == []


async def test_the_same_text_again_is_refused_for_a_day(app: App, watch: Wristwatch) -> None:
    await app.tweet("Doors open")
    again = await app.tweet("Doors open ")
    assert (again.status, again.body["detail"]) == (403, DUPLICATE)
    watch.pass_time(hours=25)
    assert (await app.tweet("Doors open")).status == 201


async def test_others_may_say_the_same_and_so_may_replies_to_others(app: App, x: XStandIn) -> None:
    x.write("ada", "Thanks")
    ada, grace = x.write("ada", "Hi @pyconexample"), x.write("grace", "Hello @pyconexample")
    for post in (ada, grace):
        answer = await app.tweet("Thanks", reply={"in_reply_to_tweet_id": post.id})
        assert answer.status == 201
    assert [post.in_reply_to for post in x.posts] == [ada.id, grace.id]


async def test_a_deleted_post_is_gone(app: App, x: XStandIn) -> None:
    post = x.write("ada", "Hi")
    x.book.delete(post.id)
    for body in ({"reply": {"in_reply_to_tweet_id": post.id}}, {"quote_tweet_id": post.id}):
        answer = await app.tweet("Hello", **body)
        assert (answer.status, "deleted" in answer.body["detail"]) == (403, True)


async def test_small_customers_answer_only_who_mentioned_them_and_never_quote(app: App) -> None:
    restricted = XStandIn(self_serve=True)
    await restricted.start()
    app = App(app.session, restricted, restricted.keys)
    asked, other = restricted.write("ada", "@PyConExample where?"), restricted.write("ada", "Coffee")
    assert (await app.tweet("There", reply={"in_reply_to_tweet_id": asked.id})).status == 201
    assert (await app.tweet("Tea", reply={"in_reply_to_tweet_id": other.id})).status == 403
    assert (await app.tweet("Look", quote_tweet_id=other.id)).status == 403
    await restricted.stop()


async def test_a_retweet_is_made_once(app: App, x: XStandIn) -> None:
    post = x.write("ada", "Hi")
    for _ in range(2):
        answer = await app.post(f"/2/users/{x.account.id}/retweets", {"tweet_id": post.id})
        assert (answer.status, answer.body["data"]["retweeted"]) == (200, True)
    assert [retweet.retweet_of for retweet in x.posts] == [post.id]


async def test_nobody_retweets_for_others_or_what_is_not_there(app: App, x: XStandIn) -> None:
    post = x.write("ada", "Hi")
    stranger = await app.post(f"/2/users/{post.author.id}/retweets", {"tweet_id": post.id})
    missing = await app.post(f"/2/users/{x.account.id}/retweets", {"tweet_id": "5"})
    assert (stranger.status, missing.status) == (400, 404)


async def test_a_post_with_a_picture_and_its_alt_text(app: App, x: XStandIn) -> None:
    media = (await app.upload(PNG)).body["data"]
    text = {"id": media["id"], "metadata": {"alt_text": {"text": "A tree"}}}
    assert (await app.post("/2/media/metadata", text)).status == 200
    assert (await app.tweet("See", media={"media_ids": [media["id"]]})).status == 201
    (post,) = x.posts
    assert [(one.content, one.media_type, one.alt_text) for one in post.media] == [
        (PNG, "image/png", "A tree")
    ]


@pytest.mark.parametrize(
    ("content", "category", "reason"),
    [
        (b"%PDF-1.7", "tweet_image", "unrecognized"),
        (PNG + b"x" * 5 * 1024**2, "tweet_image", "exceeds 5242880"),
        (b"GIF89a" + b"x" * 15 * 1024**2, "tweet_gif", "exceeds 15728640"),
        (PNG, "tweet_gif", "does not match"),
        (PNG, "poster", "media_category"),
    ],
)
async def test_pictures_that_x_does_not_take(app: App, content: bytes, category: str, reason: str) -> None:
    answer = await app.upload(content, category)
    assert answer.status == 400
    assert reason in answer.body["errors"][0]["message"]


async def test_pictures_of_others_or_of_yesterday_or_too_many_of_them(
    app: App, x: XStandIn, watch: Wristwatch
) -> None:
    others = x.book.upload(x.book.add_user("ada"), PNG, "image/png").id
    old = (await app.upload(PNG)).body["data"]["id"]
    watch.pass_time(hours=25)
    new = [(await app.upload(PNG)).body["data"]["id"] for _ in range(5)]
    gif = (await app.upload(b"GIF89a", "tweet_gif")).body["data"]["id"]
    for ids in ([others], [old], ["17"], new, [gif, new[0]]):
        assert (await app.tweet("See", media={"media_ids": ids})).status == 400
    assert (await app.tweet("See", media={"media_ids": new[:4]})).status == 201
    assert (await app.tweet("Moves", media={"media_ids": [gif]})).status == 201


@pytest.mark.parametrize("text", ["", "x" * 1001])
async def test_alt_texts_have_bounds(app: App, text: str) -> None:
    media_id = (await app.upload(PNG)).body["data"]["id"]
    body = {"id": media_id, "metadata": {"alt_text": {"text": text}}}
    assert (await app.post("/2/media/metadata", body)).status == 400


async def test_messages_arrive_where_they_are_allowed(app: App, x: XStandIn) -> None:
    ada, eve = x.book.add_user("ada"), x.book.add_user("eve", allows_messages=False)
    answers = [
        await app.post(f"/2/dm_conversations/with/{user.id}/messages", {"text": "You are on in 10 minutes"})
        for user in (ada, eve)
    ]
    assert [answer.status for answer in answers] == [201, 403]
    assert [(m.recipient, m.text) for m in x.book.messages] == [(ada, "You are on in 10 minutes")]


async def test_each_endpoint_has_a_window_of_a_quarter_of_an_hour(
    app: App, x: XStandIn, watch: Wristwatch
) -> None:
    path = f"/2/dm_conversations/with/{x.book.add_user('ada').id}/messages"
    answers = [await app.post(path, {"text": "Hi"}) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 429]
    assert [answer.headers["x-rate-limit-remaining"] for answer in answers] == ["1", "0", "0"]
    reset = int(answers[-1].headers["x-rate-limit-reset"])
    assert reset == watch.now.timestamp() + 15 * 60
    assert answers[-1].body["title"] == "Too Many Requests"
    assert (await app.tweet("Hi")).headers["x-rate-limit-limit"] == "100"
    watch.pass_time(minutes=15)
    assert (await app.post(path, {"text": "Hi"})).status == 201


async def test_who_am_i_and_who_is_that(app: App, x: XStandIn) -> None:
    me = await app.get("/2/users/me")
    assert me.body["data"] == {"id": x.account.id, "name": "PyCon Example", "username": "pyconexample"}
    ada = x.book.add_user("ada", "Ada Lovelace")
    assert (await app.get("/2/users/by/username/Ada")).body["data"]["id"] == ada.id
    assert "errors" in (await app.get("/2/users/by/username/nobody")).body


@pytest.mark.parametrize("path", ["/2/nothing", "/1.1/statuses/update.json"])
async def test_unknown_paths_are_answered_with_nothing(app: App, path: str) -> None:
    answer = await app.get(path)
    assert (answer.status, answer.body) == (404, "")


async def test_calls_are_recorded(app: App, x: XStandIn) -> None:
    await app.get(f"/2/users/{x.account.id}/tweets", max_results=5)
    await app.tweet("")
    assert [(call.method, call.query, call.status) for call in x.calls] == [
        ("GET", "max_results=5", 200),
        ("POST", "", 400),
    ]
