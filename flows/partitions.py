"""Work on disk: a run's documents cut into partitions, each a folder of chunks, each a folder of Parquet frames.

`HOME/work/<run>/00001/` is one partition: what a task is given, and one transaction of the load. It holds
`inputs.parquet` (the hash of every document in it), `rejects_ingest.parquet` (inputs that gave no document), and a
folder for each chunk (what a worker process holds in memory at a time) with `documents.parquet`, `articles.parquet` …
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.settings import MIB, Settings
from transforms.schemas import SCHEMAS, Documents, Rejects

if TYPE_CHECKING:
    from flows.sources import Document, Reject

INPUTS = {"input_hash": pl.String, "id_kind": pl.String, "external_id": pl.String, "location": pl.String}
_GROWS_EVERY = 8
_LARGEST_BYTES = 128 * MIB


@dataclass
class Ingested:
    """What ingestion wrote: partition folders in order, and counts."""

    partitions: list[Path] = field(default_factory=list)
    documents: int = 0
    unchanged: int = 0
    rejects: int = 0


class PartitionWriter:
    """Cuts a stream of documents into partitions and chunks, holding one chunk in memory.

    Partitions double in size every eight, so that the number of tasks of a run grows with the logarithm of its input.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._chunk: list[Document] = []
        self._chunk_bytes = 0
        self._inputs: list[tuple[str, str, str, str]] = []
        self._bytes = 0
        self._rejects: list[Reject] = []
        self._n_chunks = 0
        self.made = Ingested()

    def add(self, document: Document, input_hash: str) -> None:
        """Take one document, writing what is full."""
        size = len(document.html or b"") + len(document.text or "")
        if self._chunk and (
            len(self._chunk) >= self._settings.chunk_articles or self._chunk_bytes + size > self._settings.chunk_bytes
        ):
            self._write_chunk()
        articles, limit = self._limits()
        if self._inputs and (len(self._inputs) >= articles or self._bytes + size > limit):
            self.flush()
        self._chunk.append(document)
        self._chunk_bytes += size
        self._inputs.append((input_hash, document.id_kind, document.external_id, document.location))
        self._bytes += size
        self.made.documents += 1

    def reject(self, reject: Reject) -> None:
        """Take one input that gave no document."""
        self._rejects.append(reject)
        self.made.rejects += 1

    def flush(self) -> None:
        """Write what is held as a partition, if anything is."""
        self._write_chunk()
        if not self._inputs and not self._rejects:
            return
        folder = self._partition()
        pl.DataFrame(self._inputs, schema=INPUTS, orient="row").write_parquet(folder / "inputs.parquet")
        rejects = [{name: getattr(r, name) for name in Rejects.column_names()} for r in self._rejects]
        frame = Rejects.validate(pl.DataFrame(rejects, schema=Rejects.create_empty().schema))
        write_frame(folder, "rejects", frame, stage="ingest")
        self.made.partitions.append(folder)
        self._inputs, self._rejects, self._bytes, self._n_chunks = [], [], 0, 0

    def _limits(self) -> tuple[int, int]:
        factor = 2 ** (len(self.made.partitions) // _GROWS_EVERY)
        size = self._settings.partition_bytes
        return self._settings.partition_articles * factor, max(size, min(size * factor, _LARGEST_BYTES))

    def _partition(self) -> Path:
        folder = self._folder / f"{len(self.made.partitions):05}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _write_chunk(self) -> None:
        if not self._chunk:
            return
        folder = self._partition() / f"{self._n_chunks:03}"
        folder.mkdir(exist_ok=True)
        rows = [{name: getattr(d, name) for name in Documents.column_names()} for d in self._chunk]
        frame = Documents.validate(pl.DataFrame(rows, schema=Documents.create_empty().schema))
        write_frame(folder, "documents", frame)
        self._chunk, self._chunk_bytes = [], 0
        self._n_chunks += 1


def write_frame(folder: Path, name: str, frame: pl.DataFrame, *, stage: str | None = None) -> None:
    """Write one frame of a chunk; frames that several stages give are kept apart by the stage's name."""
    frame.write_parquet(folder / f"{name if stage is None else f'{name}_{stage}'}.parquet", compression="lz4")


def read_frame(folder: Path, name: str) -> pl.DataFrame:
    """Read one frame of a chunk, all its stages together, as its schema says."""
    files = [folder / f"{name}.parquet", *sorted(folder.glob(f"{name}_*.parquet"))] if name == "rejects" else []
    found = [pl.read_parquet(file) for file in files or [folder / f"{name}.parquet"] if file.exists()]
    return SCHEMAS[name].cast(pl.concat(found)) if found else SCHEMAS[name].create_empty()


def chunks(partition: Path) -> list[Path]:
    """Return the chunk folders of a partition, in order."""
    return sorted(path for path in partition.iterdir() if path.is_dir())


def read_partition(partition: Path, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Return the frames of a partition, those of all its chunks together."""
    folders = [partition, *chunks(partition)]
    return {name: pl.concat([read_frame(folder, name) for folder in folders]) for name in names}


def split(chunk: Path, subject: str) -> list[Path]:
    """Replace a chunk by two with half the rows of `subject` (documents or articles) each; none when it has one row."""
    rows = read_frame(chunk, subject)
    if len(rows) < 2:
        return []
    names = sorted(path.stem for path in chunk.glob("*.parquet"))
    made: list[Path] = []
    for suffix, part in (("a", rows[: len(rows) // 2]), ("b", rows[len(rows) // 2 :])):
        folder = chunk.with_name(chunk.name + suffix)
        folder.mkdir()
        for name in names:
            if name == subject:
                write_frame(folder, name, part)
            elif not name.startswith("rejects"):
                write_frame(folder, name, _belonging(chunk, name, part))
            elif suffix == "a":
                shutil.copy(chunk / f"{name}.parquet", folder)
        made.append(folder)
    shutil.rmtree(chunk)
    return made


def _belonging(chunk: Path, name: str, articles: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a frame that belong to `articles`, by article or by sentence."""
    frame = read_frame(chunk, name)
    if "article_id" in frame.columns:
        return frame.join(articles.select("article_id"), on="article_id", how="semi", maintain_order="left")
    if "sid" not in frame.columns:
        return frame
    sentences = read_frame(chunk, "sentences").join(articles.select("article_id"), on="article_id", how="semi")
    return frame.join(sentences.select("sid"), on="sid", how="semi", maintain_order="left")


def drop_repeated(partition: Path) -> None:
    """Keep, of an article that several chunks hold, the one fetched last; the others become rejects.

    Cleaning does the same inside a chunk: how documents are cut into chunks decides nothing.
    """
    found = [_identities(chunk) for chunk in chunks(partition) if (chunk / "articles.parquet").exists()]
    if not found:
        return
    rows = pl.concat(found).filter(pl.col("article_id").is_duplicated())
    ordered = rows.sort("fetched_at", "location", descending=[True, False], nulls_last=True)
    dropped = ordered.with_columns(first=pl.col("location").first().over("article_id")).filter(
        pl.col("location") != pl.col("first")
    )
    for (name,), part in dropped.group_by("chunk"):
        chunk = partition / str(name)
        for frame in ("articles", "paragraphs"):
            kept = read_frame(chunk, frame).join(part, on="article_id", how="anti", maintain_order="left")
            write_frame(chunk, frame, kept)
        detail = pl.col("first") + " is the same article, and was fetched later or stands first"
        rejects = part.select(
            "location", "external_id", stage=pl.lit("clean"), reason=pl.lit("duplicate_id"), detail=detail
        )
        write_frame(chunk, "rejects", SCHEMAS["rejects"].cast(rejects), stage="repeated")


def _identities(chunk: Path) -> pl.DataFrame:
    """Return article_id, location, external_id, fetched_at and the chunk's name for each article of a chunk."""
    articles = pl.read_parquet(chunk / "articles.parquet", columns=["article_id", "location", "external_id"])
    documents = pl.read_parquet(chunk / "documents.parquet", columns=["location", "fetched_at"])
    return articles.join(documents.unique("location"), on="location", how="left").with_columns(chunk=pl.lit(chunk.name))


def read_inputs(partition: Path) -> pl.DataFrame:
    """Return input_hash, location and external_id of every document of a partition."""
    file = partition / "inputs.parquet"
    found = pl.read_parquet(file) if file.exists() else pl.DataFrame(schema=INPUTS)
    return found.select("input_hash", "location", "external_id")


def write_stored(
    folder: Path,
    parts: Iterable[pl.DataFrame],
    paragraphs_of: Callable[[pl.DataFrame], pl.DataFrame],
    settings: Settings,
) -> Iterator[tuple[Path, int]]:
    """Write stored articles and their paragraphs as partitions that start after cleaning; one part is one partition.

    Yields each folder with the number of its articles, and reads the next part only when asked for it.
    """
    for number, part in enumerate(parts):
        partition = folder / f"{number:05}"
        size = pl.col("text").str.len_bytes()
        groups = part.with_columns(
            chunk=(size.cum_sum() // settings.chunk_bytes).cast(pl.Int64) * settings.partition_articles
            + pl.int_range(pl.len()) // settings.chunk_articles
        ).partition_by("chunk", maintain_order=True, include_key=False)
        for index, chunk in enumerate(groups):
            target = partition / f"{index:03}"
            target.mkdir(parents=True)
            write_frame(target, "articles", chunk)
            write_frame(target, "paragraphs", paragraphs_of(chunk))
        yield partition, len(part)
