"""What the near-duplicate step reads of the warehouse, and whether it must run again."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse import settings

GROUPED = "articles_grouped"


def articles_fingerprint(con: duckdb.DuckDBPyConnection) -> str:
    """Return a text that changes whenever an article is added, revised or removed."""
    row = con.execute(
        "SELECT count(*) || '/' || coalesce(bit_xor(hash(article_id, content_hash)), 0) FROM core.articles"
    ).fetchone()
    return str(row[0]) if row else ""


def are_grouped(con: duckdb.DuckDBPyConnection, fingerprint: str) -> bool:
    """Tell whether copies were grouped for exactly these articles."""
    return settings.get(con, GROUPED) == fingerprint


def note_grouped(con: duckdb.DuckDBPyConnection, fingerprint: str) -> None:
    """Say that copies are grouped for exactly these articles; call it after `sources.load_syndication`."""
    settings.put(con, GROUPED, fingerprint)


def export_texts(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write article_id, outlet, published_on and text of every article to a Parquet file, without holding them."""
    con.execute(
        "COPY (SELECT article_id, r.outlet, a.published_on, r.text FROM core.articles a "
        "JOIN core.article_revisions r USING (article_id, content_hash) ORDER BY article_id) "
        f"TO '{str(file).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)"
    )
