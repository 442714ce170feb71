"""Pairs of a plan's text and its table that agree, and what can be done to them so that they no longer do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from taskbook.coverage.compare import Comparison, compare
from taskbook.coverage.telling import findings_of
from taskbook.findings import Finding
from taskbook.intake.blocks import Paragraph
from taskbook.language.reading import read_plan
from taskbook.model import Plan, Settings, Task
from taskbook.prose.draft import Draft, DraftTask, Kind, Span, body_of
from taskbook.sample.source import read_source

OWN = Path(__file__).parent / "books" / "coverage_plan.txt"
"""A plan of our own, one task a line: text | lead | responsible | support | deadline; 政务公开 all through, much alike."""


@dataclass
class Pair:
    """Asked: what the text says, one draft task each; tasks: the table. Names in `expected` are (code name, id or words)."""

    asked: list[Task]
    tasks: list[Task]
    plan: Plan
    expected: set[tuple[str, str]] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def some(self, chance: random.Random, count: int, fits: Callable[[Task], object] = bool) -> list[int]:
        """Places of rows nothing was done to yet, in falling order; nothing more will be done to them."""
        free = [at for at, task in enumerate(self.tasks) if task.id not in self.touched and fits(task)]
        chosen = sorted(chance.sample(free, min(count, len(free))), reverse=True)
        self.touched |= {self.tasks[at].id for at in chosen}
        return chosen


def pair_of(tasks: list[Task], plan: Plan) -> Pair:
    """A text that says what the table says."""
    asked = [replace(task, id=f"D{number:03d}") for number, task in enumerate(tasks, 1)]
    return Pair(asked, list(tasks), plan)


def sample_tasks() -> tuple[list[Task], Plan]:
    """The sample plan."""
    plan = read_source().plan
    tasks = [replace(task, row=number + 3, measure="") for number, task in enumerate(plan.tasks)]
    return tasks, plan


def own_tasks() -> tuple[list[Task], Plan]:
    """Our own lines, with the sample's units."""
    _, plan = sample_tasks()
    tasks = []
    for number, line in enumerate(OWN.read_text(encoding="utf-8").splitlines(), 1):
        content, lead, responsible, support, deadline = (part.strip() for part in line.split("|"))
        texts = {"content": content, "lead": lead, "responsible": responsible, "support": support}
        tasks.append(Task(f"T{number:03d}", str(number), **texts, deadline=deadline, row=number + 3))
    return tasks, plan


def draft_of_tasks(asked: list[Task]) -> Draft:
    """A draft whose rows are certain: one paragraph for each, the first one a heading, the second background."""
    lines = ["一、重点任务", "各单位要提高认识。", *(task.content for task in asked)]
    body = body_of([Paragraph(text, number) for number, text in enumerate(lines, 1)])
    spans = [Span(0, body.starts[1], Kind.HEADING), Span(body.starts[1], body.starts[2], Kind.BACKGROUND)]
    rows = []
    for number, (task, start) in enumerate(zip(asked, body.starts[2:], strict=True)):
        end = start + len(task.content)
        spans.append(Span(start, min(end + 1, len(body.text)), Kind.TASK, task=number))
        rows.append(DraftTask(task, ((start, end),), task.content))
    return Draft(body, tuple(spans), tuple(rows), Plan(Settings(), tuple(asked)))


def compared(pair: Pair) -> tuple[Comparison, list[Finding]]:
    """What the comparison finds."""
    plan = replace(pair.plan, tasks=tuple(pair.tasks))
    result = compare(plan, read_plan(plan)[0], draft_of_tasks(pair.asked))
    return result, findings_of(result, "原文.docx")


# ---- what can be done to a pair ----


def delete_rows(pair: Pair, chance: random.Random, count: int) -> None:
    """Rows go; their sentences are in no task."""
    for at in pair.some(chance, count):
        task = pair.tasks.pop(at)
        pair.expected.add(("TEXT_NOT_COVERED", task.content[:12]))


def delete_sentences(pair: Pair, chance: random.Random, count: int) -> None:
    """Sentences go; their rows have no text."""
    for at in pair.some(chance, count):
        task = pair.tasks[at]
        pair.asked = [one for one in pair.asked if one.content != task.content]
        pair.expected.add(("TASK_WITHOUT_TEXT", task.id))


UNITS = re.compile(r"区[\u4e00-\u9fff]{2,9}?局(?![\u4e00-\u9fff]*[局会])")


def swap_units(pair: Pair, chance: random.Random, count: int) -> None:
    """In some rows another unit stands where the text names one."""
    for at in pair.some(chance, count, _alone):
        task = pair.tasks[at]
        column, name = _alone(task)
        cell = getattr(task, column)
        others = [
            u.name
            for u in pair.plan.units
            if not u.stopped and u.category == "部门" and u.name not in _cells(task)
        ]
        known = _spellings(pair.plan)
        others = [one for one in others if known.get(name) != one]
        pair.tasks[at] = replace(task, **{column: cell.replace(name, chance.choice(others))})
        pair.expected.add(("PARTY_NOT_IN_TABLE", task.id))


def _alone(task: Task) -> tuple[str, str] | None:
    """A column with one whole name that stands in no other column of the row, and where no group would hold it."""
    if re.search("各|其他", _cells(task)):
        return None
    for column in ("lead", "responsible"):
        cell = getattr(task, column)
        names = UNITS.findall(cell)
        if names and _cells(task).count(names[0]) == 1 and cell.startswith(names[0]):
            rest = cell[len(names[0]) :]
            if not rest or rest.startswith(("，", "、区", "牵头")):
                return column, names[0]
    return None


