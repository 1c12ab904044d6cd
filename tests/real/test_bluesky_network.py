import pytest

from tests.contracts.test_bluesky_network import *  # noqa: F403 - the same tests, with this folder's server

pytestmark = pytest.mark.real
