import pytest

from tests.contracts.test_pretix_webhooks import *  # noqa: F403 - the same tests, with this folder's pretix

pytestmark = pytest.mark.real
