"""`communique serve`: the deployment of prefect.yaml, run on its schedule from this process."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from flows.settings import PROJECT

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

# beside the packages in a checkout, inside the package in a wheel
_PLACES = (PROJECT / "prefect.yaml", Path(__file__).with_name("prefect.yaml"))


def deployment_settings() -> dict[str, Any]:
    """Return the entry `hourly` of prefect.yaml: the one place where schedule, tags and limits stand."""
    path = next(place for place in _PLACES if place.exists())
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["deployments"][0]
    return found


def make_deployment(parameters: dict[str, Any], every: float | None = None) -> RunnerDeployment:
    """Return the deployment refresh/hourly with this machine's parameters, on the schedule of prefect.yaml.

    `every` is an interval in seconds to be used instead of that schedule.
    """
    from prefect.schedules import Cron, Interval
    from prefect.types.entrypoint import EntrypointType

    from flows.refresh import refresh

    entry = deployment_settings()
    schedules = [Cron(wanted["cron"], timezone=wanted["timezone"]) for wanted in entry["schedules"]]
    made = refresh.to_deployment(
        name=entry["name"],
        description=entry["description"],
        tags=entry["tags"],
        concurrency_limit=entry["concurrency_limit"],
        schedules=schedules if every is None else [Interval(timedelta(seconds=every))],
        parameters=entry["parameters"] | parameters,
        # a run is a process of its own, which must find the flow from any working directory
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast("RunnerDeployment", made)
