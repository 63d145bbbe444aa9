"""Why a position exists: its row, its evidence in context, its statement, and who else reports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.errors import WarehouseError

CONTEXT = 200
"""Code points shown before and after each span of evidence."""


class UnknownPositionError(WarehouseError):
    """No published position has the id."""

    def __init__(self, position_id: str) -> None:
        super().__init__(
            f"No position {position_id!r} in the published warehouse. "
            'Look ids up with: communique sql "SELECT position_id, evidence_text FROM positions LIMIT 10"'
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """One verbatim span with the text around it; `before + text + after` is a stretch of the article."""

    char_start: int
    char_end: int
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A position with everything that proves it."""

    position: dict[str, Any]  # the row of marts.positions, with `explain` and `rule_id`
    article: dict[str, Any]  # article_id, external_id, outlet, url, title, published_at
    evidence: list[Evidence]
    statement: dict[str, Any]  # the row of marts.statements
    other_reports: list[dict[str, Any]]  # position_id, outlet, published_on, evidence_text of the same statement


def explain(con: duckdb.DuckDBPyConnection, position_id: str) -> Explanation:
    """Explain one position from a reader's connection (`warehouse.connection.reader`).

    Raises:
        UnknownPositionError: no published position has this id.
    """
    found = _rows(con, "SELECT * FROM marts.positions WHERE position_id = $1", position_id)
    if not found:
        raise UnknownPositionError(position_id)
    position = found[0]
    article = _rows(
        con,
        "SELECT article_id, external_id, outlet, url, title, published_at FROM marts.articles WHERE article_id = $1",
        position["article_id"],
    )[0]
    spans = _rows(
        con,
        f"""
        SELECT e.char_start, e.char_end, e.evidence_text AS text,
          substring(a.text, greatest(e.char_start - {CONTEXT}, 0) + 1, least(e.char_start, {CONTEXT})) AS before,
          substring(a.text, e.char_end + 1, {CONTEXT}) AS after
        FROM marts.position_evidence e
        JOIN marts.positions p USING (position_id)
        JOIN marts.articles a USING (article_id)
        WHERE e.position_id = $1 ORDER BY e.ordinal""",
        position_id,
    )
    statement = _rows(con, "SELECT * FROM marts.statements WHERE statement_id = $1", position["statement_id"])[0]
    others = _rows(
        con,
        "SELECT position_id, outlet, published_on, evidence_text FROM marts.positions "
        "WHERE statement_id = $1 AND position_id <> $2 ORDER BY published_on, position_id",
        position["statement_id"],
        position_id,
    )
    return Explanation(position, article, [Evidence(**span) for span in spans], statement, others)


def _rows(con: duckdb.DuckDBPyConnection, sql: str, *params: object) -> list[dict[str, Any]]:
    found = con.execute(sql, list(params))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
