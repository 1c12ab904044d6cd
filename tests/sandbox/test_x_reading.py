"""What can be read from the stand-in for X: lists of posts, as X writes and pages them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.x.query import parse_search
from tests.sandbox.x_app import PNG

if TYPE_CHECKING:
    from sandbox.x.server import XStandIn
    from tests.sandbox.conftest import Wristwatch
    from tests.sandbox.x_app import Answer, App


async def own_posts(app: App, x: XStandIn, **query: str | int) -> Answer:
    return await app.get(f"/2/users/{x.account.id}/tweets", **query)


def texts(answer: Answer) -> list[str]:
    return [post["text"] for post in answer.body.get("data", [])]


def expanded(post: dict[str, Any]) -> str:
    """Return the text with the links that people wrote."""
    text = post["text"]
    for url in reversed(post["entities"]["urls"]):
        assert text[url["start"] : url["end"]] == url["url"]
        text = text[: url["start"]] + url["expanded_url"] + text[url["end"] :]
    return str(text)


async def test_own_posts_come_newest_first_with_only_id_and_text(app: App, x: XStandIn) -> None:
    for text in ("One", "Two"):
        await app.tweet(text)
    x.write("ada", "Mine")
    answer = await own_posts(app, x)
    assert texts(answer) == ["Two", "One"]
    assert set(answer.body["data"][0]) == {"id", "text", "edit_history_tweet_ids"}
    newest, oldest = (post["id"] for post in answer.body["data"])
    assert answer.body["meta"] == {"result_count": 2, "newest_id": newest, "oldest_id": oldest}


async def test_nothing_there_is_a_page_without_data(app: App, x: XStandIn) -> None:
    assert (await own_posts(app, x)).body == {"meta": {"result_count": 0}}


async def test_links_are_short_and_signs_escaped(app: App, x: XStandIn) -> None:
    await app.tweet("Q & A <now> 👋 at example.org, and https://example.org/a?b=1&c=2 #PyCon @ada")
    (post,) = (await own_posts(app, x, **{"tweet.fields": "entities,created_at"})).body["data"]
    assert post["text"].startswith("Q &amp; A &lt;now&gt; 👋 at https://t.co/")
    assert "http://example.org, and https://example.org/a?b=1&c=2 #PyCon" in expanded(post)
    assert post["created_at"] == "2027-07-14T08:00:00.000Z"
    assert [tag["tag"] for tag in post["entities"]["hashtags"]] == ["PyCon"]


async def test_pictures_and_quotes_are_links_at_the_end(app: App, x: XStandIn) -> None:
    media = [(await app.upload(PNG)).body["data"]["id"] for _ in range(2)]
    quoted = x.write("ada", "Hi")
    await app.tweet("See", media={"media_ids": media}, quote_tweet_id=quoted.id)
    answer = await own_posts(app, x, **{"tweet.fields": "entities,referenced_tweets,attachments"})
    (post,) = answer.body["data"]
    quote, *pictures = post["entities"]["urls"]
    assert post["text"] == f"See {quote['url']} {pictures[0]['url']}"
    assert quote["expanded_url"] == f"https://twitter.com/ada/status/{quoted.id}"
    assert [url["media_key"] for url in pictures] == [f"3_{media_id}" for media_id in media]
    assert post["attachments"]["media_keys"] == [f"3_{media_id}" for media_id in media]
    assert post["referenced_tweets"] == [{"type": "quoted", "id": quoted.id}]


async def test_a_retweet_repeats_and_a_reply_begins_with_a_name(app: App, x: XStandIn) -> None:
    post = x.write("ada", "@pyconexample hi " + "x" * 200)
    await app.post(f"/2/users/{x.account.id}/retweets", {"tweet_id": post.id})
    await app.tweet("Hello", reply={"in_reply_to_tweet_id": post.id})
    fields = "referenced_tweets,in_reply_to_user_id,conversation_id"
    reply, retweet = (await own_posts(app, x, **{"tweet.fields": fields})).body["data"]
    assert reply["text"] == "@ada Hello"
    assert reply["referenced_tweets"] == [{"type": "replied_to", "id": post.id}]
    assert (reply["in_reply_to_user_id"], reply["conversation_id"]) == (post.author.id, post.id)
    assert retweet["text"].startswith("RT @ada: @pyconexample hi xxx")
    assert len(retweet["text"]) == 140
    assert retweet["referenced_tweets"] == [{"type": "retweeted", "id": post.id}]
    assert texts(await own_posts(app, x, exclude="retweets")) == ["@ada Hello"]
    assert texts(await own_posts(app, x, exclude="replies,retweets")) == []


async def test_pages_stay_the_same_while_posts_arrive(app: App, x: XStandIn) -> None:
    for number in range(12):
        await app.tweet(f"Post {number}")
    x.between_pages.append(lambda: x.book.publish(x.book.draft(x.account, "Meanwhile")))
    read, token = [], ""
    while True:
        answer = await own_posts(app, x, max_results=5, **({"pagination_token": token} if token else {}))
        read += texts(answer)
        token = answer.body["meta"].get("next_token", "")
        if not token:
            break
    assert read == [f"Post {number}" for number in reversed(range(12))]
    assert x.posts[-1].text == "Meanwhile"


async def test_posts_show_up_late(app: App, x: XStandIn, watch: Wristwatch) -> None:
    x.book.visible_after = timedelta(seconds=20)
    await app.tweet("Hello")
    assert texts(await own_posts(app, x)) == []
    watch.pass_time(seconds=20)
    assert texts(await own_posts(app, x)) == ["Hello"]


async def test_bounds_in_time_and_ids(app: App, x: XStandIn, watch: Wristwatch) -> None:
    ids = []
    for text in ("One", "Two", "Three"):
        ids.append((await app.tweet(text)).body["data"]["id"])
        watch.pass_time(minutes=1)
    assert texts(await own_posts(app, x, since_id=ids[0])) == ["Three", "Two"]
    assert texts(await own_posts(app, x, until_id=ids[1])) == ["One"]
    assert texts(await own_posts(app, x, start_time="2027-07-14T08:01:00Z")) == ["Three", "Two"]
    assert texts(await own_posts(app, x, end_time="2027-07-14T08:01:00.000Z")) == ["One"]


@pytest.mark.parametrize(
    "query",
    [
        {"max_results": 4},
        {"max_results": 101},
        {"since_id": "last"},
        {"start_time": "2027-07-14T08:00:00+00:00"},
        {"pagination_token": "next"},
        {"page": 2},
    ],
)
async def test_wrong_parameters_are_named(app: App, x: XStandIn, query: dict[str, str | int]) -> None:
    answer = await own_posts(app, x, **query)
    assert answer.status == 400
    assert answer.body["title"] == "Invalid Request"
    (error,) = answer.body["errors"]
    assert error["parameters"] == {name: [str(value)] for name, value in query.items()}


async def test_mentions_come_with_their_authors(app: App, x: XStandIn) -> None:
    x.write("ada", "Is @PyConExample sold out?")
    x.write("eve", "@pyconexample2 is not us")
    x.write("grace", "Nice day")
    await app.tweet("We are @pyconexample")
    answer = await app.get(
        f"/2/users/{x.account.id}/mentions", expansions="author_id", **{"tweet.fields": "created_at"}
    )
    assert texts(answer) == ["Is @PyConExample sold out?"]
    (author,) = answer.body["includes"]["users"]
    assert (author["id"], author["username"]) == (answer.body["data"][0]["author_id"], "ada")


async def test_an_answer_to_a_post_of_ours_is_a_mention(app: App, x: XStandIn) -> None:
    question = (await app.tweet("Who comes?")).body["data"]["id"]
    x.write("ada", "Me!", in_reply_to=question)
    assert texts(await app.get(f"/2/users/{x.account.id}/mentions")) == ["@pyconexample Me!"]


async def test_search_finds_hashtags_and_leaves_retweets_out(app: App, x: XStandIn) -> None:
    post = x.write("ada", "Board games in Club A at 14:00 #PyConOpenSpaces")
    x.write("eve", "", retweet_of=post.id)
    x.write("grace", "#pyconopenspacesarefun but another tag")
    answer = await app.get(
        "/2/tweets/search/recent",
        query="(#pyconopenspaces OR #openspaces) -is:retweet",
        expansions="author_id,referenced_tweets.id",
    )
    assert texts(answer) == [post.text]
    assert answer.body["includes"]["users"][0]["username"] == "ada"


async def test_search_pages_with_next_token(app: App, x: XStandIn) -> None:
    for number in range(15):
        x.write("ada", f"#tag {number}")
    first = await app.get("/2/tweets/search/recent", query="#tag", max_results=10)
    token = first.body["meta"]["next_token"]
    second = await app.get("/2/tweets/search/recent", query="#tag", max_results=10, next_token=token)
    assert len(texts(first) + texts(second)) == len(set(texts(first) + texts(second))) == 15


async def test_search_goes_back_a_week_and_no_further(app: App, x: XStandIn, watch: Wristwatch) -> None:
    old = x.write("ada", "#tag")
    watch.pass_time(days=7, hours=1)
    new = x.write("ada", "#tag again")
    path = "/2/tweets/search/recent"
    assert texts(await app.get(path, query="#tag")) == ["#tag again"]
    assert (await app.get(path, query="#tag", since_id=new.id)).status == 200
    assert (await app.get(path, query="#tag", since_id=old.id)).status == 400
    assert (await app.get(path, query="#tag", start_time="2027-07-14T08:00:00Z")).status == 400


async def test_a_long_post_has_its_whole_text_in_a_note(app: App, x: XStandIn) -> None:
    text = "Open space " + "on and on " * 60 + "#tag at example.org"
    post = x.write("ada", text)
    query = {"query": "#tag", "tweet.fields": "note_tweet,entities"}
    (found,) = (await app.get("/2/tweets/search/recent", **query)).body["data"]
    assert "#tag" not in found["text"]
    assert expanded(found).endswith(f"… https://twitter.com/ada/status/{post.id}")
    assert found["note_tweet"]["text"].startswith(text.removesuffix("example.org"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("coffee", ["Coffee break #a", "No coffee"]),
        ('"coffee break"', ["Coffee break #a"]),
        ("coffee -#a", ["No coffee"]),
        ("#a OR #b", ["Coffee break #a", "Tea #b"]),
        ("from:grace", ["Tea #b"]),
        ("from:grace OR (coffee -(#a OR #b))", ["No coffee", "Tea #b"]),
        ("@pyconexample", ["No coffee"]),
        ("tea is:reply", []),
    ],
)
async def test_queries(x: XStandIn, query: str, found: list[str]) -> None:
    x.write("ada", "Coffee break #a")
    x.write("ada", "No coffee", in_reply_to=x.book.publish(x.book.draft(x.account, "Hi")).id)
    x.write("grace", "Tea #b")
    wanted = parse_search(query, x.book)
    assert sorted(post.text for post in x.book.visible() if wanted(post)) == found


@pytest.mark.parametrize("query", ["", "is:retweet", "#a OR", "(#a", "#a)", "near:Berlin", "()", "x" * 513])
async def test_queries_that_x_does_not_take(app: App, query: str) -> None:
    assert (await app.get("/2/tweets/search/recent", query=query)).status == 400
