"""Loading: one partition is one transaction with its watermark; loading it again changes nothing.

What a partition says of an article replaces what was said before: rows that differ are updated, rows it no longer
has are deleted, and both stay in `archive` with the time they were known. Texts of earlier revisions stay in
`core.article_revisions`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import duckdb
import polars as pl

from transforms.schemas import SCHEMAS
from warehouse import settings, sources, targets
from warehouse.connection import transaction
from warehouse.grounding import find_ungrounded
from warehouse.merge import Target, Touched, apply_delta, find_delta, merge

STALE = "(a.extractor_version <> $1 OR a.registry_hash <> $2)"
FRAMES = ("articles", "paragraphs", "quotes", "quote_spans", "people", "positions", "position_evidence", "rejects")


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What one partition brought: rows in it, rows it changed by table, rejects by reason."""

    documents: int = 0
    articles: int = 0
    quotes: int = 0
    positions: int = 0
    changed: dict[str, int] = field(default_factory=dict)  # table: rows inserted, updated or deleted
    rejects: dict[str, int] = field(default_factory=dict)  # reason: rows
    already_loaded: bool = False

    @property
    def rows_changed(self) -> int:
        """Rows inserted, updated or deleted in all tables; 0 when the warehouse already said all of it."""
        return sum(self.changed.values())


def known_documents(con: duckdb.DuckDBPyConnection, extractor_version: str, registry_hash: str) -> pl.DataFrame:
    """Return input_hash of each document that a run with exactly this extractor and registry has dealt with.

    That is: its article is loaded and still says what this document said, or the document was rejected. A document
    whose article was corrected by a later one, or deleted, is not known any more.
    """
    return con.sql(
        """
        SELECT d.input_hash FROM ops.documents d LEFT JOIN core.articles a USING (article_id)
        WHERE d.extractor_version = $1 AND d.registry_hash = $2
          AND (d.article_id IS NULL OR a.content_hash = d.content_hash)
        ORDER BY 1""",
        params=[extractor_version, registry_hash],
    ).pl()


def load_partition(
    con: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    partition_id: str,
    extractor_version: str,
    registry_hash: str,
    frames: Mapping[str, pl.DataFrame],
    recorded_at: datetime | None = None,
) -> LoadCounts:
    """Load one partition in one transaction; a partition of this run that is loaded already changes nothing.

    `frames` are those of FRAMES in the shapes of transforms.schemas (a missing one counts as empty), `issues` (the
    whole registry), and `documents`: input_hash (any stable hash of the input as it came, with its identity),
    location, and optionally external_id; a document belongs to the article with the same location. `recorded_at`
    (UTC, now when not given) is when the rows became known.

    Raises:
        duckdb.IOException: the disk is full or the file cannot be written; nothing of the partition is loaded then.
    """
    earlier = con.execute(
        "SELECT counts FROM ops.partitions WHERE run_id = $1 AND partition_id = $2", [run_id, partition_id]
    ).fetchone()
    if earlier:
        return LoadCounts(**{**json.loads(earlier[0]), "already_loaded": True})
    batch = _Batch(con, run_id, recorded_at or datetime.now(UTC), extractor_version, registry_hash, _complete(frames))
    with transaction(con):
        counts = batch.load()
        con.execute("DELETE FROM ops.rejects WHERE run_id = $1 AND partition_id = $2", [run_id, partition_id])
        con.register("in_rejects", batch.frames["rejects"])
        con.execute(
            "INSERT INTO ops.rejects BY NAME SELECT $1 AS run_id, $2 AS partition_id, * FROM in_rejects",
            [run_id, partition_id],
        )
        con.unregister("in_rejects")
        con.execute(
            "INSERT INTO ops.partitions VALUES ($1, $2, now(), $3)", [run_id, partition_id, json.dumps(asdict(counts))]
        )
    return counts


def retire_articles(con: duckdb.DuckDBPyConnection, *, run_id: str, article_ids: Iterable[str]) -> LoadCounts:
    """Take articles out of the warehouse (withdrawn by the outlet, loaded by mistake); `archive` keeps their rows."""
    gone = pl.DataFrame({"article_id": sorted(set(article_ids))}, schema={"article_id": pl.String})
    batch = _Batch(con, run_id, datetime.now(UTC), "", "", _complete({}), gone)
    with transaction(con):
        return batch.load()


def count_stale(con: duckdb.DuckDBPyConnection, extractor_version: str, registry_hash: str) -> int:
    """Return how many stored articles another extractor version or registry made."""
    row = con.execute(f"SELECT count(*) FROM core.articles a WHERE {STALE}", [extractor_version, registry_hash])
    found = row.fetchone()
    return int(found[0]) if found else 0


