from __future__ import annotations

from dataclasses import replace

import pytest

from DiscordBot.features.tweets.errors import DraftError
from DiscordBot.features.tweets.intake.reposts import as_text
from tests.clocks import StoppedClock
from tests.features.tweets.made_up_tweets import pending
from tests.features.tweets.post_office import BERLIN, PaperNetwork, SlateNetwork
from tests.features.tweets.queue_harness import ADA

LINK = "https://slate.example/1"
CLOCK = StoppedClock(BERLIN)
PAPER, SLATE = PaperNetwork(CLOCK), SlateNetwork(CLOCK)
REPOST = pending(
    retweet_of="1",
    networks=["slate"],
    text="Thanks @grace\nand a@b.example!",
    original_author="Ada",
    original_link=LINK,
)


async def test_a_repost_becomes_a_text_with_author_and_link() -> None:
    draft = await as_text(REPOST, ADA, [PAPER, SLATE])
    assert draft.text == f"Ada on Slate: “Thanks grace and a@b.example!”\n{LINK}"
    assert (draft.networks, draft.author, draft.approved) == (("paper",), ADA, False)
    named = await as_text(replace(REPOST, original_author="Ada, @linus and ＠grace"), ADA, [PAPER, SLATE])
    assert named.text.startswith("Ada, linus and grace on Slate: ")
    long = await as_text(replace(REPOST, text="word " * 200), ADA, [PAPER, SLATE])
    assert len(long.text) <= 280
    assert long.text.endswith(f"word…\n{LINK}")
    unknown = await as_text(replace(REPOST, text="", original_author=""), ADA, [PAPER, SLATE])
    assert unknown.text == f"Read on Slate\n{LINK}"


@pytest.mark.parametrize("name", ["@grace", ".@grace", "@@grace", "你好@grace", "＠grace"])
async def test_a_stranger_pings_nobody(name: str) -> None:
    draft = await as_text(replace(REPOST, original_author=f"{name} (Ada)", text=name), ADA, [PAPER, SLATE])
    said = name.translate({ord(sign): None for sign in "@＠"})
    assert draft.text == f"{said} (Ada) on Slate: “{said}”\n{LINK}"


async def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(DraftError, match="No other network"):
        await as_text(REPOST, ADA, [SLATE])
    with pytest.raises(DraftError, match="No other network"):
        await as_text(REPOST, ADA, [SLATE, PaperNetwork(CLOCK, account=None)])
    with pytest.raises(DraftError, match="do not know the address"):
        await as_text(replace(REPOST, original_link=""), ADA, [PAPER, SLATE])
    with pytest.raises(DraftError, match="Only what is reposted"):
        await as_text(pending(networks=["slate"]), ADA, [PAPER, SLATE])
