"""Who still owes something, said to everybody: a text for chat, and a notice that stays one page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.shared import Length
from taskbook import templates
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.notices import Owing, Reminders, chat_text, write_notice
from taskbook.period import Period

FEW = Reminders(
    office="示例区人民政府办公室",
    plan="示例区2026年政务公开工作要点",
    period=Period(2026, 9),
    due=date(2026, 9, 25),
    today=date(2026, 9, 27),
    silent=("区教育局", "区民政局"),
    returned=("城关镇",),
    overdue=(Owing("区医保局", ("3", "17")), Owing("区教育局", ("5",))),
    partly=(Owing("东山街道", tuple(map(str, range(1, 13)))),),
)


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def notice(folder: Path, reminders: Reminders) -> Path:
    path = folder / "催报通知.docx"
    write_notice(path, reminders)
    return path


def many(count: int, length: int) -> Reminders:
    """So many units, shared out among the lists; their names have so many characters."""
    units = [f"第{n}{'单位' * length}"[:length] for n in range(count)]
    owing = [Owing(unit, ("3", "17", "21")) for unit in units]
    return replace(
        FEW,
        silent=tuple(units[0::4]),
        returned=tuple(units[1::4]),
        overdue=tuple(owing[2::4]),
        partly=tuple(owing[3::4]),
    )


def test_both_say_who_owes_what(tmp_path):
    for said in (chat_text(FEW), text_of(notice(tmp_path, FEW))):
        for words in (
            "《示例区2026年政务公开工作要点》2026年9月", "9月25日前", "已过2天", "区教育局、区民政局", "城关镇",
            "区医保局（2项，序号3、17）、区教育局（1项，序号5）", "东山街道（序号1、2、3、4、5、6、7、8等12项）",
            "示例区人民政府办公室", "9月27日",
        ):  # fmt: skip
            assert words in said, words
    assert "没有报送（2家）" in chat_text(FEW)
    assert "一、没有报送的2家" in text_of(notice(tmp_path, FEW))


@pytest.mark.parametrize(("day", "words"), [(20, "还有5天"), (25, "就是今天"), (28, "已过3天")])
def test_how_long_there_is_left(tmp_path, day, words):
    reminders = replace(FEW, today=date(2026, 9, day))
    assert words in chat_text(reminders)
    assert words in text_of(notice(tmp_path, reminders))


def test_a_list_without_units_is_left_out_and_the_others_are_counted_on(tmp_path):
    reminders = replace(FEW, silent=(), partly=())
    said = text_of(notice(tmp_path, reminders))
    assert "没有报送的" not in said
    assert "一、报送后需要修改的1家" in said
    assert "二、有任务逾期的2家" in said
    assert "没有报送（" not in chat_text(reminders)


def test_when_nobody_owes_anything_the_chat_says_so():
    said = chat_text(replace(FEW, silent=(), returned=(), overdue=(), partly=()))
    assert "都已报齐" in said
    assert "家" not in said


def test_the_note_to_the_office_is_not_in_the_notice(tmp_path):
    said = text_of(notice(tmp_path, FEW))
    assert "{" not in said
    assert "模板" not in said
    assert said.startswith("关于催报2026年9月")


def test_names_with_marks_are_text(tmp_path):
    evil = '甲<w:b/>&amp;"乙"{{ office }}\n丙\x0b丁'
    said = text_of(notice(tmp_path, replace(FEW, silent=(evil,), plan=evil, office=evil)))
    shown = '甲<w:b/>&amp;"乙"{{ office }} 丙 丁'
    assert said.count(shown) == 3
    assert shown in chat_text(replace(FEW, silent=(evil,)))


def test_the_page_is_the_standards(tmp_path):
    document = docx.Document(str(notice(tmp_path, FEW)))
    (page,) = document.sections
    millimetres = [
        round(each.mm) for each in (page.page_width, page.page_height, page.top_margin, page.left_margin)
    ]
    assert millimetres == [210, 297, 37, 28]
    assert round(Length(page.page_width - page.left_margin - page.right_margin).mm) == 156
    assert round(Length(page.page_height - page.top_margin - page.bottom_margin).mm) == 225
    sizes = {paragraph.style.name: paragraph.style.font.size.pt for paragraph in document.paragraphs}
    assert (sizes["通知标题"], sizes["通知正文"]) == (22, 16)


@pytest.mark.parametrize(("count", "length"), [(12, 8), (60, 5), (60, 12), (60, 20)])
def test_all_units_are_named_of_as_many_as_an_office_has(tmp_path, count, length):
    reminders = many(count, length)
    said = text_of(notice(tmp_path, reminders))
    owing = [one.unit for one in (*reminders.overdue, *reminders.partly)]
    assert [unit for unit in (*reminders.silent, *reminders.returned, *owing) if unit not in said] == []
    assert "3项" in said or "序号3、17、21" in said


def test_of_more_than_fit_it_is_said_how_many_there_are(tmp_path):
    said = text_of(notice(tmp_path, many(400, 36)))
    assert said.count("等100家") == 4
    assert said.count("的100家：") == 4


@pytest.mark.office
@pytest.mark.parametrize(("count", "length"), [(12, 8), (60, 12), (60, 30), (400, 36)])
def test_it_stays_one_page(tmp_path, convert: Callable[[Path, str], Path], count, length):
    pdf = convert(notice(tmp_path, many(count, length)), "pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1


# ---- the office's own templates ----


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates.FOLDER, tmp_path / "templates"))


def spoil(template: Path, paragraph: int, text: str) -> None:
    document = docx.Document(str(template))
    document.paragraphs[paragraph].text = text
    document.save(str(template))


@pytest.mark.parametrize("slip", ["{{ danwei }}", "一{{ period.danwei }}"])
def test_a_wrong_name_in_the_document_is_told_with_its_paragraph(own, tmp_path, slip):
    spoil(own / "notice" / "催报通知.docx", 2, slip)
    with pytest.raises(CannotGoOn) as stopped:
        write_notice(tmp_path / "x.docx", FEW, own)
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    for words in ("催报通知.docx", "第3行", "danwei"):
        assert words in str(stopped.value)
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize("slip", ["{{ unit", "{% if silent %}", "{{ silent(1) }}", "{{ office + 1 }}"])
def test_a_slip_in_the_document_is_told(own, tmp_path, slip):
    spoil(own / "notice" / "催报通知.docx", 2, slip)
    with pytest.raises(CannotGoOn) as stopped:
        write_notice(tmp_path / "x.docx", FEW, own)
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04 broken"])
def test_a_template_that_is_no_document_is_told(own, tmp_path, content):
    (own / "notice" / "催报通知.docx").write_bytes(content)
    with pytest.raises(CannotGoOn) as stopped:
        write_notice(tmp_path / "x.docx", FEW, own)
    assert stopped.value.stop is Stop.FILE_DAMAGED


def test_a_missing_template_is_told(own, tmp_path):
    (own / "notice" / "催报通知.docx").unlink()
    (own / "notice" / "催报群消息.txt").unlink()
    for write in (lambda: write_notice(tmp_path / "x.docx", FEW, own), lambda: chat_text(FEW, own)):
        with pytest.raises(CannotGoOn) as stopped:
            write()
        assert stopped.value.stop is Stop.FILE_MISSING


def test_an_offices_own_document_may_have_other_styles(own, tmp_path):
    document = docx.Document()
    document.add_paragraph("{{ office }}：{{ silent|join('、') }}")
    document.save(str(own / "notice" / "催报通知.docx"))
    write_notice(tmp_path / "x.docx", many(300, 36), own)
    assert text_of(tmp_path / "x.docx").startswith("示例区人民政府办公室：第0")


def test_a_notice_that_is_open_stays_and_the_new_one_is_kept_beside(tmp_path):
    path = notice(tmp_path, FEW)
    before = path.read_bytes()
    (tmp_path / "~$催报通知.docx").write_bytes(b"")
    with pytest.raises(CannotGoOn) as stopped:
        write_notice(path, replace(FEW, silent=()))
    assert stopped.value.stop is Stop.FILE_OPEN
    assert path.read_bytes() == before
