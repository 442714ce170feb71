"""The office that writes: what all letters of a run have in common, and one letter from what it has to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from taskbook import files
from taskbook.columns import SETTING_LABELS
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Severity, Stop, found
from taskbook.issued import Issued, read_issued
from taskbook.language.addresses import Addresses, read_addresses
from taskbook.mail.letter import Attachment, Facts, Kind, Letter, TaskLine
from taskbook.mail.writing import write
from taskbook.master import folder
from taskbook.model import ROLE_WORDS, Plan, Role, Settings, Unit
from taskbook.period import Period
from taskbook.reminding import shortened
from taskbook.returns.archive import ReturnRecord
from taskbook.returns.problems import problems
from taskbook.returns.renaming import names_now
from taskbook.returns.whose import token_of
from taskbook.unitbook.write import digest_if_untouched


@dataclass(frozen=True, slots=True)
class Office:
    """What all letters of a run have in common. `issued`: unit, as it is called now → its book as last sent out;
    `units`: name → row of the registry; `copies` get every letter, `sender` is '' where 设置 names none."""

    plan: Plan
    period: Period
    master_path: Path
    archive: Path
    books: Path
    today: date
    issued: Mapping[str, Issued]
    units: Mapping[str, Unit]
    sender: str
    copies: tuple[str, ...]


def office_of(
    plan: Plan,
    master_path: Path,
    period: Period,
    books: Path | None = None,
    today: date | None = None,
    archive: Path | None = None,
) -> Office:
    """What the plan and its archive say. An own address that is none counts as not given."""
    settings = plan.settings
    archive = archive or folder(master_path, settings.folder_archive)
    names = names_now(plan.units)
    units = {unit.name: unit for unit in plan.units}
    issued = {
        names.get(unit, unit): each for unit, each in read_issued(archive, period, settings.plan_id).items()
    }
    sender = read_addresses(settings.mail_address).to
    return Office(
        plan=plan,
        period=period,
        master_path=master_path,
        archive=archive,
        books=books or folder(master_path, settings.folder_issue) / str(period),
        today=today or date.today(),
        issued={unit: each for unit, each in issued.items() if unit not in units or not units[unit].stopped},
        units=units,
        sender=sender[0] if sender else "",
        copies=read_addresses(settings.mail_copy).to,
    )


def refuse_wrong_addresses(settings: Settings) -> None:
    """Raise `Stop.SENDER_WRONG` where 发件邮箱 or 抄送邮箱 holds something that is no address."""
    for name in ("mail_address", "mail_copy"):
        text = getattr(settings, name)
        read = read_addresses(text)
        if read.unread or (text.strip() and not read.to):
            raise CannotGoOn(Stop.SENDER_WRONG, label=SETTING_LABELS[name], text=" ".join(text.split()))


def return_letter(
    office: Office, record: ReturnRecord, to: Sequence[str], in_reply_to: str = "", with_book: bool = True
) -> Letter:
    """The 退回修改 for one returned file: to whoever sent it (`to`), and to its unit where that is known.

    A unit that is only a guess gets nothing, and nobody gets its book; `with_book` False: nor one who is known to have
    none of the unit's addresses.
    """
    unit = record.unit or record.probable_unit
    issued = office.issued.get(unit) if record.unit else None
    attached = book_of(office, unit, issued) if issued and with_book else None
    if isinstance(attached, Finding):  # told where books are sent out
        attached = None
    facts = facts_of(
        office,
        unit,
        tasks=len(issued.rows) if issued else 0,
        led=led_by(office, issued) if issued else (),
        book=attached.name if attached else "",
        **about_return(record),
    )
    letter = letter_of(office, Kind.RETURN, f"{Kind.RETURN}:{record.sequence}", facts, attached)
    known = {each.casefold() for each in to}
    others = [each for each in letter.to if record.unit and each.casefold() not in known]
    known.update(each.casefold() for each in others)
    copies = letter.copies if record.unit else office.copies
    return replace(
        letter,
        to=(*to, *others),
        copies=tuple(each for each in copies if each.casefold() not in known),
        in_reply_to=in_reply_to,
    )


def book_of(office: Office, unit: str, issued: Issued) -> Attachment | Finding:
    """A unit's book to attach; a finding where it is not there, not this unit's, or not the one last sent out."""
    name = Path(issued.file).name
    path, where = office.books / name, Cell(file=name)
    if not path.is_file():
        return found(Code.BOOK_MISSING, unit=unit, file=name, folder=office.books)
    with files.told_as_sentences(path):
        token, digest = token_of(path), digest_if_untouched(path.read_bytes())
    if token != issued.token:
        return found(Code.BOOK_OF_OTHER, where, file=name, period=office.period, unit=unit)
    if digest and issued.digest and digest != issued.digest:
        return found(Code.BOOK_OUTDATED, where, file=name, unit=unit)
    return Attachment(name, path)


def letter_of(office: Office, kind: Kind, key: str, facts: Facts, attached: Attachment | None) -> Letter:
    """The letter to a unit, its addresses from the registry; raises `CannotGoOn` for a broken template."""
    unit = office.units.get(facts.unit)
    addresses = read_addresses(unit.email) if unit else Addresses()
    taken = {each.casefold() for each in addresses.to}
    copies: dict[str, str] = {}
    for each in (*addresses.copies, *office.copies):
        if each.casefold() not in taken:
            copies.setdefault(each.casefold(), each)
    subject, text, html = write(kind, facts)
    return Letter(
        unit=facts.unit,
        kind=kind,
        key=key,
        to=addresses.to,
        copies=tuple(copies.values()),
        subject=subject,
        text=text,
        html=html,
        attachments=(attached,) if attached else (),
        sender=office.sender,
        sender_name=office.plan.settings.office,
    )


def facts_of(office: Office, unit: str, **known: Any) -> Facts:
    """What a letter to a unit may say: what is the same in all of them, and what is `known` of this one."""
    settings = office.plan.settings
    registered = office.units.get(unit)
    return Facts(
        unit=unit,
        contact=registered.contact if registered else "",
        office=settings.office,
        plan=settings.plan_name,
        period=office.period,
        today=office.today,
        due=office.period.due(settings.due_day),
        reply_to=office.sender,
        return_to=settings.return_to,
        **known,
    )


def led_by(office: Office, issued: Issued) -> tuple[TaskLine, ...]:
    """The tasks a unit leads, in the plan's words of now; as they were sent where the plan no longer has them."""
    tasks = {task.id: task for task in office.plan.tasks}
    lines = []
    for row in issued.rows:
        if row.role is Role.LEAD:
            task = tasks.get(row.task_id)
            number, content, deadline = (
                (task.number, shortened(task.content), " ".join(task.deadline.split()))
                if task
                else ("", row.label, "")
            )
            lines.append(TaskLine(row.task_id, number, content, ROLE_WORDS[row.role], deadline))
    return tuple(lines)


def about_return(record: ReturnRecord | None) -> dict[str, object]:
    """The facts of a returned file; none where there is none."""
    if record is None:
        return {}
    return {
        "file": PurePosixPath(record.file).name,
        "problems": problems(record.findings, Severity.ERROR),
        "others": problems(record.findings, Severity.WARNING),
        "guessed": not record.unit,
    }
