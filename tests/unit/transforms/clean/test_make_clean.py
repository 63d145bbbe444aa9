"""Documents to articles: what is stored, which date, which role, and what is refused."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from types import SimpleNamespace

import polars as pl
import pytest

from transforms.clean.step import make_clean
from transforms.clean.urls import canonical_url
from transforms.lexicon import load_lexicon
from transforms.schemas import Articles, Documents, Paragraphs, Rejects

SENTENCE = "The harbour minister of Vessland said on day {} that ships would sail again after the talks. "
FETCHED = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def knowledge():
    return SimpleNamespace(lexicon=load_lexicon())


def document(**given):
    blank = dict.fromkeys(Documents.column_names())
    return blank | {"external_id": "a", "id_kind": "given", "location": "t:1"} | given


def clean(knowledge, *documents):
    frame = Documents.validate(pl.DataFrame(list(documents), schema=Documents.create_empty().schema))
    made = make_clean(frame, knowledge=knowledge)
    schemas = {"articles": Articles, "paragraphs": Paragraphs, "rejects": Rejects}
    return {name: schemas[name].validate(frame) for name, frame in made.items()}


def page(body="", head="", title="Ships sail again", n=8):
    text = "".join(f"<p>{SENTENCE.format(i)}</p>" for i in range(n))
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{text}{body}</article></body></html>"
    ).encode()


def one(knowledge, **given):
    made = clean(knowledge, document(**given))
    assert made["rejects"].is_empty(), made["rejects"].to_dicts()
    article = made["articles"].row(0, named=True)
    stretches = [
        (article["text"][start:end], role)
        for start, end, role in made["paragraphs"].select("char_start", "char_end", "role").iter_rows()
    ]
    return article, stretches


@pytest.mark.parametrize("text", ["x", "\ufeff a\r\nb\x00c\u2028d\u00a0 ", "é\u0301\U0001f600" * 3, "x " * 2_500_000])
def test_a_given_text_is_stored_character_for_character(knowledge, text):
    article, _ = one(knowledge, text=text)
    assert article["text"] == text


def test_titles_datelines_credits_and_promotion_have_their_role(knowledge):
    text = (
        "Ships sail again\n\nBy Ann Example\n\nPORT ELM (Newswire) - Vessland will sail again, its minister said.\n\n"
        "READ MORE: Harbour talks resume\n\nShe left. (Reporting by Ann Example; Editing by Bo Example)"
    )
    _, stretches = one(knowledge, text=text, title="Ships Sail Again")
    assert stretches == [
        ("Ships sail again", "title"),
        ("By Ann Example", "credit"),
        ("PORT ELM (Newswire) -", "dateline"),
        ("Vessland will sail again, its minister said.", "body"),
        ("READ MORE: Harbour talks resume", "promo"),
        ("She left.", "body"),
        ("(Reporting by Ann Example; Editing by Bo Example)", "credit"),
    ]


def test_every_row_of_the_pattern_table_gives_its_role(knowledge):
    for place, role, example in (
        knowledge.lexicon.tables["paragraph_patterns"].select("place", "role", "example").iter_rows()
    ):
        _, stretches = one(knowledge, text=example)
        cut = {"head": stretches[0], "tail": stretches[-1]}.get(place, stretches[0])
        assert cut[1] == role, example
        assert place in {"head", "tail"} or cut[0] == example


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes - I do think so, the minister said.",
        "By Friday the ships had sailed.",
        "Reporting is what a reporter does, the minister said.",
        "Related parties - and there are many - will meet on Monday.",
        "Video showed ships leaving the harbour on Monday.",
        "NATO - the alliance - said that it would not send ships.",
        "Follow the money, the minister told reporters in the harbour.",
        "Watch what they do, not what they say, she said.",
    ],
)
def test_prose_that_only_looks_like_furniture_is_body(knowledge, sentence):
    _, stretches = one(knowledge, text=sentence)
    assert [role for _, role in stretches] == ["body"]


def test_lines_wrapped_at_a_width_are_one_paragraph_and_short_lines_are_not(knowledge):
    wrapped = (
        "The harbour minister of Vessland said on Monday that the ships of\n"
        "her country would sail again as soon as the talks about the grain\n"
        "corridor had come to an end and that her government would keep to\n"
        "the treaty.\n"
    )
    _, stretches = one(knowledge, text=wrapped)
    assert len(stretches) == 1
    _, stretches = one(knowledge, text="The ships sailed.\nThe minister left.\nThe talks ended.")
    assert len(stretches) == 3


def test_a_page_gives_text_title_authors_outlet_date_and_canonical_address(knowledge):
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ships sail again", '
        '"datePublished": "2026-03-03T23:30:00-05:00", "author": [{"name": "Ann Example"}, {"name": "Bo Example"}], '
        '"isAccessibleForFree": "False", "publisher": {"name": "The Elm Courier"}}</script>'
        '<link rel="canonical" href="https://www.elm.example/ships?utm_source=x">'
    )
    article, stretches = one(
        knowledge,
        html=page(head=head),
        id_kind="url",
        external_id="https://m.elm.example/ships?fbclid=1",
        url="https://m.elm.example/ships?fbclid=1",
        fetched_at=FETCHED,
    )
    assert article["title"] == "Ships sail again"
    assert article["authors"] == "Ann Example; Bo Example"
    assert article["outlet"] == "The Elm Courier"
    assert article["published_at"] == datetime(2026, 3, 4, 4, 30, tzinfo=UTC)
    assert (article["published_precision"], article["date_source"]) == ("second", "json_ld")
    assert article["canonical_url"] == "https://elm.example/ships"
    assert (article["language"], article["flags"]) == ("en", "paywalled")
    assert len(stretches) >= 8


@pytest.mark.parametrize(
    ("url", "stated", "canonical"),
    [
        ("https://www.elm.example/a?utm_source=x&id=7#top", None, "https://elm.example/a?id=7"),
        ("http://m.elm.example/a/", None, "https://elm.example/a"),
        ("https://elm.example/a/amp/", None, "https://elm.example/a"),
        ("https://amp.elm.example/a.amp.html", None, "https://elm.example/a.html"),
        ("https://elm.example/a?outputType=amp", None, "https://elm.example/a"),
        ("https://elm-example.cdn.ampproject.org/c/s/elm.example/a", None, "https://elm.example/a"),
        ("https://elm.example/a?page=1", "/b", "https://elm.example/b"),
        ("https://news.example.org/a", "https://www.example.org/a", "https://example.org/a"),
        ("https://elm.example/a", "https://elsewhere.example/a", "https://elm.example/a"),
        ("https://elm.example/a", "https://elm.example/", "https://elm.example/a"),
        (None, "https://elm.example/a", "https://elm.example/a"),
        ("https://[bad/", "http://[bad/", None),
    ],
)
def test_the_addresses_of_a_page_have_one_form(url, stated, canonical):
    assert canonical_url(url, stated) == canonical


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ('<link rel="canonical" href="https://www.elm.example/a">', None),
        ('<link rel="canonical" href="https://video.elm.example/a">', "video.elm.example/a, which the page gives"),
        ('<link rel="canonical" href="https://nordal.example/a">', "nordal.example/a, which the page gives"),
        ("", "names no address"),
    ],
)
def test_host_filters_hold_for_a_page_whose_address_only_it_knows(knowledge, head, told):
    given = {"html": page(head=head), "hosts": "elm.example", "exclude_hosts": "video.elm.example"}
    made = clean(knowledge, document(id_kind="path", **given))
    assert made["rejects"]["reason"].to_list() == (["host_not_wanted"] if told else [])
    assert told is None or told in made["rejects"]["detail"][0]


@pytest.mark.parametrize(
    ("given", "source", "day", "precision", "from_whom"),
    [
        ("2026-03-01", None, "2026-03-01", "day", "given"),
        ("Sun, 01 Mar 2026 10:15:00 +0100", "feed", "2026-03-01", "second", "feed"),
        ("2026-02", None, "2026-02-01", "month", "given"),
        ("2026-03-05T00:00:00Z", "sitemap", "2026-03-03", "second", "meta"),  # after the fetch: the page's turn
        ("yesterday", None, "2026-03-03", "second", "meta"),
    ],
)
def test_the_date_is_the_givers_unless_it_lies_after_the_fetch(knowledge, given, source, day, precision, from_whom):
    head = '<meta property="article:published_time" content="2026-03-03T10:15:00Z">'
    article, _ = one(knowledge, html=page(head=head), published=given, published_source=source, fetched_at=FETCHED)
    assert article["published_at"].date().isoformat() == day
    assert (article["published_precision"], article["date_source"]) == (precision, from_whom)


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("cp1252", "utf-8"), ("cp1252", None), ("utf-8", "iso-8859-1"), ("utf-16", None), ("cp1252", "no-such")],
)
def test_wrong_charsets_are_seen_through(knowledge, charset, declared):
    html = page(body="<p>“Zoë’s café”, said the minister of trade in the harbour.</p>").decode().encode(charset)
    article, _ = one(knowledge, html=html, http_charset=declared, fetched_at=FETCHED)
    assert "“Zoë’s café”" in article["text"]


def test_hostile_markup_costs_a_date_or_a_character_and_not_the_article(knowledge):
    article, _ = one(knowledge, html=b"<svg>" + page().replace(b"<!doctype html><html lang='en'>", b""))
    assert "day 7 " in article["text"] and article["published_precision"] == "none"
    half_a_pair = page(body="<p>Half of a pair +2D0- stands in this paragraph of the page.</p>")
    article, _ = one(knowledge, html=half_a_pair + b"\xff", http_charset="utf-7")
    assert article["text"].encode("utf-8")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"text": ""}, "empty_text"),
        ({"text": " \n\t"}, "empty_text"),
        ({"html": b""}, "no_html"),
        ({"html": b"\x00\x01\x02" * 50}, "no_html"),
        ({"html": b"<html><body><p>Nothing here.</p></body></html>"}, "no_article"),
        ({"html": page(body="<div>" * 10_000 + "deep" + "</div>" * 10_000)}, "too_deep"),
        ({"text": "x", "published": "2026-03-01", "window_from": date(2026, 3, 2)}, "outside_window"),
        ({"text": "x" * 6_000_001}, "too_large"),
        ({"html": page() + b"<p>more</p>" * 5_000_000}, "too_large"),
    ],
)
def test_what_gives_no_article_is_rejected_with_a_reason(knowledge, given, reason):
    made = clean(knowledge, document(**given))
    assert made["articles"].is_empty()
    assert made["paragraphs"].is_empty()
    assert made["rejects"]["reason"].to_list() == [reason]
    assert made["rejects"]["stage"].to_list() == ["clean"]


def test_of_two_documents_of_one_article_the_later_fetch_is_taken(knowledge):
    old = document(html=page(title="Old"), location="1", fetched_at=FETCHED)
    new = document(html=page(title="New"), location="2", fetched_at=FETCHED.replace(hour=13))
    for order in ([old, new], [new, old]):
        made = clean(knowledge, *order)
        assert made["articles"]["title"].to_list() == ["New"]
        assert made["rejects"]["location"].to_list() == ["1"]


def test_a_changed_text_is_a_new_revision_of_the_same_article(knowledge):
    one_, _ = one(knowledge, text="Ships sail.")
    two, _ = one(knowledge, text="Ships sail again.")
    assert one_["article_id"] == two["article_id"]
    assert one_["content_hash"] != two["content_hash"]


def test_flags_tell_live_blogs_other_languages_and_consent_pages(knowledge):
    live = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "x"}</script>'
    article, _ = one(knowledge, html=page(head=live), fetched_at=FETCHED)
    assert article["flags"] == "live_blog"
    german = (
        "Die Ministerin sagte am Montag, dass die Schiffe nach den Gesprächen wieder fahren werden. Ihre Regierung "
        "halte sich an den Vertrag und erwarte das auch von den anderen Staaten. Im Hafen warteten seit Wochen mehr "
        "als vierzig Frachter auf die Freigabe der Strecke, und viele Bauern hätten ihre Ernte bisher nicht verkaufen "
        "können. Der Sprecher des Nachbarlandes wollte sich dazu nicht äußern und verwies auf ein Treffen."
    )
    assert one(knowledge, text=german)[0]["flags"] == "non_english"
    table = "Shr 34 cts vs 45 cts\nNet 807,000 vs 2,858,000\nRevs 151.1 mln vs 291.8 mln\nAvg shrs 47.2 mln vs 47.1 mln"
    assert one(knowledge, text=table)[0]["flags"] == ""
    consent = (
        "<html lang='en'><body><main><p>We value your privacy. Before you continue, please read our cookie policy "
        "and our privacy policy.</p><p>We and our partners use data for personalised ads. Accept all cookies, or "
        "manage your consent in the privacy settings at any time.</p></main></body></html>"
    )
    assert "consent_page" in one(knowledge, html=consent.encode(), fetched_at=FETCHED)[0]["flags"]


def test_captions_and_embedded_posts_are_known_by_where_the_page_shows_them(knowledge):
    body = (
        "<figure><img src='a.jpg'><figcaption>Ships wait in the harbour of Port Elm</figcaption></figure>"
        "<blockquote class='twitter-tweet'><p>Our ships are moving again, and they will keep moving all week.</p>"
        "&mdash; Ann Example (@ann) March 3, 2026</blockquote>"
    )
    _, stretches = one(knowledge, html=page(body=body), fetched_at=FETCHED)
    roles = {text[:10]: role for text, role in stretches}
    assert roles.get("Ships wait", "caption") == "caption"
    assert roles.get("Our ships ", "embed") == "embed"
    assert "embed" in roles.values()


def test_the_rest_of_an_article_in_a_second_container_is_found(knowledge):
    halves = ["".join(f"<p>{SENTENCE.format(f'{part}{i}')}</p>" for i in range(9)) for part in (1, 2)]
    html = (
        f"<html lang='en'><head><title>x</title></head><body><div class='article-body'>{halves[0]}</div>"
        f"<div class='ad'>Advertisement</div><div class='chunk'>{halves[1]}</div></body></html>"
    )
    article, _ = one(knowledge, html=html.encode(), fetched_at=FETCHED)
    assert "day 10 " in article["text"] and "day 28 " in article["text"]


def test_rows_do_not_depend_on_the_order_of_documents(knowledge):
    documents = [document(external_id=str(n), location=f"t:{n}", text=f"Story {n}. " * 9) for n in range(5)]
    forward, backward = clean(knowledge, *documents), clean(knowledge, *reversed(documents))
    assert all(forward[name].equals(backward[name]) for name in forward)


def test_the_step_goes_to_worker_processes():
    assert pickle.loads(pickle.dumps(make_clean)) is make_clean  # noqa: S301, our own bytes
