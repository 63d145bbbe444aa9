"""Artifacts on the run's page at the Prefect server; one that cannot be stored is a warning, never a failed run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact

from flows import report

if TYPE_CHECKING:
    from flows.run import Run, Summary


def tell_report(summary: Summary) -> None:
    """Leave the report of a finished run."""
    with _only_warn("report"):
        create_markdown_artifact(
            report.markdown(summary), key="refresh-report", description="Counts, rejects, newest position changes"
        )


def tell_progress(run: Run) -> None:
    """Leave or renew the progress of a long run."""
    if not run.progress.is_news_due():
        return
    percent, text = run.progress.figures()
    with _only_warn("progress"):
        if run.artifact_id is None:
            made = create_progress_artifact(percent, key="refresh-progress", description=text)
            run.artifact_id = cast(UUID, made)
        else:
            update_progress_artifact(run.artifact_id, percent, description=text)


@contextmanager
def _only_warn(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001, whatever an unreachable server makes Prefect raise
        get_run_logger().warning("the %s could not be stored at the Prefect server: %s", what, error)
