"""Pictures for the manual, taken from the real books of a played round (LibreOffice, pdftoppm, Chromium)."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from taskbook import wording
from taskbook.book_columns import ScoreField
from taskbook.columns import HEADINGS, Field, FindingField, Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.master import folder as folder_of
from taskbook.master import read_master
from taskbook.period import Period
from taskbook.rehearsal.browsing import DESK, PHONE, browser, seen_in_browser
from taskbook.rehearsal.from_prose import copied_from_pages, decided, drafted, narrative
from taskbook.rehearsal.mailing import letter_window, notice_after, send_out
from taskbook.rehearsal.pressing import Press, at_console, dialog_of
from taskbook.rehearsal.raster import page_of, write_png
from taskbook.rehearsal.ribbon import digest_of, read_tab, ribbon_drawing
from taskbook.rehearsal.round import Round, play_round, sample_master
from taskbook.rehearsal.windows import View, dialog, page_with, tabs_in, window
from taskbook.rehearsal.year_before import master_with_lookback
from taskbook.reporting.papers.orders import OrderKind
from taskbook.rollup.status import TaskStatus

PAGES: tuple[tuple[str, str, str], ...] = (
    ("annex", "annex", wording.ANNEX_MARK + "\n"),
    ("master", "master", Sheet.TASKS),
    ("findings", "master", FindingField.MESSAGE),
    ("unit_book", "unit_book", wording.TOKEN_LABEL),
    ("overview", "status", wording.CHART_LIGHTS),
    ("task_status", "status", Sheet.TASK_STATUS),
    ("report_notice", "report_notice", ""),
    ("report_order", "report_order", ""),
    ("monthly", "monthly", wording.MONTHLY_CARD_ALL),
    ("scores", "scores", ScoreField.GRADE),
    ("prose_plan", "prose_plan", HEADINGS[Field.LEAD]),
)
"""(picture, book, words): the first page of the book that holds the words."""

BOARD_VIEWS: tuple[tuple[str, tuple[int, int], bool], ...] = (
    ("board", DESK, False),
    ("board_task", DESK, True),
    ("board_phone", PHONE, False),
)
"""(picture, size of the window, whether a task is open): the page 看板 in a browser."""

RIBBON_PICTURE = "ribbon"
VIEWS: tuple[tuple[str, str, View], ...] = (
    ("check", "after_check", View(Sheet.TASKS, "J15")),
    ("round", "after_round", View(Sheet.TASKS, "O15", "CD")),
)
"""(button, picture, what of the master is on the screen when it has been pressed)."""

LOOKBACK_PICTURE = "lookback"
LOOKBACK_VIEW = View(Sheet.LOOKBACK, "R9", "CDHKLMNO")
REVIEW_VIEWS: tuple[tuple[str, View], ...] = (
    ("review", View(Sheet.REVIEW, "J24", above=(4, 15))),
    ("review_decided", View(Sheet.REVIEW, "J20", above=(4, 11))),
    ("source_text", View(Sheet.SOURCE_TEXT, "F22", above=(4, 8))),
)
"""(picture, what of a review book is on the screen): as it opens, decided, and where the text of one with page numbers went."""

DRAFT_SAID = "said_draft"
MAIL_PICTURES = ("asked_send", "draft", "send_overview")
NOTICE_PICTURE = "notice"
REPORT_SAID = "said_report"

PICTURES = (
    *(name for name, _, _ in PAGES),
    *(name for name, _, _ in BOARD_VIEWS),
    RIBBON_PICTURE,
    *("after_check", "said_check"),
    *MAIL_PICTURES,
    *("after_round", "said_round"),
    NOTICE_PICTURE,
    REPORT_SAID,
    LOOKBACK_PICTURE,
    DRAFT_SAID,
    *(name for name, _ in REVIEW_VIEWS),
)
"""The names of all pictures in the order of the work: pages, the page in a browser, the tab, windows, what dialogs said, mail."""

DRAFTED = date(2026, 4, 9)
"""The day after the sample plan in prose was issued."""

RESOLUTION = 84  # dots per inch: readable in a browser, about 150 kB a page
SHARP = 144  # for what is drawn at 96 dots per inch


def draw_pictures(target: Path, press: Press = at_console) -> list[Path]:
    """Play a round on the sample plan, press the buttons, draw what is seen as `target/<picture>.png`."""
    for program in ("soffice", "pdftoppm", "pdftotext"):
        if shutil.which(program) is None:
            raise CannotGoOn(Stop.FILE_MISSING, path=program)
    browser()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        played = play_round(sample_master(), folder / "round")
        books = _books(played, folder)
        _to_pdf(folder, books.values())
        pages = [_page(name, books[book].with_suffix(".pdf"), words, target) for name, book, words in PAGES]
        pages += draw_board(played, target)
        presses = _draw_presses(target, folder, press)
        lookback = _draw_lookback(target, folder)
        return [*pages, draw_ribbon(target, folder), *presses, lookback, *_draw_prose(target, folder)]


def _books(played: Round, folder: Path) -> dict[str, Path]:
    """The books to draw, copied under plain names."""
    chosen = max(played.split.books, key=lambda book: book.tasks).file
    report, late = played.report, first_overdue(played)
    pushed = (order for order in report.orders if order.kind is OrderKind.SUPERVISION)
    order = next(order for order in pushed if order.unit == late.deciding[0].unit)
    sources = {
        "annex": sample_master().with_name(wording.SAMPLE_ANNEX),
        "master": played.master,
        "unit_book": chosen,
        "status": played.merged.out,
        "report_notice": report.files["notice"],
        "report_order": order.file,
        "monthly": report.files["monthly"],
        "scores": report.files["scores"],
        "prose_plan": narrative(),
    }
    return {name: Path(shutil.copy2(path, folder / f"{name}{path.suffix}")) for name, path in sources.items()}


def _to_pdf(folder: Path, books: Iterable[Path]) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, books)], check=True, capture_output=True, timeout=180)


def _page(name: str, pdf: Path, words: str, target: Path) -> Path:
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout
    pages = text.decode("utf-8", "replace").split("\f")
    page = next((number for number, told in enumerate(pages, 1) if words in told), 1)
    return write_png(page_of(pdf, page, RESOLUTION), target / f"{name}.png")


def draw_board(played: Round, target: Path) -> list[Path]:
    """The page 看板 of a played round as `BOARD_VIEWS` has it; the task that is open is the first overdue one."""
    page = played.report.files["board"]
    late = f"#{first_overdue(played).id}"
    return [
        write_png(seen_in_browser(page, size, late if opened else ""), target / f"{name}.png")
        for name, size, opened in BOARD_VIEWS
    ]


def first_overdue(played: Round) -> TaskStatus:
    """The task that the pictures of the report show as an example."""
    return next(task for task in played.report.facts.tasks if task.overdue)


# ---- the tab, and what pressing its buttons does ----


def draw_ribbon(target: Path, folder: Path) -> Path:
    """The tab as `target/ribbon.png`; `folder` takes what is made on the way. The picture knows what it was drawn from."""
    tab = read_tab()
    drawn = ribbon_drawing(tab).save(folder / f"{RIBBON_PICTURE}.fodt")
    _to_pdf(folder, [drawn])
    pixels = page_of(drawn.with_suffix(".pdf"), 1, SHARP)
    return write_png(pixels, target / f"{RIBBON_PICTURE}.png", digest_of(tab))


def _draw_presses(target: Path, folder: Path, press: Press) -> list[Path]:
    """A first period with nothing before it, from 校验 to 月报."""
    played = play_round(sample_master(), folder / "sent", with_month_before=False)
    office = folder / "office"
    office.mkdir()
    master = Path(shutil.copy2(sample_master(), office))
    settings = read_master(master).settings
    period = played.period
    today = period.due(settings.due_day) + timedelta(days=1)
    made: list[Path] = []
    for button, picture, view in VIEWS:
        if button == "round":
            made += _draw_mail(master, period, target, folder)
            _receive(played, master, period)
        report = press(button, master, str(period), today)
        assert report is not None
        made.append(_draw_window(picture, master, view, target, folder))
        text, buttons = dialog_of(report)
        told = as_on_windows(text, office, today)
        made.append(_draw_dialog(f"said_{button}", button, told, buttons, target, folder))
    made.append(_draw_notice(master, period, today, target, folder))
    return [*made, _draw_said_of_report(master, period, today, target, folder)]


def _draw_said_of_report(master: Path, period: Period, today: date, target: Path, folder: Path) -> Path:
    """What 月报 says at its end."""
    report = at_console("report", master, str(period), today)
    assert report is not None
    text, buttons = dialog_of(report)
    told = as_on_windows(text, master.parent, today)
    return _draw_dialog(REPORT_SAID, "report", told, buttons, target, folder)


def _draw_lookback(target: Path, folder: Path) -> Path:
    """The sheet 回头看 of a master just imported."""
    master = master_with_lookback(folder / "lookback")
    return _draw_window(LOOKBACK_PICTURE, master, LOOKBACK_VIEW, target, folder)


def _draw_prose(target: Path, folder: Path) -> list[Path]:
    """What 导入 says of a plan in prose, and the review books."""
    office, pages, done = (folder / name for name in ("prose", "pages", "decided"))
    for made in (office, pages, done):
        made.mkdir()
    book, report = drafted(office, DRAFTED)
    text, buttons = dialog_of(report)
    said = _draw_dialog(DRAFT_SAID, "import", as_on_windows(text, office, DRAFTED), buttons, target, folder)
    books = (book, decided(book, done / book.name), copied_from_pages(pages, DRAFTED))
    windows = [
        _draw_window(picture, shown, view, target, folder)
        for (picture, view), shown in zip(REVIEW_VIEWS, books, strict=True)
    ]
    return [said, *windows]


def _draw_window(picture: str, master: Path, view: View, target: Path, folder: Path) -> Path:
    """The window of Excel with the master, or another book, in it."""
    page = page_with(master, view, folder / f"{picture}.xlsx")
    _to_pdf(folder, [page])
    pdf, tabs = page.with_suffix(".pdf"), tabs_in(master)
    shown = window(pdf, master.name, view, read_tab(), partial(_to_pdf, folder), tabs)
    return write_png(shown, target / f"{picture}.png")


def _draw_mail(master: Path, period: Period, target: Path, folder: Path) -> list[Path]:
    """The books go out on the first of the month: what is asked before, a draft, the overview of the packages."""
    day = period.due(1)
    at_console("split", master, str(period), day)
    sent = send_out(master, period, day)
    asked, draft, overview = MAIL_PICTURES
    question = as_on_windows(sent.question, master.parent, day)
    letter = letter_window(sent.draft, folder, partial(_to_pdf, folder))
    copy = Path(shutil.copy2(sent.overview, folder / f"{overview}.xlsx"))
    _to_pdf(folder, [copy])
    return [
        _draw_dialog(asked, "send", question, wording.DIALOG_OK_CANCEL, target, folder),
        write_png(letter, target / f"{draft}.png"),
        _page(overview, copy.with_suffix(".pdf"), wording.SEND_DONE, target),
    ]


def _receive(played: Round, master: Path, period: Period) -> None:
    """What the played round's units sent lies in the inbox."""
    settings = read_master(master).settings
    inbox = folder_of(played.master, settings.folder_inbox) / str(period)
    shutil.copytree(inbox, folder_of(master, settings.folder_inbox))


