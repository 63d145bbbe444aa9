"""The tables of seeds/, loaded and checked once; every error names its file and line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from transforms.gazetteer import Gazetteer
from transforms.matter import matter_words
from transforms.seed_tables import TABLES, Column, Kind, Table

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_TYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "list": pl.List(pl.String()),
    "date": pl.Date(),
    "integer": pl.Int64(),
    "flag": pl.Boolean(),
}


class SeedError(ValueError):
    """The seed tables hold errors; the message lists every one with file and line."""

    def __init__(self, errors: list[str]) -> None:
        """Keep `errors`, one line each."""
        self.errors = errors
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''} in the seed tables; mend the rows and run again:"
        super().__init__("\n".join([count, *errors]))


@dataclass(frozen=True)
class Lexicon:
    """What is known beside the text: one frame a table, named as its file, and indexes made from them on first use."""

    tables: Mapping[str, pl.DataFrame]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names, offices and groups as dictionaries, for the mention rules."""
        return Gazetteer.from_tables(self.tables)

    def matter_words(self) -> frozenset[str]:
        """Lower-case word forms of which a sentence must hold one to be worth parsing: speech, attitudes, offices."""
        return matter_words(self.tables)


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    line: int
    cells: dict[str, str]

    def error(self, text: str) -> str:
        return f"{self.file}:{self.line}: {text}"


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Load and check every table of `folder` (default: the package's seeds/).

    Raises:
        SeedError: a table is missing or undeclared, or a row breaks its declaration; all errors at once.
    """
    folder = folder or SEEDS
    errors: list[str] = []
    rows: dict[str, list[_Row]] = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if path.exists():
            rows[name] = _read(path, table, errors)
        else:
            errors.append(f"{name}.csv: the table is missing in {folder}")
    for name, table in TABLES.items():
        _check(table, rows.get(name, []), rows, errors)
    if errors:
        raise SeedError(errors)
    return Lexicon({name: _frame(table, rows[name]) for name, table in TABLES.items()})


def _read(path: Path, table: Table, errors: list[str]) -> list[_Row]:
    """Return the rows whose width is right; a wrong header is an error and gives none."""
    rows: list[_Row] = []
    expected = [column.name for column in table.columns]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            if header != expected:
                errors.append(f"{path.name}:1: columns are {header}, expected {expected}")
                return rows
            for cells in reader:
                if len(cells) == len(header):
                    rows.append(_Row(path.name, reader.line_num, dict(zip(header, cells, strict=True))))
                else:
                    errors.append(f"{path.name}:{reader.line_num}: {len(cells)} cells, expected {len(header)}")
        except (csv.Error, UnicodeDecodeError) as error:
            errors.append(f"{path.name}:{reader.line_num}: {error}")
    return rows


def _check(table: Table, rows: list[_Row], tables: Mapping[str, list[_Row]], errors: list[str]) -> None:
    for column in table.columns:
        known = {row.cells[name] for owner, name in _references(column) for row in tables.get(owner, [])}
        for row in rows:
            errors.extend(row.error(text) for text in _cell_errors(column, row.cells[column.name], known))
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.cells[name] for name in table.key)
        first = seen.setdefault(key, row.line)
        if first != row.line:
            errors.append(row.error(f"the key {', '.join(key)} stands in line {first} already"))
    if table.interval:
        errors.extend(_interval_errors(table, table.interval, rows))


def _references(column: Column) -> Iterator[tuple[str, str]]:
    for reference in column.refers_to:
        owner, _, name = reference.partition(".")
        yield owner, name


def _cell_errors(column: Column, cell: str, known: set[str]) -> Iterator[str]:
    if cell != cell.strip():
        yield f"{column.name} has blanks around {cell!r}"
    if not cell:
        if column.required:
            yield f"{column.name} is empty"
        return
    values = cell.split(";") if column.kind == "list" else [cell]
    if not all(values):
        yield f"{column.name} has an empty value in {cell!r}"
    if len(set(values)) < len(values):
        yield f"{column.name} names a value twice in {cell!r}"
    for value in values:
        if column.allowed and value not in column.allowed:
            yield f"{column.name} is {value!r}, expected one of {', '.join(column.allowed)}"
        if column.refers_to and value not in known:
            yield f"{column.name} is {value!r}, which is not in {' or '.join(column.refers_to)}"
    try:
        _PARSERS[column.kind](cell)
    except ValueError:
        yield f"{column.name} is {cell!r}, expected {_EXPECTED[column.kind]}"


def _interval_errors(table: Table, interval: tuple[str, str], rows: list[_Row]) -> Iterator[str]:
    """Yield terms that end before they begin, and terms of one holder that overlap ([since, until), empty = open)."""
    begin, end = interval
    terms: dict[tuple[str, ...], list[tuple[str, str, _Row]]] = {}
    for row in rows:
        since, until = row.cells[begin], row.cells[end] or "9999-12-31"
        if until <= since:
            yield row.error(f"{end} {until} is not after {begin} {since}")
        terms.setdefault(tuple(row.cells[name] for name in table.term_of), []).append((since, until, row))
    for holder, spans in terms.items():
        spans.sort(key=lambda span: span[:2])
        for (_, until, earlier), (since, _, row) in pairwise(spans):
            if since < until:
                yield row.error(f"{', '.join(holder)}: the term overlaps the one in line {earlier.line}")


def _flag(cell: str) -> bool:
    if cell not in {"true", "false"}:
        raise ValueError(cell)
    return cell == "true"


_PARSERS: dict[Kind, Callable[[str], Any]] = {
    "text": str,
    "list": lambda cell: cell.split(";"),
    "date": date.fromisoformat,
    "integer": int,
    "flag": _flag,
}
_EXPECTED: dict[Kind, str] = {
    "text": "text",
    "list": "values joined with ;",
    "date": "a day as YYYY-MM-DD",
    "integer": "a whole number",
    "flag": "true or false",
}


def _frame(table: Table, rows: list[_Row]) -> pl.DataFrame:
    """Return the rows as a typed frame: an empty cell is NULL, an empty list cell an empty list."""

    def value(column: Column, cell: str) -> Any:
        if cell:
            return _PARSERS[column.kind](cell)
        return [] if column.kind == "list" else None

    return pl.DataFrame(
        {column.name: [value(column, row.cells[column.name]) for row in rows] for column in table.columns},
        schema={column.name: _TYPES[column.kind] for column in table.columns},
    )
