"""Connecting an account by its code, over a real socket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from DiscordBot.networks.account.connecting import NotConnectedError
from DiscordBot.networks.mastodon.connection import CodeFlow

if TYPE_CHECKING:
    from tests.networks.mastodon.conftest import Mastodon


async def test_who_brings_the_code_gets_the_account(mastodon: Mastodon) -> None:
    flow = CodeFlow(mastodon.client, mastodon.server.base_url)
    instructions = await flow.begin()
    (address,) = re.findall(r"\]\((http[^)]+)\)", "\n".join(instructions.steps))
    query = URL(address).query
    form = {"username": "bob", "redirect_uri": query["redirect_uri"], "state": ""}
    async with mastodon.session.post(
        URL(address).with_query(None), data=form, allow_redirects=False
    ) as answer:
        shown = answer.headers.get("Location", "") + await answer.text()
    found_code = re.search(r"mockcode_\w+", shown)
    assert found_code is not None
    found = await flow.finish(instructions, (f" {found_code[0]} ",))
    assert found.name == "@bob@127.0.0.1"
    assert found.account.token
    assert found.account.token not in repr(found)


async def test_a_wrong_code_says_what_to_do(mastodon: Mastodon) -> None:
    flow = CodeFlow(mastodon.client, mastodon.server.base_url)
    instructions = await flow.begin()
    with pytest.raises(NotConnectedError, match="/networks connect"):
        await flow.finish(instructions, ("mockcode_nobody",))


async def test_a_server_that_is_none_says_where_to_look(mastodon: Mastodon) -> None:
    await mastodon.fault("/api/v1/apps", type="status", status=404, body="<html>")
    with pytest.raises(NotConnectedError, match=r"mastodon\.base_url"):
        await CodeFlow(mastodon.client, mastodon.server.base_url).begin()
