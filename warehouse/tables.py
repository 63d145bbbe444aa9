"""What every published table and column means: one description source for COMMENTs, the dictionary and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import duckdb
import yaml

MARTS = (
    # in the order they are built, the large ones first
    "articles",
    "quotes",
    "quote_spans",
    "positions",
    "position_evidence",
    "statements",
    "position_spells",
    "position_changes",
    "position_knowledge",
    "issues",
    "issue_suggestions",
    "countries",
    "organisations",
    "organisation_members",
    "people",
    "person_roles",
    "date_spine",
    "issue_matrix",
    "issue_timeline",
    "alignment",
    "speaker_activity",
    "outlet_coverage",
)
OPS = ("ops.runs", "ops.rejects", "ops.extractions")
MACROS = ("positions_as_of", "positions_known_at", "position_history", "quotes_by")


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: what one row is, its key, and what its columns mean there."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, str]

    @property
    def path(self) -> str:
        """The name with its schema, which is `marts` unless the name says another."""
        return self.name if "." in self.name else f"marts.{self.name}"


@dataclass(frozen=True, slots=True)
class Descriptions:
    """All descriptions of warehouse/tables.yaml."""

    glossary: dict[str, str]
    tables: dict[str, Table]
    macros: dict[str, str]  # signature: description

    def column(self, table: str, column: str) -> str:
        """Return what a column means in a table; KeyError names the pair that nobody has described."""
        meaning = self.tables[table].columns.get(column) or self.glossary.get(column)
        if meaning is None:
            raise KeyError(f"warehouse/tables.yaml does not say what {table}.{column} means")
        return meaning


@cache
def descriptions() -> Descriptions:
    """Read warehouse/tables.yaml."""
    raw = yaml.safe_load((files("warehouse") / "tables.yaml").read_text(encoding="utf-8"))
    tables = {
        name: Table(name, spec["row"], tuple(spec["key"]), spec.get("columns", {}))
        for name, spec in raw["tables"].items()
    }
    return Descriptions(raw["columns"], tables, raw["macros"])


def comment(con: duckdb.DuckDBPyConnection, catalog: str) -> None:
    """Write the descriptions into `catalog` as COMMENTs on its marts and their columns."""
    known = descriptions()
    columns = con.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        "WHERE database_name = $1 AND schema_name IN ('marts', 'ops') ORDER BY schema_name, table_name, column_index",
        [catalog],
    ).fetchall()
    statements = [f"COMMENT ON TABLE {catalog}.{t.path} IS {_literal(t.row)}" for t in known.tables.values()]
    for schema, table, column in columns:
        name = table if schema == "marts" else f"{schema}.{table}"
        text = _literal(known.column(name, column))
        statements.append(f"COMMENT ON COLUMN {catalog}.{schema}.{table}.{column} IS {text}")
    statements += [
        f"COMMENT ON MACRO TABLE {catalog}.marts.{signature.split('(', 1)[0]} IS {_literal(text)}"
        for signature, text in known.macros.items()
    ]
    con.execute(";\n".join(statements))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
