from __future__ import annotations

import subprocess
import sys

from flows.parse_cache import ParseCache

PLENTY = 100_000_000


def test_what_is_stored_comes_back(tmp_path):
    cache = ParseCache(tmp_path / "cache" / "parses.sqlite", PLENTY)
    cache.put_many({"a": b"1", "b": b"2"})
    cache.close()
    again = ParseCache(tmp_path / "cache" / "parses.sqlite", PLENTY)
    assert again.get_many(["a", "b", "c"]) == {"a": b"1", "b": b"2"}


def test_many_keys_at_once(tmp_path):
    cache = ParseCache(tmp_path / "parses.sqlite", PLENTY)
    parses = {f"key {n}": bytes([n % 256]) for n in range(2_345)}
    cache.put_many(parses)
    assert cache.get_many([*parses, "absent"]) == parses


def test_a_parse_that_is_there_stays(tmp_path):
    cache = ParseCache(tmp_path / "parses.sqlite", PLENTY)
    cache.put_many({"a": b"first"})
    cache.put_many({"a": b"second"})
    assert cache.get_many(["a"]) == {"a": b"first"}


def test_a_broken_file_is_discarded(tmp_path):
    path = tmp_path / "parses.sqlite"
    path.write_bytes(b"this is no database at all " * 100)
    cache = ParseCache(path, PLENTY)
    assert cache.get_many(["a"]) == {}
    cache.put_many({"a": b"1"})
    assert cache.get_many(["a"]) == {"a": b"1"}


def test_a_place_that_cannot_be_used_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = ParseCache(tmp_path / "file" / "parses.sqlite", PLENTY)
    cache.put_many({"a": b"1"})
    assert cache.get_many(["a"]) == {}


def test_a_full_cache_takes_no_more_and_trimming_makes_room(tmp_path):
    cache = ParseCache(tmp_path / "parses.sqlite", 100_000)
    for n in range(40):
        cache.put_many({f"{n}": b"x" * 5_000})
    assert len(cache.get_many([str(n) for n in range(40)])) < 40
    assert cache.trim()
    assert not cache.trim()
    cache.put_many({"new": b"1"})
    assert cache.get_many(["new", "0"]) == {"new": b"1"}


def test_processes_write_side_by_side(tmp_path):
    path = tmp_path / "parses.sqlite"
    script = (
        "import sys; from pathlib import Path; from flows.parse_cache import ParseCache\n"
        f"cache = ParseCache(Path({str(path)!r}), {PLENTY})\n"
        "for n in range(100): cache.put_many({f'{sys.argv[1]} {n}': b'x' * 100, f'both {n}': b'y'})\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, name]) for name in ("one", "two")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    keys = [f"{name} {n}" for name in ("one", "two", "both") for n in range(100)]
    assert len(ParseCache(path, PLENTY).get_many(keys)) == 300
