from __future__ import annotations

from datetime import UTC, datetime

import pytest

from DiscordBot.features.news.document import NoFeedError, read_document
from DiscordBot.features.news.entries import Feed, FeedEntry
from tests.features.news.feeds import item, rss

ADDRESS = "https://example.org/news/feed.xml"
TEN = datetime(2027, 7, 14, 10, tzinfo=UTC)
LINK = "https://example.org/news/doors"


def read(document: str | bytes, content_type: str = "application/rss+xml") -> Feed:
    content = document if isinstance(document, bytes) else document.encode()
    return read_document(content, address=ADDRESS, content_type=content_type)


def title_of(escaped: str) -> str:
    (entry,) = read(rss(f"<item><title>{escaped}</title><link>{LINK}</link></item>")).entries
    return entry.title


def atom(entry: str) -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/">'
        f"<title>News</title>{entry}</feed>"
    )


def test_rss() -> None:
    assert read(rss(item(guid="n1", published=TEN), item("Second", f"{LINK}2"))) == Feed(
        (FeedEntry("Doors open", LINK, "n1", TEN), FeedEntry("Second", f"{LINK}2"))
    )


def test_atom_with_relative_links() -> None:
    document = atom(
        '<entry><title type="html">Fish &amp;amp; &lt;b&gt;chips&lt;/b&gt;</title>'
        '<link rel="edit" href="/edit"/><link rel="alternate" href="posts/1"/>'
        "<id>tag:blog.example,2027:1</id><updated>2027-07-14T12:00:00+02:00</updated></entry>"
    )
    expected = FeedEntry("Fish & chips", "https://blog.example/posts/1", "tag:blog.example,2027:1", TEN)
    assert read(document, "application/atom+xml").entries == (expected,)


def test_the_first_publication_counts_not_the_last_correction() -> None:
    document = atom(
        f'<entry><title>x</title><link href="{LINK}"/><id>1</id>'
        "<updated>2027-08-01T10:00:00Z</updated><published>2027-07-14T10:00:00Z</published></entry>"
    )
    assert read(document).entries[0].published == TEN


def test_rdf() -> None:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<item rdf:about="{LINK}"><title>Doors open</title><link>{LINK}</link></item></rdf:RDF>'
    )
    assert read(document).entries == (FeedEntry("Doors open", LINK, LINK),)


def test_links_from_the_feeds_address_and_from_guids() -> None:
    permanent = f"<item><title>x</title><guid>{LINK}</guid></item>"
    feed = read(rss(item(link="/a b/ü?x=1#y"), item(link="c"), permanent))
    assert [entry.link for entry in feed.entries] == [
        "https://example.org/a%20b/%C3%BC?x=1#y",
        "https://example.org/news/c",
        LINK,
    ]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:a@b.example", "https://[::1/", "ftp://example.org/"]
)
def test_what_leads_nowhere_is_left_out(link: str) -> None:
    assert read(rss(item(link=link), item())) == Feed((FeedEntry("Doors open", LINK),), without_link=1)


@pytest.mark.parametrize(
    "guid", ['<guid isPermaLink="false">https://example.org/1</guid>', "<guid>N/A</guid>", "<guid>12</guid>"]
)
def test_a_guid_that_is_no_address_is_no_link(guid: str) -> None:
    assert read(rss(f"<item><title>x</title>{guid}</item>")) == Feed((), without_link=1)


def test_a_guid_stays_what_it_is() -> None:
    (entry,) = read(rss(f"<item><title>x</title><link>{LINK}</link><guid>N/A</guid></item>")).entries
    assert entry.guid == "N/A"


@pytest.mark.parametrize(
    ("leads", "link"),
    [
        ('<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg"/>', "https://cdn.example/1.mp3"),
        ('<guid>ep1</guid><enclosure url="/1.mp3" type="audio/mpeg"/>', "https://example.org/1.mp3"),
        (
            '<m:content xmlns:m="http://search.yahoo.com/mrss/" url="https://a.example/v"/>',
            "https://a.example/v",
        ),
        ("<link>www.example.org/1</link>", "https://www.example.org/1"),
        ("<link>//a.example/1</link>", "https://a.example/1"),
        (f'<link>{LINK}</link><enclosure url="https://cdn.example/1.mp3" type="audio/mpeg"/>', LINK),
    ],
)
def test_podcasts_and_films_lead_to_what_they_have(leads: str, link: str) -> None:
    assert [entry.link for entry in read(rss(f"<item><title>x</title>{leads}</item>")).entries] == [link]


