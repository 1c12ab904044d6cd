"""The sections of config.toml, as typed values with their defaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from DiscordBot.config.values import (
    BaseUrl,
    Channel,
    DatabaseUrl,
    GuildId,
    Link,
    Minutes,
    References,
    SecretName,
    ShortForm,
    ShortForms,
    Text,
    Texts,
    Timezone,
    list_to_tuple,
)


class Section(BaseModel):
    """A section of config.toml; `examples` of a field are what people are shown when it is missing."""

    # Strict, because a lenient reader takes 8 for a time of day (eight seconds past midnight) and true for 1.
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", str_strip_whitespace=True)


class Conference(Section):
    """The event; days are inclusive, and all times of day in the configuration are in `timezone`."""

    name: Text = Field(examples=["PyCon Example 2027"])
    timezone: Timezone = Field(examples=["Europe/Berlin"])
    first_day: date = Field(examples=[date(2027, 7, 14)])
    last_day: date = Field(examples=[date(2027, 7, 16)])
    day_start: time = time(8)
    # A day_start of 23:00 alone is already after the default, so the default is checked as well.
    day_end: time = Field(default=time(22), validate_default=True)
    website: Link | None = Field(default=None, examples=["https://example.org"])
    retention_days: int = Field(default=30, ge=1, le=3650)

    @property
    def last_day_of_data(self) -> date:
        """Until when, at the venue, personal data may be kept."""
        return self.last_day + timedelta(days=self.retention_days)

    @field_validator("last_day")
    @classmethod
    def _not_before_the_first_day(cls, last_day: date, info: ValidationInfo) -> date:
        if last_day < info.data.get("first_day", last_day):
            raise ValueError("is before first_day")
        return last_day

    @field_validator("day_end")
    @classmethod
    def _after_the_start(cls, day_end: time, info: ValidationInfo) -> time:
        if "day_start" in info.data and day_end <= info.data["day_start"]:
            raise ValueError("must be later than day_start")
        return day_end


class Server(Section):
    """The one Discord server that the bot works on."""

    guild_id: GuildId = Field(examples=[4242])


class Roles(Section):
    """Which Discord roles make somebody an organiser, volunteer, desk helper or speaker."""

    organizers: References = ("Organizers",)
    volunteers: References = ("Volunteers",)
    desk: References = ()
    speakers: References = ("Speakers",)


class Channels(Section):
    """Where the bot speaks."""

    registration: Channel = "registration"
    registration_help: Channel = "registration-help"
    registration_log: Channel = "registration-log"
    programme: Channel = "programme"
    schedule_updates: Channel = "schedule-updates"
    moderation: Channel = "tweet-moderation"
    mentions: Channel = "mentions"
    open_spaces: Channel = "open-spaces"
    open_spaces_outgoing: Channel = "outgoing-tweets"
    open_spaces_review: Channel = "need-review"
    open_spaces_conflict: Channel = "event-conflict"
    speakers: Channel = "speakers"
    job_board: Channel = "jobs"
    bot_log: Channel = "bot-log"


class Pretix(Section):
    """The ticket shop, of one `event` or several; `ticket_to_roles` is a file beside config.toml.

    `direct_messages`: who loses roles is told why.
    """

    base_url: BaseUrl = "https://pretix.eu/api/v1"
    organizer: ShortForm = Field(examples=["example"])
    event: ShortForms = Field(min_length=1, examples=["conf2027"])
    ticket_to_roles: Text = "ticket_to_roles_prod.json"
    refresh_minutes: Minutes = 5
    revoke_on_cancel: bool = True
    set_nickname: bool = True
    direct_messages: bool = True


class Pretalx(Section):
    """Where talks, rooms and speakers come from.

    `twitter_question` is the number of the question by which speakers are asked for their Twitter handle.
    """

    base_url: BaseUrl = "https://pretalx.com"
    event: ShortForm = Field(examples=["conf2027"])
    refresh_minutes: Minutes = 15
    twitter_question: int | None = Field(default=None, ge=1, examples=[1])


class Programme(Section):
    """How sessions are announced: so many minutes before, in the programme's and in the room's channel.

    `webhook` is the name of a secret with an address to post to as well. `session_links` says where
    single submissions can be watched, by their codes or, for one of several slots, `CODE-2`.
    """

    lead_minutes: Minutes = 5
    room_lead_minutes: Minutes = 2
    announce_breaks: bool = False
    webhook: SecretName | None = Field(default=None, examples=["OTHER_SERVER"])
    session_links: Mapping[str, Link] = Field(
        default_factory=dict, examples=[{"V8VBPP": "https://youtu.be/abc"}]
    )


class Livestream(Section):
    """One room's stream of one day; `starts` is the time of day at which its recording begins, if known."""

    url: Link = Field(examples=["https://youtu.be/abc"])
    starts: time | None = Field(default=None, examples=[time(8, 30)])


