"""The published versions kept in a home: their manifests, the runs they belong to, the link to the current one."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import UnknownVersionError

KEEP = 5


@dataclass(frozen=True, slots=True)
class Version:
    """One published version."""

    stamp: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def file(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"


def versions(home: Path) -> list[Version]:
    """Return the kept versions, oldest first."""
    root = home / "published"
    if not root.is_dir():
        return []
    found = []
    for folder in sorted(root.iterdir()):
        manifest = folder / "manifest.json"
        if not folder.is_symlink() and not folder.name.endswith(".partial") and manifest.exists():
            found.append(Version(folder.name, folder, json.loads(manifest.read_text(encoding="utf-8"))))
    return found


def current(home: Path) -> Version | None:
    """Return the version the link points to, or None when nothing is published."""
    link = home / "published" / "current"
    if not (link / "manifest.json").exists():
        return None
    folder = link.resolve()
    return Version(folder.name, folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


def find(home: Path, wanted: str) -> Version:
    """Return the version of a run id, a stamp, `current` or `previous`.

    Raises:
        UnknownVersionError: nothing kept belongs to it.
    """
    kept = versions(home)
    now = current(home)
    by_name = {v.stamp: v for v in kept}
    by_name |= {run: by_name[stamp] for run, stamp in runs(home).items() if stamp in by_name}
    if now is not None:
        by_name["current"] = now
        older = [v for v in kept if v.stamp < now.stamp]
        if older:
            by_name["previous"] = older[-1]
    if wanted not in by_name:
        raise UnknownVersionError(wanted, [f"{v.stamp} ({v.manifest['run_id']})" for v in kept])
    return by_name[wanted]


def runs(home: Path) -> dict[str, str]:
    """Return run id -> stamp; a run that changed nothing belongs to the version it found."""
    file = home / "published" / "runs.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def remember(home: Path, run_id: str, stamp: str) -> None:
    """Note which version a run ended with, and forget runs whose version is gone."""
    kept = {v.stamp for v in versions(home)}
    known = {run: s for run, s in runs(home).items() if s in kept} | {run_id: stamp}
    _write_whole(home / "published" / "runs.json", json.dumps(known, indent=1))


def switch(home: Path, stamp: str) -> None:
    """Point the link `current` at a version in one step: readers see the old folder or the new one, never neither."""
    link = home / "published" / "current"
    fresh = home / "published" / ".current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(stamp, target_is_directory=True)
    fresh.replace(link)


def prune(home: Path) -> None:
    """Delete all but the last KEEP versions and what killed publishes left behind; never the current one."""
    now = current(home)
    for version in versions(home)[:-KEEP]:
        if now is None or version.stamp != now.stamp:
            shutil.rmtree(version.folder)
    for leftover in (home / "published").glob("*.partial"):
        shutil.rmtree(leftover)


def _write_whole(file: Path, text: str) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)
