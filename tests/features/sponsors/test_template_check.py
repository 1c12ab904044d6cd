from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from DiscordBot.core.findings import Level
from DiscordBot.features.sponsors.template_check import probe
from tests.features.sponsors.made_up import CONFERENCE, THANKS, sponsors

if TYPE_CHECKING:
    from DiscordBot.features.sponsors.config import Sponsors

NO_SESSION: Any = None


def configured(section: Sponsors) -> Any:  # noqa: ANN401 - what the probe asks of a configuration
    class Configured:
        conference = CONFERENCE

        def require(self, _kind: type[Sponsors]) -> Sponsors:
            return section

    return Configured()


@pytest.mark.parametrize("has_sponsors", [True, False])
async def test_a_wrong_template_is_found_with_and_without_sponsors(has_sponsors: bool) -> None:  # noqa: FBT001
    section = sponsors("Thanks\n{{ sponsor.web }}")
    if not has_sponsors:
        section = section.model_copy(update={"companies": ()})
    (finding,) = await probe(configured(section), NO_SESSION)
    assert (finding.level, finding.subject) == (Level.ERROR, f"sponsors: template of «{THANKS}»")
    assert "Line 2: There is no «web» in a sponsor." in finding.detail


async def test_right_ones_are_fine() -> None:
    (finding,) = await probe(configured(sponsors()), NO_SESSION)
    assert finding.level is Level.OK
