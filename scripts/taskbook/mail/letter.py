"""A letter to one unit: what it is about, to whom, what it says, what is attached. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from taskbook import wording
from taskbook.period import Period
from taskbook.returns.problems import Problem as Problem


class Kind(StrEnum):
    """What a letter is for; each has its templates in `templates/mail/`."""

    ISSUE = "issue"
    REMIND = "remind"
    RETURN = "return"
    URGE = "urge"


TEMPLATES: Mapping[Kind, str] = {
    Kind.ISSUE: wording.LETTER_ISSUE,
    Kind.REMIND: wording.LETTER_REMIND,
    Kind.RETURN: wording.LETTER_RETURN,
    Kind.URGE: wording.LETTER_URGE,
}
"""Kind → the name of its templates without ending: `templates/mail/<name>.txt` and `<name>.html`."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as a letter names it: `number` is the 序号 as printed, `role` 牵头/责任/配合, `reason` why it is open
    or overdue in a few words (may be empty)."""

    task_id: str
    number: str
    content: str
    role: str
    deadline: str = ""
    overdue: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter may say; every field is a name that its template can use.

    `tasks` counts the unit's tasks, `led` are those it leads, `open` those that still want an answer this period,
    `overdue` those past their deadline and not done. `days_left` until `due` is negative afterwards. `book` is the
    attached file's name. `file`, `problems` and `others` are about a returned file (`others` need no mending);
    `guessed`: the unit of that file is only a guess. `reply_to` is the address answers go to ('' where none is set),
    `return_to` what 设置 says about handing in.
    """

    unit: str
    contact: str
    office: str
    plan: str
    period: Period
    today: date
    due: date
    tasks: int
    led: tuple[TaskLine, ...] = ()
    open: tuple[TaskLine, ...] = ()
    overdue: tuple[TaskLine, ...] = ()
    book: str = ""
    file: str = ""
    problems: tuple[Problem, ...] = ()
    others: tuple[Problem, ...] = ()
    guessed: bool = False
    reply_to: str = ""
    return_to: str = ""

    @property
    def days_left(self) -> int:
        return (self.due - self.today).days


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter, under the name the receiver sees. Read only when the letter is written out."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one unit. Addresses are checked (`language.addresses`); `subject` is one line.

    `key` says what the letter is, the same for the same news whenever it is made (`issue:<digest of the book>`,
    `remind:2026-09-26`): a recipient gets a key once. `in_reply_to` is the Message-ID of the mail it answers.
    """

    unit: str
    kind: Kind
    key: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""
    sender_name: str = ""
    in_reply_to: str = ""

    @property
    def recipients(self) -> tuple[str, ...]:
        return (*self.to, *self.copies)
