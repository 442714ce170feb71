"""The archive: what is appended comes back, a crash costs nothing, an original is never overwritten."""

from __future__ import annotations

import string
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.findings import CannotGoOn, Cell, Code, Stop, found
from taskbook.model import Reply, Source, State
from taskbook.period import Period
from taskbook.returns.archive import (
    Outcome,
    ReturnRecord,
    broken_lines,
    changed_originals,
    digest_of,
    ledger_of,
    line_of,
    load_records,
    load_replies,
    originals_of,
    pack_replies,
    store_original,
)
from taskbook.returns.ledger import append_lines

SEPTEMBER = Period(2026, 9)


def record(
    sequence: int, unit: str = "区教育局", outcome: Outcome = Outcome.ACCEPTED, **more
) -> ReturnRecord:
    file = f"{unit}-{sequence}.xlsx"
    return ReturnRecord(
        sequence, "2026-09-20T09:00:00", file, f"{sequence:04d}_{file}", "ab" * 32, outcome, unit, **more
    )


def reply(task_id: str, progress: str = "已办", unit: str = "区教育局", row: int = 8) -> Reply:
    return Reply(task_id, unit, State.IN_PROGRESS, progress, source=Source("", "任务反馈", row))


def write(archive: Path, *returns: tuple[ReturnRecord, list[Reply]]) -> Path:
    ledger = ledger_of(archive, SEPTEMBER)
    append_lines(ledger, [line_of(record, pack_replies(replies)) for record, replies in returns])
    return ledger


def test_a_record_and_its_answers_come_back_as_they_were(tmp_path):
    finding = found(Code.DATE_UNKNOWN, Cell("任务反馈", "R8", "a.xlsx"), text="下周“三”")
    whole = record(7, findings=(finding,), token="ABCD-EFGH-J", rows=1, on_time=True)
    full = Reply(
        "T001", "区教育局", State.DONE, "一\n二", "3", "http://a.example", "无", "继续", "联络员01", "0955-1",
        date(2026, 9, 20), "审核人01", Source(whole.stored, "任务反馈", 9),
    )  # fmt: skip
    write(tmp_path, (whole, [full]))
    assert load_records(tmp_path, SEPTEMBER) == [whole]
    assert list(load_replies(tmp_path, SEPTEMBER)) == [(whole, (full,))]


def test_no_ledger_is_an_empty_period(tmp_path):
    assert load_records(tmp_path, SEPTEMBER) == []
    assert list(load_replies(tmp_path, SEPTEMBER)) == []
    assert broken_lines(tmp_path, SEPTEMBER) == 0


def test_the_last_accepted_return_of_a_unit_counts(tmp_path):
    write(
        tmp_path,
        (record(1), [reply("T001", "旧")]),
        (record(2, "区财政局"), [reply("T001", "别家", "区财政局")]),
        (record(3), [reply("T001", "新")]),
        (record(4, outcome=Outcome.RETURNED), []),
    )
    outcomes = [r.outcome for r in load_records(tmp_path, SEPTEMBER)]
    assert outcomes == [Outcome.SUPERSEDED, Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.RETURNED]
    current = {r.unit: replies for r, replies in load_replies(tmp_path, SEPTEMBER)}
    assert {unit: [r.progress for r in replies] for unit, replies in current.items()} == {
        "区财政局": ["别家"],
        "区教育局": ["新"],
    }


def test_a_row_not_answered_later_keeps_its_earlier_answer_and_its_file(tmp_path):
    write(
        tmp_path,
        (record(1), [reply("T002", "一"), reply("T001", "一")]),
        (record(2), [reply("T002", "二")]),
        (record(3), [reply("T1000", "三")]),
    )
    ((last, replies),) = load_replies(tmp_path, SEPTEMBER)
    assert last.sequence == 3
    assert [(r.task_id, r.progress, r.source.file[:4]) for r in replies] == [
        ("T001", "一", "0001"),
        ("T002", "二", "0002"),
        ("T1000", "三", "0003"),
    ]


@pytest.mark.parametrize("cut", [2, 3, 30, 200])
def test_a_torn_last_line_is_dropped_and_the_next_append_is_whole(tmp_path, cut):
    ledger = write(tmp_path, (record(1), [reply("T001")]), (record(2, "区财政局"), [reply("T001")]))
    ledger.write_bytes(ledger.read_bytes()[:-cut])
    assert [r.sequence for r in load_records(tmp_path, SEPTEMBER)] == [1]
    assert len(list(load_replies(tmp_path, SEPTEMBER))) == 1
    write(tmp_path, (record(2, "区民政局"), [reply("T009")]))
    assert [r.unit for r in load_records(tmp_path, SEPTEMBER)] == ["区教育局", "区民政局"]
    assert broken_lines(tmp_path, SEPTEMBER) == 0


def test_a_last_line_without_its_end_is_kept(tmp_path):
    """Editors take the last line end away; the file it is about may be gone from the inbox by then."""
    ledger = write(tmp_path, (record(1), [reply("T001")]))
    ledger.write_bytes(ledger.read_bytes()[:-1])
    assert [replies[0].progress for _, replies in load_replies(tmp_path, SEPTEMBER)] == ["已办"]
    write(tmp_path, (record(2, "区财政局"), [reply("T001")]))
    assert [r.sequence for r in load_records(tmp_path, SEPTEMBER)] == [1, 2]


