"""Folders and single files of HTML: `.html`, `.htm`, each also as `.gz`."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from flows.sources.base import BadSource, Document, Options, Reject, SourceContext, admit

SUFFIXES = (".html", ".htm", ".html.gz", ".htm.gz")


@dataclass(frozen=True)
class Pages:
    """All pages below a folder (or one page); a page is known by its path inside the folder."""

    path: Path
    options: Options = field(default_factory=Options)

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.options.name or self.path.name

    def check(self) -> None:
        """Raise BadSource when there is no page."""
        if not self.holds_pages():
            wanted = ", ".join(SUFFIXES)
            raise BadSource(f"{self.path} holds no pages: looked for files that end in {wanted}, in all its folders")

    def holds_pages(self) -> bool:
        """Tell whether there is any page."""
        return bool(self._files())

    def documents(self, context: SourceContext) -> Iterator[Document | Reject]:
        """Yield a document or a reject for each file, in the order of their paths."""
        root = self.path if self.path.is_dir() else self.path.parent
        place = context.place(root, "folder")
        for file in islice(self._files(), self.options.max_documents):
            page = f"{place}/{file.relative_to(root).as_posix()}".lstrip("/")
            html = _read(file, context.max_bytes)
            if isinstance(html, str):
                reason, _, detail = html.partition(": ")
                yield Reject(page, reason, detail, page)
                continue
            # nothing tells when the page was saved (copying changes a file's time): before now is all we know
            document = Document(page, "path", page, html=html, fetched_at=context.now)
            yield admit(document, self.options, context)

    def _files(self) -> list[Path]:
        if self.path.is_file():
            return [self.path]
        found = [file for file in self.path.rglob("*") if file.name.lower().endswith(SUFFIXES) and file.is_file()]
        return sorted(found, key=lambda file: file.relative_to(self.path).as_posix())


def _read(file: Path, limit: int) -> bytes | str:
    """Return the page's bytes, at most one more than `limit`; or "reason: detail" when it cannot be read."""
    try:
        if file.suffix.lower() == ".gz":
            with gzip.open(file) as packed:
                return packed.read(limit + 1)
        with file.open("rb") as plain:
            return plain.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        return f"broken_gzip: {error}"
    except OSError as error:
        return f"unreadable: {error}"
