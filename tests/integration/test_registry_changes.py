"""A changed registry, with the real pipeline: stored statements match anew, and no article is parsed again."""

from __future__ import annotations

import json
import re

import duckdb
import pytest

STORIES = (
    "France ruled out selling fighter jets to Peru, its foreign minister, Claire Morel, said on Tuesday.\n\n"
    "“We will not sell fighter jets,” Morel told reporters in Paris. “France rejects the sale of fighter jets.”",
    "Norway supports the ban on deep-sea mining, Prime Minister Jonas Berg said on Monday.\n\n"
    "“We support the ban on deep-sea mining,” Berg told parliament. Sweden said it opposed the ban.",
)
DAILY = " ".join(f"The harbour of the town was calm on day {n}, officials said." for n in range(40))
MINING = '  - {id: mining-ban, proposition: "Banning deep-sea mining", keywords: [deep-sea mining, mining ban]}\n'
JETS = '  - {id: jet-sales, proposition: "Selling fighter jets to Peru", keywords: [fighter jets, jet sales]}\n'
WIDE = '  - {id: harbours, proposition: "Closing the harbours", keywords: [harbour, officials]}\n'


def write(path, texts):
    rows = ({"id": f"story-{n}", "text": text, "published": "2026-03-04"} for n, text in enumerate(texts))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def registry(path, *issues):
    path.write_text("issues:\n" + "".join(issues))
    return path


@pytest.fixture
def real(communique):
    """The command line with the pipeline that reads English."""

    def run(*words):
        with communique.start(*words, COMMUNIQUE_PIPELINE="transforms.pipeline:STEPS") as process:
            output, errors = process.communicate(timeout=400)
        assert process.returncode == 0, errors
        return output + errors  # warnings of a check go to the second

    return run


def last_counts(home):
    with duckdb.connect(str(home / "core" / "core.duckdb"), read_only=True) as con:
        counts = con.execute("SELECT counts FROM ops.runs ORDER BY started_at DESC LIMIT 1").fetchone()
    return json.loads(counts[0])


def matched(home):
    with duckdb.connect(str(home / "published" / "current" / "warehouse.duckdb"), read_only=True) as con:
        return {tuple(row) for row in con.execute("SELECT country_code, issue_id FROM marts.positions").fetchall()}


@pytest.mark.timeout(900)
def test_a_changed_registry_matches_stored_statements_anew_and_parses_nothing(real, tmp_path):
    home, stories = tmp_path / "home", write(tmp_path / "stories.jsonl", [*STORIES, DAILY])
    mining = registry(tmp_path / "mining.yaml", MINING)
    real("run", stories, "--issues", mining, "--home", home)
    assert last_counts(home)["parsed"] > 40
    assert ("NOR", "mining-ban") in matched(home)
    assert not {issue for _, issue in matched(home)} & {"jet-sales"}

    twins = registry(tmp_path / "twins.yaml", MINING, JETS, JETS.replace("jet-sales", "jet-trade"), WIDE)
    said = real("reextract", "--issues", twins, "--home", home)
    counts = last_counts(home)
    assert (counts["documents"], counts["parsed"]) == (3, 0)
    assert ("NOR", "mining-ban") in matched(home)
    assert {issue for country, issue in matched(home) if country == "FRA"} & {"jet-sales", "jet-trade"}
    assert len(counts["warnings"]) == 2
    checked = real("issues", "check", twins, "--home", home)
    assert "4 issues, no errors, compared with" in checked
    for told in (said, checked):
        assert re.search(r"keywords of 'harbours' stand in 40 of 4\d sentences \(\d\d%; 'harbour' in 40, ", told)
        assert re.search(r"'jet-(sales|trade)' has the same 2 keywords as 'jet-(sales|trade)'", told)

    # `run` over articles that are stored does the same for these, and tells of the others
    jets = registry(tmp_path / "jets.yaml", JETS)
    said = real("run", write(tmp_path / "first.jsonl", STORIES[:1]), "--issues", jets, "--home", home)
    assert (last_counts(home)["documents"], last_counts(home)["parsed"]) == (1, 0)
    assert ("FRA", "jet-sales") in matched(home)
    assert "2 stored articles are as another registry or extractor read them: communique reextract" in said
