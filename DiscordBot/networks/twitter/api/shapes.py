"""X's answers, as far as the bot reads them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from DiscordBot.networks.twitter.api.errors import NoAnswerError

Shape = TypeVar("Shape", bound=BaseModel)


class XUser(BaseModel):
    """An account; `username` is without @."""

    id: str
    name: str
    username: str


class XLink(BaseModel):
    """A link in a text: `url` stands there, `expanded_url` is where it leads to."""

    url: str
    expanded_url: str = ""
    media_key: str | None = None


class XEntities(BaseModel):
    """The links in a text."""

    urls: tuple[XLink, ...] = ()


class XNote(BaseModel):
    """The whole of a text whose post only begins with it."""

    text: str
    entities: XEntities = XEntities()


class XReference(BaseModel):
    """Another post that a post is about."""

    type: str
    id: str


class XPost(BaseModel):
    """A post; `text` has short links and escaped signs (`&amp;`), a long one is whole in `note_tweet`."""

    id: str
    text: str
    created_at: datetime
    author_id: str = ""
    conversation_id: str = ""
    in_reply_to_user_id: str | None = None
    entities: XEntities = XEntities()
    referenced_tweets: tuple[XReference, ...] = ()
    note_tweet: XNote | None = None
    edit_history_tweet_ids: tuple[str, ...] = ()

    def refers_to(self, kind: Literal["retweeted", "quoted", "replied_to"]) -> str | None:
        """Return the id of the post that this one retweets, quotes or answers."""
        return next((reference.id for reference in self.referenced_tweets if reference.type == kind), None)


class XIncluded(BaseModel):
    """What posts refer to."""

    users: tuple[XUser, ...] = ()
    tweets: tuple[XPost, ...] = ()


class XMeta(BaseModel):
    """Where a list goes on."""

    next_token: str | None = None


class XPage(BaseModel):
    """Some posts, newest first."""

    data: tuple[XPost, ...] = ()
    includes: XIncluded = XIncluded()
    meta: XMeta = Field(default_factory=XMeta)


class XThing(BaseModel):
    """What an answer tells of something new; X calls messages otherwise."""

    id: str


class XMessage(BaseModel):
    """A direct message that was sent."""

    dm_event_id: str


class XRetweet(BaseModel):
    """Whether a post is retweeted now."""

    retweeted: bool


class XDeletion(BaseModel):
    """Whether a post is deleted now."""

    deleted: bool


class XProcessing(BaseModel):
    """How far X is with an uploaded film or animation."""

    state: str
    check_after_secs: float = Field(default=1, ge=0, le=30)


class XMedia(BaseModel):
    """An uploaded picture."""

    id: str
    processing_info: XProcessing | None = None


def read_as(found: object, shape: type[Shape]) -> Shape:
    """Return an answer in a shape; raises `NoAnswerError` for another one."""
    # pydantic quotes what it could not read, and people wrote that: hence `from None`.
    try:
        return shape.model_validate(found)
    except ValidationError:
        raise NoAnswerError("X answered with something that is not what it was asked for.") from None


def read_data(answer: dict[str, Any], shape: type[Shape]) -> Shape:
    """Return what an answer is about; raises `NoAnswerError` for another shape."""
    return read_as(answer.get("data"), shape)