def _read_day(value: object) -> object:
    # A TOML key is always text, also where it looks like a date.
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("needs days as keys, like 2027-07-14") from None


class Room(Section):
    """A room of the venue; `webhook` is the name of a secret with the address to post to as well."""

    name: Text = Field(examples=["Forum Hall"])
    channel: Channel | None = Field(default=None, examples=["forum-hall"])
    aliases: Texts = ()
    webhook: SecretName | None = Field(default=None, examples=["ROOM_FORUM_HALL"])
    livestreams: Mapping[Annotated[date, BeforeValidator(_read_day)], Livestream] = Field(
        default_factory=dict
    )

    @property
    def words(self) -> frozenset[str]:
        """What the room may be called, folded for comparison."""
        return frozenset(" ".join(word.split()).casefold() for word in (self.name, *self.aliases))


class JobBoard(Section):
    """Job adverts from a form; `source` is its CSV: an address, or a path from the folder of config.toml."""

    # Not shown when the configuration is printed: whoever knows Google's address can read the answers.
    source: Text = Field(examples=["jobs.csv"], repr=False)
    refresh_minutes: Minutes = 10


Policy = Literal["off", "organizers", "volunteers_post", "volunteers_moderate", "volunteers_trusted"]
POLICIES: tuple[str, ...] = get_args(Policy)


class Moderation(Section):
    """Who may write and approve tweets."""

    policy: Policy = "volunteers_post"


class Twitter(Section):
    """The account on Twitter/X.

    Tweets go out between `posting_start` and `posting_end`, conference time; a start after the end
    means over midnight, equal ones mean all day.
    """

    api_url: BaseUrl = "https://api.twitter.com"
    posting_start: time = time(9)
    posting_end: time = time(21)
    min_gap_seconds: int = Field(default=60, ge=0, le=24 * 60 * 60)
    monthly_budget_usd: float = Field(default=20, ge=0, allow_inf_nan=False)
    dry_run: bool = False


WayToAnnounce = Literal["retweet", "quote", "text"]
WAYS_TO_ANNOUNCE: tuple[str, ...] = get_args(WayToAnnounce)


