"""What letters say: to each unit its own rows and nothing else, the same in the text and on the page."""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import fields, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook import templates
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.letter import TEMPLATES, Facts, Kind, Problem, TaskLine
from taskbook.mail.writing import LONGEST_SUBJECT, write
from taskbook.period import Period

DUE = date(2026, 9, 25)


def task(number: int, content: str, **more: object) -> TaskLine:
    return TaskLine(f"T{number:03d}", str(number), content, "牵头", "2026年11月底前", **more)


LED = (task(3, "推进政务新媒体备案"), task(21, "落实公开目录动态调整机制"))
OPEN = (task(3, "推进政务新媒体备案"), task(17, "网站适老化改造", overdue=True))
OVERDUE = (
    task(17, "网站适老化改造", overdue=True),
    task(40, "无障碍通道改造", overdue=True, reason="两期没有反馈"),
)
FACTS = Facts(
    unit="区教育局",
    contact="张三",
    office="示例区人民政府办公室",
    plan="示例区2026年政务公开工作要点",
    period=Period(2026, 9),
    today=date(2026, 9, 20),
    due=DUE,
    tasks=23,
    led=LED,
    open=OPEN,
    overdue=OVERDUE,
    book="区教育局_2026-09.xlsx",
    file="教育局（改）.xlsx",
    problems=(
        Problem("“任务反馈”表G8单元格：", "进展状态“基本完成”不在规定的四种之内。"),
        Problem("", "第9行有误。"),
    ),
    others=(Problem("“任务反馈”表J6单元格：", "填报日期晚于今天。"),),
    reply_to="gongkai@shiliqu.example",
    return_to="送至区政府办公室312室",
)


