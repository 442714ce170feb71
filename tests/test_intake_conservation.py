"""Nothing of a source is dropped: every cell and paragraph is in the plan or in a finding with its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_documents import PLAN, Drawing, add_table, make_docx, said
from taskbook.findings import CannotGoOn, Finding
from taskbook.intake import read_document
from taskbook.intake.blocks import table_of
from taskbook.intake.tables import read_tables
from taskbook.model import Plan, Task

SEEDS = (
    ("沙坡头区2023任务分工.docx", "000_a9aa0f969036ffb1.txt", 40),
    ("中卫市2022要点及任务分工.docx", "001_f6f7f835d42e3b22.txt", 44),
    ("浔阳区2023工作责任分解表.docx", "003_f3837b429605efee.txt", 33),
)


def bare(text: str) -> str:
    return "".join(text.split())


def texts_of(task: Task) -> str:
    words = [str(getattr(task, one.name)) for one in fields(task) if one.name != "extra"]
    return "\n".join([*words, *(text for pair in task.extra for text in pair)])


def kept(tasks: tuple[Task, ...], findings: list[Finding] | tuple[Finding, ...]) -> str:
    return bare("\n".join([*map(texts_of, tasks), *(one.message for one in findings)]))


def summarised(findings: list[Finding]) -> set[int]:
    """The paragraphs that a finding about a long stretch names by first and last."""
    ranges = [re.fullmatch(r"第(\d+)段至第(\d+)段", one.where.address) for one in findings]
    return {number for one in ranges if one for number in range(int(one[1]), int(one[2]) + 1)}


def source_texts(path: Path) -> Iterator[tuple[str, int]]:
    """Every paragraph (with its number) and every cell (with 0) of a document's body, read by python-docx."""
    document = docx.Document(str(path))
    number = 0
    for paragraph in document.paragraphs:
        if paragraph.text.strip():
            number += 1
            yield paragraph.text, number
    for table in document.tables:
        for row in table.rows:
            yield from ((cell.text, 0) for cell in row.cells if cell.text.strip())


def dropped(path: Path, plan: Plan, findings: list[Finding], headings: set[str]) -> list[str]:
    have, ranges = kept(plan.tasks, findings), summarised(findings)
    return [
        text
        for text, number in source_texts(path)
        if bare(text) not in have and number not in ranges and bare(text) not in headings
    ]


@pytest.mark.seeds
@pytest.mark.parametrize(("word", "text", "count"), SEEDS)
def test_the_real_plans(seeds, word, text, count):
    plan, findings = read_document(seeds / "seeds" / word)
    heading = docx.Document(str(seeds / "seeds" / word)).tables[0].rows[0].cells
    assert len(plan.tasks) == count
    assert dropped(seeds / "seeds" / word, plan, findings, {bare(cell.text) for cell in heading}) == []

    flat, _ = read_document(seeds / "seeds" / text)
    names = (
        "id",
        "number",
        "section",
        "topic",
        "content",
        "lead",
        "responsible",
        "support",
        "measure",
        "deadline",
    )
    assert [said(task, *names) for task in flat.tasks] == [said(task, *names) for task in plan.tasks]
    assert flat.settings == plan.settings


@pytest.mark.seeds
def test_what_the_real_plans_say_about_themselves(seeds):
    met = [read_document(seeds / "seeds" / word)[0].settings for word, *_ in SEEDS]
    assert [one.year for one in met] == [2023, 2022, 2023]
    assert [one.last_task_number for one in met] == [count for *_, count in SEEDS]
    assert (met[1].office, str(met[1].issued_on)) == ("中卫市人民政府办公室", "2022-05-24")
    assert all(" " not in one.plan_name and one.plan_name.endswith(("任务分工", "责任分解表")) for one in met)


@pytest.mark.seeds
def test_a_narrative_without_a_table_is_refused_with_a_hint(seeds):
    with pytest.raises(CannotGoOn, match="没有表格"):
        read_document(seeds / "seeds" / "004_ff02b1e40e2caa47.txt")


def test_a_long_text_before_the_table_shares_one_finding_that_holds_it_all(tmp_path):
    paragraphs = [f"这是要点的第{number}段，说的是要做什么。" for number in range(1, 21)]
    path = make_docx(
        tmp_path / "plan.docx",
        *paragraphs,
        "示例县2026年任务分工",
        "（排第一位的为牵头单位）",
        PLAN,
        "结束语。",
    )
    plan, findings = read_document(path)
    assert (
        dropped(
            path, plan, findings, {bare(word) for word in "序号 重点任务 具体措施 责任单位 完成时限".split()}
        )
        == []
    )
    messages = [one.message for one in findings]
    assert any("（排第一位的为牵头单位）" in message for message in messages)
    assert any("结束语。" in message for message in messages)
    (long,) = [one for one in findings if "至" in one.where.address]
    assert long.where.address == "第1段至第19段"
    assert "共19段" in long.message
    assert all(paragraph in long.message for paragraph in paragraphs[:19])