class OpenSpaces(Section):
    """Meetings that attendees call themselves; `default_send_interval` is in minutes before the start.

    `template` makes the text of a reminder from `text`, `room`, `start`, `minutes`, `author` and `link`.
    """

    hashtags: Texts = Field(default=(), examples=[("pyconopenspaces",)])
    refresh_minutes: Minutes = 2
    auto_send: bool = True
    default_send_interval: Minutes = 15
    announce_as: WayToAnnounce = "retweet"
    template: Text = "Coming up in {{ minutes }} minutes! {{ text }}"

    @field_validator("hashtags")
    @classmethod
    def _without_hash(cls, hashtags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(hashtag.removeprefix("#") for hashtag in hashtags)


class News(Section):
    """News of the conference's own feed; `approved` ones go out without a moderator."""

    feed: Link = Field(examples=["https://example.org/news/feed.xml"])
    refresh_minutes: Minutes = 10
    approved: bool = False


class Benefit(Section):
    """What sponsors of some `levels` get; with a `template` it is a tweet, without one only noted as done."""

    name: Text = Field(examples=["Thank-you tweet"])
    levels: Texts = Field(min_length=1, examples=[("Gold", "Silver")])
    template: Text | None = Field(
        default=None, examples=["{{ sponsor }} is our {{ level }} sponsor. Thank you! {{ sponsor.website }}"]
    )


class Company(Section):
    """One sponsor."""

    name: Text = Field(examples=["Example Inc."])
    level: Text = Field(examples=["Gold"])
    twitter: Text | None = Field(default=None, examples=["@example"])
    website: Link | None = Field(default=None, examples=["https://example.com"])


class Sponsors(Section):
    """The sponsors and what each level gets; `levels` begins with the highest."""

    levels: Texts = Field(min_length=1, examples=[("Gold", "Silver")])
    benefits: Annotated[tuple[Benefit, ...], BeforeValidator(list_to_tuple)] = ()
    companies: Annotated[tuple[Company, ...], BeforeValidator(list_to_tuple)] = ()

    @model_validator(mode="after")
    def _of_known_levels(self) -> Sponsors:
        used = {level for benefit in self.benefits for level in benefit.levels}
        unknown = sorted((used | {company.level for company in self.companies}) - {*self.levels})
        if unknown:
            raise ValueError(f"has no such level: {', '.join(unknown)}")
        for kind, names in (
            ("company", [company.name for company in self.companies]),
            ("benefit", [benefit.name for benefit in self.benefits]),
        ):
            twice = sorted(name for name, count in Counter(map(str.casefold, names)).items() if count > 1)
            if twice:
                raise ValueError(f"has a {kind} twice: {', '.join(twice)}")
        return self


class Campaigns(Section):
    """Series of tweets from one template; `most_tweets` bounds one campaign."""

    most_tweets: int = Field(default=500, ge=1, le=1000)


class Reminders(Section):
    """Speakers are reminded so many minutes before they start; `twitter_messages` allows messages on X."""

    lead_minutes: Minutes = 15
    twitter_messages: bool = False


class Mentions(Section):
    """Posts that mention the conference's account."""

    refresh_minutes: Minutes = 5


class Database(Section):
    """Where the bot keeps its data; a relative SQLite path is relative to the working directory."""

    # Not shown when the configuration is printed: an address of PostgreSQL may hold a password.
    url: DatabaseUrl = Field(default="sqlite+aiosqlite:///data/bot.db", repr=False)


class Webhooks(Section):
    """Where pretix's calls are listened for; port 0 lets the system choose."""

    host: Text = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)


class Rehearsal(Section):
    """A made-up time: it begins at `start`, conference-local, and runs `speed` times as fast."""

    start: datetime = Field(examples=[datetime(2027, 7, 14, 8, 30)])  # noqa: DTZ001 - the venue's wall clock
    speed: float = Field(default=1, gt=0, le=10_000, allow_inf_nan=False)

    @field_validator("start")
    @classmethod
    def _on_the_wall_clock(cls, start: datetime) -> datetime:
        if start.tzinfo is not None:
            raise ValueError("is in the conference's time zone; leave out the offset (Z or +02:00)")
        return start


_NEEDED_SECTIONS = {
    "news": "moderation",
    "sponsors": "moderation",
    "campaigns": "moderation",
    "mentions": "moderation",
    "reminders": "pretalx",
}


class Sections(Section):
    """The whole of config.toml; a section that is None is absent, and its room is off."""

    conference: Conference
    server: Server
    roles: Roles = Roles()
    channels: Channels = Channels()
    pretix: Pretix | None = None
    pretalx: Pretalx | None = None
    programme: Programme | None = None
    rooms: Annotated[tuple[Room, ...], BeforeValidator(list_to_tuple)] = ()
    job_board: JobBoard | None = None
    moderation: Moderation | None = None
    twitter: Twitter | None = None
    news: News | None = None
    sponsors: Sponsors | None = None
    campaigns: Campaigns | None = None
    reminders: Reminders | None = None
    mentions: Mentions | None = None
    open_spaces: OpenSpaces | None = None
    database: Database = Database()
    webhooks: Webhooks | None = None
    rehearsal: Rehearsal | None = None

    @field_validator("news", "sponsors", "campaigns", "mentions", "reminders")
    @classmethod
    def _with_what_it_works_on(cls, section: Section | None, info: ValidationInfo) -> Section | None:
        needed = _NEEDED_SECTIONS[str(info.field_name)]
        if section is not None and needed in info.data and info.data[needed] is None:
            raise ValueError(f"needs the section [{needed}] as well")
        return section

    @field_validator("rooms")
    @classmethod
    def _one_room_for_each_word(cls, rooms: tuple[Room, ...]) -> tuple[Room, ...]:
        uses = Counter(word for room in rooms for word in room.words)
        ambiguous = sorted(word for word, count in uses.items() if count > 1)
        if ambiguous:
            raise ValueError(f"use a name or alias for more than one room: {', '.join(ambiguous)}")
        return rooms
