import pytest

from tests.contracts.test_schedule_json import *  # noqa: F403 - the same tests, with this folder's pretalx

pytestmark = pytest.mark.real
