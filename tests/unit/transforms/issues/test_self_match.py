"""Every keyword is found in a sentence that holds it, however it is spelt and however the parser cuts it."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.issues.hits import keyword_hits, read_words
from transforms.issues.registry import Issue, Registry
from transforms.issues.words import key_of

KEYWORDS = (
    "visa-free travel", "free passage", "diplomatic ties", "ties", "port fees", "fee", "trees", "free-trade zone",
    "5G", "6G networks", "S-400", "F-35s", "G20", "COVID-19 vaccines", "U.S.-Japan alliance", "Peru-Chile treaty",
    "Article 5", "two-state solution", "cease-fire", "ceasefire", "air strikes", "airstrike", "no-fly zone", "tax",
    "gas", "gases", "oil", "AI", "€500 levy", "10% tariff", "Côte d'Ivoire mission", "women's rights", "U.N. force",
    "UN resolution 2334", "re-export", "anti-satellite tests", "on-site inspections", "lies", "flee", "MH-17 tribunal",
)  # fmt: skip


def test_every_keyword_finds_itself(frames, with_registry):
    registry = Registry((Issue("peru-does-it", "Peru does what is asked", None, KEYWORDS),))
    knowledge = with_registry(registry)
    _, _, tokens = frames([f"Envoys discussed {keyword} for hours." for keyword in KEYWORDS], knowledge)
    none = pl.DataFrame(schema={"sid": pl.UInt32, "title": pl.String})
    words = read_words(tokens, none, knowledge.profiles)
    found = keyword_hits(words, knowledge.profiles).join(knowledge.profiles.keywords, on="kw")
    said = {(sid, keyword) for sid, keyword in found.filter("is_own").select("sid", "keyword").iter_rows()}
    assert [keyword for n, keyword in enumerate(KEYWORDS) if (n, keyword) not in said] == []


def test_a_short_word_keeps_its_opening_and_is_one_with_its_plural():
    assert key_of("ties") == key_of("tie")
    assert key_of("fees") == key_of("fee")
    assert key_of("trees") == key_of("tree")
    assert key_of("free") != key_of("fries")
    assert all(key_of(word)[:3] == word[:3] for word in ("free", "flee", "lies", "dies", "tree", "agree"))


@pytest.mark.parametrize(
    ("proposition", "keyword", "sign"),
    [
        ("Norway cuts its fishing quotas", "fishing quotas", -1),
        ("Norway cuts its fishing quotas", "quota bill", 1),  # what carries it out, not what it ends
        ("Norway cuts its fishing quotas", "quota cut", 1),
        ("A global pact limits the use of plastic", "plastic pact", 1),
        ("A global pact limits the use of plastic", "plastic use", -1),
        ("The shelling of Ostra is halted by a ceasefire", "ceasefire", 1),
        ("The shelling of Ostra is halted by a ceasefire", "shelling", -1),
        ("Peru leaves the fisheries pact", "plans to stay", -1),
        ("Chile removes the Kestrel software from ministries", "ministries", 1),  # where from is not ended
        ("Sanctions are put on Norland", "severe sanctions", 1),  # "severe" is no form of "sever"
        ("Peru and Chile hold talks", "ceasefire", 1),
        ("A truce is agreed between Peru and Chile", "cease-fire", 1),  # a compound ceases nothing else
        ("Norland lets ships into the strait", "shipping ban", -1),
    ],
)
def test_a_keyword_has_the_direction_of_what_it_names(with_registry, proposition, keyword, sign):
    profiles = with_registry(Registry((Issue("x", proposition, None, (keyword,)),))).profiles
    assert [k.sign for k in profiles.by_id["x"].keywords if k.is_own][:1] == [sign]


def test_a_paraphrase_goes_the_way_of_the_keyword_it_is_read_off(with_registry):
    keywords = ("visa ban", "tourist visas")
    issue = Issue("x", "Peru gives visas to tourists from Norway", None, keywords)
    paraphrases = [k for k in with_registry(Registry((issue,))).profiles.by_id["x"].keywords if not k.is_own]
    assert {k.sign for k in paraphrases if k.keys[0] == "ban"} == {-1}
    assert {k.sign for k in paraphrases if k.keys[0] == "visa"} == {1}
