"""The values every room passes to the next: plain frozen data, no behaviour that touches files.

Names follow the glossary in docs/术语表.md. A `Task` is what a row of the plan *says* (cell texts, as printed);
a `Reading` is what those texts *mean* (parties, dates, numbers), made by `taskbook.language`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from taskbook.columns import Field, GroupField, LookbackField, PointField, Sheet, UnitField


class Role(StrEnum):
    """What a party does for a task; ordered by weight in `ROLE_ORDER`, the first being the heaviest."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"


ROLE_ORDER: Mapping[Role, int] = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2}
ROLE_WORDS: Mapping[Role, str] = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.SUPPORT: "配合"}
"""How a role is shown in books."""


class PartyKind(StrEnum):
    UNIT = "unit"
    GROUP = "group"


class DeadlineKind(StrEnum):
    DATE = "date"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    EVENT = "event"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What a unit can declare for a task (the value is what stands in the cell), and NONE: no valid answer."""

    NOT_STARTED = "未启动"
    IN_PROGRESS = "推进中"
    BEHIND = "进展滞后"
    DONE = "已完成"
    NONE = "未反馈"


DECLARED_STATES: tuple[State, ...] = (State.NOT_STARTED, State.IN_PROGRESS, State.BEHIND, State.DONE)


class Light(StrEnum):
    """From the mildest to the gravest. No rule uses all of them: `rollup.lights.lights_of` tells which a rule shows."""

    GREEN = "绿"
    BLUE = "蓝"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"


LIGHT_ORDER: Mapping[Light, int] = {light: place for place, light in enumerate(Light)}


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when. `dates` are inclusive, ascending; `ongoing` also holds for 'a date, then ongoing'."""

    text: str
    kind: DeadlineKind
    dates: tuple[date, ...] = ()
    ongoing: bool = False

    @property
    def last(self) -> date | None:
        """The date after which the task is overdue; None where nothing can be overdue."""
        return self.dates[-1] if self.dates and self.kind is DeadlineKind.DATE else None

    @property
    def lasting(self) -> bool:
        """Whether the task goes on or comes again: an answer is due every period, whatever was reported before."""
        return self.ongoing or self.kind in (DeadlineKind.ONGOING, DeadlineKind.RECURRING)


