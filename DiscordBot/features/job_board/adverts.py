"""Job adverts in the CSV that a Google form exports."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from DiscordBot.core.http.json_errors import ServiceError
from DiscordBot.features.job_board.deadline import is_misspelled_day, last_open_day

if TYPE_CHECKING:
    from collections.abc import Iterator

# Discord refuses longer ones in embeds.
LONGEST_LINK = 2048


class Column(StrEnum):
    """The questions of the form; of a sheet, only those of the title and the company must be there."""

    TIMESTAMP = "Timestamp"
    AUTHOR = "Email address"
    TITLE = "Job title"
    COMPANY = "Company name"
    LOCATION = "Job Location"
    DEADLINE = "Deadline"
    DESCRIPTION = "Job description"
    DUTIES = "Duties and responsibilities"
    QUALIFICATION = "Appreciated qualification and experience"
    ADDITIONAL = "Additional info"
    CONTACT_NAME = "Contact person name"
    CONTACT_EMAIL = "Contact person email"
    URL = "URL"
    PICTURE = "Picture"


REQUIRED = (Column.TITLE, Column.COMPANY)
LONG_TEXTS = (Column.DESCRIPTION, Column.DUTIES, Column.QUALIFICATION, Column.ADDITIONAL)

Cells = Mapping[Column, str]


class UnusableSheetError(ServiceError):
    """The file holds no job adverts at all; the message is for organisers."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the first line of it in the file, and the row that a spreadsheet shows."""

    line: int
    row: int

    def __str__(self) -> str:
        return f"line {self.line}" if self.line == self.row else f"line {self.line} (row {self.row})"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place; with `is_fatal` the advert cannot be posted, else it lacks this part.

    `column` is empty where the row as a whole is wrong. Nothing of what people wrote is repeated.
    """

    place: Place
    column: Column | None
    detail: str
    is_fatal: bool = True

    @property
    def what(self) -> str:
        """The problem as a sentence, without the place."""
        return f"column «{self.column}» {self.detail}." if self.column is not None else f"{self.detail}."

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Advert:
    """One advert as readers may see it; `key` stands for it for ever, without showing its author.

    `deadline` is as its author wrote it, `last_day` what it means, if it is a day. `texts` are headings
    with what belongs below them. What is not given is empty; `url` and `picture` are web addresses.
    """

    key: str
    place: Place
    title: str
    company: str
    location: str
    deadline: str
    last_day: date | None
    texts: tuple[tuple[str, str], ...]
    contact_name: str
    contact_email: str
    url: str
    picture: str

    @property
    def subject(self) -> str:
        """A hash of what it is about, by which it is known when it was edited."""
        return _digest(" ".join(f"{self.title};{self.company}".casefold().split()))

    @property
    def content(self) -> str:
        """A hash of all that readers see."""
        return _digest(repr(astuple(replace(self, key="", place=Place(0, 0)))))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The adverts of a file in its order, each once, and what is wrong with the other rows.

    `authors` are the addresses of those who wrote them, by the adverts' keys; nobody is shown them.
    """

    adverts: tuple[Advert, ...]
    problems: tuple[Problem, ...]
    authors: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_adverts(content: bytes) -> Sheet:
    """Read a CSV in UTF-8 or Windows-1252, with commas, semicolons or tabs, its columns in any order.

    Raises `UnusableSheetError` if it has no columns for the title and the company.
    """
    text = _decode(content)
    records = _records(text, max(",;\t", key=lambda delimiter: len(_header(text, delimiter))))
    columns = _columns(next(records, (Place(1, 1), None))[1])
    missing = [column for column in REQUIRED if column not in columns.values()]
    if missing:
        names = " and ".join(f"«{column}»" for column in missing)
        raise UnusableSheetError(f"There is no column {names}, so this is not the export of the form.")
    adverts: dict[str, Advert] = {}
    authors: dict[str, str] = {}
    author_column = next((number for number, column in columns.items() if column is Column.AUTHOR), None)
    problems: list[Problem] = []
    for place, values in records:
        if values is not None and not any(value.strip() for value in values):
            continue
        found, advert = _read_row(place, columns, values)
        problems += found
        if advert is not None:
            adverts.setdefault(advert.key, advert)
            if values is not None and author_column is not None and author_column < len(values):
                authors.setdefault(advert.key, values[author_column].strip())
    return Sheet(tuple(adverts.values()), tuple(problems), authors)