def _cells(task: Task) -> str:
    return "\n".join((task.lead, task.responsible, task.support))


def _spellings(plan: Plan) -> dict[str, str]:
    return {name: unit.name for unit in plan.units for name in (unit.name, *unit.aliases)}


MONTH = re.compile(r"(?<!\d)(\d{1,2})月")


def change_dates(pair: Pair, chance: random.Random, count: int) -> None:
    """Some rows have another month than the text."""

    def one_month(task: Task) -> bool:
        return len(MONTH.findall(task.deadline)) == 1 and not MONTH.search(task.content)

    for at in pair.some(chance, count, one_month):
        task = pair.tasks[at]
        month = int(MONTH.search(task.deadline)[1])
        other = chance.choice([one for one in (4, 5, 7, 8, 9, 10, 11) if abs(one - month) > 1])
        deadline = re.sub(r"\d{1,2}月\d{1,2}日", f"{other}月15日", task.deadline)
        pair.tasks[at] = replace(task, deadline=MONTH.sub(f"{other}月", deadline))
        pair.expected.add(("DATE_DIFFERS", task.id))


PROMISED = re.compile(r"(?<=不少于)\d+")


def change_numbers(pair: Pair, chance: random.Random, count: int) -> None:
    """Some rows promise another number than the text."""
    for at in pair.some(chance, count, lambda task: len(PROMISED.findall(task.content)) == 1):
        task = pair.tasks[at]
        other = int(PROMISED.search(task.content)[0]) + chance.choice((1, 2, 7))
        pair.tasks[at] = replace(task, content=PROMISED.sub(str(other), task.content))
        pair.expected.add(("NUMBER_DIFFERS", task.id))


def drop_clauses(pair: Pair, chance: random.Random, count: int) -> None:
    """Some rows keep only the first half of their sentence."""
    for at in pair.some(chance, count, lambda task: _halves(task.content)):
        first, rest = _halves(pair.tasks[at].content)
        pair.tasks[at] = replace(pair.tasks[at], content=first + "。")
        pair.expected.add(("TEXT_PARTLY_COVERED", rest[:6]))


def _halves(content: str) -> list[str]:
    """A sentence before and behind its last comma, where both say enough and the second asks for something."""
    first, _, rest = content.rstrip("。").rpartition("，")
    wanted = (
        len(first) >= 10 and len(rest) >= 8 and not re.match("促进|推动|提升|确保|方便|接受|做到|让", rest)
    )
    return [first, rest] if wanted and content.count("。") == 1 else []


WORDINGS = (
    ("公布", "公开"),
    ("制作", "编制"),
    ("开展", "组织开展"),
    ("及时", ""),
    ("不少于", "至少"),
    ("，并", "，"),
    ("全部", ""),
    ("切实", ""),
    ("定期", "按期"),
    ("设立", "设"),
)


def reword(pair: Pair, chance: random.Random, count: int) -> None:
    """Some rows say it in a slightly different way: that is no difference."""
    for at in pair.some(chance, count):
        content = pair.tasks[at].content
        for old, new in chance.sample(WORDINGS, 4):
            content = content.replace(old, new, 1)
        if chance.random() < 0.5:
            content = "进一步" + content
        pair.tasks[at] = replace(pair.tasks[at], content=content)


def join_sentences(pair: Pair, chance: random.Random, count: int) -> None:
    """Two sentences of the same parties become one row."""
    for at in pair.some(chance, count):
        if at + 1 == len(pair.tasks) or pair.tasks[at + 1].id in pair.touched:
            continue
        one, two = pair.tasks[at : at + 2]
        pair.touched.add(two.id)
        columns = ("lead", "responsible", "support", "deadline")
        both = {name: _joined(getattr(one, name), getattr(two, name)) for name in columns}
        pair.tasks[at : at + 2] = [replace(one, content=one.content + two.content, **both)]


def _joined(one: str, two: str) -> str:
    return "；".join(dict.fromkeys(cell for cell in (one, two) if cell not in ("", "无", "—")))


def split_rows(pair: Pair, chance: random.Random, count: int) -> None:
    """A sentence becomes two rows, each with all parties and the date."""
    for at in pair.some(chance, count, lambda task: _halves(task.content)):
        first, rest = _halves(pair.tasks[at].content)
        task = pair.tasks[at]
        pair.touched.add(task.id + "b")
        pair.tasks[at : at + 1] = [
            replace(task, content=first + "。"),
            replace(task, id=task.id + "b", content=rest + "。"),
        ]


def move_rows(pair: Pair, chance: random.Random, count: int) -> None:
    """Some rows stand elsewhere in the table."""
    for _ in range(count):
        task = pair.tasks.pop(chance.randrange(len(pair.tasks)))
        pair.tasks.insert(chance.randrange(len(pair.tasks) + 1), task)


def found_of(findings: list[Finding]) -> set[tuple[str, str]]:
    """Warnings as (code, task id or quoted words)."""
    found = set()
    for one in findings:
        if one.severity != "warning":
            continue
        key = one.message.split("：")[0]
        found.add((one.code.name, key if re.fullmatch(r"T\d+b?", key) else one.message))
    return found


def matches(expected: tuple[str, str], found: tuple[str, str]) -> bool:
    """Whether a finding is one that was asked for; a missing sentence may be told as a missing part of one."""
    code, words = expected
    texts = {"TEXT_NOT_COVERED", "TEXT_PARTLY_COVERED"}
    same = code == found[0] or {code, found[0]} <= texts
    return same and (words == found[1] if re.fullmatch(r"T\d+b?", words) else words in found[1])
