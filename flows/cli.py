"""The command line: parse, call, print. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

# isort: off
from flows import clock  # noqa: F401, first of all: it counts from here

# isort: on
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows import settings as limits
from flows.problems import told

app = typer.Typer(
    name="communique",
    help="News articles in, SQL tables with evidence out: who said what, and where countries stand, over time.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
issues_app = typer.Typer(help="The issue registry: which propositions positions are about.", no_args_is_help=True)
seeds_app = typer.Typer(help="The reference tables: countries, offices, verbs, names.", no_args_is_help=True)
app.add_typer(issues_app, name="issues")
app.add_typer(seeds_app, name="seeds")


class Format(StrEnum):
    """How `sql` prints."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of all state.", envvar="COMMUNIQUE_HOME", show_default="./data"),
]
IssuesOption = Annotated[
    Path | None, typer.Option("--issues", help="Issue registry (YAML).", show_default="the sample's registry")
]
ShrinkOption = Annotated[
    bool, typer.Option("--allow-shrink", help="Publish even when tables lost many rows since the last version.")
]
SourcesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="A .jsonl, .parquet or .csv table; a folder of .html files; a .warc.gz file; an http(s) address of a "
        "feed, sitemap or page; a .txt list of addresses; a .yaml list of any of these. None: the bundled sample.",
    ),
]


def _home(home: Path | None) -> Path:
    return (home or limits.Settings().home).expanduser().absolute()


@app.command(
    epilog="Examples:  communique run   |   communique run articles.jsonl --issues my-issues.yaml --home ./data   |   "
    "communique run pages/ more.parquet"
)
def run(
    sources: SourcesArgument = None,
    issues: IssuesOption = None,
    home: HomeOption = None,
    allow_shrink: ShrinkOption = False,
) -> None:
    """Refresh once: ingest, clean, extract, load, publish.

    Rejected documents do not fail a run; they are counted and listed. Exit code 0: completed, 1: failed, 2: bad usage.
    """
    with told():
        from flows.launch import run_refresh

        run_refresh(sources or [], issues, _home(home), allow_shrink=allow_shrink)


@app.command(epilog="Example:  communique reextract --issues my-issues.yaml")
def reextract(issues: IssuesOption = None, home: HomeOption = None, allow_shrink: ShrinkOption = False) -> None:
    """Renew, from stored text, the rows that a change of extractor, seeds or registry affects."""
    with told():
        from flows.launch import run_reextract

        run_reextract(issues, _home(home), allow_shrink=allow_shrink)


@app.command(epilog="Example:  PREFECT_API_URL=http://127.0.0.1:4200/api communique serve https://example.org/feed.xml")
def serve(
    sources: SourcesArgument = None,
    issues: IssuesOption = None,
    home: HomeOption = None,
    every: Annotated[
        float | None, typer.Option("--every", min=1, help="Seconds between runs, instead of prefect.yaml's schedule.")
    ] = None,
) -> None:
    """Run the deployment refresh/hourly on its schedule, from one process, against a Prefect server."""
    with told():
        from flows.launch import serve_deployment

        serve_deployment(sources or [], issues, _home(home), every)


@app.command(
    epilog='Examples:  communique sql "SELECT * FROM marts.position_spells WHERE valid_to IS NULL"   |   '
    "communique sql \"FROM marts.positions_as_of(DATE '2026-11-01')\" --format csv"
)
def sql(
    query: Annotated[str, typer.Argument(help="One SQL query; tables are in schema marts.")],
    home: HomeOption = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.TABLE,
) -> None:
    """Query the published warehouse, read-only."""
    with told():
        from flows import queries

        queries.print_rows(_home(home), query, format_.value)


@app.command(epilog="Example:  communique status --home ./data")
def status(home: HomeOption = None) -> None:
    """Show the last runs, rows by table, rejects by reason, and the age of the published file."""
    with told():
        from flows import queries

        queries.print_status(_home(home))


@app.command(epilog="Example:  communique explain pos_3f2a9c0112345678abcd")
def explain(
    position_id: Annotated[str, typer.Argument(help="A position_id of marts.positions.")], home: HomeOption = None
) -> None:
    """Show why a position was found: its evidence in its place, and the trigger, actor and issue rules."""
    with told():
        from flows import queries

        queries.print_explanation(_home(home), position_id)


@app.command(epilog="Example:  communique diff run_20261120T090000_1a2b3c run_20261121T090000_4d5e6f")
def diff(
    run_a: Annotated[str, typer.Argument(help="The run that published the earlier version.")],
    run_b: Annotated[str, typer.Argument(help="The run that published the later version.")],
    home: HomeOption = None,
) -> None:
    """Show rows added, removed and changed between two published versions."""
    with told():
        from flows import queries

        queries.print_diff(_home(home), run_a, run_b)


@issues_app.command("check", epilog="Example:  communique issues check my-issues.yaml")
def issues_check(
    file: Annotated[Path, typer.Argument(help="The registry.")],
    home: HomeOption = None,
) -> None:
    """Validate an issue registry; every error is shown with its line.

    Keywords are compared with the articles published in the home, when there are any: an issue whose keywords stand
    in more than a third of all sentences is told with the numbers. Warnings leave the exit code 0.
    """
    with told():
        from flows.registry_check import check

        checked = check(file, _home(home))
        for warning in checked.warnings:
            typer.echo(f"{file}:{warning.line}: warning: {warning.message}", err=True)
        against = (
            f", compared with {checked.sentences:,} sentences of {checked.articles:,} published articles"
            if checked.sentences
            else ""
        )
        typer.echo(f"{file}: {len(checked.registry.issues)} issues, no errors{against}.")


@seeds_app.command("check", epilog="Example:  communique seeds check")
def seeds_check() -> None:
    """Validate the reference tables; every error is shown with its file and line."""
    with told():
        from transforms.lexicon import load_lexicon

        lexicon = load_lexicon()
        rows = sum(len(table) for table in lexicon.tables.values())
        typer.echo(f"{len(lexicon.tables)} tables, {rows:,} rows, no errors.")


def main() -> None:
    """Run the command line; the process's exit code is 0, 1 or 2."""
    # a page's text may hold characters that the terminal's encoding lacks
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