# ---- tables nobody has seen ----

HEADINGS = {
    "number": ["序号", "编 号"],
    "section": ["一级指标", "领域"],
    "topic": ["二级指标", "重点任务", "项目名称"],
    "content": ["工作任务", "具体措施", "主要内容", "工作事项及内容"],
    "lead": ["牵头单位", "牵头（责任）部门"],
    "responsible": ["责任单位", "责任科室", "落实部门"],
    "support": ["配合单位", "参与单位"],
    "measure": ["量化指标", "考核标准"],
    "deadline": ["完成时限", "时限要求"],
    "leader": ["牵头领导"],
    "other": ["资金", "", "完成情况", "电话"],
}


@st.composite
def drawings(draw: st.DrawFn) -> tuple[Drawing, list[str]]:
    """A table with random columns, rows of every kind and random merges; and its texts, each of them unlike any other."""
    wanted = draw(st.lists(st.sampled_from([*HEADINGS, "other", "content"]), min_size=0, max_size=6))
    columns = draw(st.permutations([*wanted, "content", "responsible"]))
    counter = iter(range(10_000))
    texts: list[str] = []

    def word(beginning: str = "", ending: str = "") -> str:
        text = f"{beginning}文{next(counter)}字{ending}"
        texts.append(text)
        return text

    heading = [draw(st.sampled_from(HEADINGS[column])) for column in columns]
    rows, merges = [heading], []
    width = len(columns)
    if draw(st.booleans()):
        rows.insert(0, [word("示例县2026年", "任务分解表")] + [""] * (width - 1))
        merges += [(0, 0, 0, width - 1)]
    for _ in range(draw(st.integers(1, 7))):
        at = len(rows)
        kind = draw(
            st.sampled_from(["task", "task", "task", "task", "section", "note", "blank", "heading", "odd"])
        )
        if kind in ("section", "note"):
            beginning = draw(st.sampled_from(["一、", "（二）", "", "三、"])) if kind == "section" else "注："
            rows.append([word(beginning)] + [""] * (width - 1))
            if draw(st.booleans()):
                merges.append((at, 0, at, width - 1))
        elif kind == "blank":
            rows.append([""] * width)
        elif kind == "heading":
            rows.append(list(heading))
        else:
            filled = [draw(st.booleans()) if kind == "odd" else draw(st.integers(0, 5)) > 0 for _ in columns]
            ending = draw(st.sampled_from(["", "。"]))
            rows.append([word(ending=ending) if one else "" for one in filled])
            if draw(st.integers(0, 5)) == 0 and width > 2:
                left = draw(st.integers(0, width - 2))
                rows[-1][left + 1] and texts.remove(rows[-1][left + 1])
                rows[-1][left + 1] = ""
                merges.append((at, left, at, left + 1))
    for column in range(width):
        for at in range(2, len(rows)):
            free = all(not (top <= at - 1 <= bottom or top <= at <= bottom) for top, _, bottom, _ in merges)
            below = rows[at][column] == "" and rows[at - 1] != heading and rows[at] != heading
            if free and below and draw(st.integers(0, 2)) == 0:
                merges.append((at - 1, column, at, column))
    return Drawing(rows, merges), texts


@given(drawings(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_tables_nobody_has_seen_lose_no_text(drawing, lettered):
    made, texts = drawing
    result = read_tables([table_of("表1", made.texts, made.merges, lettered=lettered)], "plan.docx")
    have = kept(result.tasks, result.findings) + bare("".join(text for text, _ in result.titles))
    assert [text for text in texts if bare(text) not in have] == []


@given(drawings(), drawings())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_documents_nobody_has_seen_lose_no_text(tmp_path, first, second):
    document = docx.Document()
    document.add_paragraph("前言一段。")
    for drawing, _ in (first, second):
        add_table(document, drawing)
        document.add_paragraph("表后一段。")
    path = tmp_path / "plan.docx"
    document.save(str(path))
    try:
        plan, findings = read_document(path)
    except CannotGoOn:
        return  # no task in either table: refused, not dropped
    have = kept(plan.tasks, findings)
    texts = ["前言一段。", "表后一段。", *first[1], *(text for text in second[1])]
    assert [text for text in texts if bare(text) not in have] == []
