"""Plans, rounds and answers made by hand, for the tests of roll-up, merge and status book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from taskbook.findings import Cell, Code, found
from taskbook.model import (
    Assignment,
    Deadline,
    DeadlineKind,
    Plan,
    Reading,
    Reply,
    Role,
    Settings,
    Source,
    State,
    Target,
    Task,
    Unit,
)
from taskbook.period import Period
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.rollup.status import PastRound, Round

SEPTEMBER = Period(2026, 9)
AUGUST = Period(2026, 8)
AS_OF = date(2026, 9, 30)
ROLES = {"牵头": Role.LEAD, "责任": Role.RESPONSIBLE, "配合": Role.SUPPORT}
ONGOING = Deadline("全年持续推进", DeadlineKind.ONGOING, (), True)
TWICE = Target("不少于2次", ">=", 2, "次")


def settings(**changed: object) -> Settings:
    return Settings(**{"plan_id": "P1", "plan_name": "示例区2026年政务公开工作要点", "year": 2026, **changed})


def deadline(text: str) -> Deadline:
    """`2026-11-30` → a date; anything else → ongoing."""
    if text[:1].isdigit():
        day = date.fromisoformat(text)
        return Deadline(f"{day.month}月{day.day}日前", DeadlineKind.DATE, (day,))
    return Deadline(text, DeadlineKind.ONGOING, (), True)


def reading(task_id: str, parties: str, due: str = "2026-11-30", **more: object) -> Reading:
    """`parties`: '牵头 区教育局 责任 区财政局 各街道' as role and names."""
    role = Role.LEAD
    assignments = []
    for word in parties.split():
        if word in ROLES:
            role = ROLES[word]
        else:
            assignments.append(Assignment(task_id, word, role))
    when = deadline(due)
    task = Task(task_id, number=task_id.lstrip("T0"), content=f"任务{task_id}的内容", deadline=when.text)
    return Reading(**{"task": task, "deadline": when, "assignments": tuple(assignments), **more})


def reply(
    task_id: str, unit: str, state: str = "推进中", progress: str = "正在办理", **more: object
) -> Reply:
    source = Source(f"0001_{unit}.xlsx", "任务反馈", int(task_id.lstrip("T") or 0) + 10)
    values = {"state": State(state), "progress": progress, "source": source, **more}
    return Reply(task_id, unit, **values)


def record(sequence: int, unit: str, outcome: str = "accepted", **more: object) -> ReturnRecord:
    values = {
        "received": f"2026-09-{min(sequence, 28):02d}T09:30:00",
        "file": f"{unit}反馈表.xlsx",
        "stored": f"{sequence:04d}_{unit}.xlsx",
        "sha256": f"{sequence:064x}",
        "on_time": True,
        **more,
    }
    return ReturnRecord(sequence, outcome=Outcome(outcome), unit=unit, **values)


def round_of(
    replies: Iterable[Reply] = (),
    asked: dict[str, str] | None = None,
    records: Iterable[ReturnRecord] = (),
    period: Period = SEPTEMBER,
) -> Round:
    """`asked`: unit → task ids separated by blanks; None: nothing was issued."""
    books = {unit: frozenset(ids.split()) for unit, ids in (asked or {}).items()}
    return Round(period, books, {(one.task_id, one.unit): one for one in replies}, tuple(records))


def past_round(one: Round) -> PastRound:
    """The same, as an earlier period is looked at."""
    return PastRound(one.period, one.asked, iter(one.replies.values()))


def asked_all(readings: Iterable[Reading]) -> dict[str, str]:
    books: dict[str, list[str]] = {}
    for one in readings:
        for assignment in one.assignments:
            books.setdefault(assignment.unit, []).append(assignment.task_id)
    return {unit: " ".join(ids) for unit, ids in books.items()}


# ---- an office of some size ----

SECTIONS = ("优化营商环境", "保障改善民生", "推进依法行政", "提升公开质效", "夯实基层基础")
TOPICS = (
    "涉企政策公开",
    "减税降费信息公开",
    "就业服务信息公开",
    "教育领域公开",
    "重大决策预公开",
    "基层政务公开",
    "政府开放日",
    "政策解读",
)
DEADLINES = ("2026-08-31", "2026-09-20", "2026-10-08", "2026-11-30", "2026-12-31", "全年持续推进", "长期坚持")
CONTENT = (
    "围绕{topic}，梳理本领域公开事项，编制公开清单并在门户网站专栏发布，组织政策宣讲活动不少于2次，"
    "及时回应群众和企业关切，做到更新及时、内容准确、查找方便。"
)
SAID = (
    "已召开专题会议部署，印发实施方案，完成清单梳理{n}项，门户网站专栏已上线运行。",
    "组织政策宣讲1场，参加企业{n}家，发放资料300余份；第二场定于下月举行。",
    "正在征求各街道意见，收到反馈{n}条，正逐条研究采纳。",
    "因系统升级，专栏建设进度落后于计划，已与承建单位约定{n}日内完成。",
)


def units(count: int = 37) -> tuple[Unit, ...]:
    names = (
        "区政府办公室 区发展改革局 区教育局 区科技局 区工业和信息化局 区公安分局 区民政局 区司法局 区财政局 区人力资源社会保障局 "
        "区自然资源局 区生态环境分局 区住房城乡建设局 区交通运输局 区水务局 区农业农村局 区商务局 区文化旅游局 区卫生健康局 "
        "区退役军人事务局 区应急管理局 区审计局 区市场监管局 区统计局 区医疗保障局 东街街道 西街街道 南关街道 北关街道 新城镇 "
        "河口镇 石桥镇 柳林镇 清泉乡 白塔乡 双河乡 云山乡"
    ).split()
    while len(names) < count:
        names.append(f"第{len(names) + 1}单位")
    return tuple(
        Unit(
            name,
            "部门" if number <= 25 else "乡镇",
            (),
            f"联络员{number:02d}",
            f"unit{number:02d}@shili.example",
        )
        for number, name in enumerate(names[:count], 1)
    )


def office(
    tasks: int = 40, unit_count: int = 37, answering: float = 0.5, rows_each: int = 0
) -> tuple[Plan, list[Reading], Round]:
    """A plan, its readings and a September in which the first `answering` of the units answered, some late."""
    registry = units(unit_count)
    readings = []
    for index in range(tasks):
        task_id = f"T{index + 1:03d}"
        topic = TOPICS[index % len(TOPICS)]
        lead = registry[index % min(25, unit_count)]
        others = [
            registry[(index * 7 + step * 3) % unit_count] for step in range(1, 1 + (rows_each or index % 5))
        ]
        if index % 9 == 4 and not rows_each:
            others += registry[25:]
        chosen = {lead.name: Role.LEAD} if index % 4 != 3 else {}
        for position, other in enumerate(others):
            chosen.setdefault(other.name, Role.SUPPORT if position % 3 == 2 else Role.RESPONSIBLE)
        chosen = chosen or {lead.name: Role.LEAD}
        when = deadline(DEADLINES[index % len(DEADLINES)])
        task = Task(
            task_id,
            number=str(index + 1),
            section=SECTIONS[index * len(SECTIONS) // tasks],
            topic=topic,
            content=CONTENT.format(topic=topic),
            deadline=when.text,
        )
        parts = tuple(Assignment(task_id, name, role) for name, role in chosen.items())
        readings.append(Reading(task, when, (), parts, (TWICE,) if index % 3 == 0 else ()))
    plan = Plan(settings(return_to="区政府办公室"), tuple(one.task for one in readings), registry)
    answered = {unit.name: number for number, unit in enumerate(registry[: int(unit_count * answering)], 1)}
    replies, rows = [], dict.fromkeys(answered, 0)
    states = ("推进中", "已完成", "推进中", "进展滞后", "未启动", "推进中", "已完成")
    for one in readings:
        for position, part in enumerate(one.assignments):
            number = answered.get(part.unit)
            if number is None or (number + int(part.task_id[1:])) % 11 == 0:
                continue
            rows[part.unit] += 1
            pick = int(part.task_id[1:]) * 5 + number + position
            source = Source(f"{number:04d}_{part.unit}.xlsx", "任务反馈", 7 + rows[part.unit])
            replies.append(
                Reply(
                    part.task_id,
                    part.unit,
                    State(states[pick % 7]),
                    SAID[pick % 4].format(n=pick % 17 + 3),
                    str(pick % 3) if one.targets else "",
                    "http://www.shili.example/zwgk/" if pick % 2 else "",
                    "人手不足，更新不够及时" if pick % 5 == 0 else "",
                    "下月底前完成第二场宣讲" if pick % 4 == 1 else "",
                    f"填报人{number:02d}",
                    f"0000-{1000 + number}",
                    date(2026, 9, 10 + pick % 15),
                    "分管领导",
                    source,
                )
            )
    records = [
        record(
            number,
            name,
            token=f"AB{number:02d}-7K2M-X",
            rows=rows[name],
            on_time=number % 6 != 0,
            findings=_file_findings(number, name),
        )
        for name, number in answered.items()
    ]
    sequence = len(records)
    if unit_count > len(answered) + 3:
        late = registry[len(answered)].name
        lost = found(Code.FILE_ENCRYPTED, Cell(file=f"{late}反馈表.xlsx"))
        records.append(record(sequence + 1, late, "returned", on_time=False, findings=(lost,)))
        records.append(record(sequence + 2, "", "ignored", file="~$临时.xlsx", stored="", on_time=False))
        records.append(record(sequence + 3, registry[0].name, "duplicate"))
    books = {unit: frozenset(ids.split()) for unit, ids in asked_all(readings).items()}
    return (
        plan,
        readings,
        Round(SEPTEMBER, books, {(one.task_id, one.unit): one for one in replies}, tuple(records)),
    )


def _file_findings(number: int, unit: str) -> tuple:
    where = Cell("任务反馈", f"L{number + 7}", f"{unit}反馈表.xlsx")
    if number % 4 == 0:
        return (found(Code.VALUE_UNDER_TARGET, where, value="1", target="不少于2次"),)
    if number % 6 == 0:
        return (
            found(
                Code.RETURNED_LATE, Cell(file=f"{unit}反馈表.xlsx"), due="2026-09-25", received="2026-09-28"
            ),
        )
    return ()
