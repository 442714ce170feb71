"""The sample plan with what an office adds to it in the course of a year: tasks left over from before, points by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from taskbook import wording
from taskbook.columns import LookbackField, Sheet
from taskbook.master import read_master, write_master
from taskbook.model import HandPoints, Task
from taskbook.rehearsal.round import sample_master

OLD_NAME, NEW_NAME = wording.MONTHS_RENAMED
MERGED_NAMES, MERGED_NAME = wording.MONTHS_MERGED
STOPPED = wording.MONTHS_STOPPED


def _left_over(number: int, content: str, deadline: str, lead: str, **more: str) -> Task:
    """`number` is also the end of its 任务编号; 序号 starts from 1 again."""
    extra = (
        (LookbackField.YEAR, "2025"),
        (LookbackField.TASK_ID, f"T{number - 20:03d}"),
        (LookbackField.LAST, "推进中"),
    )
    texts = {"section": "四、夯实公开基础", "topic": "往年事项", "deadline": deadline, "lead": lead, **more}
    return Task(
        f"T{number:03d}", str(number - 42), content=content, extra=extra, sheet=Sheet.LOOKBACK, **texts
    )


LEFT_OVER = (
    _left_over(43, "公布上年度民生实事办理结果。", "2025年12月底前", "区财政局", responsible="区民政局"),
    _left_over(44, "组织公众开放活动不少于4次。", "长期工作", "区教育局", support="区水务局"),
    _left_over(45, "整理产业政策汇编。", "2026年8月20日前", MERGED_NAMES[0], support=OLD_NAME),
    _left_over(46, "公布公交线路调整听证结果。", "2026年6月底前", "区城投公司", support="区残联"),
)
"""What an earlier year left undone: past its date from the start, without a date, past its date in August and led by a
unit that is merged with another, done soon."""

POINTS = (
    HandPoints("区财政局", extra=2.5, reason="做法被上级推广"),
    HandPoints("区教育局", deducted=1.2, reason="三次催报后才报送", period="2026-08"),
    HandPoints(OLD_NAME, extra=0.7, reason="承办培训", period="2026-07"),
    HandPoints(MERGED_NAMES[1], deducted=3, reason="材料不实", period="2026-08"),
    HandPoints("区税务局", extra=60, reason="全年表现突出"),
    HandPoints("区水务局", deducted=90, reason="弄虚作假"),
    HandPoints("区民政局", extra=5, reason="以后的事", period="2026-10"),
    HandPoints("区民政局", extra=6, reason="去年的事", period="2025-12"),
    HandPoints(STOPPED, extra=1, reason="停用以后没有任务的单位"),
)
"""Under names of now and of before, of the whole year and of a period, more than there is room for; the last three are
not to be counted (that of the unit that stops only once it has no tasks)."""


def source_with_more(folder: Path) -> Path:
    """The master in `folder`."""
    plan = read_master(sample_master())
    settings = replace(plan.settings, last_task_number=46)
    more = replace(plan, tasks=(*plan.tasks, *LEFT_OVER), points=POINTS, settings=settings)
    folder.mkdir(parents=True, exist_ok=True)
    master = folder / sample_master().name
    write_master(more, master)
    return master
