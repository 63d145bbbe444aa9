from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

from flows import prefect_setup, serve

PROJECT = Path(__file__).resolve().parents[3]


def flat(table, before=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}_")
        else:
            yield f"PREFECT_{before}{name}".upper(), str(value)


def test_every_key_of_prefect_toml_is_read(tmp_path):
    """Unknown keys are ignored silently: each must come back out of Prefect."""
    wanted = dict(flat(tomllib.loads((PROJECT / "prefect.toml").read_text(encoding="utf-8"))))
    script = (
        "import json, sys; from prefect.settings import get_current_settings\n"
        "print(json.dumps(get_current_settings().to_environment_variables(exclude_unset=True)))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment | {"PREFECT_HOME": str(tmp_path)},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    read = yaml.safe_load(done.stdout)
    assert {name: str(read.get(name)) for name in wanted} == wanted


def test_a_run_sets_the_same_values_itself():
    wanted = dict(flat(tomllib.loads((PROJECT / "prefect.toml").read_text(encoding="utf-8"))))
    own = {name: value for name, value in prefect_setup._DEFAULTS.items() if name.startswith("PREFECT_")}
    assert {n: yaml.safe_load(v) for n, v in own.items()} == {n: yaml.safe_load(v.lower()) for n, v in wanted.items()}


def test_the_address_in_the_environment_wins(monkeypatch, tmp_path):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert prefect_setup.configured_api_url() == "http://127.0.0.1:1/api"


def test_the_address_of_the_active_profile_counts(monkeypatch, tmp_path):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.delenv("PREFECT_PROFILE", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert prefect_setup.configured_api_url() is None
    profiles = 'active = "mine"\n[profiles.mine]\nPREFECT_API_URL = "http://host/api"\n'
    (tmp_path / "profiles.toml").write_text(profiles)
    assert prefect_setup.configured_api_url() == "http://host/api"


def test_what_the_user_has_set_stays(monkeypatch):
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    # another test of this process may have started a command
    monkeypatch.setattr(os, "environ", {name: v for name, v in os.environ.items() if not name.startswith("PREFECT_")})
    prefect_setup.prepare_environment(is_quiet=False)
    assert os.environ["DO_NOT_TRACK"] == "0"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL" not in os.environ


def test_the_deployment_is_that_of_prefect_yaml():
    from flows.serve import make_deployment

    made = make_deployment({"home": "/h"})
    assert made.full_name == "refresh/hourly"
    assert [str(s.schedule.cron) for s in made.schedules] == ["0 * * * *"]
    assert made.parameters == {"home": "/h"}
    assert made.entrypoint == "flows.refresh.refresh"


def test_an_installed_program_finds_the_deployment():
    """In a wheel prefect.yaml stands inside the package, where `serve` looks second."""
    build = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["force-include"] == {"prefect.yaml": "flows/prefect.yaml"}
    assert serve._PLACES[1] == Path(serve.__file__).parent / "prefect.yaml"
