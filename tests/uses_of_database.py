"""Which tests keep something in a database: those whose code, or whose fixtures' code, asks where it is."""

from __future__ import annotations

import inspect
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from tests import databases

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

OURS = "tests"


def uses_database(item: pytest.Item) -> bool:
    """Tell whether a test, or a fixture that it is given, may ask where its database is."""
    given: Any = getattr(item, "_fixtureinfo", None)
    fixtures = () if given is None else given.name2fixturedefs.values()
    functions = [item.function] if hasattr(item, "function") else []
    functions += [fixture.func for several in fixtures for fixture in several]
    return any(_leads_to_database(function) for function in functions)


@cache
def _leads_to_database(start: object) -> bool:
    seen: set[int] = set()
    ahead = [start]
    while ahead:
        found = ahead.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if _module(found) == databases.__name__ and found is not databases.databases_of_one_test:
            return True
        ahead += _used_by(found)
    return False


def _used_by(thing: object) -> Iterator[object]:
    """Give what of the tests' own code a function or a class names."""
    if isinstance(thing, type):
        for owner in thing.__mro__:
            if _is_ours(owner):
                yield from (inspect.unwrap(value) for value in vars(owner).values() if callable(value))
        return
    hidden = getattr(thing, "hypothesis", None)
    if hidden is not None:
        yield hidden.inner_test
    function = inspect.unwrap(thing) if callable(thing) else thing
    if isinstance(function, FunctionType):
        names = _names(function.__code__)
        yield from (value for name in names if _is_ours(value := function.__globals__.get(name)))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_ours(thing: object) -> bool:
    return callable(thing) and _module(thing).partition(".")[0] == OURS


def _module(thing: object) -> str:
    return getattr(thing, "__module__", None) or ""
