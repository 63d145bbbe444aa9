"""Commands that start a flow: checks that need no server first, then Prefect, then the flow, then the summary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from flows import prefect_setup, report
from flows.clock import CLOCK
from flows.configuration import check_configuration
from flows.problems import hear_interrupts
from flows.settings import Home, Settings

if TYPE_CHECKING:
    from flows.run import Summary


def run_refresh(sources: list[str], issues: Path | None, home: Path, *, allow_shrink: bool) -> None:
    """`communique run`: one refresh of `home`, and its summary on standard output.

    Raises what the flow `refresh` raises, and ServerError.
    """

    def flow() -> Summary:
        from flows.refresh import refresh

        return refresh(sources, str(issues) if issues else None, str(home), allow_shrink=allow_shrink)

    _launch(flow, sources, issues, home)


def run_reextract(issues: Path | None, home: Path, *, allow_shrink: bool) -> None:
    """`communique reextract`: renew from stored text what another extractor or registry would say otherwise.

    Raises what the flow `reextract` raises, and ServerError.
    """

    def flow() -> Summary:
        from flows.refresh import reextract

        return reextract(str(issues) if issues else None, str(home), allow_shrink=allow_shrink)

    _launch(flow, [], issues, home)


def serve_deployment(sources: list[str], issues: Path | None, home: Path, every: float | None) -> None:
    """`communique serve`: register the deployment refresh/hourly and run it when it is due, until interrupted.

    Raises NoServerError, and what `check_configuration` raises.
    """
    check_configuration(sources, issues)
    if prefect_setup.configured_api_url() is None:
        raise prefect_setup.NoServerError(
            "serve needs a Prefect server. Start one with `prefect server start`, then "
            "`export PREFECT_API_URL=http://127.0.0.1:4200/api` and run this again."
        )
    prefect_setup.prepare_environment(is_quiet=False)
    from prefect import serve

    from flows.serve import make_deployment

    # a scheduled run may start in another folder
    parameters = {
        "sources": [_anywhere(spec) for spec in sources] or None,
        "issues": str(issues.absolute()) if issues else None,
        "home": str(home),
    }
    serve(make_deployment(parameters, every), limit=1)


def _anywhere(spec: str) -> str:
    return spec if "://" in spec else str(Path(spec).absolute())


def _launch(flow: Callable[[], Summary], sources: list[str], issues: Path | None, home: Path) -> None:
    """Check the configuration, hold the home, have a Prefect API, run the flow there, and print its summary.

    Raises what `check_configuration` and the flow raise, HomeBusyError, HomeUnusableError and ServerError.
    """
    from warehouse.connection import home_lock

    prefect_setup.prepare_environment(is_quiet=True)
    # our own server's imports take seconds, and go on beside ours
    with prefect_setup.prefect_server(Home(home).prefect_database) as server:
        check_configuration(sources, issues)
        hear_interrupts()
        with home_lock(home, wait_seconds=Settings().lock_seconds):
            with CLOCK.counting("prefect"):
                _wait_for(server)
            from flows import refresh  # noqa: F401, ours, and not to be counted as Prefect's

            with CLOCK.counting("prefect"):
                summary = _run_tagged(flow)
                server.end()
    summary.took = CLOCK.seconds()
    report.show(summary, home, report.output())


def _wait_for(server: prefect_setup.Server) -> None:
    """Have Prefect imported and its API answering."""
    server.begin()
    console = Console(stderr=True)
    with console.status("Starting Prefect, which keeps the record of runs (10 s, 30 s the first time) …"):
        import prefect.main  # noqa: F401, imported while the server starts

        server.wait_until_ready()


def _run_tagged(flow: Callable[[], Summary]) -> Summary:
    """Run the flow with the tags of a run by hand, and hand the last log records to the server while it is there."""
    from prefect import tags
    from prefect.logging.handlers import APILogHandler

    try:
        with tags("communique", "command-line"):
            return flow()
    finally:
        APILogHandler().flush()
