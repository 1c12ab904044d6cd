import pytest

from tests.contracts.test_pretix_orders import *  # noqa: F403 - the same tests, with this folder's pretix

pytestmark = pytest.mark.real
