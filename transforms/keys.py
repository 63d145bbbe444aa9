"""Deterministic text keys: the same parts give the same key on every machine and in every run."""

from __future__ import annotations

from hashlib import blake2b


def key(prefix: str, *parts: object) -> str:
    """Return `prefix_` and 20 hex digits (80 bits) over `parts`; NULL parts count as empty, order matters."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}_{blake2b(joined.encode('utf-8', 'surrogatepass'), digest_size=10).hexdigest()}"
