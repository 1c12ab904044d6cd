"""Why something is not copied, in words for the person who asked for it."""

from __future__ import annotations

from DiscordBot.core.database_errors import DatabaseUnusableError, Explanation


class CopyRefusedError(DatabaseUnusableError):
    """Nothing was copied, and nothing was changed."""

    def __str__(self) -> str:
        return f"Nothing was copied. {self.explanation.detail} {self.explanation.remedy}"


NOTHING_THERE = Explanation(
    "There is no database with data of the bot.",
    "Check the address; the bot must have been started on it at least once.",
)
NOT_EMPTY = Explanation(
    "The database holds data already, which would be mixed with the copied ones.",
    "Name an empty one; for `restore`, --replace deletes what is there.",
)
OF_OTHERS = Explanation(
    "The database holds tables that are not the bot's.", "Make one for the bot alone, and name that."
)
NO_BACKUP = Explanation(
    "The file is no backup of the bot, or it is incomplete or damaged.",
    "Take another backup. What the bot writes has a name that ends in .zip.",
)
NEWER_BACKUP = Explanation(
    "The backup was made by a newer version of the bot than this one.",
    "Restore it with that version or a newer one.",
)
OTHER_TABLES = Explanation(
    "Its tables are not those that the bot makes.",
    "Start this version of the bot once on the database that is copied, and try again.",
)
FILE_EXISTS = Explanation(
    "There is a file of this name already.", "Choose another name, or add --replace to overwrite it."
)


def active(holder: str) -> Explanation:
    """Say that a bot works on the database."""
    return Explanation(
        f"A bot is active on the database: {holder}.", "Stop it first, and those that wait to take over."
    )


def cannot_be_written(error: OSError) -> Explanation:
    """Say that the file of a backup cannot be made."""
    return Explanation(
        f"The file cannot be written ({error.strerror}).",
        "Choose a folder that this user may write to, with enough room.",
    )


def does_not_fit(table: str) -> Explanation:
    """Say that the other engine does not take a row."""
    return Explanation(
        f"A row of the table {table} does not fit into the target.",
        "PostgreSQL takes no NUL characters, and no reference to a row that is missing. "
        "Look for such a row and correct it in the source.",
    )


def differs(table: str) -> Explanation:
    """Say that what was written is not what was read."""
    return Explanation(
        f"The rows of the table {table} are not the same after copying; nothing was kept of them.",
        "This is a fault of the bot. Please report it.",
    )