def _draw_notice(master: Path, period: Period, today: date, target: Path, folder: Path) -> Path:
    copy = Path(shutil.copy2(notice_after(master, period, today), folder / f"{NOTICE_PICTURE}.docx"))
    _to_pdf(folder, [copy])
    return write_png(page_of(copy.with_suffix(".pdf"), 1, RESOLUTION), target / f"{NOTICE_PICTURE}.png")


def _draw_dialog(
    picture: str, button: str, text: str, buttons: tuple[str, ...], target: Path, folder: Path
) -> Path:
    title = f"{wording.APP_NAME} · {wording.BUTTON_NAMES[button]}"
    drawn = dialog(title, text, buttons).save(folder / f"{picture}.fodt")
    _to_pdf(folder, [drawn])
    return write_png(page_of(drawn.with_suffix(".pdf"), 1, SHARP), target / f"{picture}.png")


def as_on_windows(text: str, office: Path, today: date) -> str:
    """Paths in the office as they read on Windows, copies dated on the day that is played."""
    before, *paths = text.split(str(office))
    for path in paths:
        inside, end, rest = path.partition("\n")
        before += wording.PICTURE_FOLDER + inside.replace("/", "\\") + end + rest
    return re.sub(r"\d{8}-\d{6}", f"{today:%Y%m%d}-101500", before)
