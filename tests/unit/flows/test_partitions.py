from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from flows.partitions import (
    PartitionWriter,
    chunks,
    drop_repeated,
    read_frame,
    read_inputs,
    read_partition,
    split,
    write_frame,
    write_stored,
)
from flows.settings import Settings
from flows.sources import Document, Reject
from transforms.schemas import SCHEMAS


def settings(**more):
    return Settings(_env_file=None, **({"partition_articles": 10, "chunk_articles": 4} | more))


def document(number, text="Some text."):
    return Document(external_id=f"d{number}", id_kind="given", location=f"table:{number}", text=text)


def write(folder, documents, **more):
    writer = PartitionWriter(folder, settings(**more))
    for item in documents:
        writer.add(item, item.input_hash)
    writer.flush()
    return writer.made


def test_documents_are_cut_into_partitions_and_chunks(tmp_path):
    made = write(tmp_path, [document(n) for n in range(23)])
    assert made.documents == 23
    assert [len(read_inputs(p)) for p in made.partitions] == [10, 10, 3]
    assert [len(read_frame(c, "documents")) for c in chunks(made.partitions[0])] == [4, 4, 2]


def test_every_document_comes_out_once_in_order(tmp_path):
    made = write(tmp_path, [document(n) for n in range(23)])
    found = [d for p in made.partitions for c in chunks(p) for d in read_frame(c, "documents")["external_id"]]
    assert found == [f"d{n}" for n in range(23)]


def test_bytes_bound_chunks_and_partitions(tmp_path):
    made = write(tmp_path, [document(n, "x" * 100) for n in range(10)], chunk_bytes=250, partition_bytes=500)
    assert [len(read_inputs(p)) for p in made.partitions] == [5, 5]
    assert [len(read_frame(c, "documents")) for c in chunks(made.partitions[0])] == [2, 2, 1]


def test_one_huge_document_is_a_chunk_of_its_own(tmp_path):
    made = write(tmp_path, [document(0), document(1, "x" * 1_000), document(2)], chunk_bytes=100)
    assert [len(read_frame(c, "documents")) for p in made.partitions for c in chunks(p)] == [1, 1, 1]


def test_partitions_grow_so_that_tasks_stay_few(tmp_path):
    made = write(tmp_path, [document(n) for n in range(400)], partition_articles=2, chunk_articles=1_000)
    sizes = [len(read_inputs(p)) for p in made.partitions]
    assert sizes[:8] == [2] * 8
    assert sizes[8:16] == [4] * 8
    assert len(sizes) < 40


def test_rejects_alone_make_a_partition(tmp_path):
    writer = PartitionWriter(tmp_path, settings())
    writer.reject(Reject("table:1", "malformed_json", "line 1"))
    writer.flush()
    frames = read_partition(writer.made.partitions[0], ["rejects", "articles"])
    assert frames["rejects"]["reason"].to_list() == ["malformed_json"]
    assert frames["articles"].is_empty()


def test_nothing_makes_no_partition(tmp_path):
    assert write(tmp_path, []).partitions == []


def test_rejects_of_all_stages_are_read_together(tmp_path):
    row = {"location": "x", "stage": "clean", "reason": "no_article"}
    frame = pl.DataFrame([row], schema=SCHEMAS["rejects"].create_empty().schema)
    write_frame(tmp_path, "rejects", frame, stage="clean")
    write_frame(tmp_path, "rejects", frame.with_columns(stage=pl.lit("extract")), stage="extract_job")
    assert read_frame(tmp_path, "rejects")["stage"].to_list() == ["clean", "extract"]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_frame_survives_the_disk(tmp_path, name):
    frame = SCHEMAS[name].sample(3)
    write_frame(tmp_path, name, frame)
    assert read_frame(tmp_path, name).equals(frame)


