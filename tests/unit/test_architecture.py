"""Imports point one way: flows -> transforms, flows -> warehouse; each package knows only what it may."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "transforms": {"flows", "warehouse", "prefect", "duckdb", "httpx", "requests", "urllib3", "socket"},
    "warehouse": {"flows", "prefect", "httpx"},
}
REGISTRY_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb.debian" + ".org")


def modules(package: str) -> list[Path]:
    found = sorted((PROJECT / package).rglob("*.py"))
    assert found, f"no module in {package}/"
    return found


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_point_one_way(package):
    wrong = {str(path): found for path in modules(package) if (found := imported(path) & FORBIDDEN[package])}
    assert not wrong


def test_the_check_sees_an_import_inside_a_function(tmp_path):
    sample = tmp_path / "sample.py"
    sample.write_text("def f():\n    import duckdb\n    from prefect.tasks import task\n")
    assert imported(sample) == {"duckdb", "prefect"}


def test_no_tracked_file_names_a_registry_host():
    import subprocess

    files = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, text=True).stdout
    named = [
        name
        for name in files.split("\0")
        if name
        and (PROJECT / name).is_file()
        and any(h.encode() in (PROJECT / name).read_bytes() for h in REGISTRY_HOSTS)
    ]
    assert not named
