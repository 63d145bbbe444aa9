"""Family keys: forms of one word share a key, other words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.issues.words import forms, key_of, words_of

SAME = [
    "recognise recognize recognised recognizing recognition",
    "withdraw withdrew withdrawn withdrawal withdrawals",
    "ban bans banned banning",
    "annex annexes annexed annexation",
    "militarise militarization militarised",
    "programme programs program",
    "defence defense defend",
    "ratify ratified ratification",
    "supply supplies supplied",
    "send sent sending",
    "centre center centers",
    "settle settled settlement",
    "cooperate cooperation cooperating",
    "troops soldiers",
    "labour labor",
    "Ukraine’s ukraine's Ukraine",
    "dialogue dialogs",
    "invade invaded invasion",
]
DIFFERENT = [
    "state station",
    "mission missed",
    "policy police",
    "war warn",
    "arm army",
    "protest protester",
    "coal coalition",
]


@pytest.mark.parametrize("family", SAME)
def test_one_family_one_key(family):
    assert len({key_of(word) for word in family.split()}) == 1


@pytest.mark.parametrize("pair", DIFFERENT)
def test_other_words_other_keys(pair):
    one, other = pair.split()
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize("word", ["recognise", "impose", "ratify", "troop", "programme", "defence", "militarisation"])
def test_forms_hold_what_texts_write(word):
    assert word in forms(word)
    assert {form for form in forms(word) if key_of(form) == key_of(word)}


def test_forms_reach_the_whole_family():
    assert {"recognition", "recognized", "recognising", "recognises"} <= forms("recognise")
    assert {"sent", "sends", "sending"} <= forms("send")


def test_words_of():
    assert words_of("The U.S.-led “peace-keepers”, O’Neill's plan") == [
        "the",
        "us",
        "led",
        "peace",
        "keepers",
        "o'neill",
        "plan",
    ]


@given(st.text(max_size=40))
def test_any_text_has_words_and_keys(text):
    for word in words_of(text):
        assert key_of(word) == key_of(word.upper()) or not word.isascii()
        assert isinstance(forms(word), set)
