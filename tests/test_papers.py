"""The 通报: laid out by the standard, with the numbers of the facts, whole on paper; and the short texts."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from report_facts import (
    PLAN,
    SEPTEMBER,
    TODAY,
    archive_of_three_months,
    facts_of_first_month,
    facts_of_three_months,
)
from system_parts import program
from taskbook import templates
from taskbook.findings import CannotGoOn, Stop
from taskbook.master.styles import LIGHT_COLOURS
from taskbook.model import Light
from taskbook.period import Period
from taskbook.reporting.facts import Facts
from taskbook.reporting.gather import gather
from taskbook.reporting.papers import answering, sentences
from taskbook.reporting.papers.names import Names
from taskbook.reporting.papers.notice import write_notice
from taskbook.reporting.papers.texts import annual_paragraph, chat_text

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return facts_of_three_months(tmp_path / "归档")


@pytest.fixture
def paper(facts: Facts, tmp_path: Path) -> docx.document.Document:
    return docx.Document(str(written(facts, tmp_path)))


def written(facts: Facts, folder: Path) -> Path:
    path = folder / "通报_2026-09.docx"
    write_notice(path, facts)
    return path


def text_of(document: docx.document.Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows_of(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def kept(name: str, text: str) -> None:
    """Compare with what is kept; where nothing is, the new text is put there to be looked at, and the test fails."""
    path = SNAPSHOTS / f"{name}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} is new: read it")
    assert text == path.read_text(encoding="utf-8")


# ---- what it says ----


def test_the_whole_paper_reads_as_it_should(paper):
    kept("通报", text_of(paper) + "\n")


def test_the_paper_of_a_first_period_without_returns_reads_as_it_should(tmp_path):
    facts = facts_of_first_month(tmp_path, answered=False)
    kept("通报_首期无反馈", text_of(docx.Document(str(written(facts, tmp_path)))) + "\n")


def test_every_sentence_of_the_facts_is_in_it(facts, paper):
    said, names = text_of(paper), Names(facts.status.tasks)
    parts = [sentences.overall(facts), sentences.changes(facts, names), answering.answers(facts, names)]
    parts += [answering.named_days(facts), sentences.lookback(facts, names)]
    for sentence in (one for part in parts for one in part):
        assert sentence in said
    assert "{" not in said


def test_a_section_without_anything_to_say_is_left_out_and_the_others_count_on(tmp_path, facts):
    quiet = replace(
        facts,
        days=(),
        coming=(),
        status=replace(facts.status, tasks=tuple(task for task in facts.status.tasks if task.id == "T006")),
    )
    headings = [
        one.text
        for one in docx.Document(str(written(quiet, tmp_path))).paragraphs
        if one.style.name == "通报一级"
    ]
    assert headings == ["一、总体进展", "二、反馈情况", "三、下一步要求"]


def test_the_annexes_name_every_task_and_unit(facts, paper):
    tasks, units, old = (rows_of(table) for table in paper.tables)
    assert tasks[0] == [
        "序号",
        "任务",
        "牵头单位",
        "责任单位",
        "完成时限",
        "进展",
        "完成率",
        "亮灯",
        "亮灯依据",
    ]
    assert [row[0] for row in tasks[1:]] == ["1", "2", "3", "4", "5", "6", "7/T007", "7/T008"]
    assert tasks[2][2:] == [
        "区财政局", "区教育局", "8月底前", "推进中", "0%", "红灯", "逾期：应于8月31日前完成，已超28天（区财政局）",
    ]  # fmt: skip
    assert [row[0] for row in units[1:]] == [unit.name for unit in facts.units]
    assert units[3] == ["区财政局", "4", "2", "50%", "按时", "4", "0", "2", "序号1、\u200b回头看序号12"]
    assert units[6] == ["河口镇", "1", "0", "0%", "未报送", "1", "0", "0", "序号5"]
    assert [row[:3] for row in old[1:]] == [["2025", "12", "公布养老机构名录。"]]
    assert "附件：1.任务进展情况" in text_of(paper)
    assert re.search(r"(?m)^\s+3\.回头看事项进展情况$", text_of(paper))


def test_what_the_lights_mean_stands_where_they_are_shown(paper):
    notes = [one.text for one in paper.paragraphs if one.style.name == "表注"]
    assert sum("红灯——过了完成时限仍未完成" in note for note in notes) == 2
    assert "目前75.0%" in notes[0]


def test_a_lights_cell_has_its_colour(paper):
    shown = {
        row.cells[7].text: row.cells[7]._tc.tcPr.find(qn("w:shd")).get(qn("w:fill"))
        for row in paper.tables[0].rows[1:]
    }
    assert shown == {
        f"{light}灯": LIGHT_COLOURS[light].lstrip("#")
        for light in (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED)
    }


def test_without_lookback_there_are_two_annexes(tmp_path, facts):
    tasks = tuple(task for task in facts.status.tasks if not task.reading.task.lookback)
    made = docx.Document(str(written(replace(facts, status=replace(facts.status, tasks=tasks)), tmp_path)))
    assert len(made.tables) == 2
    assert "回头看事项" not in text_of(made)


def test_the_year_is_said_where_the_plans_name_has_none(tmp_path, facts):
    settings = replace(facts.status.plan.settings, plan_name="政务公开工作要点")
    plan = replace(facts.status.plan, settings=settings)
    made = docx.Document(str(written(replace(facts, status=replace(facts.status, plan=plan)), tmp_path)))
    assert made.paragraphs[0].text == "关于《政务公开工作要点》2026年9月落实情况的通报"
    assert made.core_properties.title == made.paragraphs[0].text


def test_marks_in_names_are_text(tmp_path, facts):
    settings = replace(facts.status.plan.settings, office='某<办>&"公"{{ x }}\n室\x0b')
    plan = replace(facts.status.plan, settings=settings)
    made = docx.Document(str(written(replace(facts, status=replace(facts.status, plan=plan)), tmp_path)))
    assert '某<办>&"公"{{ x }} 室' in text_of(made)


def test_the_same_facts_give_the_same_bytes(tmp_path, facts):
    first = written(facts, tmp_path).read_bytes()
    assert written(facts, tmp_path).read_bytes() == first


# ---- how it is laid out: GB/T 9704-2012 ----


def test_the_page_is_the_standards(paper):
    page, wide = paper.sections
    assert [round(each.mm) for each in (page.page_width, page.page_height, page.top_margin, page.left_margin)] == [
        210, 297, 37, 28,
    ]  # fmt: skip
    assert round(Length(page.page_width - page.left_margin - page.right_margin).mm) == 156
    assert round(Length(page.page_height - page.top_margin - page.bottom_margin).mm) == 225
    grid = page._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) * 22 / 20 <= 225 / 25.4 * 72 + 0.5
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)


def test_letters_are_the_standards(paper):
    looks = {
        style.name: (style.font.size and style.font.size.pt, style.element.rPr.rFonts)
        for style in paper.styles
        if style.name.startswith(("通报", "附件", "页码"))
    }
    assert looks["通报标题"][0] == 22
    assert looks["通报标题"][1].get(qn("w:eastAsia")) == "方正小标宋简体"
    assert looks["通报一级"][1].get(qn("w:eastAsia")) == "黑体"
    assert looks["通报二级"][1].get(qn("w:eastAsia")) == "楷体_GB2312"
    assert looks["附件标题"][0] == 22
    assert looks["页码"][0] == 14
    normal = paper.styles["Normal"]
    assert (normal.font.size.pt, normal.element.rPr.rFonts.get(qn("w:eastAsia"))) == (16, "仿宋_GB2312")
    assert 28 <= normal.paragraph_format.line_spacing.pt <= 29
    body = paper.styles["通报正文"].element.pPr.find(qn("w:ind"))
    assert body.get(qn("w:firstLineChars")) == "200"


def test_title_and_signature_stand_where_they_should(paper):
    title = paper.paragraphs[0]
    assert title.text == "关于《示例区2026年政务公开工作要点》9月落实情况的通报"
    assert title.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    day = next(one for one in paper.paragraphs if one.style.name == "通报日期")
    assert day.text == "2026年9月28日"
    assert day.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert day.style.element.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "400"


def test_page_numbers_stand_outside(paper):
    assert paper.settings.odd_and_even_pages_header_footer
    page = paper.sections[0]
    for footer, side in (
        (page.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        (line,) = footer.paragraphs
        assert line.text == "— 1 —"
        assert "PAGE" in line._p.xml
        assert line.paragraph_format.alignment == side


def test_headings_of_tables_repeat_and_rows_stay_whole(paper):
    for table in paper.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.office
def test_on_paper_nothing_is_lost(tmp_path, facts, convert: Callable[[Path, str], Path]):
    pdf = convert(written(facts, tmp_path), "pdf")
    command = [program("pdftotext", "poppler-utils"), "-layout", str(pdf), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sheets = pages.rstrip("\f").split("\f")
    assert [index for index, sheet in enumerate(sheets, 1) if not sheet.strip()] == []
    assert [re.findall(r"—\s*(\d+)\s*—", sheet)[-1] for sheet in sheets] == [
        str(n) for n in range(1, len(sheets) + 1)
    ]
    flat = re.sub(r"\s", "", pages)
    for words in (
        "共有事项8件",
        "六、下一步要求",
        "2026年9月28日",
        "附件1",
        "附件2",
        "附件3",
        "公布养老机构名录",
    ):
        assert words in flat, words
    (last,) = (sheet for sheet in sheets if "2026 年 9 月 28 日" in sheet or "2026年9月28日" in sheet)
    assert "附件：" in re.sub(r"\s", "", last)  # the signature never stands alone on a page


# ---- the short texts ----


def test_the_chat_text_is_three_lines(facts):
    assert chat_text(facts).splitlines() == [
        "【9月通报】《示例区2026年政务公开工作要点》8件，截至9月28日办结2件（25%），逾期1件；序时进度75%。",
        "请抓紧办理（逾期或连续两期未反馈，3家）：区财政局（序号2、回头看序号12）、区教育局（序号2）、河口镇（序号5）。",
        "请尽快补报（2家）：区财政局、河口镇。下期10月25日前报送。",
    ]


def test_the_chat_text_of_a_first_period(tmp_path):
    assert chat_text(facts_of_first_month(tmp_path / "1", answered=False)).splitlines() == [
        "【6月通报】《示例区2026年政务公开工作要点》8件，截至6月26日尚无办结；序时进度50%。",
        "没有逾期和红灯事项，请各单位按时限推进。",
        "请尽快补报（6家）：区教育局、区民社局、区财政局、区司法局、东街街道、河口镇。下期7月25日前报送。",
    ]
    assert (
        chat_text(facts_of_first_month(tmp_path / "2")).splitlines()[2]
        == "本期反馈已全部收齐。下期7月25日前报送。"
    )


def test_the_annual_paragraph_says_so_far_until_december(facts):
    assert annual_paragraph(facts) == (
        "截至2026年9月28日，示例区人民政府办公室组织落实《示例区2026年政务公开工作要点》，共安排事项8件，已办结2件，办结率25%"
        "（序时进度75%）；未办结6件，其中逾期1件，正在抓紧推进。分领域看，重点领域信息公开4件办结1件，公开平台建设4件办结1件。"
        "今年以来向6家单位收集进展3次（归档中没有7月），应反馈40项次，收到35项次，反馈率87.5%。"
        "对以前年度没有办结的1件事项开展“回头看”，正在继续办理。\n"
    )


def test_the_annual_paragraph_is_of_the_whole_year_in_december(facts):
    december = replace(facts, status=replace(facts.status, period=Period(2026, 12)))
    said = annual_paragraph(december)
    assert said.startswith("2026年，示例区人民政府办公室组织落实")
    assert "全年办结2件，办结率25%；未办结6件，其中逾期1件，转入下一年度“回头看”继续办理。" in said
    assert "全年向6家单位收集进展3次" in said
    assert "截至" not in said


# ---- the office's own templates ----


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates.FOLDER, tmp_path / "templates"))


def test_an_office_may_write_its_own(own, tmp_path, facts):
    document = docx.Document()
    document.add_paragraph(
        "{{ office }}：{{ overall[0] }}{% for row in tasks %}{{ row.number }}，{% endfor %}"
    )
    document.save(str(own / "notice" / "通报.docx"))
    write_notice(tmp_path / "x.docx", facts, own)
    said = text_of(docx.Document(str(tmp_path / "x.docx")))
    assert said.startswith("示例区人民政府办公室：共有事项8件")
    assert said.endswith("6，7/T007，7/T008，")


def test_a_broken_template_is_told_and_nothing_is_written(own, tmp_path, facts):
    document = docx.Document(str(own / "notice" / "通报.docx"))
    document.paragraphs[2].text = "{{ danwei }}"
    document.save(str(own / "notice" / "通报.docx"))
    with pytest.raises(CannotGoOn) as stopped:
        write_notice(tmp_path / "x.docx", facts, own)
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    assert "第3行" in str(stopped.value)
    assert not (tmp_path / "x.docx").exists()
    (own / "notice" / "月报群消息.txt").write_text("一\n{{ danwei }}", encoding="utf-8")
    with pytest.raises(CannotGoOn, match=r"月报群消息\.txt”第2行"):
        chat_text(facts, own)


def test_a_plan_with_nothing_of_this_year_says_so(tmp_path):
    plan = replace(PLAN, tasks=PLAN.tasks[-1:])
    facts = gather(plan, archive_of_three_months(tmp_path), SEPTEMBER, today=TODAY)
    assert facts.this.tasks.tasks == 0
    words = annual_paragraph(facts)
    assert "没有新安排的事项。" in words
    assert "办结率" not in words
    assert "对以前年度没有办结的1件事项开展“回头看”" in words


def test_december_of_the_year_before_is_not_the_whole_year(tmp_path):
    plan = replace(PLAN, settings=replace(PLAN.settings, year=2027))
    facts = gather(plan, archive_of_three_months(tmp_path), SEPTEMBER, today=TODAY)
    assert annual_paragraph(facts).startswith("截至2026年9月28日")
    december = replace(facts, status=replace(facts.status, period=Period(2026, 12)))
    assert annual_paragraph(december).startswith("截至")
    january = replace(facts, status=replace(facts.status, period=Period(2028, 1)))
    assert annual_paragraph(january).startswith("2027年，")


def test_what_is_overdue_for_nobody_is_not_called_nothing(tmp_path):
    alone = replace(PLAN.tasks[1], lead="", responsible="", support="区财政局")
    facts = gather(replace(PLAN, tasks=(alone,)), archive_of_three_months(tmp_path), SEPTEMBER, today=TODAY)
    assert facts.this.tasks.overdue == 1
    words = chat_text(facts)
    assert "没有逾期" not in words
    assert "逾期事项没有写明牵头、责任单位" in words