@dataclass(frozen=True, slots=True)
class Target:
    """A number promised in a task's text: `不少于2次` is relation '>=', value 2, unit '次'."""

    text: str
    relation: str  # one of >= > <= < =
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date or frequency named inside a task's text; `start` is its offset there, in characters."""

    text: str
    kind: DeadlineKind  # DATE, RECURRING or EVENT
    dates: tuple[date, ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the registry (sheet 单位). `row` is 1-based in that sheet, 0 when not from a sheet."""

    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    contact: str = ""
    email: str = ""
    stopped: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the sheet 群组: a phrase and, in the office's own words, who is meant (`类别=乡镇`, `A、B`, `待确认`)."""

    word: str
    members: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the plan as printed. Texts are stripped at the ends, inner line breaks kept as '\\n'.

    `row` is the 1-based row in the sheet or table it was read from; `extra` keeps columns the master has no
    field for, as (heading, text) in source order. `sheet` is the master's sheet it stands on: 责任分解表, or 回头看 for
    what an earlier year left unfinished.
    """

    id: str
    number: str = ""
    section: str = ""
    topic: str = ""
    content: str = ""
    lead: str = ""
    responsible: str = ""
    support: str = ""
    leader: str = ""
    measure: str = ""
    deadline: str = ""
    remark: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    row: int = 0
    sheet: str = Sheet.TASKS

    @property
    def lookback(self) -> bool:
        """Whether it was carried over from an earlier year (回头看)."""
        return self.sheet == Sheet.LOOKBACK

    @property
    def first_year(self) -> int:
        """The year whose plan first held it, as 原年度 says; 0 where nothing does (and of this year's tasks)."""
        digits = re.search(r"\d{4}", dict(self.extra).get(LookbackField.YEAR, "")) if self.lookback else None
        return int(digits[0]) if digits else 0


@dataclass(frozen=True, slots=True)
class HandPoints:
    """A row of the sheet 考核加减分: points added to a unit's score or taken off it by hand, with the reason.

    `unit` is its name in the registry, else as written. `period` blank: of the whole year; what is written there and
    is none stands as written. `unread` are the cells that should hold points and hold no such number, as (column,
    text): they count nothing. `row` is 1-based.
    """

    unit: str
    extra: float = 0.0
    deducted: float = 0.0
    reason: str = ""
    period: str = ""
    row: int = 0
    unread: tuple[tuple[PointField, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A unit or group named in a row, with its role. `members` are registry names (a unit: itself, if known)."""

    name: str
    kind: PartyKind
    role: Role
    inferred: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one unit must answer for: at most one per (task, unit), with its heaviest role."""

    task_id: str
    unit: str
    role: Role


@dataclass(frozen=True, slots=True)
class Reading:
    """What a task's cells mean."""

    task: Task
    deadline: Deadline
    parties: tuple[Party, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The sheet 设置. Folders are relative to the master's folder unless absolute."""

    plan_id: str = ""
    plan_name: str = ""
    year: int = 0
    office: str = ""
    issued_on: date | None = None
    due_day: int = 25  # day of the month by which a period's books come back
    near_days: int = 10  # 临期: this many days before a deadline
    light_rule: str = "默认"
    last_task_number: int = 0  # highest 任务编号 ever given; ids are never reused
    return_to: str = ""  # where units send the filled book, as printed in it
    folder_issue: str = "下发"
    folder_inbox: str = "收件"
    folder_archive: str = "归档"
    folder_status: str = "汇总"
    mail_way: str = "草稿"  # what the button 发送 makes: one of wording.MAIL_WAYS
    mail_address: str = ""  # 发件邮箱: who the mails are from and where answers come to
    mail_server: str = ""  # smtps://账号@服务器:465 or smtp://账号@服务器:587; never a password
    mail_pause: int = 1  # seconds between two mails
    mail_per_minute: int = 60
    mail_copy: str = ""  # who gets a copy of every mail
    mailbox: str = ""  # imaps://账号@服务器:993/文件夹: where answers are fetched from
    mailbox_done: str = (
        ""  # the mailbox's folder that handled mails are moved to; blank: they are only marked
    )
    mail_authority: str = ""  # a file with the root certificate of the office's own mail server
    evidence_domains: str = ""  # domains that evidence may stand on, separated like aliases; blank: any
    check_links: str = "否"  # whether the monthly report opens evidence links: 是 or 否
    score_answered: int = 40  # weights of the score (考核), in points
    score_done: int = 40
    score_evidence: int = 20
    score_returned: int = 1  # points taken off for every return that had to be sent back


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole year's plan as it stands in a master book or was read from a document.

    `columns` tells in which column (letters) of sheet 责任分解表 each field stands, so that a finding can name a cell;
    `side_columns` does so for the sheets 单位 and 群组 (empty: in the order of their headings in `columns.py`).
    `updated` is the newest 更新期次 in it. `tasks` holds this year's tasks, then those of the sheet 回头看, whose columns
    are `lookback_columns`; `points` are the rows of the sheet 考核加减分, whose columns are `point_columns`.
    """

    settings: Settings
    tasks: tuple[Task, ...] = ()
    units: tuple[Unit, ...] = ()
    groups: tuple[Group, ...] = ()
    columns: Mapping[Field, str] = field(default_factory=dict)
    side_columns: Mapping[UnitField | GroupField, str] = field(default_factory=dict)
    updated: str = ""
    lookback_columns: Mapping[Field, str] = field(default_factory=dict)
    points: tuple[HandPoints, ...] = ()
    point_columns: Mapping[PointField, str] = field(default_factory=dict)

    def columns_of(self, task: Task) -> Mapping[Field, str]:
        """In which columns the fields of a task stand, on its own sheet."""
        return self.lookback_columns if task.lookback else self.columns


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reply stands: the archived file's name, the sheet, the 1-based row."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What one unit wrote about one task in one period. Texts as written; `value` is the text of 完成值."""

    task_id: str
    unit: str
    state: State = State.NONE
    progress: str = ""
    value: str = ""
    evidence: str = ""
    problem: str = ""
    next_step: str = ""
    reporter: str = ""
    phone: str = ""
    reported_on: date | None = None
    reviewer: str = ""
    source: Source | None = None