class Page(HTMLParser):
    """A page's tags and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)


def contents(text: str) -> set[str]:
    known = {each.content for each in (*LED, *OPEN, *OVERDUE)}
    return {content for content in known if content in text}


@pytest.mark.parametrize(
    ("kind", "subject", "rows", "words"),
    [
        (
            Kind.ISSUE,
            "请填报",
            LED,
            ("任务23项", "牵头2项", "区教育局_2026-09.xlsx", "2026年9月25日前", "还有5天"),
        ),
        (
            Kind.REMIND,
            "催报",
            (*OPEN, OVERDUE[1]),
            ("还有2项没有收到反馈", "“教育局（改）.xlsx”有下列问题", "还有5天"),
        ),
        (
            Kind.RETURN,
            "修改",
            (*OPEN, OVERDUE[1]),
            ("教育局（改）.xlsx", "G8单元格", "基本完成", "第9行有误", "J6单元格", "还有5天"),
        ),
        (Kind.URGE, "督办", (*OVERDUE, OPEN[0]), ("2项任务已超过完成时限", "两期没有反馈", "还有5天")),
    ],
)
def test_each_letter_says_its_own_rows_in_text_and_page(kind, subject, rows, words):
    told, text, page = write(kind, FACTS)
    assert subject in told
    assert FACTS.plan in told
    read = Page(page).text
    for said in (text, read):
        assert contents(said) == {each.content for each in rows}
        for each in rows:
            assert said.count(each.content) == 1
        for word in (*words, FACTS.unit, FACTS.office, FACTS.reply_to, FACTS.return_to, "回复本邮件", "表号"):
            assert word in said, word
    assert "主题" not in text
    assert "\n\n\n" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("days", "words"), [(3, "还有3天"), (0, "今天"), (-4, "已过4天")])
def test_how_long_there_is_left(kind, days, words):
    facts = replace(FACTS, today=DUE - timedelta(days=days))
    _, text, page = write(kind, facts)
    assert words in text
    assert words in Page(page).text


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_not_known_leaves_no_gap(kind):
    bare = Facts("区教育局", "", "办公室", "要点", Period(2026, 9), date(2026, 9, 1), DUE, 2, open=OPEN[:1])
    _, text, page = write(kind, replace(bare, problems=FACTS.problems[:1]))
    for said in (text, Page(page).text):
        assert "（）" not in said
        assert "“”" not in said
        assert "None" not in said
        assert "报送方式" not in said
        assert "T003" not in said  # the printed number stands for it


def test_a_task_without_number_is_called_by_its_id():
    facts = replace(FACTS, open=(replace(OPEN[0], number=""),), overdue=())
    _, text, page = write(Kind.REMIND, facts)
    assert "T003" in text
    assert "T003" in Page(page).text


def test_long_lists_are_whole_where_they_are_asked_for_and_long_tasks_are_cut():
    many = tuple(task(n, f"第{n}项" + "很长的任务" * 40) for n in range(1, 121))
    _, text, page = write(Kind.REMIND, replace(FACTS, open=many, overdue=(), tasks=120))
    for said in (text, Page(page).text):
        assert all(f"第{n}项" in said for n in range(1, 121))
        assert "很长的任务" * 17 not in said
    _, text, page = write(Kind.ISSUE, replace(FACTS, led=many))
    for said in (text, Page(page).text):
        assert "牵头120项" in said
        assert "其余80项见附件" in said


def test_a_return_that_is_only_guessed_says_so():
    for said in write(Kind.RETURN, replace(FACTS, guessed=True))[1:]:
        assert "可能是你单位报来的" in said
    for said in write(Kind.RETURN, replace(FACTS, unit="", guessed=True))[1:]:
        assert "有关单位" in said
        assert "推测" not in said


@pytest.mark.parametrize("kind", list(Kind))
def test_a_page_needs_nothing_from_elsewhere(kind):
    page = write(kind, FACTS)[2]
    read = Page(page)
    assert not {"style", "script", "link", "img", "div", "font"} & set(read.tags)
    assert not {"src", "href", "background", "class", "id"} & {name for name, _ in read.attributes}
    assert "url(" not in page
    widths = [int(width) for width in re.findall(r'width="(\d+)"', page)]
    assert max(widths) <= 640


@pytest.mark.parametrize("kind", list(Kind))
def test_names_with_marks_are_text_on_the_page(kind):
    evil = "甲<b>&乙\"'</td><script>alert(1)</script>"
    facts = replace(
        FACTS,
        **dict.fromkeys(("unit", "contact", "office", "plan", "book", "file", "reply_to", "return_to"), evil),
        led=(replace(LED[0], content=evil, number=evil, role=evil, deadline=evil),),
        open=(replace(OPEN[0], content=evil, reason=evil),),
        overdue=(),
        problems=(Problem(evil, evil),),
    )
    plain = replace(facts, led=LED[:1], open=(replace(OPEN[0], reason="x"),), problems=FACTS.problems[:1])
    for each in ("unit", "contact", "office", "plan", "book", "file", "reply_to", "return_to"):
        plain = replace(plain, **{each: "x"})
    assert Page(write(kind, facts)[2]).tags == Page(write(kind, plain)[2]).tags
    assert evil in Page(write(kind, facts)[2]).text
    assert evil in write(kind, facts)[1]


_TEXTS = st.text(max_size=60)


@settings(max_examples=80, deadline=None)
@given(kind=st.sampled_from(list(Kind)), unit=_TEXTS, plan=_TEXTS, content=_TEXTS, office=_TEXTS)
def test_whatever_stands_in_the_cells_a_subject_is_one_line(kind, unit, plan, content, office):
    facts = replace(FACTS, unit=unit, plan=plan, office=office, open=(task(1, content),), overdue=())
    subject, text, page = write(kind, facts)
    assert subject
    assert len(subject) <= LONGEST_SUBJECT
    assert not [char for char in subject if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")]
    assert not [
        char for char in text if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") and char != "\n"
    ]
    assert Page(page).tags == Page(write(kind, replace(facts, unit="x", plan="x", office="x"))[2]).tags
    subject.encode("utf-8")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v"])
def test_a_line_break_in_a_name_ends_no_subject(end):
    for kind in Kind:
        subject, text, _ = write(kind, replace(FACTS, plan=f"要点{end}Bcc: x@evil.example{end}{end}二"))
        assert "要点 Bcc: x@evil.example 二" in subject
        assert not text.startswith("Bcc")


def test_a_plan_without_a_name_is_not_an_empty_title():
    for plan in ("", "  ", "《》"):
        assert "《》" not in write(Kind.ISSUE, replace(FACTS, plan=plan))[0]
    assert "《要点》" in write(Kind.ISSUE, replace(FACTS, plan="《要点》"))[0]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the templates that a test may spoil."""
    return Path(shutil.copytree(templates.FOLDER, tmp_path / "templates"))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("ending", ["txt", "html"])
