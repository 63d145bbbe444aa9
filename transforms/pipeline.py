"""The pipeline, readable as a list: what runs, in which order, on which frames."""

from __future__ import annotations

from transforms.annotate import make_tokens
from transforms.clean.step import make_clean
from transforms.mentions import make_mentions
from transforms.positions import make_positions
from transforms.quotes import make_quotes
from transforms.sentences import make_sentences
from transforms.speakers import make_speakers
from transforms.steps import Step

STEPS = (
    Step("clean", make_clean, needs=("documents",), gives=("articles", "paragraphs", "rejects")),
    Step("sentences", make_sentences, needs=("articles", "paragraphs"), gives=("sentences",)),
    Step("annotate", make_tokens, needs=("sentences",), gives=("tokens",)),
    Step("mentions", make_mentions, needs=("articles", "sentences", "tokens"), gives=("mentions", "entities")),
    Step(
        "quotes",
        make_quotes,
        needs=("articles", "paragraphs", "sentences", "tokens"),
        gives=("attributions", "quote_spans"),
    ),
    Step(
        "speakers",
        make_speakers,
        needs=("articles", "sentences", "tokens", "mentions", "entities", "attributions", "quote_spans"),
        gives=("quotes", "people"),
    ),
    Step(
        "positions",
        make_positions,
        needs=("articles", "sentences", "tokens", "mentions", "entities", "quotes", "quote_spans"),
        gives=("positions", "position_evidence"),
    ),
)
"""The steps in order; `clean` is where documents become articles, all others are extraction."""
