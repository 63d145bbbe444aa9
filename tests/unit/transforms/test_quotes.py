from pathlib import Path

import polars as pl
import pytest
import yaml
from text_frames import Text, parsed

from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.quotes import make_quotes
from transforms.schemas import SCHEMAS

CASES = yaml.safe_load((Path(__file__).parents[2] / "fixtures" / "quotes" / "cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found() -> dict[str, list[dict]]:
    """Quotes of all cases by title, found in one partition."""
    knowledge = Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))
    articles, *rest = parsed([Text(case["title"], case["text"]) for case in CASES], knowledge)
    made = make_quotes(articles, *rest, knowledge=knowledge)
    frames = {name: SCHEMAS[name].validate(frame) for name, frame in made.items()}
    texts = dict(articles.select("article_id", "text").iter_rows())
    titles = dict(articles.select("article_id", "external_id").iter_rows())
    cues = {row["quote_id"]: row["cue"] for row in frames["attributions"].iter_rows(named=True)}
    quotes: dict[str, list[dict]] = {case["title"]: [] for case in CASES}
    for row in frames["attributions"].iter_rows(named=True):
        spans = frames["quote_spans"].filter(pl.col("quote_id") == row["quote_id"]).sort("role", "ordinal")
        content = spans.filter(pl.col("role") == "content").select("char_start", "char_end").rows()
        text = texts[row["article_id"]]
        quotes[titles[row["article_id"]]].append(
            {
                **row,
                "at": content[0][0],
                "content": [text[a:b] for a, b in content],
                "speaker": row["speaker_text"],
                "parent": cues.get(row["parent_quote_id"]),
            }
        )
    return quotes


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_case(case, found):
    names = sorted({"kind", "speaker", "cue", "content", *(name for quote in case["quotes"] for name in quote)})
    got = sorted(found[case["title"]], key=lambda quote: (quote["parent"] is not None, quote["at"]))
    expected = [
        {name: quote.get(name, one[name]) for name in names} for quote, one in zip(case["quotes"], got, strict=False)
    ]
    assert [{name: one[name] for name in names} for one in got] == expected
    assert len(got) == len(case["quotes"])
