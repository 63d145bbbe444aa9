"""The registry file: every error with its line, and what is only worth a warning."""

from __future__ import annotations

import pytest

from transforms.issues.registry import MAX_BYTES, RegistryError, load_registry, parse_registry

GOOD = """# comment
issues:
  - id: grain-corridor
    proposition: "Ships carry grain
      through the corridor"
    description:
    keywords: [grain corridor, Grain Corridor, 1701, 'ports']
  - {id: fees, proposition: Fees are charged, keywords: [toll], parent: grain-corridor}
"""

BAD = {
    "empty file": ("", [(1, "is empty")]),
    "only a comment": ("# nothing\n", [(1, "is empty")]),
    "no mapping": ("- id: a\n", [(1, "must be a mapping")]),
    "no issues key": ("things: []\n", [(1, "'issues:' is missing"), (1, "unknown key 'things'")]),
    "issues is no list": ("issues: {a: b}\n", [(1, "must be a list")]),
    "no issue": ("issues: []\n", [(1, "no issue is defined")]),
    "an issue is a word": ("issues:\n- grain\n", [(2, "must be a mapping")]),
    "not YAML": ("issues:\n- id: [\n", [(3, "is not YAML")]),
    "a control character": ("issues:\n- id: a\x01\n", [(2, "U+0001")]),
    "unknown key": (
        "issues:\n- id: a\n  proposition: x y\n  keyword: [b]\n  keywords: [b]\n",
        [(4, "unknown key 'keyword'; known: id, proposition, description, keywords, parent")],
    ),
    "a key twice": ("issues:\n- id: a\n  id: b\n  proposition: x\n  keywords: [k]\n", [(3, "key 'id' twice")]),
    "a key that is a list": (
        "issues:\n- ? [a]\n  : b\n  id: a\n  proposition: x\n  keywords: [k]\n",
        [(2, "unknown key ''")],
    ),
    "everything missing": ("issues:\n- {}\n", [(2, "no 'id'"), (2, "no 'keywords'"), (2, "no 'proposition'")]),
    "bad id": (
        "issues:\n- id: two words\n  proposition: x\n  keywords: [k]\n",
        [(2, "'two words' is not of the form")],
    ),
    "types": (
        "issues:\n- id: 7\n  proposition: [x]\n  keywords: k\n  parent: {}\n",
        [
            (2, "'id' must be text"),
            (3, "'proposition' must be text"),
            (4, "'keywords' must be a list"),
            (5, "'parent'"),
        ],
    ),
    "empty keywords": ("issues:\n- id: a\n  proposition: x\n  keywords: []\n", [(4, "'keywords' is empty")]),
    "keywords without words": (
        "issues:\n- id: a\n  proposition: x\n  keywords:\n  - '—'\n  - null\n  - [b]\n",
        [(5, "'—' holds no word"), (6, "must be text"), (7, "must be text")],
    ),
    "blank proposition": ("issues:\n- id: a\n  proposition: ' '\n  keywords: [k]\n", [(3, "'proposition' is empty")]),
    "an id twice": (
        "issues:\n- {id: a, proposition: x, keywords: [k]}\n- {id: a, proposition: y, keywords: [l]}\n",
        [(3, "'a' is taken by the issue at line 2")],
    ),
    "unknown parent": ("issues:\n- {id: a, proposition: x, keywords: [k], parent: b}\n", [(2, "parent 'b' of 'a'")]),
    "own parent": ("issues:\n- {id: a, proposition: x, keywords: [k], parent: a}\n", [(2, "a -> a")]),
    "circle": (
        "issues:\n"
        "- {id: a, proposition: x, keywords: [k], parent: b}\n"
        "- {id: b, proposition: x, keywords: [k], parent: c}\n"
        "- {id: c, proposition: x, keywords: [k], parent: b}\n",
        [(3, "b -> c -> b"), (4, "c -> b -> c")],
    ),
}


def test_a_good_registry():
    registry = parse_registry(GOOD.encode(), "good.yaml")
    wide, fees = registry.by_id["grain-corridor"], registry.by_id["fees"]
    assert wide.proposition == "Ships carry grain through the corridor"
    assert wide.description is None
    assert wide.keywords == ("grain corridor", "1701", "ports")
    assert (wide.line, fees.line, fees.parent) == (3, 8, "grain-corridor")
    assert registry.ancestors("fees") == ("grain-corridor",)
    assert registry.warnings == ()
    frame = registry.frame()
    assert frame.row(0, named=True) == {
        "issue_id": "fees",
        "proposition": "Fees are charged",
        "description": None,
        "keywords": "toll",
        "parent_issue_id": "grain-corridor",
    }


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_every_error_has_its_line(case):
    text, expected = case
    with pytest.raises(RegistryError) as caught:
        parse_registry(text.encode(), "bad.yaml")
    problems = caught.value.problems
    assert [p.line for p in problems] == [line for line, _ in expected]
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in problem.message
    assert str(caught.value).splitlines()[0].startswith(f"bad.yaml:{expected[0][0]}: ")


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"issues:\n- \xff\n", 2, "not UTF-8"),
        (b"- [" * 30_000, 1, "nested too deeply|not YAML"),
        (b"a" * (MAX_BYTES + 1), 1, "bytes"),
        (b"issues:\n- &x {id: a, proposition: *x, keywords: [k]}\n", 2, "not YAML|must be text"),
        (b"issues: []\n---\nissues: []\n", 2, "not YAML"),
    ],
    ids=["latin-1", "deep", "large", "an alias of itself", "two documents"],
)
def test_hostile_files(raw, line, words):
    with pytest.raises(RegistryError, match=words) as caught:
        parse_registry(raw)
    assert caught.value.problems[0].line == line


def test_no_such_file(tmp_path):
    with pytest.raises(RegistryError, match="cannot be read: No such file"):
        load_registry(tmp_path / "none.yaml")
    with pytest.raises(RegistryError, match="cannot be read"):
        load_registry(tmp_path)


def test_issues_with_the_same_keywords_are_a_warning():
    text = "issues:\n" + "".join(
        f"- {{id: i{n}, proposition: x, keywords: {keywords}}}\n"
        for n, keywords in enumerate(["[a1, b1]", "[B1, A1]", "[a1]", "[b1, a1]"])
    )
    (warning,) = parse_registry(text.encode()).warnings
    assert warning.line == 2
    assert "'i0' has the same 2 keywords as 'i1' (line 3), 'i3' (line 5)" in warning.message


def test_the_hash_follows_content_not_layout():
    one = parse_registry(GOOD.encode())
    head, first, second = GOOD.partition("  - id")[0], *(f"  - {part}" for part in GOOD.split("  - ")[1:])
    assert parse_registry((head + second + "# more\n" + first).encode()).hash == one.hash
    assert parse_registry(GOOD.replace("toll", "tolls").encode()).hash != one.hash


def test_matter_words_hold_the_forms_of_keywords():
    words = parse_registry(GOOD.encode()).matter_words()
    assert {"grain", "grains", "corridors", "port", "carried", "ships", "toll", "tolls"} <= words
    assert not {"the", "through", "are"} & words
