"""What `docs/templates.md` shows is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from DiscordBot.templating.errors import TemplateError
from DiscordBot.templating.starters import STARTERS
from DiscordBot.templating.templates import Templates
from tests.templating.made_up_templates import ABOUT_SESSION, ABOUT_SPONSOR, BERLIN

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "templates.md").read_text("utf-8")
EXAMPLES: list[tuple[str, str, str]] = re.findall(
    r"^```jinja (session|sponsor)\n(.*?)\n```\n\n```text\n(.*?)\n```$",
    PAGE,
    re.MULTILINE | re.DOTALL,
)
TITLED: list[tuple[str, str, str]] = re.findall(
    r"^### ([^\n]+)\n(?:(?![#`])[^\n]*\n)*```jinja (session|sponsor)\n(.*?)\n```$",
    PAGE,
    re.MULTILINE | re.DOTALL,
)
FILTERS: list[tuple[str, str]] = re.findall(r"^- `(\{\{.+?\}\})` → `(.+?)`$", PAGE, re.MULTILINE)
NAMES: list[tuple[str, str]] = re.findall(r"^\| `([a-z_.]+)`[^|]*\|[^|]*\| (.+?) \|$", PAGE, re.MULTILINE)
CONTEXTS = {"session": ABOUT_SESSION, "sponsor": ABOUT_SPONSOR}


@pytest.mark.slow
@pytest.mark.usefixtures("own_processes")
@pytest.mark.parametrize(("kind", "template", "shown"), EXAMPLES)
async def test_an_example_comes_out_as_shown(kind: str, template: str, shown: str) -> None:
    try:
        outcome = await Templates(BERLIN).render(template, CONTEXTS[kind])
    except TemplateError as error:
        outcome = str(error)

    assert outcome == shown


def test_no_example_is_overlooked() -> None:
    assert len(EXAMPLES) == PAGE.count("```jinja")
    assert len(FILTERS) == PAGE.count("` → `")


def test_forms_offer_the_very_templates_of_the_page() -> None:
    assert [(one.title, one.about, one.template) for one in STARTERS] == TITLED
    assert "stand six templates" in PAGE
    assert len(STARTERS) == 6


async def test_filters_give_what_is_shown() -> None:
    outcomes = await Templates(BERLIN).render("\n".join(template for template, _ in FILTERS), ABOUT_SESSION)

    assert outcomes.splitlines() == [shown for _, shown in FILTERS]


async def test_names_stand_for_what_is_shown() -> None:
    printed = {"session.speakers": '|join(" and ")', "session.start": "|datetimeformat"}
    template = "\n".join(f"{{{{ {name}{printed.get(name, '')} }}}}" for name, _ in NAMES)

    text = await Templates(BERLIN).render(template, ABOUT_SESSION | ABOUT_SPONSOR)

    assert text.splitlines() == [shown for _, shown in NAMES]


def test_all_names_are_described() -> None:
    described = set(re.findall(r"`((?:session|sponsor|conference)\.[a-z_]+)`", PAGE))
    known = {
        f"{name}.{field}"
        for name, value in (ABOUT_SESSION | ABOUT_SPONSOR).items()
        for field in getattr(type(value), "__dataclass_fields__", ())
    }

    assert known <= described
