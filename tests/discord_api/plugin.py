"""Fails a test in which the bot asked Discord for what Discord would not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.discord_api.checking import RequestCheck
from tests.discord_api.document import Document
from tests.discord_api.installing import NoDocumentError, install, is_needed, kept_document

if TYPE_CHECKING:
    from collections.abc import Generator

CHECK = pytest.StashKey[RequestCheck]()


def check_requests(config: pytest.Config) -> None:
    """Hold all requests of this process against Discord's document, if it can be had.

    Processes of pytest-xdist find what the one that started them has fetched.
    """
    is_worker = hasattr(config, "workerinput")
    try:
        document = Document(kept_document() if is_worker else install())
    except (NoDocumentError, FileNotFoundError) as error:
        if is_needed():
            raise pytest.UsageError(f"Discord's OpenAPI document cannot be had: {error}") from error
        if not is_worker:
            config.pluginmanager.register(NotChecked(str(error)))
        return
    check = config.stash[CHECK] = RequestCheck(document)
    check.watch()
    config.pluginmanager.register(WrongRequestsFail(check))


class WrongRequestsFail:
    """A test ends with the faults of its own requests, those of its fixtures included."""

    def __init__(self, check: RequestCheck) -> None:
        self._check = check

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None]:
        yield
        self._fail_for_faults()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None]:
        yield
        self._fail_for_faults()

    def _fail_for_faults(self) -> None:
        if faults := self._check.taken_faults():
            pytest.fail("Discord would not take these requests:\n" + "\n".join(faults), pytrace=False)


class NotChecked:
    """Says once, at the end, that nothing was held against Discord's document."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(
            f"Requests were not held against Discord's OpenAPI document: {self._reason}.", yellow=True
        )
