"""What a document says about itself."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.findings import Cell, Code
from taskbook.intake.making import formal_of, of_head
from taskbook.intake.title import Line, clean_name, date_in, read_head, year_in


def lines(text: str) -> list[Line]:
    found = [line.strip() for line in text.splitlines() if line.strip()]
    return [Line(line, Cell("正文", f"第{at}段")) for at, line in enumerate(found, 1)]


NOTICE = """
    示例市人民政府办公室文件
    示政办发〔2025〕9号
    市人民政府办公室 关于印发《示例市 2025 年政务公开工作要点》 的通知
    各县（区）人民政府，市政府各部门：
    《示例市 2025 年政务公开工作要点》已经市人民政府同意，现予以印发。
    示例市人民政府办公室
    2025 年 4 月 7 日
    （此件公开发布）
"""


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("附件\n 示例区 2026 年政务公开工作要点任务分工", "示例区2026年政务公开工作要点任务分工"),
        ("附件2：示例县2026年工作责任分解表\n（2026年）\n单位：项", "示例县2026年工作责任分解表"),
        ("2026年示例县重点工作\n任务分解表", "2026年示例县重点工作任务分解表"),
        ("2026年示例县重点工作\n任务分解表\n（征求意见稿）", "2026年示例县重点工作任务分解表"),
        ("示例县2026年为民办实事台账", "示例县2026年为民办实事台账"),
        (NOTICE, "示例市2025年政务公开工作要点"),
        ("示例县政府办公室关于印发\n示例县2026年政务公开要点的通知", "示例县2026年政务公开要点"),
        ("示例县政府办公室关于印发示例县2026年政务公开工作要点的通知", "示例县2026年政务公开工作要点"),
        (NOTICE + "附件\n示例市 2025 年政务公开工作要点任务分工", "示例市2025年政务公开工作要点任务分工"),
        ("示例省 Web 服务 2026 年行动方案", "示例省Web服务2026年行动方案"),
        ("", "无标题的文件"),
        ("这是一段很长的话，里面说到了任务分工。", "无标题的文件"),
    ],
)
def test_the_name_stands_right_above_the_table(before, name):
    assert read_head(lines(before), [], "无标题的文件").name == name


@pytest.mark.parametrize(
    ("before", "stem", "year"),
    [
        ("示例区2026年任务分解表", "x", 2026),
        ("示例区二〇二六年任务分解表", "x", 2026),
        ("示例区2025—2027年行动方案任务分解表", "x", 2025),
        ("示例区２０２６年任务分解表", "x", 2026),
        ("任务分解表", "示例区2026年要点", 2026),
        ("示例区办发〔2026〕3号\n任务分解表", "x", 2026),
        ("示例区2026任务分解表", "x", 2026),
        ("任务分解表", "x2026", None),
    ],
)
def test_the_year(before, stem, year):
    assert read_head(lines(before), [], stem).year == year


@pytest.mark.parametrize(
    ("before", "after", "office", "day"),
    [
        (NOTICE, "示例市人民政府办公室\n2025年4月8日印发", "示例市人民政府办公室", date(2025, 4, 7)),
        (
            "示例市人民政府办公室文件",
            "示例市政务公开办公室 2025年4月8日印发",
            "示例市人民政府办公室",
            date(2025, 4, 8),
        ),
        (
            "任务分工",
            "中共示例县委办公室\n示例县人民政府办公室\n2025年4月7日",
            "中共示例县委办公室、示例县人民政府办公室",
            date(2025, 4, 7),
        ),
        (
            "任务分工",
            "示例县人民政府办公室　　二〇二五年四月二十七日",
            "示例县人民政府办公室",
            date(2025, 4, 27),
        ),
        ("任务分工", "", "", None),
        ("到2025年4月7日前完成。\n任务分工", "", "", None),
    ],
)
def test_office_and_issue_date(before, after, office, day):
    head = read_head(lines(before), lines(after), "x")
    assert (head.office, head.issued_on) == (office, day)


def test_what_was_read_is_known():
    head = read_head(lines(NOTICE + "附件\n示例市2025年任务分工"), [], "x")
    left = [line.text for line in lines(NOTICE) if line not in head.taken]
    assert left == ["《示例市 2025 年政务公开工作要点》已经市人民政府同意，现予以印发。"]


def test_what_is_said_of_the_head_quotes_title_number_office_and_date():
    """Whom the notice goes to, and the notice itself, stand in a finding of their own; nothing stands in none."""
    all_lines = lines(NOTICE + "附件：示例市2025年任务分工\n示例市2025年任务分工")
    head = read_head(all_lines, [], "x")
    (read,), (formal,) = of_head(all_lines, head, "x"), formal_of(all_lines, head, "x")
    assert (read.code, formal.code) == (Code.HEAD_READ, Code.HEAD_FORMAL)
    quoted = [
        "示例市人民政府办公室文件",
        "示政办发〔2025〕9号",
        "示例市人民政府办公室",
        "2025 年 4 月 7 日",
        "示例市2025年任务分工",
    ]
    assert f"读到：{'；'.join(quoted)}。" in read.message
    others = [line.text for line in all_lines if line in head.taken and line.text not in quoted]
    assert formal.message.endswith(f"：{'；'.join(others)}")
    assert [text[:2] for text in others] == ["市人", "各县", "（此", "附件"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025.4.7", date(2025, 4, 7)),
        ("2025-04-07", date(2025, 4, 7)),
        ("二○二五年十月十日", date(2025, 10, 10)),
        ("二〇二五年十二月三十一日", date(2025, 12, 31)),
        ("2025年2月30日", None),
        ("2025年4月", None),
    ],
)
def test_dates(text, day):
    assert date_in(text) == day


def test_years_need_their_word():
    assert year_in("2026年底前") == 2026
    assert year_in("完成2000亩改造") is None
    assert year_in("20260年") is None


def test_names_lose_marks_and_blanks():
    assert clean_name("附件1：\n《示例 县\u30002026 年要点》") == "示例县2026年要点"
