"""What people see of the stand-in for X."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sandbox.x_app import PNG

if TYPE_CHECKING:
    from sandbox.x.server import XStandIn
    from tests.sandbox.conftest import Wristwatch
    from tests.sandbox.x_app import App


async def read_page(app: App, x: XStandIn, path: str = "/") -> str:
    async with app.session.get(x.base_url + path) as page:
        assert page.status == 200
        return await page.text()


async def test_the_page_of_an_account_without_posts_says_so(app: App, x: XStandIn) -> None:
    assert "No posts yet" in await read_page(app, x)


async def test_posts_are_shown_with_links_pictures_and_alt_texts(
    app: App, x: XStandIn, watch: Wristwatch
) -> None:
    media_id = (await app.upload(PNG)).body["data"]["id"]
    text = {"id": media_id, "metadata": {"alt_text": {"text": 'A "tree"'}}}
    await app.post("/2/media/metadata", text)
    await app.tweet("<b>See</b> example.org #PyCon", media={"media_ids": [media_id]})
    watch.pass_time(minutes=5)
    page = await read_page(app, x)
    assert "&lt;b&gt;See&lt;/b&gt;" in page
    assert '<a href="http://example.org" target="_blank"' in page
    assert '<span class="link">#PyCon</span>' in page
    assert f'<img src="/pictures/{media_id}" alt="A &#34;tree&#34;">' in page
    assert "<b>ALT</b> A &#34;tree&#34;" in page
    assert ">5m</time>" in page
    async with app.session.get(f"{x.base_url}/pictures/{media_id}") as picture:
        assert (picture.content_type, await picture.read()) == ("image/png", PNG)


async def test_replies_retweets_and_quotes_say_what_they_are(app: App, x: XStandIn) -> None:
    post = x.write("ada", "Sprints are fun")
    await app.tweet("Indeed", reply={"in_reply_to_tweet_id": post.id})
    await app.tweet("Look", quote_tweet_id=post.id)
    await app.post(f"/2/users/{x.account.id}/retweets", {"tweet_id": post.id})
    page = await read_page(app, x)
    assert 'Replying to <span class="link">@ada</span>' in page
    assert "PyCon Example reposted" in page
    assert page.count("Sprints are fun") == 2


async def test_the_page_shows_what_the_list_shows(app: App, x: XStandIn) -> None:
    for number in range(60):
        await app.tweet(f"Post number {number}")
    x.write("ada", "Not ours")
    page = await read_page(app, x)
    assert page.count('<li class="post"') == 50
    assert "60 posts" in page
    assert "Not ours" not in page
    assert "Not ours" in await read_page(app, x, "/?account=ada")


async def test_what_is_not_there_is_not_found(app: App, x: XStandIn) -> None:
    for path in ("/?account=nobody", "/pictures/5"):
        async with app.session.get(x.base_url + path) as page:
            assert page.status == 404