def stale_documents(
    con: duckdb.DuckDBPyConnection, extractor_version: str, registry_hash: str, *, at_once: int
) -> Iterator[pl.DataFrame]:
    """Yield the stored articles made by another extractor version or registry, `at_once` a frame.

    Columns article_id, external_id, location, text, and the metadata columns of Articles, ordered by article_id: the
    shape of `Articles`, so that extraction can start from stored text after cleaning. Paragraph roles are in
    `stored_paragraphs`. What is stale is decided before the first frame: rows loaded meanwhile do not change it.
    """
    ids = con.sql(
        f"SELECT a.article_id FROM core.articles a WHERE {STALE} ORDER BY article_id",
        params=[extractor_version, registry_hash],
    ).pl()
    for part in ids.iter_slices(at_once):
        yield _stored_articles(con, part)


def _stored_articles(con: duckdb.DuckDBPyConnection, article_ids: pl.DataFrame) -> pl.DataFrame:
    columns = ", ".join(f"r.{name}" for name in SCHEMAS["articles"].column_names())
    con.register("in_ids", article_ids)
    try:
        return con.sql(
            f"SELECT {columns} FROM core.articles a JOIN in_ids USING (article_id) "
            "JOIN core.article_revisions r USING (article_id, content_hash) ORDER BY article_id"
        ).pl()
    finally:
        con.unregister("in_ids")


def stored_paragraphs(con: duckdb.DuckDBPyConnection, article_ids: pl.DataFrame) -> pl.DataFrame:
    """Return the stored paragraphs (shape Paragraphs) of the articles in column article_id of the given frame."""
    con.register("in_ids", article_ids.select("article_id"))
    try:
        return con.sql("SELECT p.* FROM core.paragraphs p SEMI JOIN in_ids USING (article_id) ORDER BY ALL").pl()
    finally:
        con.unregister("in_ids")


