import pytest

from tests.contracts.test_pretix_catalogue import *  # noqa: F403 - the same tests, with this folder's pretix

pytestmark = pytest.mark.real
