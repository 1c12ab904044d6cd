from __future__ import annotations

import pytest

from DiscordBot.features.programme.schedule.abstracts import plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("", ""),
        ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
        ("**Bold**, *slanted* and `code`", "Bold, slanted and code"),
        ("# Head\nText", "Head\n\nText"),
        ("See [the docs](https://example.org) ![picture](https://example.org/x.png)", "See the docs"),
        ("- one\n- two\n\nEnd", "• one\n• two\n\nEnd"),
        ("<b>Loud</b><br>\n\n<script>alert(1)</script>\n\nEnd", "Loud\n\nEnd"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        ("https://example.org/0", "https://example.org/0"),
        ("日本語の**説明**です", "日本語の説明です"),
    ],
)
def test_words_without_markup(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text