@pytest.mark.parametrize(
    ("good", "bad"),
    [(b'"progress":', b'"progress:'), (b'"progress":', b'"progres":'), ("推进中".encode(), "在办".encode())],
)
def test_answers_that_were_damaged_stop_the_run_with_a_sentence(tmp_path, good, bad):
    ledger = write(tmp_path, (record(7), [reply("T001")]))
    ledger.write_bytes(ledger.read_bytes().replace(good, bad))
    with pytest.raises(CannotGoOn, match=r"第7号.*已损坏.*重新收件") as stopped:
        list(load_replies(tmp_path, SEPTEMBER))
    assert stopped.value.stop is Stop.ANSWERS_DAMAGED


def test_a_ledger_of_one_torn_line_starts_again(tmp_path):
    ledger = write(tmp_path, (record(1), []))
    ledger.write_bytes(ledger.read_bytes()[:-5])
    write(tmp_path, (record(1), [reply("T001")]))
    assert [r.sequence for r in load_records(tmp_path, SEPTEMBER)] == [1]


def test_a_line_edited_by_hand_is_counted_and_the_rest_still_read(tmp_path):
    ledger = write(tmp_path, (record(1), []), (record(2, "区财政局"), []))
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"\xef\xbb\xbf" + lines[0] + b"{oops}\n" + b'{"sequence":9}\n' + lines[1])
    assert [r.sequence for r in load_records(tmp_path, SEPTEMBER)] == [1, 2]
    assert broken_lines(tmp_path, SEPTEMBER) == 2


def test_a_stored_original_is_never_overwritten(tmp_path):
    folder = originals_of(tmp_path, SEPTEMBER)
    names = []
    for text in ("一", "二", "三"):
        staged = tmp_path / "staged"
        staged.write_text(text, encoding="utf-8")
        names.append(store_original(folder, staged, "0001_表.xlsx"))
        assert not staged.exists()
    assert names == ["0001_表.xlsx", "0001_表-2.xlsx", "0001_表-3.xlsx"]
    assert [(folder / name).read_text(encoding="utf-8") for name in names] == ["一", "二", "三"]


def test_a_disk_without_hard_links_is_copied_to_exclusively(tmp_path, monkeypatch):
    def refuse(*_args):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("taskbook.returns.archive.os.link", refuse)
    folder = originals_of(tmp_path, SEPTEMBER)
    for expected in ("0001_表", "0001_表-2"):
        staged = tmp_path / "staged"
        staged.write_bytes(b"\0" * 9)
        assert store_original(folder, staged, "0001_表").startswith("0001_表")
        assert (folder / expected.replace("-2", "")).read_bytes() == b"\0" * 9
    assert len(list(folder.iterdir())) == 2


def test_originals_that_changed_or_went_are_told(tmp_path):
    folder = originals_of(tmp_path, SEPTEMBER)
    folder.mkdir(parents=True)
    kept = []
    for sequence in (1, 2, 3):
        one = record(sequence)
        (folder / one.stored).write_bytes(bytes([sequence]))
        kept.append(replace(one, sha256=digest_of(folder / one.stored)))
    (folder / kept[1].stored).write_bytes(b"changed")
    (folder / kept[2].stored).unlink()
    assert changed_originals(tmp_path, kept, SEPTEMBER) == kept[1:]


anything = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('",\n\r\\[]{}:'), max_size=40)


@given(texts=st.lists(anything, min_size=1, max_size=5), file=anything)
def test_any_text_survives_the_ledger(tmp_path_factory, texts, file):
    archive = tmp_path_factory.mktemp("archive")
    whole = replace(record(1), file=file, findings=(found(Code.DATE_UNKNOWN, text=file),))
    replies = [replace(reply(f"T{n:03d}", text), evidence=text) for n, text in enumerate(texts)]
    write(archive, (whole, replies))
    ((back, read),) = load_replies(archive, SEPTEMBER)
    assert back == whole
    assert [(r.progress, r.evidence) for r in read] == [(text, text) for text in texts]


def test_a_lone_surrogate_does_not_stop_the_ledger(tmp_path):
    write(tmp_path, (record(1), [reply("T001", "坏\ud800字")]))
    ((_, replies),) = load_replies(tmp_path, SEPTEMBER)
    assert replies[0].progress == "坏?字"


def test_three_thousand_units_are_read_in_a_stream(tmp_path):
    resource = pytest.importorskip("resource", reason="Windows does not tell the peak memory this way")
    words = string.ascii_letters * 2
    packed = pack_replies([reply(f"T{n:03d}", words) for n in range(100)])
    ledger = ledger_of(tmp_path, SEPTEMBER)
    append_lines(ledger, (line_of(record(n, f"单位{n}"), packed) for n in range(1, 3001)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    rows = sum(len(replies) for _, replies in load_replies(tmp_path, SEPTEMBER))
    took = time.perf_counter() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert rows == 300_000
    assert took < 20  # about 2 s on the machine it was written on
    assert grown < 60 * 1024  # KiB: the answers never stand in memory together
