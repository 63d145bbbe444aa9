"""Is what an issue is about really there? The countries and names of its proposition, near a hit.

"Sanctions" is a keyword of three issues and a word of thirty stories; the country the proposition names decides. It may
stand in the sentence, within two sentences, in the title, or be what the article is about.
"""

from __future__ import annotations

import polars as pl

from transforms.issues.hits import TITLES
from transforms.issues.profile import Profiles

NEAR = {0: 1.0, -1: 0.9, 1: 0.8, -2: 0.75, 2: 0.7}
"""How present something is that stands so many sentences away (negative: before)."""
TITLE, OFTEN, ONCE = 0.8, 0.65, 0.4
"""The same for the title and the lead, for three or more sentences of the article, for fewer."""
LEAD = 4
"""Sentences at the head of an article that say what it is about: what they name, the rest leaves unsaid."""
ROLES = {"target": 1.0, "name": 0.3, "actor": 0.5, "alias": 0.0}
"""What each part of a proposition weighs; its actor may be left unsaid ("sending troops"), its target hardly.

Aliases are names only the keywords know: they stand in for a target that is not there, their absence says nothing.
"""


ALIAS = 0.6
"""How much of a gate an alias opens alone."""


def gates(
    pairs: pl.DataFrame,
    words: pl.DataFrame,
    places: pl.DataFrame,
    named: pl.DataFrame,
    profiles: Profiles,
) -> pl.DataFrame:
    """Tell for each pair of sentence and issue how present the issue's entities are.

    Args:
        pairs: `sid`, `issue_id`.
        words: as `read_words` gives them.
        places: `sid`, `article_id`, `sentence_ix`, one row a parsed sentence or title.
        named: `sid`, `code` of actors found by the mention rules (leaders, pronouns); may be empty.
        profiles: the issues.

    Returns:
        `sid`, `issue_id`, `gate` (0..1), `is_gated`: a row for each pair; a proposition that names nothing is open to
        all (gate 1, not gated).
    """
    concepts = _concepts(profiles)
    seen = _seen(words, named, concepts, _regions(profiles)).join(places, on="sid")
    asked = pairs.join(places, on="sid").join(
        concepts.select("concept", "issue_id", "role", "slot").unique(), on="issue_id"
    )
    whole = _in_article(seen)
    here = seen.select("article_id", "concept", at=pl.col("sid").cast(pl.Int64))
    wide = asked.join(whole, on=["article_id", "concept"], how="left").with_columns(at=pl.col("sid").cast(pl.Int64))
    for away, value in NEAR.items():
        near = here.with_columns(pl.col("at") - away, pl.lit(value).alias(f"near{away}"))
        wide = wide.join(near, on=["article_id", "concept", "at"], how="left")
    slots = (
        wide.with_columns(p=pl.max_horizontal("p", *(f"near{away}" for away in NEAR)).fill_null(0.0))
        .group_by("sid", "issue_id", "role", "slot")
        .agg(pl.col("p").max())
        .with_columns(weight=pl.col("role").replace_strict(ROLES, return_dtype=pl.Float64))
    )
    is_missing = ((pl.col("p") == 0) & (pl.col("role") == "target")).any()
    is_actor = pl.col("role") == "actor"
    # of three who are to agree one alone is nothing
    is_missing |= (is_actor.sum() > 2) & ((is_actor & (pl.col("p") > 0)).sum() < 2)
    alias = pl.col("p").filter(pl.col("role").is_in(["name", "alias"])).max().fill_null(0.0)
    share = (pl.col("p") * pl.col("weight")).sum() / pl.col("weight").sum()
    found = slots.group_by("sid", "issue_id").agg(
        gate=pl.when(pl.col("weight").sum() == 0)
        .then(1.0)
        .when(is_missing & (alias == 0))
        .then(0.0)
        .otherwise(pl.max_horizontal(share, alias * ALIAS))
    )
    joined = pairs.join(found, on=["sid", "issue_id"], how="left")
    return joined.with_columns(pl.col("gate").fill_null(1.0), is_gated=pl.col("gate").is_not_null())


def _concepts(profiles: Profiles) -> pl.DataFrame:
    """One row a unit of something a proposition names: `concept`, `issue_id`, `role`, `slot`, `unit`, `n`."""
    rows = []
    for profile in profiles.by_id.values():
        parts: list[tuple[str, str, tuple[str, ...]]] = [("target", code, (code,)) for code in sorted(profile.targets)]
        # of two who meet or trade each is as needed as a target, of more two will do
        actor = "target" if len(profile.actors) == 2 else "actor"
        parts += [(actor, code, (code,)) for code in sorted(profile.actors)]
        parts += [("name", "name", phrase) for phrase in sorted(profile.names)]
        parts += [
            ("name" if profile.names else "alias", "name", phrase) for phrase in sorted(profile.aliases - profile.names)
        ]
        for role, slot, units in parts:
            concept = " ".join(units)
            rows += [(concept, profile.issue_id, role, slot, unit, len(set(units))) for unit in dict.fromkeys(units)]
    schema = {
        "concept": pl.String,
        "issue_id": pl.String,
        "role": pl.String,
        "slot": pl.String,
        "unit": pl.String,
        "n": pl.UInt32,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _regions(profiles: Profiles) -> pl.DataFrame:
    """Keys of the parts of the world that propositions name, by country: `code`, `unit` ("@JPN", "asia")."""
    regions = profiles.names.regions
    asked = {phrase for profile in profiles.by_id.values() for phrase in profile.names if phrase in regions}
    rows = [(code, unit) for phrase in sorted(asked) for code in sorted(regions[phrase]) for unit in phrase]
    return pl.DataFrame(rows, schema={"code": pl.String, "unit": pl.String}, orient="row").unique()


def _seen(words: pl.DataFrame, named: pl.DataFrame, concepts: pl.DataFrame, regions: pl.DataFrame) -> pl.DataFrame:
    """Concepts whose every unit stands in a sentence: `sid`, `concept`; of a region, a country of it will do."""
    units = concepts.select("concept", "unit", "n").unique()
    codes = pl.concat([words.select("sid", "code"), named.select("sid", code="@" + pl.col("code"))]).drop_nulls()
    keys = [words.select("sid", unit="key"), codes.select("sid", unit="code")]
    here = pl.concat([*keys, codes.join(regions, on="code").select("sid", "unit")]).join(units, on="unit")
    return (
        here.group_by("sid", "concept", "n")
        .agg(found=pl.col("unit").n_unique())
        .filter(pl.col("found") == pl.col("n"))
        .select("sid", "concept")
    )


def _in_article(seen: pl.DataFrame) -> pl.DataFrame:
    """How present a concept is in an article as a whole: `article_id`, `concept`, `p`."""
    is_head = (pl.col("sid") >= TITLES) | (pl.col("sentence_ix") < LEAD)
    return seen.group_by("article_id", "concept").agg(
        p=pl.when(is_head.any()).then(TITLE).when(pl.len() >= 3).then(OFTEN).otherwise(ONCE)
    )
