"""Errors of the warehouse: each says what was wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class WarehouseError(Exception):
    """A failure whose message is written for the person at the terminal."""


class HomeBusyError(WarehouseError):
    """Another process writes to the home."""

    def __init__(self, home: Path, owner: Mapping[str, object]) -> None:
        self.pid = owner.get("pid")
        who = f"process {self.pid} (since {owner.get('since')})" if self.pid else "another process"
        super().__init__(
            f"{home} is in use: {who} is writing to it. Wait until that run ends, or give another --home. "
            "Queries on the published warehouse go on working meanwhile."
        )


class HomeUnusableError(WarehouseError):
    """The home cannot be made, read or written."""

    def __init__(self, home: Path, error: Exception) -> None:
        super().__init__(
            f"Cannot write to the home {home}: {error}. "
            "Check that it is a folder of yours, not read-only, and that the disk has space; or give another --home. "
            "What was loaded before is unharmed."
        )


class NothingPublishedError(WarehouseError):
    """No run has published into the home yet."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"No warehouse is published in {home}. Run `communique run --home {home}` first.")


class NewerWarehouseError(WarehouseError):
    """The file was made by a newer version of this program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"The warehouse has schema version {found}, this program knows versions up to {known}. "
            "Upgrade communique to the version that made it, or give another --home. Nothing was changed."
        )


class ChangedMigrationError(WarehouseError):
    """A migration that was applied to the file differs from the one this program has."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Migration {name} was applied to this warehouse in another form than this program has. "
            "It was made by an unreleased version: run again with another --home. Nothing was changed."
        )


class GateError(WarehouseError):
    """A published file failed its quality checks; the snapshot before it stays current."""

    def __init__(self, failures: Mapping[str, list[dict[str, object]]]) -> None:
        self.failures = {name: list(rows) for name, rows in failures.items()}
        lines = [f"{name}: {len(rows)} rows, first: {rows[0]}" for name, rows in self.failures.items()]
        super().__init__(
            "The new warehouse failed its checks and was not published; the one before it stays current.\n"
            + "\n".join(f"  {line}" for line in lines)
        )


class UnknownVersionError(WarehouseError):
    """A run or stamp that no published version belongs to."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        super().__init__(f"No published version belongs to {wanted!r}. Kept versions: {', '.join(known) or 'none'}.")