def test_a_split_chunk_keeps_every_row_with_its_article(tmp_path):
    chunk = tmp_path / "000"
    chunk.mkdir()
    schema = {name: SCHEMAS[name].create_empty().schema for name in ("articles", "sentences", "tokens", "rejects")}
    ids = [f"a{n}" for n in range(3)]
    blank = {"external_id": "x", "content_hash": "h", "published_precision": "none", "text": "Hi.", "flags": ""}
    write_frame(chunk, "articles", pl.DataFrame([{"article_id": i, **blank} for i in ids], schema=schema["articles"]))
    said = [{"sid": n, "article_id": i, "text": "Hi."} for n, i in enumerate(ids)]
    write_frame(chunk, "sentences", pl.DataFrame(said, schema=schema["sentences"]))
    words = [{"sid": n, "tok": t, "word": "Hi"} for n in range(3) for t in range(2)]
    write_frame(chunk, "tokens", pl.DataFrame(words, schema=schema["tokens"]))
    reject = {"location": "y", "stage": "clean", "reason": "no_article"}
    write_frame(chunk, "rejects", pl.DataFrame([reject], schema=schema["rejects"]), stage="clean")
    halves = split(chunk, "articles")
    assert [read_frame(h, "articles")["article_id"].to_list() for h in halves] == [["a0"], ["a1", "a2"]]
    assert [read_frame(h, "tokens")["sid"].to_list() for h in halves] == [[0, 0], [1, 1, 2, 2]]
    assert [len(read_frame(h, "rejects")) for h in halves] == [1, 0]
    assert not chunk.exists()
    assert split(halves[0], "articles") == []


def test_of_revisions_in_several_chunks_the_one_fetched_last_is_kept_and_the_others_are_rejects(tmp_path):
    partition = tmp_path / "00000"
    blank = {"content_hash": "h", "published_precision": "none", "flags": ""}
    schema = {name: SCHEMAS[name].create_empty().schema for name in ("articles", "documents", "paragraphs")}
    # a: fetched at 1, 3 and 2 o'clock; b: once
    for n, (ids, hour) in enumerate([(["a", "b"], 1), (["a"], 3), (["a"], 2)]):
        folder = partition / f"{n:03}"
        folder.mkdir(parents=True)
        at = datetime(2026, 3, 3, hour, tzinfo=UTC)
        rows = [{"external_id": i, "location": f"{i}#{n}", "text": f"Text {n}."} for i in ids]
        papers = [row | {"id_kind": "url", "fetched_at": at} for row in rows]
        write_frame(folder, "documents", pl.DataFrame(papers, schema=schema["documents"]))
        made = [row | {"article_id": row["external_id"], **blank} for row in rows]
        write_frame(folder, "articles", pl.DataFrame(made, schema=schema["articles"]))
        spans = [{"article_id": i, "paragraph_ix": 0, "char_start": 0, "char_end": 7, "role": "body"} for i in ids]
        write_frame(folder, "paragraphs", pl.DataFrame(spans, schema=schema["paragraphs"]))
    drop_repeated(partition)
    frames = read_partition(partition, ["articles", "paragraphs", "rejects"])
    assert frames["articles"].select("article_id", "text").rows() == [("b", "Text 0."), ("a", "Text 1.")]
    assert frames["paragraphs"]["article_id"].to_list() == ["b", "a"]
    assert frames["rejects"].select("location", "reason").rows() == [("a#0", "duplicate_id"), ("a#2", "duplicate_id")]


def test_stored_articles_are_written_a_partition_at_a_time(tmp_path):
    asked = []

    def parts():
        for n in range(3):
            asked.append(n)
            yield pl.DataFrame({"article_id": [f"a{n}{i}" for i in range(5)], "text": ["Some text."] * 5})

    made = write_stored(tmp_path, parts(), lambda ids: ids.select("article_id"), settings())
    folder, articles = next(made)
    assert asked == [0]
    assert articles == 5
    assert [len(pl.read_parquet(c / "articles.parquet")) for c in chunks(folder)] == [4, 1]
    assert [len(pl.read_parquet(c / "paragraphs.parquet")) for c in chunks(folder)] == [4, 1]
    assert [folder.name for folder, _ in made] == ["00001", "00002"]
