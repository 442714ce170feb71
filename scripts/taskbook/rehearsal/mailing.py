"""Pictures of mail: the question before sending, a draft as a mail program shows it, the overview, the notice."""

from __future__ import annotations

import email
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from email import policy
from email.message import EmailMessage
from pathlib import Path

from taskbook import wording
from taskbook.dispatched import Way
from taskbook.orders import Order, Prepared, prepare
from taskbook.period import Period
from taskbook.rehearsal.drawing import Drawing
from taskbook.rehearsal.pressing import asked_by
from taskbook.rehearsal.raster import Pixels, page_of
from taskbook.send import carry_out

RESOLUTION = 96
"""Dots per inch of a letter's page, and so of what is drawn around it."""

MOST_LED = 3
"""Tasks led by the unit whose draft is shown: some, and no more than fit on a screen."""

_TITLE, _BAR, _ROW, _AROUND = 34, 54, 30, 24
_BLUE, _INK, _FAINT, _LINE = "#0F4C81", "#262626", "#6B6B6B", "#D2D0CE"
_LETTER = 13.0
_WHITE = b"\xff"

ToPdf = Callable[[Sequence[Path]], None]
"""Turns files into PDFs that lie beside one another in the folder of pictures under way."""


@dataclass(frozen=True, slots=True)
class SentOut:
    """What the office made: the question asked before, one unit's draft, the overview of the packages."""

    question: str
    draft: Path
    overview: Path


def send_out(master: Path, period: Period, today: date) -> SentOut:
    """Press 发送 as the sample has it (drafts), then pack the same letters for OA."""
    question = asked_by("send", master, str(period), today)
    ready = prepare(master, period, Order(way=Way.PACKAGES), today)
    packed = carry_out(ready)
    unit = _shown_unit(ready)
    drafts = master.parent.rglob(f"{unit}_{wording.LETTER_ISSUE}.eml")
    return SentOut(question, next(drafts), _ticked(packed.notices[0]))


def notice_after(master: Path, period: Period, today: date) -> Path:
    """The notice that 催报 writes beside its drafts."""
    written = carry_out(prepare(master, period, Order(remind=True), today)).notices
    return next(path for path in written if path.name == wording.NOTICE_DOCUMENT)


def _shown_unit(ready: Prepared) -> str:
    facts = ready.outgoing.facts.values()
    return next(one.unit for one in facts if 0 < len(one.led) <= MOST_LED)


def _ticked(overview: Path) -> Path:
    """The overview as it looks when somebody has begun to hand the packages out."""
    import openpyxl

    book = openpyxl.load_workbook(overview)
    sheet = book.worksheets[0]
    done = next(cell for row in sheet.iter_rows() for cell in row if cell.value == wording.SEND_DONE)
    for row in range(done.row + 1, done.row + 4):
        sheet.cell(row, done.column).value = wording.TICK
    book.save(overview)
    return overview


# ---- a letter in a mail program ----


def letter_window(draft: Path, folder: Path, to_pdf: ToPdf) -> Pixels:
    """A draft opened for sending: who, to whom, about what, what is attached, and the letter as HTML."""
    message = email.message_from_bytes(draft.read_bytes(), policy=policy.default)
    page = folder / "letter.html"
    page.write_text(_html_of(message), encoding="utf-8")
    to_pdf([page])
    letter = page_of(page.with_suffix(".pdf"), 1, RESOLUTION)
    rows = [number for number in range(letter.height) if letter.row(number).strip(_WHITE)]
    body = letter.cut(0, max(rows[0] - _AROUND, 0), letter.width, rows[-1] + _AROUND)
    top = _head(message, letter.width).save(folder / "letter_head.fodt")
    to_pdf([top])
    return body.under(page_of(top.with_suffix(".pdf"), 1, RESOLUTION))


def _html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def _head(message: EmailMessage, width: int) -> Drawing:
    """The window above the letter: title, the button to send, the lines with names and the attached file."""
    lines = [
        (wording.MAIL_FROM, str(message["From"])),
        (wording.MAIL_TO, str(message["To"])),
        *([(wording.MAIL_COPIES, str(message["Cc"]))] if message["Cc"] else []),
        (wording.MAIL_SUBJECT, str(message["Subject"])),
    ]
    drawing = Drawing(width, _TITLE + _BAR + (len(lines) + 1) * _ROW + 12)
    drawing.box(0, 0, width, _TITLE, _BLUE)
    drawing.words(0, 8, width, wording.mail_window_title(str(message["Subject"])), 13, "#FFFFFF", "center")
    drawing.box(0, _TITLE, width, _BAR, "#F3F2F1")
    drawing.box(16, _TITLE + 10, 96, 34, _BLUE, round_=3)
    drawing.words(16, _TITLE + 17, 96, wording.MAIL_SEND, 14, "#FFFFFF", "center", bold=True)
    top = float(_TITLE + _BAR + 6)
    for label, text in lines:
        drawing.words(16, top + 5, 80, label, _LETTER, _FAINT)
        drawing.words(100, top + 5, width - 110, text, _LETTER, _INK)
        drawing.line(16, top + _ROW - 1, width - 16, top + _ROW - 1, _LINE)
        top += _ROW
    drawing.words(16, top + 5, 80, wording.MAIL_ATTACHED, _LETTER, _FAINT)
    attached = "　".join(_attached(part) for part in message.iter_attachments())
    drawing.box(100, top + 3, min(width - 120, len(attached) * _LETTER + 12), _ROW - 6, "#EAF1F8", _LINE, 3)
    drawing.words(108, top + 6, width - 130, attached, _LETTER, _INK)
    drawing.line(0, drawing.height - 1, width, drawing.height - 1, _LINE)
    return drawing


def _attached(part: EmailMessage) -> str:
    return wording.file_with_size(part.get_filename() or "", len(part.get_payload(decode=True) or b""))
