"""A small plan with tasks of an earlier year (回头看), and an office that plays a month with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taskbook.collect import collect_replies
from taskbook.columns import LookbackField, ReplyField, Sheet
from taskbook.master import write_master
from taskbook.merge import MergeResult, merge_master
from taskbook.model import Plan, Settings, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal.filling import open_book, write
from taskbook.split import split_master

MAY = Period(2026, 5)
TODAY = date(2026, 5, 20)
JUSTICE, FINANCE = "区司法局", "区财政局"


def of_2025(number: int, content: str, deadline: str, **parties: str) -> Task:
    extra = (
        (LookbackField.YEAR, "2025"),
        (LookbackField.TASK_ID, f"T{number + 50:03d}"),
        (LookbackField.LAST, ""),
    )
    texts = {"section": "一、公开", "topic": "决策", "content": content, "deadline": deadline, **parties}
    return Task(f"T{number:03d}", f"{number}", extra=extra, sheet=Sheet.LOOKBACK, **texts)


PLAN = Plan(
    Settings(
        "JH-1", "示例区2026年政务公开工作要点", 2026, "区政府办公室", date(2026, 3, 1), last_task_number=6
    ),
    (
        Task("T001", "1", "一、公开", "决策", "公布目录。", JUSTICE, FINANCE, "", deadline="2026年11月底前"),
        Task("T002", "2", "二、服务", "大厅", "回访群众。", FINANCE, "", "", deadline="2026年4月底前"),
        of_2025(3, "去年没办完的第一件。", "2025年11月底前", lead=JUSTICE, support=FINANCE),
        of_2025(4, "宣讲不少于4次。", "长期工作", lead=FINANCE),
        of_2025(5, "去年没办完的第三件。", "分别于2025年6月10日、2025年12月10日前", lead=FINANCE),
        of_2025(6, "去年没办完的第四件。", "尽快", lead=JUSTICE),
    ),
    (Unit(JUSTICE, "部门"), Unit(FINANCE, "部门")),
)
ANSWERS = {
    JUSTICE: {"T001": ("推进中", ""), "T003": ("已完成", ""), "T006": ("推进中", "")},
    FINANCE: {"T001": ("推进中", ""), "T004": ("推进中", "2"), "T005": ("推进中", "")},
}


class Office:
    """A folder with the master; both units answer all but one of their tasks of this year."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.master = folder, folder / "总表.xlsx"
        write_master(PLAN, self.master)

    def month(self, period: Period = MAY, today: date = TODAY) -> MergeResult:
        """Sent out, answered, collected, merged."""
        self.answered(period, today)
        collect_replies(self.master, period, today=today)
        return merge_master(self.master, period, today=today)

    def answered(self, period: Period = MAY, today: date = TODAY) -> None:
        """Sent out, and back in the inbox."""
        sent = split_master(self.master, period, today=today.replace(day=1))
        self.sent = {book.unit: book for book in sent.books}
        inbox = self.folder / "收件"
        inbox.mkdir(exist_ok=True)
        for unit, answers in ANSWERS.items():
            book = open_book(self.sent[unit].file)
            for task_id, (state, value) in answers.items():
                write(book, book.rows[task_id], ReplyField.STATE, state)
                write(book, book.rows[task_id], ReplyField.PROGRESS, f"{period}办理{task_id}")
                write(book, book.rows[task_id], ReplyField.VALUE, value)
            book.workbook.save(inbox / f"{period}{unit}.xlsx")
