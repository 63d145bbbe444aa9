"""Commands that only read: queries, status, explanations and differences, printed."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.report import plain
from flows.settings import Home
from warehouse.connection import reader

_FETCH = 1_000


def print_rows(home: Path, query: str, format_: str) -> None:
    """`communique sql`: run one query on the published warehouse and print its rows as table, csv or json.

    Raises duckdb.Error for a wrong query, NothingPublishedError before the first run.
    """
    with reader(home) as con:
        cursor = con.execute(query)
        names = [column[0] for column in cursor.description or []]
        if format_ == "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(names)
            while rows := cursor.fetchmany(_FETCH):
                writer.writerows(rows)
        elif format_ == "json":
            _print_json(names, cursor)
        else:
            _print_table(names, cursor.fetchall())


def _print_json(names: Sequence[str], cursor: duckdb.DuckDBPyConnection) -> None:
    """Print a JSON array with one object a row, a row a line."""
    before = "["
    while rows := cursor.fetchmany(_FETCH):
        for row in rows:
            record = dict(zip(names, row, strict=True))
            sys.stdout.write(f"{before}\n{json.dumps(record, ensure_ascii=False, default=_json)}")
            before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def _json(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _print_table(names: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    table = Table(*(escape(name) for name in names), title=title, title_justify="left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    # a pipe has no width: do not fold there
    Console(width=None if sys.stdout.isatty() else 10_000).print(table)


def _cell(value: object) -> str:
    return "[dim]NULL[/dim]" if value is None else escape(plain(value, 2_000))


def print_status(home: Path) -> None:
    """`communique status`: last runs, rows by table, rejects of the last run, sources, age of the file."""
    from warehouse.status import status

    now = status(home)
    runs = [
        (run["run_id"], run["status"], run["started_at"], *(run["counts"].get(name) for name in _RUN_COUNTS))
        for run in now.runs
    ]
    _print_table(("run", "status", "started", *_RUN_COUNTS), runs, "Last runs")
    _print_table(("table", "rows"), [(name, f"{count:,}") for name, count in now.rows.items()], "Published")
    _print_table(("reason", "inputs"), list(now.rejects.items()), "Rejected by the last run")
    if now.examples:
        shown = [(reason, location, plain(detail, 160)) for reason, location, detail in now.examples]
        _print_table(("reason", "location", "detail"), shown, "Up to three of each reason")
    if now.sources:
        rows = [[source[name] for name in _SOURCE_COLUMNS] for source in now.sources]
        _print_table(_SOURCE_COLUMNS, rows, "Sources on the network")
    if now.writer:
        sys.stdout.write(f"Process {now.writer.get('pid')} is writing since {now.writer.get('since')}.\n")
    if now.age is None:
        sys.stdout.write(f"Nothing is published in {home} yet: communique run --home {home}\n")
    else:
        sys.stdout.write(f"{Home(home).warehouse}: version {now.published}, {_ago(now.age.total_seconds())} old\n")


_SOURCE_COLUMNS = ("source", "pages", "waiting", "failing", "given_up", "last_asked", "trouble")
_RUN_COUNTS = ("documents", "unchanged", "articles", "rows_changed")


def _ago(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def print_explanation(home: Path, position_id: str) -> None:
    """`communique explain`: one position, its evidence in place, the rules that made it, and who else reports it.

    Raises UnknownPositionError.
    """
    from warehouse.explain import explain

    with reader(home) as con:
        found = explain(con, position_id)
    console = Console()
    for label, value in _explained(found.position, found.article):
        console.print(f"[bold]{label:<12}[/bold]{escape(plain(value, 1_000))}", soft_wrap=True, highlight=False)
    for span in found.evidence:
        before, text, after = (escape(plain(part, 2_000)) for part in (span.before, span.text, span.after))
        console.print(
            f"\n[dim]…{before}[/dim] [bold]{text}[/bold] [dim]{after}…[/dim]", soft_wrap=True, highlight=False
        )
    for report in found.other_reports:
        line = f"also reported: {report['outlet']} {report['published_on']} {plain(report['evidence_text'])}"
        console.print(escape(line), soft_wrap=True, highlight=False)


def _explained(position: dict[str, Any], article: dict[str, Any]) -> list[tuple[str, object]]:
    """Return labels and values of a position, in reading order, without what is empty."""
    holder = [position[name] for name in ("holder_name", "holder_role", "holder_level") if position[name]]
    verdict = [position[name] for name in ("commitment", "stance", "scope", "attribution", "temporality")]
    dates = [position[name] for name in ("stated_on", "date_precision", "date_text") if position[name]]
    lines = [
        ("position", position["position_id"]),
        ("country", f"{position['country_code']} {position['country_name'] or ''}"),
        ("holder", ", ".join(map(str, holder))),
        ("issue", position["issue_id"] or "none of the registry"),
        ("commitment", ", ".join(map(str, verdict))),
        ("condition", position["condition_text"]),
        ("stated on", ", ".join(map(str, dates))),
        ("article", f"{article['title'] or article['external_id']} ({article['outlet'] or 'unknown outlet'})"),
        ("address", article["url"]),
        ("rule", position["rule_id"]),
        ("because", position["explain"]),
    ]
    return [(label, value) for label, value in lines if value]


def print_diff(home: Path, run_a: str, run_b: str) -> None:
    """`communique diff`: rows added, removed and changed from one published version to another, table by table.

    Raises UnknownVersionError.
    """
    from warehouse.diff import diff

    found = diff(home, run_a, run_b)
    if not found:
        sys.stdout.write("The two versions say the same.\n")
    for table in found:
        sys.stdout.write(f"{table.table}: {table.added} added, {table.removed} removed, {table.changed} changed\n")
        _print_table(table.rows.columns, table.rows.rows())