def _complete(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Give every frame that is absent as an empty one, and keep one row a key (the last of all sorted)."""
    complete = {name: frames[name] if name in frames else SCHEMAS[name].create_empty() for name in FRAMES}
    complete["documents"] = frames.get(
        "documents", pl.DataFrame(schema={"input_hash": pl.String, "location": pl.String})
    )
    for name, frame in complete.items():
        key = ["input_hash"] if name == "documents" else SCHEMAS[name].primary_key()
        if key:
            complete[name] = frame.sort(frame.columns).unique(subset=key, keep="last", maintain_order=True)
    if "issues" in frames:
        complete["issues"] = frames["issues"]
    return complete


@dataclass
class _Batch:
    """One transaction's work: the frames and the stamps every table gets."""

    con: duckdb.DuckDBPyConnection
    run_id: str
    recorded_at: datetime
    extractor_version: str
    registry_hash: str
    frames: dict[str, pl.DataFrame]
    gone: pl.DataFrame | None = None

    def load(self) -> LoadCounts:
        """Run every MERGE in the order of dependence; the caller holds the transaction."""
        self._reject_ungrounded()
        names = [name for name in self.frames if name != "rejects"]
        for name in names:
            self.con.register(f"in_{name}", self.frames[name])
        self.con.register("in_gone", self.frames["articles"].select("article_id") if self.gone is None else self.gone)
        try:
            changed = self._merge_all()
        finally:
            for name in [*names, "gone"]:
                self.con.unregister(f"in_{name}")
        if any(touched.total for touched in changed.values()):
            settings.bump_data_version(self.con)
        return LoadCounts(
            documents=self.frames["documents"].height,
            articles=self.frames["articles"].height,
            quotes=self.frames["quotes"].height,
            positions=self.frames["positions"].height,
            changed={name: touched.total for name, touched in changed.items() if touched.total},
            rejects=dict(sorted(self.frames["rejects"].group_by("reason").len().iter_rows())),
        )

    def _reject_ungrounded(self) -> None:
        frames = self.frames
        bad = find_ungrounded(frames["positions"], frames["position_evidence"], frames["articles"])
        if bad.is_empty():
            return
        rejects = bad.join(
            frames["articles"].select("article_id", "location", "external_id"), on="article_id", how="left"
        )
        rejects = rejects.select(
            pl.coalesce("location", "article_id").alias("location"),
            "external_id",
            pl.lit("load").alias("stage"),
            "reason",
            "detail",
        )
        frames["rejects"] = pl.concat([frames["rejects"], rejects])
        for name in ("positions", "position_evidence"):
            frames[name] = frames[name].join(bad, on="position_id", how="anti")

    def _merge_all(self) -> dict[str, Touched]:
        con, version = self.con, [self.extractor_version, self.registry_hash]
        changed = {}
        if "issues" in self.frames:
            changed["issues"] = settings.keep_registry(con, self.registry_hash)
        _stage(
            con,
            "SELECT *, left(md5(lower(regexp_replace(text, '\\s+', ' ', 'g'))), 20) AS text_hash FROM in_articles",
            "new_articles",
        )
        changed["article_revisions"] = self._merge(targets.ARTICLE_REVISIONS, "new_articles", stamped=True)
        _stage(
            con,
            "SELECT article_id, content_hash, outlet, published_at::DATE AS published_on, text_hash, "
            "$1 AS extractor_version, $2 AS registry_hash FROM new_articles",
            "incoming",
            version,
        )
        changed["articles"] = self._merge(targets.ARTICLES, "incoming", stamps={"run_id": self.run_id}, gone=True)
        sources.refresh(con, "SELECT article_id FROM in_gone")
        changed["paragraphs"] = self._merge(targets.PARAGRAPHS, "in_paragraphs", gone=True)
        changed["people"] = self._merge(targets.PEOPLE, "in_people", gone=True)
        revision = "JOIN new_articles a USING (article_id)"
        _stage(con, f"SELECT q.*, a.content_hash FROM in_quotes q {revision}", "incoming")
        changed["quotes"] = self._merge(targets.QUOTES, "incoming", stamped=True, gone=True)
        _stage(con, "SELECT s.*, q.article_id FROM in_quote_spans s JOIN in_quotes q USING (quote_id)", "incoming")
        changed["quote_spans"] = self._merge(targets.QUOTE_SPANS, "incoming", gone=True)
        _stage(
            con,
            f"SELECT p.*, a.content_hash, a.published_at::DATE AS published_on FROM in_positions p {revision}",
            "incoming",
        )
        changed["positions"] = self._merge_positions()
        _stage(
            con,
            "SELECT e.*, p.article_id FROM in_position_evidence e JOIN in_positions p USING (position_id)",
            "incoming",
        )
        changed["position_evidence"] = self._merge(targets.POSITION_EVIDENCE, "incoming", gone=True)
        changed["documents"] = self._merge_documents(version)
        return changed

    def _merge(
        self,
        target: Target,
        incoming: str,
        *,
        stamped: bool = False,
        stamps: dict[str, object] | None = None,
        gone: bool = False,
    ) -> Touched:
        """MERGE with this batch's stamps; `gone`: rows of the batch's articles that it no longer has are deleted."""
        return merge(
            self.con,
            target,
            incoming,
            scope="t.article_id IN (SELECT article_id FROM in_gone)" if gone else "false",
            stamps={"recorded_at": self.recorded_at, "run_id": self.run_id} if stamped else stamps,
            retired=(self.recorded_at, self.run_id),
        )

    def _merge_positions(self) -> Touched:
        scope = "t.article_id IN (SELECT article_id FROM in_gone)"
        touched = find_delta(self.con, targets.POSITIONS, "incoming", scope=scope)
        if touched.total:
            # both what a row said before and what it says now must be derived again
            settings.mark_dirty(self.con, "SELECT * FROM delta WHERE op <> 'delete'")
            settings.mark_dirty(self.con, "SELECT p.* FROM core.positions p SEMI JOIN delta USING (position_id)")
            stamps = {"recorded_at": self.recorded_at, "run_id": self.run_id}
            apply_delta(self.con, targets.POSITIONS, stamps=stamps, retired=(self.recorded_at, self.run_id))
        return touched

    def _merge_documents(self, version: list[str]) -> Touched:
        if self.frames["documents"].is_empty():
            return Touched()
        external = "d.external_id" if "external_id" in self.frames["documents"].columns else "a.external_id"
        _stage(
            self.con,
            f"SELECT d.input_hash, d.location, {external} AS external_id, a.article_id, a.content_hash, "
            "$1 AS extractor_version, $2 AS registry_hash "
            "FROM in_documents d LEFT JOIN new_articles a USING (location) "
            "QUALIFY row_number() OVER (PARTITION BY d.input_hash ORDER BY a.article_id) = 1",
            "incoming",
            version,
        )
        now = datetime.now(UTC)
        return merge(self.con, targets.DOCUMENTS, "incoming", stamps={"run_id": self.run_id, "loaded_at": now})


def _stage(con: duckdb.DuckDBPyConnection, select: str, name: str, params: list[str] | None = None) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}", params or [])
