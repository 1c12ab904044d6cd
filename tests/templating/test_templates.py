from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from DiscordBot.templating.errors import TemplateError
from DiscordBot.templating.templates import Templates
from tests.templating.made_up_templates import (
    ABOUT_SESSION,
    ABOUT_SPONSOR,
    BERLIN,
    CONFERENCE,
    SESSION,
    START,
)

VARIED = "{{ session.title }}: {{ range(10)|shuffle|join }} {{ range(1000)|random }}"


async def rendered(template: str, **more: object) -> str:
    return await Templates(BERLIN).render(template, ABOUT_SESSION | more)


@pytest.mark.usefixtures("own_processes")
async def test_macros_and_filters_of_the_house() -> None:
    template = """
        {% macro shout(x) %}{{ x|upper }}!{% endmacro %}
        {{ session.speakers|map("applymacro", "shout")|join(" ") }}
        {{ session.start|datetimeformat }} {{ elsewhere|datetimeformat("%H:%M") }}
        {{ "Zoë Ångström, Пётр & 山田"|slugify }}
        {% for track, talks in talks|groupby("track") %}{{ track }} {{ talks|length }} {% endfor %}
    """
    talks = [SESSION, replace(SESSION, track="Web"), SESSION]

    text = await rendered(template, elsewhere=datetime(2027, 12, 1, 23, tzinfo=UTC), talks=talks)

    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert lines == [
        "ADA LOVELACE! GRACE HOPPER!",
        "Wed 14 Jul, 10:00 00:00",
        "zoe-angstrom-petr-shantian",
        "Data Science 2 Web 1",
    ]


async def test_what_older_templates_say_works() -> None:
    text = await Templates(BERLIN).render(
        "{{ level.name }} {{ benefit.name }} {{ sponsor.level.name }} {{ sponsor.level == 'Gold' }}",
        ABOUT_SPONSOR,
    )

    assert text == "Gold Logo on the website Gold True"
    assert (
        await rendered("{{ session.speaker.all() == session.speakers }} {{ session }}") == f"True {SESSION}"
    )


async def test_a_handle_is_that_of_the_network_that_the_text_is_for() -> None:
    template = "{{ range(1000)|random }} {{ session.speakers|map('social')|select|join(' ') or 'both' }}"
    contexts = {"A": ABOUT_SESSION, "B": ABOUT_SESSION}
    templates = Templates(BERLIN)

    each = await templates.render_each(template, contexts, ("twitter", "mastodon", "bluesky"))
    common = await templates.render_all(template, contexts)

    number = str(common["A"]).split()[0]
    assert each["A"] == {
        "twitter": f"{number} @ada_example",
        "mastodon": f"{number} @ada@example.social",
        "bluesky": f"{number} both",
    }
    assert common["A"] == f"{number} both"
    with pytest.raises(TemplateError, match="takes one speaker or sponsor"):
        await rendered("{{ session.speakers|social }}")
    with pytest.raises(TemplateError, match="Nothing is known as «sesion»"):
        await rendered("{{ sesion|social }}")


async def test_a_text_is_plain_and_clean() -> None:
    title = "\x00<b>Q&A</b>\x1b[31m\ud83d\tfor\r\nall\x85"

    text = await rendered("\n {{ session.title }} {# note #}\n", session=replace(SESSION, title=title))

    assert text == "<b>Q&A</b>[31m for\nall"


async def test_what_values_contain_is_not_rendered_again() -> None:
    hostile = replace(SESSION, title="{{ 7 * 7 }}{% for x in range(99999) %}")

    assert await rendered("{{ session.title }}", session=hostile) == hostile.title


async def test_each_text_has_its_own_choices_and_keeps_them() -> None:
    contexts = {f"T{number}-1": ABOUT_SESSION for number in range(20)}
    few = {key: contexts[key] for key in ("T7-1", "T3-1")}
    templates = Templates(BERLIN)

    first = await templates.render_all(VARIED, contexts, seed=1)

    assert len({str(text) for text in first.values()}) == len(contexts)
    assert await templates.render_all(VARIED, few, seed=1) == {key: first[key] for key in few}
    assert await templates.render_all(VARIED, few, seed=2) != {key: first[key] for key in few}


async def test_a_fault_of_one_session_leaves_the_others_their_texts() -> None:
    nobody = ABOUT_SESSION | {"session": replace(SESSION, speakers=())}
    contexts = {"a": ABOUT_SESSION, "b": nobody, "c": ABOUT_SESSION}

    outcomes = await Templates(BERLIN).render_all("With\n{{ (session.speakers|first).name }}", contexts)

    assert list(outcomes) == ["a", "b", "c"]
    assert outcomes["a"] == outcomes["c"] == "With\nAda Lovelace"
    assert isinstance(outcomes["b"], TemplateError)
    assert outcomes["b"].line == 2


async def test_a_whole_conference_is_rendered_at_once() -> None:
    contexts = {
        str(number): ABOUT_SESSION
        | {"session": replace(SESSION, title=f"Talk {number}", start=START + timedelta(hours=number))}
        for number in range(500)
    }

    texts = await Templates(BERLIN).render_all(
        "{{ session }} {{ session.start|datetimeformat('%H') }}", contexts
    )

    assert texts["499"] == "Talk 499 05"
    assert await Templates(BERLIN).render_all("{{ session }}", {}) == {}


async def test_a_huge_template_is_refused() -> None:
    with pytest.raises(TemplateError, match="The template has 10,001 characters"):
        await rendered("a" * 10_001)


async def test_a_check_needs_only_names() -> None:
    templates = Templates(BERLIN)

    await templates.check("{{ sponsor.name }} {{ level }}", {"sponsor", "level"})
    with pytest.raises(TemplateError, match="Line 1: Nothing is known as «level»"):
        await templates.check("{{ sponsor.name }} {{ level }}", {"sponsor"})


@pytest.mark.slow
async def test_many_renderings_at_once_all_get_their_text() -> None:
    templates = Templates(BERLIN)

    texts = await asyncio.gather(
        *(
            templates.render("{{ number }} {{ conference }}", {"number": number, "conference": CONFERENCE})
            for number in range(5)
        )
    )

    assert texts == [f"{number} {CONFERENCE}" for number in range(5)]
