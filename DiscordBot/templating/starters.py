"""Templates to begin with, which forms offer and `docs/templates.md` shows with what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    """What a template is about, by the name that it has there."""

    SESSION = "session"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True)
class Starter:
    """A template that works as it is, by a title that says what it makes."""

    title: str
    about: About
    template: str


STARTERS = (
    Starter(
        "When and where",
        About.SESSION,
        """\
{{ session.title }}, with {{ session.speakers|join(" and ") }}
{% if session.room -%}
🕙 {{ session.start|datetimeformat("%A %H:%M") }}, {{ session.room }}
{%- else -%}
🕙 {{ session.start|datetimeformat("%A %H:%M") }}
{%- endif %}
{{ session.url }}""",
    ),
    Starter(
        "Who speaks about what",
        About.SESSION,
        "{%macro speaker(s)%}{{s}}{%if s.twittername%} ({{s.twittername}}){%endif%}{%endmacro%}"
        'Come see {{session.speaker.all()|map("applymacro", "speaker")|join(" and ")}} '
        "talk about {{session.title}}",
    ),
    Starter(
        "Not always the same beginning",
        About.SESSION,
        """\
{{ ["Don't miss", "Looking forward to", "Save the date for"]|shuffle|first }} \
“{{ session.title }}” at {{ conference.name }}!""",
    ),
    Starter(
        "A hashtag for each track",
        About.SESSION,
        """\
{% set hashtags = {"Data Science": "#PyData", "Web": "#WebDev"} -%}
{{ session.title }} by {{ session.speakers|join(", ") }} {{ hashtags.get(session.track, "#Python") }}""",
    ),
    Starter(
        "What it is about",
        About.SESSION,
        """\
{{ session.type }} {{ session.start|datetimeformat("on %A") }}: {{ session.title|truncate(60) }}

{{ session.abstract|truncate(120) }}

{{ conference.website }} #{{ conference.name|slugify|replace("-", "") }}""",
    ),
    Starter(
        "Thanks to a sponsor",
        About.SPONSOR,
        """\
{% if level == "Gold" %}🥇 {% endif %}{{ sponsor.twittername or sponsor }} \
supports {{ conference }} as {{ level }} sponsor. Thank you! {{ sponsor.website }}""",
    ),
)


def starters(about: About) -> tuple[Starter, ...]:
    """Return those about this, the first of which forms begin with."""
    return tuple(starter for starter in STARTERS if starter.about is about)
