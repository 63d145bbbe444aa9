"""Publishing: build a new file in a new folder, check it, then switch the link; a failed check keeps the old one."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path

import duckdb
import polars as pl

from warehouse import build, checks, derive, migrate, settings, tables, versions
from warehouse.connection import STORAGE_VERSION, connect, io_errors
from warehouse.errors import GateError, WarehouseError

CHANGES_SHOWN = 50
EXPORTERS = 2
"""Tables written as Parquet at a time: one column after the other is compressed, which leaves cores idle."""
PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 10000"
"""Level 1 is as small as 3 on our columns; the limit spares the keys, which are all different, a dictionary."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish gave: the file, rows by table, and the newest position changes that were not there before."""

    path: Path  # of warehouse.duckdb, in its own folder (not through the link)
    rows_by_table: dict[str, int]
    changes: pl.DataFrame  # of marts.position_changes, without `reaffirmed`, newest first, at most CHANGES_SHOWN
    stamp: str
    is_new: bool  # False: nothing had changed since the version before, which stays current


def publish(con: duckdb.DuckDBPyConnection, home: Path, *, run_id: str, allow_shrink: bool = False) -> Published:
    """Derive what changed, build, check and switch; `con` is the writer's connection, so the home's lock is held.

    When neither data nor definitions changed since the current version, that version stays and belongs to this run
    too.

    Raises:
        GateError: the new file failed a check; it is deleted and the version before stays current.
        HomeUnusableError: the disk is full or the folder cannot be written.
    """
    with io_errors(home):
        derive.refresh(con)
        before = versions.current(home)
        fingerprint = _fingerprint(con)
        if before is not None and before.manifest["fingerprint"] == fingerprint:
            versions.remember(home, run_id, before.stamp)
            return Published(before.file, before.manifest["rows"], _no_changes(before.file), before.stamp, is_new=False)
        stamp = _new_stamp(home)
        partial = home / "published" / f"{stamp}.partial"
        versions.prune(home)
        partial.mkdir(parents=True)
        try:
            rows = build.build(con, partial / "warehouse.duckdb", run_id=run_id)
            manifest = _manifest(con, run_id, stamp, fingerprint, rows)
            broken = _check_and_export(partial, manifest)
            if before is not None and not allow_shrink:
                broken |= checks.shrunk(before.manifest["rows"], rows)
            if broken:
                raise GateError(broken)
            (partial / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
            for file in partial.rglob("*"):
                if file.is_file():
                    file.chmod(0o444)
            folder = partial.rename(home / "published" / stamp)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        versions.switch(home, stamp)
        versions.prune(home)
        versions.remember(home, run_id, stamp)
        file = folder / "warehouse.duckdb"
        return Published(file, rows, _changes(file, None if before is None else before.file), stamp, is_new=True)


def _fingerprint(con: duckdb.DuckDBPyConnection) -> str:
    """Name the data and the definitions a file is built from; another home never has the same."""
    store = settings.get(con, "store_id")
    if store is None:
        row = con.execute("SELECT uuid()::VARCHAR").fetchone()
        store = str(row[0]) if row else ""
        settings.put(con, "store_id", store)
    return f"{store}/{settings.data_version(con)}/{build.build_hash()}"


def _new_stamp(home: Path) -> str:
    """Return a folder name that sorts after every kept one, also when the clock was set back."""
    now = datetime.now(UTC)
    last = max((v.stamp for v in versions.versions(home)), default="")
    while (stamp := f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z") <= last:
        now = max(now, datetime.strptime(last, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)) + timedelta(milliseconds=1)
    return stamp


def _manifest(
    con: duckdb.DuckDBPyConnection, run_id: str, stamp: str, fingerprint: str, rows: dict[str, int]
) -> dict[str, object]:
    made_by = con.execute(
        "SELECT extractor_version, registry_hash, count(*) FROM core.articles GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return {
        "stamp": stamp,
        "run_id": run_id,
        "fingerprint": fingerprint,
        "schema_version": migrate.schema_version(),
        "storage_version": STORAGE_VERSION,
        "duckdb_version": duckdb.__version__,
        "extractors": [{"extractor_version": e, "registry_hash": r, "articles": n} for e, r, n in made_by],
        "rows": rows,
    }


def _check_and_export(partial: Path, manifest: dict[str, object]) -> checks.Failures:
    """Reopen the closed file as a reader does, run the gates, and write its tables as Parquet beside it."""
    file = partial / "warehouse.duckdb"
    if (partial / "warehouse.duckdb.wal").exists():
        raise WarehouseError(f"{file} was closed with a write-ahead log beside it; it was not published.")
    parquet = partial / "parquet"
    parquet.mkdir()
    with connect(file) as con:
        con.execute("SET TimeZone = 'UTC'")
        # at once: what a failed gate makes useless is deleted, and gates seldom fail
        with ThreadPoolExecutor(EXPORTERS + 1) as pool:
            broken = pool.submit(checks.failures, con)
            whole = pool.submit(_digest, file)
            hashes = dict(pool.map(lambda name: _export(con, name, parquet), tables.MARTS))
    manifest["sha256"] = hashes | {"warehouse.duckdb": whole.result()}
    return broken.result()


def _export(con: duckdb.DuckDBPyConnection, name: str, folder: Path) -> tuple[str, str]:
    """Write one mart as Parquet; return its path beside the file and its hash."""
    target = folder / f"{name}.parquet"
    quoted = str(target).replace("'", "''")
    with con.cursor() as own:
        own.execute("SET TimeZone = 'UTC'")
        own.execute(f"COPY marts.{name} TO '{quoted}' ({PARQUET})")
    return f"parquet/{name}.parquet", _digest(target)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _changes(file: Path, before: Path | None) -> pl.DataFrame:
    """Return the newest events of `file` that the file before did not have."""
    with connect() as con:
        con.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS new_version (READ_ONLY)")
        known = ""
        if before is not None:
            con.execute(f"ATTACH '{str(before).replace(chr(39), chr(39) * 2)}' AS old_version (READ_ONLY)")
            known = "ANTI JOIN old_version.marts.position_changes o USING (country_code, issue_id, changed_on, kind)"
        order = "changed_on DESC, country_code, issue_id, kind"
        # the texts of those that are shown only
        return con.sql(f"""
            SELECT * FROM new_version.marts.position_changes WHERE rowid IN (
              SELECT c.rowid FROM new_version.marts.position_changes c {known} WHERE kind <> 'reaffirmed'
              ORDER BY {order} LIMIT {CHANGES_SHOWN})
            ORDER BY {order}""").pl()


def _no_changes(file: Path) -> pl.DataFrame:
    with connect(file) as con:
        return con.sql("FROM marts.position_changes LIMIT 0").pl()
