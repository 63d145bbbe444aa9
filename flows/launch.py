"""Commands that start a flow: checks that need no server first, then Prefect, then the flow, then the summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from flows import prefect_setup, report
from flows.settings import SAMPLE_ARTICLES, SAMPLE_ISSUES, Home, Settings

if TYPE_CHECKING:
    from flows.run import Summary


def run_refresh(sources: list[str], issues: Path | None, home: Path, *, allow_shrink: bool) -> None:
    """`communique run`: one refresh of `home`, and its summary on standard output.

    Raises what the flow `refresh` raises, and ServerError.
    """
    check_configuration(sources, issues)

    def flow() -> Summary:
        from flows.refresh import refresh

        return refresh(sources, str(issues) if issues else None, str(home), allow_shrink=allow_shrink)

    _launch(flow, home)


def run_reextract(issues: Path | None, home: Path, *, allow_shrink: bool) -> None:
    """`communique reextract`: renew from stored text what another extractor or registry would say otherwise.

    Raises what the flow `reextract` raises, and ServerError.
    """
    check_configuration([], issues)

    def flow() -> Summary:
        from flows.refresh import reextract

        return reextract(str(issues) if issues else None, str(home), allow_shrink=allow_shrink)

    _launch(flow, home)


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


def check_configuration(sources: list[str], issues: Path | None) -> None:
    """Find bad usage before anything is started or written.

    Raises BadSource, RegistryError or SeedError.
    """
    from flows.sources import recognise
    from transforms.issues.registry import load_registry
    from transforms.lexicon import load_lexicon

    for spec in sources or [str(SAMPLE_ARTICLES)]:
        recognise(spec)
    load_registry(issues or SAMPLE_ISSUES)
    load_lexicon()


def _launch(flow: Callable[[], Summary], home: Path) -> None:
    """Hold the home, have a Prefect API, run the flow there, and print its summary."""
    from warehouse.connection import home_lock

    with home_lock(home, wait_seconds=Settings().lock_seconds), _prefect(Home(home)):
        from prefect import tags

        with tags("communique", "command-line"):
            summary = flow()
    report.show(summary, home, report.output())


@contextmanager
def _prefect(home: Home) -> Iterator[None]:
    """Have Prefect imported and its API answering while the block runs."""
    prefect_setup.prepare_environment(is_quiet=True)
    console = Console(stderr=True)
    with prefect_setup.prefect_server(home.prefect_database) as url:
        with console.status("Starting Prefect, which keeps the record of runs (10 s, 30 s the first time) …"):
            import prefect.main  # noqa: F401, imported while the server starts

            prefect_setup.wait_until_ready(url, home.prefect_database)
        try:
            yield
        finally:
            _send_logs()


def _send_logs() -> None:
    """Hand the last records to the server while it is there."""
    from prefect.logging.handlers import APILogHandler

    APILogHandler().flush()
