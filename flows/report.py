"""What a run tells: a markdown artifact at the Prefect server and a closing summary on the terminal.

Text from pages is untrusted: it is escaped for markdown and for rich before it is shown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from flows.run import Summary

NEWEST = 10
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def plain(text: object, length: int = 120) -> str:
    """Return text on one line, without control and direction characters, cut to `length`."""
    line = _UNSEEN.sub(" ", str(text if text is not None else "")).strip()
    return line if len(line) <= length else f"{line[: length - 1]}…"


def markdown_text(text: object, length: int = 120) -> str:
    """Return text that markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", plain(text, length))


def markdown(summary: Summary) -> str:
    """Return the report of a run as markdown."""
    parts = [
        f"## {markdown_text(summary.run_id)}",
        f"{summary.documents:,} new or changed documents, {summary.unchanged:,} unchanged; "
        f"{summary.articles:,} articles loaded, {summary.rejects.total():,} rejected.",
    ]
    if summary.took:
        parts.append(f"Took {took(summary)}.")
    parts += [f"**Warning:** {markdown_text(warning, 500)}" for warning in summary.warnings]
    if summary.stale:
        parts.append(stale(summary))
    if summary.waiting:
        parts.append(waiting(summary))
    if summary.rejects:
        parts.append(_table("Rejected", ("reason", "inputs"), summary.rejects.most_common()))
    if summary.published is not None:
        rows = sorted(summary.published.rows_by_table.items())
        parts.append(_table("Published rows", ("table", "rows"), rows))
        changes = [[change.get(name) for name in CHANGE_COLUMNS] for change in newest_changes(summary)]
        if changes:
            parts.append(_table("Newest position changes", CHANGE_COLUMNS, changes))
    if summary.seconds:
        speeds = [(step, f"{spent:.1f}") for step, spent in summary.seconds.items()]
        parts.append(_table("Worker seconds by step", ("step", "seconds"), speeds))
    return "\n\n".join(parts)


def stale(summary: Summary) -> str:
    """Tell of stored articles that this run did not look at and would now read differently."""
    return f"{summary.stale:,} stored articles are as another registry or extractor read them: communique reextract"


def waiting(summary: Summary) -> str:
    """Tell of addresses that the time of a run was too short for."""
    return (
        f"{summary.waiting:,} addresses were not asked: their hosts are slow or want long pauses. The next run goes on "
        "with them; COMMUNIQUE_FETCH_PASS_SECONDS is how long a run fetches."
    )


def took(summary: Summary) -> str:
    """Return the run's time in words, Prefect's share told apart."""
    ours, prefect = summary.took["ours"], summary.took["prefect"]
    return f"{ours + prefect:.1f} s: {prefect:.1f} s Prefect's start and records, {ours:.1f} s the rest"


CHANGE_COLUMNS = ("changed_on", "country_code", "issue_id", "kind", "from_commitment", "to_commitment")


def newest_changes(summary: Summary) -> list[dict[str, object]]:
    """Return the newest rows of `position_changes` that this run brought, newest first."""
    return summary.published.changes.head(NEWEST).to_dicts() if summary.published else []


def _table(title: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [f"### {title}", "", f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    lines += [f"| {' | '.join(markdown_text(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def output() -> Console:
    """Return a console on standard output; a pipe or file gets a width at which tables are not cut."""
    return Console(width=None if sys.stdout.isatty() else 160)


def show(summary: Summary, home: Path, console: Console) -> None:
    """Print the closing summary."""
    console.print(
        f"[bold]{summary.run_id}[/bold]: {summary.documents:,} new or changed documents, "
        f"{summary.unchanged:,} unchanged; {summary.articles:,} articles loaded, {summary.rejects.total():,} rejected."
    )
    if summary.asked:
        console.print(f"Asked {summary.asked:,} addresses; one that answers “not modified” gives no document.")
    if summary.rejects:
        shown = ", ".join(f"{escape(plain(reason))} {count:,}" for reason, count in summary.rejects.most_common())
        console.print(f"Rejected: {shown}. Details: communique status --home {escape(str(home))}")
    for warning in summary.warnings:
        console.print(f"[yellow]Warning:[/yellow] {escape(plain(warning, 500))}", soft_wrap=True)
    if summary.stale:
        console.print(f"{stale(summary)} --home {escape(str(home))}", soft_wrap=True)
    if summary.waiting:
        console.print(waiting(summary), soft_wrap=True)
    if summary.took:
        console.print(f"Took {took(summary)}.")
    if summary.published is None:
        return
    rows = summary.published.rows_by_table
    tables = ("articles", "quotes", "positions", "position_spells", "position_changes")
    console.print("Published: " + ", ".join(f"{rows.get(name, 0):,} {name}" for name in tables) + ".")
    changes = newest_changes(summary)
    if changes:
        table = Table(*CHANGE_COLUMNS, title="Newest position changes", title_justify="left")
        for change in changes:
            table.add_row(*(escape(plain(change.get(name), 40)) for name in CHANGE_COLUMNS))
        console.print(table)
    console.print(f"Warehouse: {escape(str(summary.published.path))}", soft_wrap=True)
    console.print(
        f'Try: communique sql "SELECT country_code, issue_id, stance, stated_on, evidence_text FROM marts.positions '
        f'ORDER BY stated_on DESC LIMIT 5" --home {escape(str(home))}',
        soft_wrap=True,
    )