def test_scripts_and_tags_are_no_title() -> None:
    content = "<![CDATA[<style>p {}</style><p>Doors</p><ul><li>open</li></ul><script>go()</script>]]>"
    wrapped = f'<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">{content}</c:encoded>'
    (entry,) = read(rss(f"<item><link>{LINK}</link>{wrapped}</item>")).entries
    assert entry.title == "Doors open"


@pytest.mark.parametrize(
    ("escaped", "title"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish &amp;amp; &lt;em&gt;chips&lt;/em&gt; &amp;#8211; caf&amp;eacute;", "Fish & chips – café"),
        ("<![CDATA[One<br/>Two &hellip;]]>", "One Two …"),
        ("vector&lt;int&gt; and a &lt; b", "vector<int> and a < b"),
        (" On\n two\tlines ", "On two lines"),
        ("", ""),
    ],
)
def test_titles_lose_their_tags_and_entities(escaped: str, title: str) -> None:
    assert title_of(escaped) == title


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "latin-1"), ("utf-16", "utf-16")]
)
def test_encodings(declared: str, encoding: str) -> None:
    document = rss(item("Zoë spricht über Ö")).replace("?>", f' encoding="{declared}"?>', 1)
    assert read(document.encode(encoding)).entries[0].title == "Zoë spricht über Ö"


def test_the_servers_word_on_the_encoding_counts() -> None:
    document = rss(item("Zoë")).encode("latin-1")
    assert read(document, "application/rss+xml; charset=iso-8859-1").entries[0].title == "Zoë"


@pytest.mark.parametrize("text", ["soon", "", "Wed, 99 Jul 2027 10:00:00 GMT", "0000-00-00"])
def test_dates_that_are_none(text: str) -> None:
    document = rss(f"<item><title>x</title><link>{LINK}</link><pubDate>{text}</pubDate></item>")
    assert read(document).entries[0].published is None


def test_the_first_of_all_years_is_no_other_year() -> None:
    date = "<pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate>"
    (entry,) = read(rss(f"<item><title>x</title><link>{LINK}</link>{date}</item>")).entries
    assert entry.published is None or entry.published.year == 1


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_possible() -> None:
    document = rss(f"<item><title>Fish & chips</title><link>{LINK}</link></item>")
    assert read(document).entries == (FeedEntry("Fish & chips", LINK),)


@pytest.mark.parametrize(
    "document", [b"", b" \n", b"\x00\xff" * 99, b'{"a": 1}', b"<html><body><h1>Sign in</h1></body></html>"]
)
def test_what_is_no_feed(document: bytes) -> None:
    with pytest.raises(NoFeedError):
        read(document, "text/html")


def test_a_feed_without_entries() -> None:
    assert read(rss()) == Feed(())


def test_files_are_not_read() -> None:
    declaration = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    feed = read(rss(f"<item><title>x&file;y</title><link>{LINK}</link></item>", declaration=declaration))
    assert [entry.title for entry in feed.entries] == ["xy"]


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Wed, 14 Jul 2027 10:00:00 CEST", 8),
        ("Wed, 14 Jul 2027 10:00:00 MESZ", 8),
        ("Mi, 14 Jul 2027 10:00:00 CET", 9),
        ("Wed, 14 Jul 2027 10:00:00 BST", 9),
        ("Wed, 14 Jul 2027 10:00:00 Europe/Prague", 8),
        ("2027-07-14 10:00:00 CEST", 8),
        ("Wed, 14 Jul 2027 10:00:00 EDT", 14),
        ("Wed, 14 Jul 2027 10:00:00 GMT", 10),
        ("Wed, 14 Jul 2027 10:00:00 +0200", 8),
        ("Mi, 14 Jul 2027 10:00:00 +0200", 8),
        ("mer.,14 Jul 2027 10:00:00 GMT", 10),
        ("Wed, 14 Jul 2027 10:00:00 +02:00", 8),
        ("Wed, 14 Jul 2027 10:00:00 GMT+0200", 8),
        ("1815559200", 10),
        ("1815559200000", 10),
    ],
)
def test_dates_with_names_of_zones(date: str, hour: int) -> None:
    (entry,) = read(rss(f"<item><title>x</title><link>{LINK}</link><pubDate>{date}</pubDate></item>")).entries
    assert entry.published == datetime(2027, 7, 14, hour, tzinfo=UTC)


def test_an_entry_without_a_title_has_the_beginning_of_its_text() -> None:
    text = (
        "&lt;p&gt;We are &lt;a href='https://x.example'&gt;live&lt;/a&gt;!&lt;/p&gt;&lt;p&gt;Come in"
        + " now" * 500
    )
    (entry,) = read(rss(f"<item><link>{LINK}</link><description>{text}</description></item>")).entries
    assert entry.title.startswith("We are live! Come in now now")
    assert len(entry.title) == 500
