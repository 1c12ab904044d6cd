"""What the worker answers; here it is asked in this process, so nothing may need its limits."""

from __future__ import annotations

import pytest

from DiscordBot.templating.errors import TOO_DEEP
from DiscordBot.templating.worker import Fault, Job, rendered
from tests.templating.made_up_templates import ABOUT_SESSION, BERLIN

CLOSED = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ [session]|map(attribute='__class__')|join }}",
    "{{ [session]|map(attribute='__init__.__globals__')|join }}",
    "{{ '{0.__class__}'.format(session) }}",
    "{{ '{x.__class__}'.format_map({'x': session}) }}",
    "{% set f = '{0.__class__}'.format %}{{ f(session) }}",
    "{{ session.__init__.__globals__ }}",
    "{{ session.speaker.all.__func__ }}",
    "{{ cycler.__init__.__globals__.os.environ }}",
    "{{ range.__class__.__base__.__subclasses__() }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ session.start.tzinfo.__reduce__() }}",
]
MULTIPLIED = [
    "{{ 'a' * 1000000000 }}",
    "{{ 1000000000 * 'a' }}",
    "{{ [1, 2] * 1000000000 }}",
    "{{ 99999999999999999999999999 * 99999999999999999999999999 * 99999999999999999999999999 }}",
]
TOO_DEEP_INSIDE = [
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{{ " + "[" * 300 + "]" * 300 + " }}",
    "{{ 1" + "+1" * 4000 + " }}",
    "{{ " + "not " * 2000 + "1 }}",
    "{{ " + "-" * 3000 + "1 }}",
    "{{ session" + ".a" * 4000 + " }}",
    "{{ session" + "|upper" * 1500 + " }}",
    "{% for x in [1] %}" * 30 + "{% endfor %}" * 30,
    "{% if true %}" * 300 + "{% endif %}" * 300,
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% block b %}{{ self.b() }}{% endblock %}",
]
WALLS = [
    *((attack, "is not available in templates.") for attack in CLOSED),
    *((attack, "This multiplication makes something far too large.") for attack in MULTIPLIED),
    *((attack, TOO_DEEP) for attack in TOO_DEEP_INSIDE),
    ("{{ 9 ** 9 ** 9 }}", "Powers (**) are not available in templates."),
    ("{% for x in range(10 ** 9) %}{% endfor %}", "Powers (**) are not available in templates."),
    ("{{ 'a' * 10 ** 9 }}", "Powers (**) are not available in templates."),
    ("{{ 'a'|center(10001) }}", "Here the text exceeds 10,000 characters."),
    ("{% for x in range(99999) %}spam{% endfor %}", "Here the text exceeds 10,000 characters."),
    ("{{ " + "9" * 5000 + " }}", "This number is too long."),
    ("{% autoescape 1 / 0 %}{% endautoescape %}", "«autoescape» is not available in templates."),
    ("{{ [].append(1) }}", "is not available in templates."),
    ("{{ lipsum(1000) }}", "Nothing is known as «lipsum»."),
]


def fault(template: str) -> Fault | None:
    made = rendered(Job(template, frozenset(ABOUT_SESSION), {"key": ABOUT_SESSION}, 0, BERLIN))
    assert made["texts"] == {}
    return made["fault"] or made["faults"]["key"]


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("\n{% if false %}{{ nowhere }}{% endif %}", 2, "Nothing is known as «nowhere»."),
        ("{{ conference.nam }}", 1, "There is no «nam» in a conference. Did you mean «name»?"),
        ("{{ session['titel'] }}", 1, "There is no «titel» in a session. Did you mean «title»?"),
        (
            "\n\n{{ session.speaker.all }}",
            3,
            "This prints something that has to be called: write () behind it.",
        ),
        ("{{ session.speakers|map('upper') }}", 1, 'This prints a list; write |join(", ") behind it.'),
        ("{{ none }}", 1, "This prints nothing at all (none)."),
        (
            "{{ [1]|map('applymacro', 'm')|join }}",
            1,
            "There is no macro «m» at the beginning of the template.",
        ),
        (
            "{{ [1]|map('applymacro', 'session')|join }}",
            1,
            "There is no macro «session» at the beginning of the template.",
        ),
        (
            "{{ session.room|datetimeformat }}",
            1,
            "«datetimeformat» needs a date with its time, such as session.start.",
        ),
        ("{{ []|random }}", 1, "«random» has nothing to choose from."),
        ("{{ 1 / 0 }}", 1, "This divides by zero."),
        ("{{ 1 + 'a' }}", 1, "Unsupported operand type(s) for +: 'int' and 'str'."),
        ("{{ 1\n|shout }}", 2, "There is no filter «shout». Did you mean «sort»?"),
        ("{{ session.speakers|map('uper')|join }}", 1, "There is no filter «uper». Did you mean «upper»?"),
        ("{% if 1 is defind %}{% endif %}", 1, "There is no test «defind». Did you mean «defined»?"),
        ("{{ title }}", 1, "Nothing is known as «title». Did you mean «session.title»?"),
        ("\n{% include 'other' %}", 2, "«include» is not available in templates."),
        ("{% macro m(a, a) %}{% endmacro %}", None, "This cannot be rendered (SyntaxError)."),
    ],
)
def test_faults_are_explained(template: str, line: int | None, reason: str) -> None:
    assert fault(template) == {"reason": reason, "line": line}


@pytest.mark.parametrize(("attack", "reason"), WALLS, ids=[attack[:50] for attack, _ in WALLS])
def test_walls_name_the_line_of_an_attack(attack: str, reason: str) -> None:
    found = fault(f"First line\n{attack}")

    assert found is not None
    assert found["reason"].endswith(reason)
    assert found["line"] == 2
