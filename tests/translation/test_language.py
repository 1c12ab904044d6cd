from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from DiscordBot.translation.language import LANGUAGES, SOURCE, speak, speaking, spoken, supported

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking(SOURCE):
        yield


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("pt-BR", "pt"),
        ("es-419", "es"),
        ("es-ES", "es"),
        ("en-GB", "en"),
        ("fr", "fr"),
        ("ja", None),
    ],
)
def test_every_locale_of_discord_has_its_language_or_none(locale: str, language: str | None) -> None:
    assert supported(locale) == language


def test_texts_are_in_five_languages() -> None:
    assert set(LANGUAGES) == {"en", "de", "es", "fr", "pt"}


def test_a_language_is_spoken_for_a_while() -> None:
    speak("fr")
    with speaking("de"):
        assert spoken() == "de"
    assert spoken() == "fr"