def test_a_slip_in_a_template_is_told_with_template_line_and_name(own, kind, ending):
    template = own / "mail" / f"{TEMPLATES[kind]}.{ending}"
    text = template.read_text(encoding="utf-8")
    line = text.count("\n") + 1
    template.write_text(text + "{{ danwei }}", encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        write(kind, FACTS, own)
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    for word in (template.name, f"第{line}行", "danwei"):
        assert word in str(stopped.value)


def test_a_text_without_its_subject_is_told_with_the_line(own):
    template = own / "mail" / f"{TEMPLATES[Kind.REMIND]}.txt"
    text = template.read_text(encoding="utf-8")
    line = next(n for n, each in enumerate(text.split("\n"), 1) if each.startswith("主题"))
    for without in ("", "主题：\n", "标题：催报\n"):
        template.write_text(re.sub(r"(?m)^主题：.*\n", without, text), encoding="utf-8")
        with pytest.raises(CannotGoOn) as stopped:
            write(Kind.REMIND, FACTS, own)
        assert stopped.value.stop is Stop.TEMPLATE_BROKEN
        assert "主题" in str(stopped.value)
        told = int(re.search(r"第(\d+)行", str(stopped.value))[1])
        assert abs(told - line) <= 1


def test_a_subject_of_the_offices_own_is_taken(own):
    template = own / "mail" / f"{TEMPLATES[Kind.ISSUE]}.txt"
    template.write_bytes("主题: 请{{ unit }}查收\r\n\r\n您好！\r\n".encode("gb18030"))
    subject, text, _ = write(Kind.ISSUE, FACTS, own)
    assert (subject, text) == ("请区教育局查收", "您好！\n")


def test_a_missing_template_is_told_with_its_path(own):
    (own / "mail" / f"{TEMPLATES[Kind.URGE]}.html").unlink()
    with pytest.raises(CannotGoOn) as stopped:
        write(Kind.URGE, FACTS, own)
    assert stopped.value.stop is Stop.FILE_MISSING
    assert f"{TEMPLATES[Kind.URGE]}.html" in str(stopped.value)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_name_in_the_notes_can_be_used_and_every_fact_is_in_them(own, kind):
    """The notes at the top are what an office has to go by."""
    template = own / "mail" / f"{TEMPLATES[kind]}.txt"
    notes = template.read_text(encoding="utf-8").partition("#}")[0].partition("可用的名称有：")[2]
    named = set(re.findall(r"(?<![.\w(|])([a-z_]+) (?=[\u4e00-\u9fff])", notes))
    facts = {each.name for each in fields(Facts)} | {"days_left"}
    inner = {each.name for kind_ in (TaskLine, Problem) for each in fields(kind_)}
    assert named - inner <= facts
    template.write_text(
        "主题：x\n" + "".join(f"{{{{ {name} }}}}" for name in named & facts), encoding="utf-8"
    )
    write(kind, FACTS, own)
    assert {"unit", "office", "plan", "period", "due", "reply_to"} <= named
