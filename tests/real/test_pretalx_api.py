import pytest

from tests.contracts.test_pretalx_api import *  # noqa: F403 - the same tests, with this folder's pretalx

pytestmark = pytest.mark.real
