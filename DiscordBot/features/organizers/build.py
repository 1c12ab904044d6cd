"""Building what organisers ask for from the configuration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from DiscordBot.core.rehearsal import rehearsal_findings, rehearsal_note
from DiscordBot.feature import Built
from DiscordBot.features.job_board.ui.cog import JobBoardCog
from DiscordBot.features.organizers.report.maker import ReportMaker
from DiscordBot.features.organizers.service import Statistics, TweetStatistics
from DiscordBot.features.organizers.services import Services
from DiscordBot.features.organizers.ui.cog import OrganizersCog
from DiscordBot.features.organizers.ui.refresh_cog import RefreshCog
from DiscordBot.features.organizers.ui.settings_cog import SettingsCog
from DiscordBot.features.organizers.ui.stats_cog import StatsCog
from DiscordBot.features.programme.front_door import ProgrammeAccess
from DiscordBot.features.registration.front_door import RegistrationAccess
from DiscordBot.features.tweets.ui.front_door import TweetQueue

if TYPE_CHECKING:
    from DiscordBot.context import Context
    from DiscordBot.core.findings import Finding
    from DiscordBot.feature import Neighbours


def build(context: Context, neighbours: Neighbours) -> Built:
    """Build the feature; what others offer to organisers depends on which are on."""
    registration, programme = neighbours.find(RegistrationAccess), neighbours.find(ProgrammeAccess)
    tweets, job_board = neighbours.find(TweetQueue), neighbours.find(JobBoardCog)
    clock, config, staff, reporter = context.clock, context.config, context.staff, context.reporter
    statistics = Statistics(registration.overview, clock) if registration is not None else None
    of_tweets = TweetStatistics(tweets.service.numbers, clock) if tweets is not None else None
    services = Services(
        findings=partial(_findings, context),
        report=ReportMaker(
            config.conference,
            clock,
            statistics=statistics,
            tweets=of_tweets,
            tellers=lambda: [built.report for built in context.bot.features if built.report is not None],
            on_error=reporter.report,
        ),
        refresh_tickets=registration.refresh if registration is not None else None,
        refresh_programme=programme.refresh if programme is not None else None,
        refresh_jobs=job_board.refresh if job_board is not None else None,
        statistics=statistics,
        tweets=of_tweets,
    )
    organizers = OrganizersCog(
        context.bot,
        staff=staff,
        reporter=reporter,
        scheduler=context.scheduler,
        clock=clock,
        services=services,
        write_log=context.bot_log.write,
        note=partial(rehearsal_note, config, clock),
    )
    return Built(
        cogs=(
            organizers,
            RefreshCog(staff=staff, services=services),
            StatsCog(staff, reporter, context.server, services, context.bot_log.write),
            SettingsCog(staff=staff, reporter=reporter, settings=context.settings),
        )
    )


async def _findings(context: Context) -> tuple[Finding, ...]:
    return (*rehearsal_findings(context.config, context.clock), *await context.bot.findings())
