"""A small office's third period with everything a report has to tell, as `Facts`: for the tests of every output."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from archives import issue, send_in
from status_values import record, settings
from taskbook.columns import LookbackField, Sheet
from taskbook.model import Plan, Task, Unit
from taskbook.period import Period
from taskbook.reporting.facts import Facts
from taskbook.reporting.gather import gather
from taskbook.returns.archive import ledger_of, line_of
from taskbook.returns.ledger import append_lines

JUNE, AUGUST, SEPTEMBER = Period(2026, 6), Period(2026, 8), Period(2026, 9)
"""July has nothing in the archive."""
TODAY = date(2026, 9, 28)

OPEN, MEDIA = "一、重点领域信息公开", "二、公开平台建设"
POLICY, PEOPLE, SITE, NEWS = "涉企政策公开", "民生信息公开", "门户网站", "政务新媒体"

PLAN = Plan(
    settings(plan_id="", issued_on=date(2026, 2, 1), office="示例区人民政府办公室"),
    (
        Task("T001", "1", OPEN, POLICY, "公布惠企政策清单。", "区教育局", "", "区财政局", deadline="6月底前"),
        Task("T002", "2", OPEN, POLICY, "集中公布减税降费政策和解读。", "区财政局", "区教育局", deadline="8月底前"),
        Task("T003", "3", OPEN, PEOPLE, "公布社会救助标准和办理指南。", "区民社局", "", "东街街道", deadline="9月30日前"),
        Task("T004", "4", OPEN, PEOPLE, "编制重大行政决策目录并公布。", "区司法局", deadline="年底前"),
        Task("T005", "5", MEDIA, SITE, "整理本级政策文件库。", "河口镇", "东街街道", deadline="年底前"),
        Task("T006", "6", MEDIA, SITE, "及时更新预算公开专栏。", "区财政局", deadline="全年持续推进"),
        Task("T007", "7", MEDIA, NEWS, "报送政务新媒体自查情况。", "区教育局", "区司法局", deadline="分别于6月10日、9月10日、12月10日前"),
        Task("T008", "7", MEDIA, NEWS, "清理“僵尸”账号。", "区民社局", deadline="10月底前"),
        Task(
            "T009", "12", "", PEOPLE, "公布养老机构名录。", "区财政局", deadline="2026年6月底前", sheet=Sheet.LOOKBACK,
            extra=((LookbackField.YEAR, "2025"), (LookbackField.TASK_ID, "T012"), (LookbackField.LAST, "推进中")),
        ),
    ),
    (
        Unit("区教育局", "部门", contact="联络员01"),
        Unit("区民社局", "部门", ("区民政局",)),
        Unit("区财政局", "部门"),
        Unit("区司法局", "部门"),
        Unit("东街街道", "街道"),
        Unit("河口镇", "乡镇"),
    ),
)  # fmt: skip
"""T001 was done in June, T008 is done now; T002 is overdue since this period, T003 near, T004 behind, T005 without an
answer for two periods. 区民社局 was called 区民政局 until August. Two tasks are printed with the number 7."""

BOOKS = {
    "区教育局": "T001 责任 T002 牵头 T007",
    "区民政局": "T003 T008",
    "区财政局": "配合 T001 牵头 T002 T006 T009",
    "区司法局": "T004 责任 T007",
    "东街街道": "配合 T003 责任 T005",
    "河口镇": "T005",
}
BOOKS_NOW = {("区民社局" if unit == "区民政局" else unit): books for unit, books in BOOKS.items()}


def archive_of_three_months(folder: Path) -> Path:
    """June, August and September as the ledgers hold them."""
    for period, books in ((JUNE, BOOKS), (AUGUST, BOOKS), (SEPTEMBER, BOOKS_NOW)):
        issue(folder, period, books)
    send_in(
        folder,
        JUNE,
        ("区教育局", "T001 已完成 清单已公布 T002 推进中 正在汇总 T007 推进中 自查已报送"),
        ("区民政局", "T003 推进中 正在修订 T008 推进中 已排查"),
        (
            "区财政局",
            "T001 推进中 已提供材料 T002 推进中 正在起草 T006 推进中 已更新2次 T009 未启动 等待移交",
        ),
        ("区司法局", "T004 推进中 征求意见 T007 推进中 自查已报送"),
        ("东街街道", "T003 推进中 已张贴 T005 推进中 正在收集"),
        ("河口镇", "T005 推进中 正在整理"),
        late="东街街道",
    )
    send_in(
        folder,
        AUGUST,
        ("区教育局", "T002 推进中 正在汇总 T007 推进中 正在自查"),
        ("区民政局", "T003 推进中 已送审 T008 推进中 已注销2个"),
        ("区财政局", "T002 推进中 待印发 T006 推进中 已更新3次 T009 推进中 已核对名单"),
        ("区司法局", "T004 推进中 正在会签 T007 推进中 正在自查"),
        ("东街街道", "T003 推进中 已张贴 T005 推进中 正在收集"),
    )
    send_in(
        folder,
        SEPTEMBER,
        ("区教育局", "T002 推进中 已汇总待审核 T007 推进中 自查已报送"),
        ("区民社局", "T003 推进中 已定稿 T008 已完成 已全部清理"),
        ("区财政局", "T002 推进中 待_印发 T006 推进中 已更新3次"),
        ("区司法局", "T004 进展滞后 目录需重新论证 T007 推进中 自查已报送"),
        ("东街街道", "T003 推进中 已张贴 T005 推进中 正在收集"),
        late="区司法局",
    )
    returned = record(6, "区司法局", "returned", received="2026-08-03T10:00:00")
    append_lines(ledger_of(folder, AUGUST), [line_of(returned)])
    return folder


def facts_of_three_months(folder: Path, **changed: object) -> Facts:
    """The facts of September; `changed` are settings (`light_rule="剩余时间"` shows orange)."""
    plan = replace(PLAN, settings=replace(PLAN.settings, **changed))
    return gather(plan, archive_of_three_months(folder), SEPTEMBER, today=TODAY)


def facts_of_first_month(folder: Path, answered: bool = True) -> Facts:
    """The facts of June, the first period; `answered` False: nobody has sent anything back."""
    issue(folder, JUNE, BOOKS)
    if answered:
        archive_of_three_months(folder)
    return gather(PLAN, folder, JUNE, today=date(2026, 6, 26))
