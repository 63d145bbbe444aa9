"""Raw responses, kept as WARC: cleaning can be repeated without the network (`communique run HOME/raw`)."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from fastwarc.warc import ArchiveIterator

from flows.fetch.client import Response
from warehouse.ledger import Body, Ledger

_LINE = "\r\n"


class RawStore:
    """Bodies by content in `home/raw`: one body is written once, whichever addresses it came from."""

    def __init__(self, home: Path, ledger: Ledger, now: datetime) -> None:
        """Write into a file of this run's own, made when the first body comes."""
        self._folder = home / "raw"
        self._ledger = ledger
        self._name = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.warc.gz"

    def put(self, response: Response, now: datetime) -> str:
        """Keep a response's body and return its hash; it is on disk when this returns.

        Call inside a ledger transaction: the row that points at the body is written here.
        """
        body_hash = blake2b(response.body, digest_size=20).hexdigest()
        if self._ledger.body(body_hash) is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / self._name).open("ab") as file:
                position = file.tell()
                file.write(gzip.compress(_record(response, body_hash, now), 6, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            self._ledger.put_body(Body(body_hash, self._name, position, len(response.body), now))
        return body_hash

    def get(self, body_hash: str) -> bytes | None:
        """Return a body; None when it or its file is gone."""
        kept = self._ledger.body(body_hash)
        if kept is None or not (self._folder / kept.file).exists():
            return None
        with (self._folder / kept.file).open("rb") as file:
            file.seek(kept.position)
            record = next(iter(ArchiveIterator(file)), None)
            body = bytes(record.reader.read()) if record is not None else b""
        return body if blake2b(body, digest_size=20).hexdigest() == body_hash else None


def _record(response: Response, body_hash: str, now: datetime) -> bytes:
    """Return one WARC response record; the body is decompressed already, so no encodings are named."""
    content_type = response.headers.get("content-type", "text/html").replace("\r", " ").replace("\n", " ")
    http = _LINE.join(
        [
            f"HTTP/1.1 {response.status} OK",
            f"Content-Type: {content_type}",
            f"Content-Length: {len(response.body)}",
            "",
            "",
        ]
    ).encode("utf-8")
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = _LINE.join(
        [
            "WARC/1.1",
            "WARC-Type: response",
            f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, f'{response.url} {stamp} {body_hash}')}>",
            f"WARC-Date: {stamp}",
            f"WARC-Target-URI: {response.url}",
            "Content-Type: application/http; msgtype=response",
            f"Content-Length: {len(http) + len(response.body)}",
            "",
            "",
        ]
    ).encode("utf-8")
    return head + http + response.body + 2 * _LINE.encode()
