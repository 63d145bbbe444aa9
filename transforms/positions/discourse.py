"""What an article goes on about: the issue of the sentences just before, where the article has none beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import polars as pl

from transforms.issues.profile import Profiles
from transforms.issues.words import key_of, words_of
from transforms.positions.hits import Hit

SPOKEN = 0.2
"""The score from which on a sentence surely speaks of an issue."""
IN_EARNEST = 0.6
"""The sum of the scores of its sentences from which on an article is about an issue."""
RIVAL = 0.5
"""How much of the total of the issue it is most about another has that an article is about as well."""
NEAR = 3
"""Sentences back in which an issue spoken of is still the matter, where the article is about two."""
TELLING = 0.75
"""How much a word must tell of an issue to count: those of its proposition and keywords."""
TITLE_WORDS = 2
"""Telling words of a title that say what the article is about."""
A_WORD, WORDS = 0.1, 0.4
"""What each telling word that stands anywhere in an article adds to its sum, and all of them at most."""


class Discourse:
    """The issue that each sentence continues, by article."""

    def __init__(
        self,
        articles: pl.DataFrame,
        sentences: pl.DataFrame,
        tokens: pl.DataFrame,
        hits: Iterable[Hit],
        profiles: Profiles,
    ) -> None:
        self.profiles = profiles
        self.article_of: dict[int, str] = dict(sentences.select("sid", "article_id").iter_rows())
        self._spoken: dict[int, dict[str, float]] = defaultdict(dict)
        for hit in hits:
            if hit.via != "anaphor" and not (hit.is_name and hit.score < SPOKEN):
                here = self._spoken[hit.sid]
                here[hit.issue_id] = max(here.get(hit.issue_id, 0.0), hit.score)
        self._titled: set[tuple[str, str]] = set()  # article and issue that its title names
        self._totals = self._sums(articles, tokens, profiles)

    def _sums(self, articles: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles) -> dict[str, dict[str, float]]:
        totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for sid, here in self._spoken.items():
            for issue_id, score in here.items():
                totals[self.article_of[sid]][issue_id] += score
        titles = dict(articles.select("article_id", "title").drop_nulls().iter_rows())
        units = self._units(tokens, totals)
        for article_id, by_issue in totals.items():
            in_title = {key_of(word) for word in words_of(titles.get(article_id, ""))}
            for issue_id in sorted(by_issue):
                telling = {unit for unit, weight in profiles.by_id[issue_id].words.items() if weight >= TELLING}
                by_issue[issue_id] += min(WORDS, A_WORD * len(telling & units[article_id]))
                if len(telling & in_title) >= TITLE_WORDS:
                    by_issue[issue_id] += IN_EARNEST
                    self._titled.add((article_id, issue_id))
        return totals

    def _units(self, tokens: pl.DataFrame, articles: Collection[str]) -> dict[str, set[str]]:
        """Keys of the words of each of these articles."""
        places = pl.DataFrame(
            [(sid, a) for sid, a in self.article_of.items() if a in articles],
            schema={"sid": pl.UInt32, "article_id": pl.String},
            orient="row",
        )
        words = tokens.filter(pl.col("pos").is_in(["NOUN", "VERB", "ADJ", "PROPN"])).join(places, on="sid")
        found: dict[str, set[str]] = defaultdict(set)
        for article_id, lower in words.select("article_id", "lower").unique().iter_rows():
            found[article_id].add(key_of(lower))
        return found

    def names(self, sid: int) -> bool:
        """Tell whether a sentence has words of an issue itself."""
        return any(score >= SPOKEN for score in self._spoken.get(sid, {}).values())

    def is_sole(self, sid: int) -> bool:
        """Tell whether the article of a sentence is about one issue."""
        totals = sorted(self._totals.get(self.article_of[sid], {}).values())
        return len(totals) == 1 or (len(totals) > 1 and totals[-2] < RIVAL * totals[-1])

    def issue(self, sid: int) -> str | None:
        """Return the issue that a sentence without words of its own continues, or None where that is not sure."""
        totals = self._totals.get(self.article_of[sid], {})
        if not totals:
            return None
        ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        top, most = ranked[0]
        rivals = [issue_id for issue_id, total in ranked if total >= RIVAL * most]
        if most < IN_EARNEST or not self._begun(sid, top if len(rivals) == 1 else None):
            return None
        if len(rivals) == 1:
            return top
        for before in range(sid - 1, sid - 1 - NEAR, -1):
            here = {i: score for i, score in self._spoken.get(before, {}).items() if score >= SPOKEN}
            if here and self.article_of.get(before) == self.article_of[sid]:
                best = max(sorted(here), key=lambda i: here[i])
                return best if len(here) == 1 and best in rivals else None
        return None

    def issues(self, sentences: pl.DataFrame) -> dict[int, str]:
        """Return the issue of every parsed sentence that continues one without words of its own."""
        found = ((sid, self.issue(sid)) for sid in sentences.filter("is_parsed")["sid"] if not self.names(sid))
        return {sid: issue_id for sid, issue_id in found if issue_id is not None}

    def _begun(self, sid: int, issue_id: str | None) -> bool:
        """Tell whether the article has spoken of the issue before this sentence."""
        if issue_id is None or (self.article_of[sid], issue_id) in self._titled:
            return True
        return any(
            issue_id in here and before < sid and self.article_of[before] == self.article_of[sid]
            for before, here in self._spoken.items()
        )
