"""Which articles are one source: copies of one wire story in several outlets, or articles of one outlet."""

from __future__ import annotations

import duckdb
import polars as pl

from warehouse import settings
from warehouse.connection import transaction
from warehouse.merge import Touched, apply_delta, find_delta, merge
from warehouse.targets import SOURCES, SYNDICATION

GROUP = """
SELECT a.article_id, a.outlet, coalesce(s.syndication_id, 'syn_' || a.text_hash) AS syndication_id
FROM core.articles a LEFT JOIN core.syndication s USING (article_id)"""
"""Without a word from the near-duplicate step, articles with the same text (but for white space and case) are one."""


def load_syndication(con: duckdb.DuckDBPyConnection, groups: pl.DataFrame) -> Touched:
    """Take over which articles are copies of one story, or made from one template, in one transaction.

    `groups` has article_id, syndication_id and optionally template_id for every article the near-duplicate step looked
    at; articles it does not name keep what was said of them. Statements whose sources change are derived again.
    """
    template = pl.col("template_id") if "template_id" in groups.columns else pl.lit(None, pl.String)
    wanted = groups.select("article_id", "syndication_id", template_id=template)
    con.register("in_groups", wanted.unique("article_id", keep="first"))
    try:
        with transaction(con):
            touched = merge(con, SYNDICATION, "in_groups")
            if touched.total:
                refresh(con, "SELECT article_id FROM in_groups")
                settings.bump_data_version(con)
            return touched
    finally:
        con.unregister("in_groups")


def refresh(con: duckdb.DuckDBPyConnection, touched_articles: str) -> Touched:
    """Bring `core.sources` up to date for the groups that the touched articles are or were in.

    `touched_articles` is a query for article_id. Marks the positions of every article whose source changed.
    """
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE source_groups AS
        SELECT syndication_id FROM ({GROUP}) SEMI JOIN ({touched_articles}) USING (article_id)
        UNION SELECT syndication_id FROM core.sources SEMI JOIN ({touched_articles}) USING (article_id)""")
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE incoming AS
        SELECT article_id, syndication_id,
          CASE WHEN count(DISTINCT outlet) OVER (PARTITION BY syndication_id) > 1 THEN syndication_id
               ELSE coalesce(outlet, syndication_id) END AS source_key
        FROM ({GROUP}) SEMI JOIN source_groups USING (syndication_id)""")
    scope = "t.syndication_id IN (SELECT syndication_id FROM source_groups)"
    touched = find_delta(con, SOURCES, "incoming", scope=scope)
    if touched.total:
        settings.mark_dirty(con, "SELECT p.* FROM core.positions p SEMI JOIN delta USING (article_id)")
        apply_delta(con, SOURCES)
    return touched