def advert_key(timestamp: str, author: str, title_and_company: str) -> str:
    """Return what stands for an advert: a hash of the older bot's key, which holds an e-mail address."""
    key = ";".join(part.strip() for part in (timestamp, author, title_and_company))
    return hashlib.sha256(key.encode()).hexdigest()


def stored_advert(advert: Advert) -> dict[str, Any]:
    """Return an advert as JSON."""
    last_day = None if advert.last_day is None else advert.last_day.isoformat()
    return {**asdict(advert), "last_day": last_day}


def advert_from(stored: Mapping[str, Any]) -> Advert:
    """Return the advert that `stored_advert` made JSON of."""
    last_day = stored["last_day"]
    return Advert(
        **{
            **stored,
            "place": Place(**stored["place"]),
            "last_day": None if last_day is None else date.fromisoformat(last_day),
            "texts": tuple((heading, text) for heading, text in stored["texts"]),
        }
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _records(text: str, delimiter: str) -> Iterator[tuple[Place, list[str] | None]]:
    """Give each row with its place; None for one whose quotes are wrong."""
    # strict, since a quote in the wrong place otherwise swallows the rows after it without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for row in count(1):
        place = Place(reader.line_num + 1, row)
        try:
            yield place, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield place, None


def _header(text: str, delimiter: str) -> Mapping[int, Column]:
    return _columns(next(_records(text, delimiter), (Place(1, 1), None))[1])


def _columns(titles: list[str] | None) -> Mapping[int, Column]:
    known = {_folded(column): column for column in Column}
    return {
        number: known[_folded(title)] for number, title in enumerate(titles or ()) if _folded(title) in known
    }


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def _read_row(
    place: Place, columns: Mapping[int, Column], values: list[str] | None
) -> tuple[list[Problem], Advert | None]:
    """Return what is wrong with a row, and its advert unless that is fatal."""
    if values is None:
        return [Problem(place, None, "a quotation mark is missing or in the wrong place")], None
    cells = dict.fromkeys(Column, "") | {
        column: _tidy(values[number]) for number, column in columns.items() if number < len(values)
    }
    problems = [Problem(place, column, "is empty") for column in REQUIRED if not cells[column]]
    if not problems:
        problems += _flaws(place, cells)
    return problems, None if any(problem.is_fatal for problem in problems) else _advert(place, cells)


def _flaws(place: Place, cells: Cells) -> list[Problem]:
    flaws = []
    if is_misspelled_day(cells[Column.DEADLINE]):
        flaws.append(Problem(place, Column.DEADLINE, "names a day that does not exist", is_fatal=False))
    for column, link in (
        (Column.URL, cells[Column.URL]),
        (Column.PICTURE, _first_upload(cells[Column.PICTURE])),
    ):
        if link and not _web_address(link):
            detail = "is no web address, so it is left out"
            flaws.append(Problem(place, column, detail, is_fatal=False))
    return flaws


def _advert(place: Place, cells: Cells) -> Advert:
    title_and_company = f"{cells[Column.TITLE]};{cells[Column.COMPANY]}"
    return Advert(
        key=advert_key(cells[Column.TIMESTAMP], cells[Column.AUTHOR], title_and_company),
        place=place,
        title=" ".join(cells[Column.TITLE].split()),
        company=" ".join(cells[Column.COMPANY].split()),
        location=cells[Column.LOCATION],
        deadline=cells[Column.DEADLINE],
        last_day=last_open_day(cells[Column.DEADLINE]),
        texts=tuple((column.value, cells[column]) for column in LONG_TEXTS if cells[column]),
        contact_name=cells[Column.CONTACT_NAME],
        contact_email=cells[Column.CONTACT_EMAIL],
        url=_web_address(cells[Column.URL]),
        picture=_web_address(_first_upload(cells[Column.PICTURE])),
    )


def _tidy(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _first_upload(text: str) -> str:
    """Return the first of several addresses: a form lists all files that somebody uploaded."""
    return text.partition(", ")[0].strip()


def _web_address(text: str) -> str:
    """Return the text if it is an address that Discord takes as a link, else an empty one."""
    try:
        parts = urlsplit(text)
        # Reading the port is what makes urlsplit look at it.
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return text if is_address and len(text) <= LONGEST_LINK and not any(map(str.isspace, text)) else ""
