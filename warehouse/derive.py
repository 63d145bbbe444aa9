"""State from statements: spells and changes, kept up by MERGE for what changed, equal to a full rebuild.

The steps are the .sql files of warehouse/state, in this order: reports (which statement each position reports),
statements, days (the statement that counts on a day), spells, changes. A changed position makes its country and
issue derive again from LOOKBACK_DAYS before its day; spells from the start of the one in force then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

import duckdb

from warehouse import settings
from warehouse.connection import transaction
from warehouse.merge import Target, Touched, apply_delta, find_delta

PAIR = ("country_code", "issue_key")
REPORTS = Target("state.reports", ("position_id",), ("statement_id", *PAIR, "said_on"))
STATEMENTS = Target(
    "state.statements",
    ("statement_id",),
    (
        *PAIR,
        "holder_key",
        "holder_name",
        "holder_level",
        "holder_rank",
        "basis",
        "commitment",
        "stance",
        "strength",
        "said_on",
        "said_on_source",
        "n_reports",
        "source_keys",
        "first_published_on",
        "last_published_on",
        "position_id",
    ),
)
SPELLS = Target(
    "state.spells",
    (*PAIR, "valid_from"),
    (
        "valid_to",
        "commitment",
        "stance",
        "strength",
        "holder_name",
        "holder_level",
        "n_statements",
        "n_sources",
        "first_position_id",
        "last_seen_on",
    ),
)
CHANGES = Target(
    "state.changes",
    (*PAIR, "changed_on", "kind"),
    ("from_commitment", "to_commitment", "from_position_id", "to_position_id"),
)
FILES = ("rules", "found", "reports", "statements", "eligible", "days", "spells", "changes")
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
    with _unordered(con), transaction(con):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE scope AS "
            "SELECT row_number() OVER ()::INTEGER AS pair, country_code, issue_key, min(from_day) AS from_day "
            "FROM state.dirty GROUP BY country_code, issue_key"
        )
        derived = _derive(con, full=False)
        con.execute("DELETE FROM state.dirty")
    return derived


def rebuild(con: duckdb.DuckDBPyConnection) -> Derived:
    """Derive everything from the positions, in one transaction."""
    with _unordered(con), transaction(con):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE scope AS "
            f"SELECT row_number() OVER ()::INTEGER AS pair, country_code, coalesce(issue_id, '') AS issue_key, "
            f"{BEGINNING} AS from_day FROM core.positions GROUP BY country_code, coalesce(issue_id, '')"
        )
        for target in (REPORTS, STATEMENTS, SPELLS, CHANGES):
            con.execute(f"DELETE FROM {target.table}")
        derived = _derive(con, full=True)
        con.execute("DELETE FROM state.dirty")
        settings.put(con, "state_rules", rules_hash())
    return derived


def rules_hash() -> str:
    """Return a hash over the .sql files that derive, so that changed rules derive everything again."""
    return sha256("".join(_sql(name) for name in FILES).encode()).hexdigest()[:16]


def define_rules(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros of state/rules.sql (basis, precedence, day) for this connection."""
    con.execute(_sql("rules"))


@contextmanager
def _unordered(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let all threads write at once: no table here has an order that anything depends on."""
    con.execute("SET preserve_insertion_order = false")
    try:
        yield
    finally:
        con.execute("RESET preserve_insertion_order")


def _derive(con: duckdb.DuckDBPyConnection, *, full: bool) -> Derived:
    pairs = con.execute("SELECT count(*) FROM scope").fetchone()
    define_rules(con)
    _stage(con, "found", _sql("found").replace("$lookback", str(settings.LOOKBACK_DAYS)))
    _stage(con, "new_reports", _sql("reports").replace("$lookback", str(settings.LOOKBACK_DAYS)))
    since = (
        "(t.said_on >= (SELECT min(from_day) FROM scope) OR t.said_on IS NULL) AND EXISTS (FROM scope c "
        "WHERE c.country_code = t.country_code AND c.issue_key = t.issue_key "
        "AND (t.said_on >= c.from_day OR t.said_on IS NULL))"
    )
    reports = _write(con, REPORTS, "FROM new_reports", since, full=full)
    statements = _write(con, STATEMENTS, _sql("statements"), since, full=full)
    _stage(
        con,
        "reach",
        "SELECT c.pair, c.country_code, c.issue_key, c.from_day, coalesce(max(s.valid_from), c.from_day) AS start_day "
        "FROM scope c LEFT JOIN state.spells s ON s.country_code = c.country_code AND s.issue_key = c.issue_key "
        "AND s.valid_from < c.from_day GROUP BY c.pair, c.country_code, c.issue_key, c.from_day",
    )
    _stage(con, "eligible", _sql("eligible"))
    _stage(con, "days", _sql("days"))
    reached = (
        "t.{0} >= (SELECT min({1}) FROM reach) AND EXISTS (FROM reach r "
        "WHERE r.country_code = t.country_code AND r.issue_key = t.issue_key AND t.{0} >= r.{1})"
    )
    # changes read the statements, spells the days: neither reads what the other writes
    changes = _write(con, CHANGES, _sql("changes"), reached.format("changed_on", "from_day"), full=full)
    spells = _write(con, SPELLS, _sql("spells"), reached.format("valid_from", "start_day"), full=full)
    return Derived(pairs[0] if pairs else 0, reports, statements, spells, changes)


def _write(con: duckdb.DuckDBPyConnection, target: Target, select: str, scope: str, *, full: bool) -> Touched:
    """Make the rows of `target` under `scope` those of `select`; `full`: the table is empty and takes them all."""
    if full:
        columns = ", ".join(target.key + target.columns)
        row = con.execute(f"INSERT INTO {target.table} ({columns}) SELECT {columns} FROM ({select})").fetchone()
        return Touched(inserted=row[0] if row else 0)
    _stage(con, "incoming", select)
    touched = find_delta(con, target, "incoming", scope=scope)
    if touched.total:
        apply_delta(con, target)
    return touched


def _stage(con: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")


def _sql(name: str) -> str:
    return (files("warehouse") / "state" / f"{name}.sql").read_text(encoding="utf-8")
