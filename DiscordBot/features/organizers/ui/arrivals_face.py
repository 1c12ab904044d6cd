"""How arrivals look to organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from DiscordBot.discord_ui.layout.face import CardFace, CardPicture
from DiscordBot.features.organizers.charts import arrival_words
from DiscordBot.features.organizers.statistics import percentage

if TYPE_CHECKING:
    from DiscordBot.features.organizers.arrivals import ArrivalNumbers

ARRIVALS_FILE = "arrivals-over-time.png"


def arrivals_face(numbers: ArrivalNumbers) -> CardFace:
    """Return the numbers; the picture is to be attached as `ARRIVALS_FILE`."""
    share = percentage(numbers.arrived, numbers.sold)
    lines = [f"**{numbers.arrived:,}** of **{numbers.sold:,}** have arrived ({share})."]
    if numbers.arrived:
        lines.append(f"**{numbers.registered:,}** of them are registered on this server.")
    lines += [f"{arrival_words.in_words(day)}: **{count:,}**" for day, count in numbers.by_day]
    return CardFace(
        title="Arrivals",
        text="\n".join(lines),
        pictures=(CardPicture(f"attachment://{ARRIVALS_FILE}", arrival_words.arrivals(numbers)),),
    )
