"""Where articles come from: one module a kind of source, all read through `base.Source`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.sources import pages, tables, warc
from flows.sources.base import BadSource, Document, Fetched, Options, Reject, Source, SourceContext
from flows.sources.config import SourceEntry, load_sources
from flows.sources.listings import addresses, stray_lines
from flows.sources.web import Network, Web

__all__ = [
    "BadSource",
    "Document",
    "Fetched",
    "Network",
    "Options",
    "Reject",
    "Source",
    "SourceContext",
    "recognise",
    "together",
]

_LISTS = (".yaml", ".yml")
_ADDRESSES = ".txt"
_KINDS: dict[str, type] = {"urls": Web, "html": pages.Pages, "warc": warc.Warc, "table": tables.Table}


def recognise(spec: str | Path, options: Options | None = None) -> list[Source]:
    """Return the sources a word of the command line stands for, by what it is.

    Raises:
        BadSource: there is no such source, or it cannot be read at all. Nothing has been written by then.
    """
    options = options or Options()
    if str(spec).lower().startswith(("http://", "https://")):
        return [_checked(Web((str(spec),), "auto", options))]
    path = Path(spec)
    if not path.exists():
        raise BadSource(f"{spec}: no such file or folder")
    if path.is_dir():
        return _folder(path, options)
    if path.suffix.lower() in _LISTS:
        return together([source for entry in load_sources(path) for source in _listed(entry, path)])
    return [_file(path, options)]


def together(sources: list[Source]) -> list[Source]:
    """Return the sources with all those on the network as one, so that no host waits for another source's.

    Raises BadSource when two of them bear one name and differ in more than their addresses.
    """
    others = [source for source in sources if not isinstance(source, Web | Network)]
    # the books know a source by its name: what bears the same one is one source
    by_name: dict[str, Web] = {}
    for one in (one for source in sources for one in _on_network(source)):
        other = by_name.get(one.name, one)
        if replace(other, urls=(), strays=()) != replace(one, urls=(), strays=()):
            raise BadSource(f"two sources are called {one.name} and are not alike: give each its own name")
        urls, strays = (*other.urls, *one.urls), (*other.strays, *one.strays)
        by_name[one.name] = replace(one, urls=tuple(dict.fromkeys(urls)), strays=tuple(dict.fromkeys(strays)))
    return [*others, Network(tuple(by_name.values()))] if by_name else others


def _on_network(source: Source) -> tuple[Web, ...]:
    if isinstance(source, Network):
        return source.sources
    return (source,) if isinstance(source, Web) else ()


def _listed(entry: SourceEntry, file: Path) -> list[Source]:
    """Return what one entry of a list stands for; its path is relative to the list."""
    try:
        return _read(entry, file.parent)
    except BadSource as error:
        raise BadSource(f"{file}: source {entry.name}: {error}") from error


def _read(entry: SourceEntry, folder: Path) -> list[Source]:
    options = entry.options()
    if entry.url is not None:
        kind = entry.kind if entry.kind in {"feed", "sitemap", "page"} else "auto"
        return [_checked(Web((entry.url,), kind, options))]
    path = folder / (entry.path or "")
    if path.suffix.lower() in _LISTS:
        raise BadSource(f"a list of sources cannot stand in another one ({path})")
    found = recognise(path, options)
    if entry.kind != "auto" and not all(isinstance(source, _KINDS[entry.kind]) for source in found):
        raise BadSource(f"{path} is not of the kind {entry.kind}: leave `kind` out, or give another path")
    return found


def _checked(source: Web) -> Source:
    source.check()
    return source


def _file(path: Path, options: Options) -> Source:
    name = path.name.lower()
    made: tables.Table | pages.Pages | warc.Warc | Web
    if name.endswith(tables.SUFFIXES):
        made = tables.Table(path, options)
    elif name.endswith(pages.SUFFIXES):
        made = pages.Pages(path, options)
    elif name.endswith(warc.SUFFIXES):
        made = warc.Warc(path, options)
    elif name.endswith(_ADDRESSES):
        text = path.read_text(encoding="utf-8", errors="replace")
        strays = tuple((f"{path.name}:{number}", line) for number, line in stray_lines(text))
        made = Web(
            tuple(addresses(text)), "page", options if options.name else replace(options, name=path.name), strays
        )
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
    # each needs a name of its own in messages
    names = [f"{options.name}.{number}" if options.name else None for number in range(1, len(archives) + 1)]
    return [_file(file, replace(options, name=name)) for file, name in zip(archives, names, strict=True)]
