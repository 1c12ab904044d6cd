from __future__ import annotations

import pytest

from DiscordBot.features.tweets.intake.hashtags import with_hashtags


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Doors open", "Doors open\n\n#PyConExample #Python"),
        ("Doors open #pyconexample", "Doors open #pyconexample\n\n#Python"),
        ("#Python at ＃PyConExample!", "#Python at ＃PyConExample!"),
        ("#PyConExample2027 and #Pythonic", "#PyConExample2027 and #Pythonic\n\n#PyConExample #Python"),
        ("Thanks\n", "Thanks\n\n#PyConExample #Python"),
    ],
)
def test_a_text_gets_the_hashtags_that_it_lacks(text: str, outcome: str) -> None:
    assert with_hashtags(text, ["PyConExample", "Python"]) == outcome


def test_without_hashtags_a_text_stays_as_it_is() -> None:
    assert with_hashtags("Doors open ", []) == "Doors open "
