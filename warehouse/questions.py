"""The documented analyst questions of warehouse/queries: read them, list their parameters, run them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb
import polars as pl


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name, what it asks, the parameters its SQL takes, and the SQL."""

    name: str
    asks: str
    parameters: tuple[str, ...]
    sql: str


@cache
def questions() -> dict[str, Question]:
    """Return name -> question in the order of their numbers; the first comment line says what it asks."""
    found = {}
    folder = files("warehouse") / "queries"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql"):
            name, sql = file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")
            code = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
            parameters = tuple(dict.fromkeys(re.findall(r"\$(\w+)", code)))
            found[name] = Question(name, sql.splitlines()[0].removeprefix("-- "), parameters, code)
    return found


def ask(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """Answer one question from a reader's connection.

    Raises:
        KeyError: no question has this name, or a parameter it takes is missing.
    """
    question = questions()[name]
    given = dict(parameters or {})
    missing = [p for p in question.parameters if p not in given]
    if missing:
        raise KeyError(f"{name} needs {', '.join(missing)}")
    return con.execute(question.sql, {p: given[p] for p in question.parameters}).pl()
