"""State from statements: spells and changes, kept up by MERGE for what changed, equal to a full rebuild.

The steps are the .sql files of warehouse/state in the order of `_derive`: positions in numbers and the day each counts
for (told), statements (grouped), the statement that counts on a day (days), changes and spells. A changed
position makes its country and issue derive again from LOOKBACK_DAYS before its day; spells from the start of the one
in force then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

import duckdb

from warehouse import settings
from warehouse.connection import transaction
from warehouse.merge import Target, Touched, merge_rows

REPORTS = Target("state.reports", ("position_id",), ("pair", "said_on", "statement_id"))
STATEMENTS = Target(
    "state.statements",
    ("statement_id",),
    (
        "pair",
        "said_on",
        "holder",
        "commitment_code",
        "basis_code",
        "said_on_code",
        "n_reports",
        "sources",
        "first_published_on",
        "last_published_on",
        "position_id",
        "name_code",
        "level_code",
    ),
)
SPELLS = Target(
    "state.spells",
    ("pair", "valid_from"),
    (
        "valid_to",
        "commitment_code",
        "name_code",
        "level_code",
        "n_statements",
        "n_sources",
        "first_position_id",
        "last_seen_on",
    ),
)
CHANGES = Target(
    "state.changes",
    ("pair", "changed_on", "kind"),
    ("from_commitment_code", "to_commitment_code", "from_position_id", "to_position_id"),
)
TARGETS = (REPORTS, STATEMENTS, SPELLS, CHANGES)
JOINS_AS_WRITTEN = "SET disabled_optimizers = 'join_order,build_side_probe_side'"
"""The many rows stand on the left in our .sql files. The planner guesses few where several tables are joined, and would
put a million rows into the hash table that ten should be in."""
BEGINNING = "DATE '0001-01-01'"


@dataclass(frozen=True, slots=True)
class Derived:
    """What deriving touched: pairs of country and issue looked at, and rows by table."""

    pairs: int
    reports: Touched
    statements: Touched
    spells: Touched
    changes: Touched


def refresh(con: duckdb.DuckDBPyConnection) -> Derived:
    """Derive again what changed since the last time, in one transaction.

    Everything is derived when the rules themselves (the .sql files) are other than those the tables were made with.
    """
    if settings.get(con, "state_rules") != rules_hash():
        return rebuild(con)
    if con.execute("FROM state.dirty LIMIT 1").fetchone() is None:
        return Derived(0, Touched(), Touched(), Touched(), Touched())
    with _planned(con, full=False), transaction(con):
        return _derive(con, full=False)


def rebuild(con: duckdb.DuckDBPyConnection) -> Derived:
    """Derive everything from the positions, in several transactions; after a kill the next refresh begins anew."""
    with transaction(con):
        forget_rules(con)  # until all is written
        for table in (*(target.table for target in TARGETS), "state.pairs", "state.names", "state.source_keys"):
            con.execute(f"DELETE FROM {table}")
        con.execute("DELETE FROM state.holders WHERE holder > 0")
        con.execute(
            "INSERT INTO state.dirty "
            f"SELECT DISTINCT country_code, coalesce(issue_id, ''), {BEGINNING} FROM core.positions"
        )
    with _planned(con, full=True):
        return _derive(con, full=True)


def rules_hash() -> str:
    """Return a hash over the .sql files that derive, so that changed rules derive everything again."""
    folder = files("warehouse") / "state"
    names = sorted(file.name.removesuffix(".sql") for file in folder.iterdir() if file.name.endswith(".sql"))
    return sha256("".join(_sql(name) for name in names).encode()).hexdigest()[:16]


def forget_rules(con: duckdb.DuckDBPyConnection) -> None:
    """Let the next refresh derive everything again."""
    con.execute("DELETE FROM ops.settings WHERE name = 'state_rules'")


def define_rules(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros of state/rules.sql (basis, precedence, day) for this connection."""
    con.execute(_sql("rules"))


@contextmanager
def _planned(con: duckdb.DuckDBPyConnection, *, full: bool) -> Iterator[None]:
    """Let all threads write at once (no table here has an order), and join as the .sql files say in a rebuild."""
    con.execute("SET preserve_insertion_order = false")
    if full:
        con.execute(JOINS_AS_WRITTEN)
    try:
        yield
    finally:
        con.execute("RESET preserve_insertion_order; RESET disabled_optimizers")
        if full:
            for name in ("told", "grouped", "eligible", "days", "told_by", "article_sources"):
                con.execute(f"DROP TABLE IF EXISTS temp.{name}")  # of as many rows as there are positions


def _derive(con: duckdb.DuckDBPyConnection, *, full: bool) -> Derived:
    """Write numbers, then statements, then spells and changes: an update in the caller's transaction.

    `full` makes each of them one transaction and stages what is computed between them outside: rows of a transaction
    of its own are read by one thread, and the planner believes that they are none.
    """
    step = transaction if full else nullcontext
    define_rules(con)
    positions = "core.positions" if full else "recent"
    told_by = "core.sources" if full else "(FROM core.sources SEMI JOIN recent USING (article_id))"
    with step(con):
        con.execute(_sql("pairs"))
        if not full:
            first = con.execute(f"SELECT min(from_day) - {settings.LOOKBACK_DAYS} FROM scope").fetchone()
            _stage(con, "recent", _sql("recent").replace("$since", str(first[0] if first else None)))
        con.execute(_sql("numbers").replace("$positions", positions).replace("$told_by", told_by))
    _stage(con, "told", _sql("told").replace("$positions", positions))
    _stage(con, "grouped", _sql("grouped"))
    since = "(t.said_on >= r.from_day OR t.said_on IS NULL)"
    with step(con):
        statements = _write(con, STATEMENTS, "scope", since, full=full)
        reports = _write(con, REPORTS, "scope", since, full=full)
    for name in ("reach", "eligible", "days"):
        _stage(con, name, _sql(name))
    with step(con):
        # changes read the statements, spells the days: neither reads what the other writes
        changes = _write(con, CHANGES, "reach", "t.changed_on >= r.from_day", full=full)
        spells = _write(con, SPELLS, "reach", "t.valid_from >= r.start_day", full=full)
        con.execute("DELETE FROM state.dirty")
        settings.put(con, "state_rules", rules_hash())
    pairs = con.execute("SELECT count(*) FROM scope").fetchone()
    return Derived(pairs[0] if pairs else 0, reports, statements, spells, changes)


def _write(con: duckdb.DuckDBPyConnection, target: Target, pairs: str, since: str, *, full: bool) -> Touched:
    """Make the rows of `target` (t) that are `since` the day of their pair (r) those that its .sql file selects.

    `full`: the table is empty and takes them all.
    """
    select = _sql(target.name)
    if full:
        columns = ", ".join(target.key + target.columns)
        row = con.execute(f"INSERT INTO {target.table} ({columns}) SELECT {columns} FROM ({select})").fetchone()
        return Touched(inserted=row[0] if row else 0)
    _stage(con, "incoming", select)
    within = f"{target.table} t JOIN {pairs} r USING (pair) WHERE {since}"
    _stage(con, "stored", f"SELECT t.rowid AS row_number, t.* FROM {within}")
    return merge_rows(con, target, "incoming", "stored")


def _stage(con: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")


def _sql(name: str) -> str:
    text = (files("warehouse") / "state" / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("$lookback", str(settings.LOOKBACK_DAYS))
