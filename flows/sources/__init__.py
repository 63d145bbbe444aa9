"""Where articles come from: one module a kind of source, all read through `base.Source`."""

from __future__ import annotations

from pathlib import Path

from flows.sources import pages, tables, warc
from flows.sources.base import BadSource, Document, Options, Reject, Source, SourceContext

__all__ = ["BadSource", "Document", "Options", "Reject", "Source", "SourceContext", "recognise"]


def recognise(spec: str | Path, options: Options | None = None) -> list[Source]:
    """Return the sources a word of the command line stands for, by what it is.

    Raises:
        BadSource: there is no such source, or it cannot be read at all. Nothing has been written by then.
    """
    options = options or Options()
    path = Path(spec)
    if not path.exists():
        raise BadSource(f"{spec}: no such file or folder")
    if path.is_dir():
        return _folder(path, options)
    return [_file(path, options)]


def _file(path: Path, options: Options) -> Source:
    name = path.name.lower()
    made: tables.Table | pages.Pages | warc.Warc
    if name.endswith(tables.SUFFIXES):
        made = tables.Table(path, options)
    elif name.endswith(pages.SUFFIXES):
        made = pages.Pages(path, options)
    elif name.endswith(warc.SUFFIXES):
        made = warc.Warc(path, options)
    else:
        raise BadSource(
            f"{path} is no source this version knows. Give a .jsonl, .parquet or .csv table, a folder of .html files, "
            "a .warc or .warc.gz archive, an http(s) address, a .txt list of addresses, or a .yaml list of sources"
        )
    made.check()
    return made


def _folder(path: Path, options: Options) -> list[Source]:
    """Return the pages of a folder as one source; of a folder without pages its archives, in order of name."""
    folder = pages.Pages(path, options)
    if folder.holds_pages():
        return [folder]
    archives = sorted(file for file in path.rglob("*") if file.name.lower().endswith(warc.SUFFIXES))
    if not archives:
        folder.check()
    return [_file(file, options) for file in archives]
