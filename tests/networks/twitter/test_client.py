from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.networks.twitter.api.errors import AccountError, RefusedError, RepeatedError
from tests.networks.twitter.x_account import LONG_AGO, PNG, client_of, running_x

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from sandbox.x.server import XStandIn


@pytest.fixture
async def x() -> AsyncIterator[XStandIn]:
    async with running_x() as stand_in:
        yield stand_in


async def test_it_says_who_it_is(x: XStandIn, session: aiohttp.ClientSession) -> None:
    me = await client_of(x, session).me()
    assert (me.id, me.username, me.name) == (x.account.id, "pyconexample", "PyCon Example")


async def test_a_post_with_pictures_that_answers(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client, question = client_of(x, session), x.write("ada", "@pyconexample when?")
    first = await client.upload(PNG, "image/png", "The hall <full> & bright")
    second = await client.upload(PNG, "image/png")
    post_id = await client.create_post(
        "Now: 9:00 & 5 > 4?", media_ids=[first, second], in_reply_to=question.id
    )
    (post,) = x.posts
    assert (post.id, post.text, post.in_reply_to) == (post_id, "Now: 9:00 & 5 > 4?", question.id)
    assert [(media.content, media.alt_text) for media in post.media] == [
        (PNG, "The hall <full> & bright"),
        (PNG, ""),
    ]


async def test_a_large_picture_goes_in_one(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client, picture = client_of(x, session), PNG + bytes(4_900_000)
    await client.create_post("Hello", media_ids=[await client.upload(picture, "image/png")])
    assert x.posts[0].media[0].content == picture


async def test_an_animation_goes_in_pieces(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client, animation = client_of(x, session), b"GIF89a" + bytes(range(256)) * 28_000
    media_id = await client.upload(animation, "image/gif", "A waving snake")
    await client.create_post("Hello", media_ids=[media_id])
    assert [(one.content == animation, one.alt_text) for one in x.posts[0].media] == [
        (True, "A waving snake")
    ]
    assert [call.path.rpartition("/")[2] for call in x.calls] == [
        *("initialize", "append", "append", "append", "finalize", "upload", "upload", "metadata", "tweets")
    ]
    with pytest.raises(RefusedError, match="unrecognized"):
        await client.upload(b"no animation", "image/gif")


async def test_a_quote_and_a_retweet(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client, praise = client_of(x, session), x.write("ada", "Lovely!")
    await client.create_post("See:", quote_of=praise.id)
    await client.retweet(praise.id)
    await client.retweet(praise.id)
    assert [(post.quote_of, post.retweet_of) for post in x.posts] == [(praise.id, None), (None, praise.id)]


async def test_a_message(x: XStandIn, session: aiohttp.ClientSession) -> None:
    ada = x.book.add_user("ada")
    bob = x.book.add_user("bob", allows_messages=False)
    client = client_of(x, session)
    message_id = await client.send_message(ada.id, "You speak at 10:00 in S1: “Ünïcode” 🎤")
    (message,) = x.book.messages
    assert (message.id, message.recipient) == (message_id, ada)
    assert message.text == "You speak at 10:00 in S1: “Ünïcode” 🎤"
    with pytest.raises(RefusedError, match="permission to DM"):
        await client.send_message(bob.id, "Hello")


async def test_what_x_refuses(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client = client_of(x, session)
    await client.create_post("Once")
    with pytest.raises(RepeatedError):
        await client.create_post("Once")
    with pytest.raises(RefusedError, match="too long"):
        await client.create_post("x" * 281)
    with pytest.raises(RefusedError, match="media IDs are invalid"):
        await client.create_post("Picture", media_ids=["7"])
    with pytest.raises(RefusedError, match="deleted or not visible"):
        await client.create_post("Answer", in_reply_to="7")
    with pytest.raises(RefusedError, match="unrecognized"):
        await client.upload(b"no picture", "image/png")
    with pytest.raises(RefusedError, match="Could not find"):
        await client.retweet("7")
    x.sign_in.revoke(x.account)
    with pytest.raises(AccountError, match="/twitter connect"):
        await client.create_post("Twice")


async def test_mentions_come_once_each_over_pages(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client = client_of(x, session)
    x.write("ada", "@pyconexample zero")
    (first,) = [reading async for reading in client.mentions()]
    seen = first.posts[0].id
    question = x.write("bob", "@pyconexample 0")
    for number in range(1, 230):
        x.write("ada", f"@pyconexample {number}", in_reply_to=question.id if number == 1 else None)
    x.between_pages.append(lambda: x.write("eve", "@pyconexample late"))
    readings = [reading async for reading in client.mentions(seen)]
    posts = [post for reading in readings for post in reading.posts]
    # What arrives between two pages is newer than the first of them, and read the next time.
    assert [post.text.rpartition(" ")[2] for post in posts] == [str(n) for n in range(229, -1, -1)]
    assert [(len(reading.posts), reading.is_whole) for reading in readings] == [
        (100, False),
        (100, False),
        (30, True),
    ]
    answer = posts[-2]
    assert readings[-1].users[answer.author_id].username == "ada"
    assert answer.conversation_id == question.id
    assert readings[-1].others[question.id].text == "@pyconexample 0"
    (late,) = [reading async for reading in client.mentions(posts[0].id)]
    assert [post.text for post in late.posts] == ["@pyconexample late"]
    (older,) = [reading async for reading in client.mentions(seen, until_id=posts[-2].id)]
    assert [post.id for post in older.posts] == [question.id]


async def test_a_search_gives_whole_texts(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client = client_of(x, session)
    first = x.write("ada", "Juggling #PyConOpenSpaces in S1 at 10:00")
    x.write("bob", "unrelated")
    x.write("bob", "", retweet_of=first.id)
    long = x.write("eve", "#openspace " + "very " * 80 + "late")
    query = "(#pyconopenspaces OR #openspace) -is:retweet"
    (reading,) = [reading async for reading in client.search(query, first.id)]
    assert [post.id for post in reading.posts] == [long.id]
    assert reading.posts[0].note_tweet is not None
    assert reading.posts[0].note_tweet.text.endswith("very late")
    assert reading.users[reading.posts[0].author_id].username == "eve"
    (everything,) = [reading async for reading in client.search(query)]
    assert [post.id for post in everything.posts] == [long.id, first.id]
    (older,) = [reading async for reading in client.search(query, until_id=long.id)]
    assert [post.id for post in older.posts] == [first.id]


async def test_nothing_there(x: XStandIn, session: aiohttp.ClientSession) -> None:
    client = client_of(x, session)
    readings = [await client.own_posts(LONG_AGO)]
    readings += [reading async for reading in client.mentions()]
    readings += [reading async for reading in client.search("#none")]
    assert [(list(reading.posts), reading.is_whole) for reading in readings] == [([], True)] * 3


async def test_an_endless_list_is_left(x: XStandIn, session: aiohttp.ClientSession) -> None:
    for number in range(1001):
        x.write("pyconexample", f"Talk {number}")
    reading = await client_of(x, session).own_posts(LONG_AGO)
    assert len(reading.posts) == 1000
    assert not reading.is_whole


def test_keys_are_not_shown(x: XStandIn, session: aiohttp.ClientSession) -> None:
    shown = repr(client_of(x, session).credentials)
    assert "pyconexample" in shown
    assert x.keys.access_token not in shown
    assert x.keys.consumer_secret not in shown
