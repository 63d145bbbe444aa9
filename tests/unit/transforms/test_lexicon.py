"""The seed tables: the shipped ones are right, and every kind of error is named with its file and line."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from transforms.gazetteer import fold, pieces
from transforms.lexicon import SEEDS, SeedError, load_lexicon
from transforms.seed_tables import TABLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in SEEDS.glob("*.csv"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def errors_of(folder: Path) -> list[str]:
    with pytest.raises(SeedError) as caught:
        load_lexicon(folder)
    return caught.value.errors


def append(folder: Path, table: str, row: str) -> int:
    """Add a row to a table and return its line number."""
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    path.write_text(text + row + "\n", encoding="utf-8")
    return text.count("\n") + 1


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


def test_shipped_tables_load_with_a_source_on_every_row(lexicon):
    assert set(lexicon.tables) == set(TABLES)
    for name, frame in lexicon.tables.items():
        assert frame.height > 0, name
        assert frame["source"].null_count() == 0, name


def test_every_csv_in_seeds_is_declared():
    assert {path.stem for path in SEEDS.glob("*.csv")} <= set(TABLES), "declare the table in transforms/seed_tables.py"


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("leaders", "XYZ,head_of_state,President,A B,B,2020-01-01,,,,me", "iso3 is 'XYZ', which is not in"),
        ("leaders", "FRA,king,King,A B,B,2020-01-01,,,,me", "role is 'king', expected one of"),
        ("leaders", "FRA,head_of_state,President,A B,B,2020-13-01,,,,me", "expected a day as YYYY-MM-DD"),
        ("leaders", "FRA,head_of_state,President,A B,B,2020-01-01,2019-01-01,,,me", "until 2019-01-01 is not after"),
        ("leaders", "FRA,head_of_state,President,Emmanuel Macron,Macron,2020-01-01,,,,me", "overlaps the one in line"),
        ("organisation_heads", "NATO,Secretary General,A B,B,2020-01-01,,,,me", "overlaps the one in line"),
        ("organisation_members", "NATO,FRA,1949-08-24,,me", "stands in line"),
        ("metonyms", "Kremlin,RUS,seat_of_government,,me", "the key Kremlin stands in line"),
        ("titles", "grand vizier,vizier,,,,,me", "holder_level is 'vizier', expected one of"),
        ("bodies", "army,government,country", "3 cells, expected 4"),
        ("bodies", "fleet,government,country,", "source is empty"),
        ("bodies", " fleet,government,country,me", "term has blanks around"),
        ("countries", "ZZZ,ZZ,Zedland,,Zed;;Zeddish,,Zed City,,,me", "demonym_adjectives has an empty value"),
        ("countries", "ZZZ,ZZ,Zedland,,Zed;Zed,,Zed City,,,me", "demonym_adjectives names a value twice"),
    ],
)
def test_an_error_names_file_and_line(folder, table, row, message):
    line = append(folder, table, row)
    found = errors_of(folder)
    assert any(error.startswith(f"{table}.csv:{line}: ") and message in error for error in found), found


def test_all_errors_are_listed_at_once(folder):
    append(folder, "bodies", "fleet,government,country,")
    append(folder, "metonyms", "Kremlin,RUS,seat_of_government,,me")
    (folder / "groups.csv").unlink()
    (folder / "nominals.csv").write_text("noun,source\ncountry,me\n", encoding="utf-8")
    found = errors_of(folder)
    assert {error.partition(".csv")[0] for error in found} == {"bodies", "metonyms", "groups", "nominals"}
    assert "nominals.csv:1: columns are ['noun', 'source']" in " ".join(found)


def test_a_broken_file_is_an_error_not_a_traceback(folder):
    (folder / "bodies.csv").write_bytes(b"term,holder_level,kind,source\n\xff\xfe,x,y,z\n")
    assert any(error.startswith("bodies.csv") for error in errors_of(folder))


def test_terms_know_who_holds_office_on_a_day(lexicon):
    terms = lexicon.gazetteer.terms_by_name[fold("Angela Merkel")]
    assert [term.holds_on(date(2018, 5, 1)) for term in terms] == [True]
    assert [term.holds_on(date(2022, 5, 1)) for term in terms] == [False]
    assert [term.holds_on(date(2021, 12, 8)) for term in terms] == [False], "until is the first day out of office"


def test_matter_words_hold_forms_of_speech(lexicon):
    words = lexicon.matter_words()
    assert {"said", "says", "told", "denied", "ruled", "urging"} <= words
    assert "be" not in words


@pytest.mark.parametrize(
    ("phrase", "tokens"),
    [
        ("U.S. Secretary of State", ("U.S.", "Secretary", "of", "State")),
        ("Guinea-Bissau", ("Guinea", "-", "Bissau")),
        ("Côte d'Ivoire", ("Côte", "d'Ivoire")),
        ("president's office", ("president", "'s", "office")),
        ("G-20", ("G-20",)),
    ],
)
def test_pieces_cut_as_the_tokenizer_does(phrase, tokens):
    assert pieces(phrase) == tokens


def test_every_phrase_is_cut_as_the_parser_cuts_it(lexicon):
    """A phrase cut otherwise could never be found in a text."""
    from transforms.annotate import parser

    tables = lexicon.tables
    phrases = [*tables["titles"]["title"], *tables["bodies"]["term"], *tables["groups"]["term"]]
    phrases += [*tables["metonyms"]["phrase"], *tables["countries"]["name"], *tables["organisations"]["name"]]
    for column in ("aliases", "demonym_adjectives", "demonym_nouns"):
        phrases += tables["countries"][column].explode().drop_nulls().to_list()
    wrong = []
    for phrase in phrases:
        # offices are matched in lower case, but written "U.S." where they are cut
        written = re.sub(r"\b(?:mrs?|ms|dr|gen|gov|sen|rep|rev|prof|adm)\.", lambda m: m[0].capitalize(), phrase)
        doc = parser().make_doc(f"x {written.replace('u.s.', 'U.S.')} y")
        if [piece.lower() for piece in pieces(phrase)] != [token.lower_ for token in doc][1:-1]:
            wrong.append(phrase)
    assert wrong == []
