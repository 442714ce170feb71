"""The manual's pictures can be drawn from a played round and from pressed buttons, and show what they are there for."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from system_parts import program
from taskbook import wording
from taskbook.columns import HEADINGS, Field, Sheet
from taskbook.findings import CannotGoOn, Code, Severity, Stop
from taskbook.importing import import_plan
from taskbook.mail.letter import Attachment, Facts, Kind, Letter
from taskbook.mail.message import draft_bytes
from taskbook.mail.writing import write
from taskbook.master.styles import LIGHT_COLOURS, MARK_COLOURS, TAB_COLOURS
from taskbook.model import Light
from taskbook.period import Period
from taskbook.prose.draft import Trace
from taskbook.rehearsal import browsing, pictures
from taskbook.rehearsal.browsing import PHONE, seen_in_browser
from taskbook.rehearsal.drawing import Drawing
from taskbook.rehearsal.from_prose import copied_from_pages, decided, drafted
from taskbook.rehearsal.icons import ICONS
from taskbook.rehearsal.mailing import letter_window
from taskbook.rehearsal.pictures import (
    BOARD_VIEWS,
    PICTURES,
    RIBBON_PICTURE,
    as_on_windows,
    draw_pictures,
    draw_ribbon,
)
from taskbook.rehearsal.pressing import in_excel
from taskbook.rehearsal.raster import Pixels, note_in, pixels_in, write_png
from taskbook.rehearsal.ribbon import digest_of, read_tab
from taskbook.rehearsal.round import sample_master
from taskbook.rehearsal.windows import View, page_with, tabs_in
from taskbook.review.decisions import Decision

ROOT = Path(__file__).parents[1]
DRAWN = ROOT / "docs" / "pictures"


@pytest.fixture(scope="session")
def poppler() -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not on this machine (Debian: apt-get install poppler-utils)")


def read_png(path: Path) -> Pixels:
    """A PNG with a palette and unfiltered rows, as `write_png` makes it."""
    content, at, parts = path.read_bytes(), 8, {}
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        parts[kind] = body
        at += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    packed, palette = zlib.decompress(parts[b"IDAT"]), parts[b"PLTE"]
    numbers = [packed[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]
    return Pixels(width, height, b"".join(palette[3 * one : 3 * one + 3] for row in numbers for one in row))


def colours_of(path: Path) -> Counter[str]:
    rgb = read_png(path).rgb
    return Counter("#" + rgb[at : at + 3].hex().upper() for at in range(0, len(rgb), 3))


@pytest.fixture(scope="session")
def chromium() -> str:
    return program("chromium", "chromium")


@pytest.mark.office
def test_each_picture_shows_something_of_its_own(tmp_path, poppler, chromium, libreoffice_app):
    drawn = draw_pictures(tmp_path, in_excel(libreoffice_app))
    assert tuple(path.stem for path in drawn) == PICTURES
    contents = [path.read_bytes() for path in drawn]
    assert all(content.startswith(b"\x89PNG") and 8_000 < len(content) < 200_000 for content in contents)
    assert len(set(contents)) == len(contents)
    marked, lit = (colours_of(tmp_path / f"{name}.png") for name in ("after_check", "after_round"))
    fills = {severity: fill for severity, (fill, _) in MARK_COLOURS.items()}
    assert all(marked[fills[severity]] > 1_000 for severity in Severity)
    undecided, settled = (colours_of(tmp_path / f"{name}.png") for name in ("review", "review_decided"))
    assert undecided["#FFFF66"] > 1_000 > settled["#FFFF66"]
    for light in (Light.GREEN, Light.YELLOW, Light.RED):
        assert lit[LIGHT_COLOURS[light]] > 500 > marked[LIGHT_COLOURS[light]]
    for name, size, _ in BOARD_VIEWS:
        assert (read_png(tmp_path / f"{name}.png").width, read_png(tmp_path / f"{name}.png").height) == size


@pytest.mark.office
def test_the_ribbon_is_drawn_with_every_word_on_it(tmp_path, poppler, soffice):
    draw_ribbon(tmp_path, tmp_path)
    shown = words_in(tmp_path / f"{RIBBON_PICTURE}.pdf")
    tab = read_tab()
    words = [tab.label] + [
        word for group in tab.groups for word in (group.label, *(one.label for one in group.controls))
    ]
    assert len(words) > 10
    assert [word for word in words if word not in shown] == []


@pytest.mark.office
def test_a_draft_is_drawn_with_whom_it_goes_to_and_what_is_attached(tmp_path, poppler, soffice):
    book = tmp_path / "反馈表.xlsx"
    book.write_bytes(b"PK" + bytes(5_000))
    facts = Facts(
        unit="区信访局",
        contact="李明",
        office="区政府办公室",
        plan="示例要点",
        period=Period(2026, 9),
        today=date(2026, 9, 1),
        due=date(2026, 9, 25),
        tasks=9,
        book=book.name,
    )
    letter = Letter(
        facts.unit,
        Kind.ISSUE,
        "issue:1",
        ("xfj@unit.example",),
        ("ld@unit.example",),
        *write(Kind.ISSUE, facts),
        attachments=(Attachment(book.name, book),),
        sender="bgs@office.example",
        sender_name=facts.office,
    )
    draft = tmp_path / "draft.eml"
    draft.write_bytes(draft_bytes(letter))
    drawn = letter_window(draft, tmp_path, partial(pictures._to_pdf, tmp_path))
    assert drawn.width > 700
    assert 300 < drawn.height < 900
    told = "".join(words_in(tmp_path / f"{name}.pdf") for name in ("letter_head", "letter"))
    for words in (
        letter.sender,
        letter.sender_name,
        *letter.recipients,
        letter.subject,
        "反馈表.xlsx（5 KB）",
    ):
        assert words in told
    assert facts.contact in told


def words_in(pdf: Path) -> str:
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout
    return shown.decode("utf-8")


# ---- a plan in prose ----

DAY = date(2026, 4, 9)


def test_the_review_book_of_the_pictures_is_decided_in_every_way(tmp_path):
    book, report = drafted(tmp_path, DAY)
    assert book.name in report.text()
    with_decisions = decided(book, tmp_path / "decided.xlsx")
    imported = import_plan(with_decisions, tmp_path / "master.xlsx", today=DAY)
    told = "".join(imported.summary())
    for decision in (Decision.SPLIT, Decision.MERGE):
        assert f"{decision}1" in told
    said = {finding.code for finding in imported.findings}
    assert not said & {Code.REVIEW_DECISION_MISSING, Code.REVIEW_NOT_SPLIT, Code.REVIEW_CONTENT_EMPTY}
    contents = [task.content for task in imported.plan.tasks]
    added = contents.index(wording.PROSE_ADDED_TASK[HEADINGS[Field.CONTENT]])
    both = [one for one in contents if "零费用" in one and "每季度通报" in one]
    assert contents.index(*both) == added - 1


def test_the_text_of_the_pictures_has_page_numbers_in_it_that_are_removed(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(copied_from_pages(tmp_path, DAY))
    rows = list(book[Sheet.SOURCE_TEXT].iter_rows(values_only=True))
    removed = [row[-1] for row in rows if Trace.PAGE_NUMBER in row]
    assert removed == [f"— {page} —⏎" for page in (1, 2, 3)]
    contents = [cell.value for cell in book[Sheet.REVIEW]["F"]]
    assert any("2026年6月底前企业开办时间" in str(one) for one in contents)


def test_what_is_scrolled_out_of_sight_is_not_in_the_picture(tmp_path):
    import openpyxl

    book, _ = drafted(tmp_path, DAY)
    page = page_with(book, View(Sheet.REVIEW, "J9", hidden="D", above=(4, 6)), tmp_path / "page.xlsx")
    sheet = openpyxl.load_workbook(page)[Sheet.REVIEW]
    assert [row for row in range(1, 10) if sheet.row_dimensions[row].hidden] == [4, 5, 6]
    assert [column for column in "ABCDEFGHIJ" if sheet.column_dimensions[column].hidden] == ["D"]


def test_the_tabs_under_a_window_are_those_of_its_book(tmp_path):
    assert tabs_in(sample_master()) == {
        sheet.value: colour for sheet, colour in TAB_COLOURS.items() if sheet is not Sheet.LOOKBACK
    }
    review = list(tabs_in(drafted(tmp_path, DAY)[0]))
    assert review[:2] == [Sheet.REVIEW, Sheet.SOURCE_TEXT]
    assert Sheet.DRAFT_IDENTITY not in review


# ---- pages in a browser ----

PAGE = """<!DOCTYPE html><html><body style="margin:0;background:#102030">
<div style="height:2000px"></div><div id="T002" style="height:900px;background:#C04000"></div></body></html>"""


def test_a_page_is_seen_in_the_size_of_the_window_and_at_its_place(tmp_path, chromium):
    page = tmp_path / f"{HEADINGS[Field.TASK_ID]} 1#.html"
    page.write_text(PAGE, encoding="utf-8")
    top, lower = seen_in_browser(page, PHONE), seen_in_browser(page, (500, 400), "#T002")
    assert (top.width, top.height) == PHONE
    assert set_of(top) == {"#102030"}
    assert (lower.width, lower.height) == (500, 400)
    assert set_of(lower) == {"#C04000"}


def set_of(pixels: Pixels) -> set[str]:
    return {"#" + pixels.rgb[at : at + 3].hex().upper() for at in range(0, len(pixels.rgb), 3)}


def test_without_a_browser_it_is_said_which_program_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(browsing.shutil, "which", lambda name: None)
    with pytest.raises(CannotGoOn) as stopped:
        seen_in_browser(tmp_path / "page.html")
    assert stopped.value.stop is Stop.FILE_MISSING
    assert f"“{browsing.BROWSERS[0]}”" in str(stopped.value)


def test_a_browser_is_found_under_any_of_its_names(monkeypatch):
    monkeypatch.setattr(
        browsing.shutil, "which", lambda name: f"there/{name}" if name == browsing.BROWSERS[-1] else None
    )
    assert browsing.browser() == f"there/{browsing.BROWSERS[-1]}"


@pytest.mark.parametrize("depth", [3, 4])
def test_pixels_are_read_whatever_filter_a_row_has(tmp_path, depth):
    """A PNG as the specification (9.2) has it, made here row by row with each of the five filters."""
    width, rows = 5, [bytes((number * 37 + at * 11) % 256 for at in range(5 * depth)) for number in range(10)]
    packed = b"".join(filtered(number % 5, rows, number, depth) for number in range(len(rows)))
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2 if depth == 3 else 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"tEXt", b"x\0y"), (b"IDAT", zlib.compress(packed)), (b"IEND", b""))
    png = tmp_path / "one.png"
    png.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in parts
        )
    )
    rgb = b"".join(row[at : at + 3] for row in rows for at in range(0, len(row), depth))
    assert pixels_in(png) == Pixels(width, len(rows), rgb)


def filtered(kind: int, rows: list[bytes], number: int, depth: int) -> bytes:
    row, above = rows[number], rows[number - 1] if number else bytes(len(rows[0]))
    out = bytearray([kind])
    for at, value in enumerate(row):
        left, up = row[at - depth] if at >= depth else 0, above[at]
        corner = above[at - depth] if at >= depth else 0
        distances = [(abs(up - corner), 0), (abs(left - corner), 1), (abs(left + up - 2 * corner), 2)]
        paeth = (left, up, corner)[min(distances)[1]]
        out.append((value - (0, left, up, (left + up) // 2, paeth)[kind]) & 0xFF)
    return bytes(out)


def test_a_png_of_another_kind_is_refused(tmp_path):
    with pytest.raises(ValueError, match="kind 3"):
        pixels_in(write_png(Pixels(1, 1, b"abc"), tmp_path / "one.png"))


def test_every_button_has_a_symbol():
    wanted = {control.icon for group in read_tab().groups for control in group.controls if not control.box}
    assert wanted
    assert wanted <= set(ICONS)


def test_the_manual_shows_the_ribbon_that_the_addin_has():
    """If this fails, run scripts/draw_pictures.py and look at the pictures."""
    assert note_in(DRAWN / f"{RIBBON_PICTURE}.png") == digest_of(read_tab())


def test_all_pictures_of_the_manual_are_drawn_by_the_script():
    assert {path.stem for path in DRAWN.iterdir()} == set(PICTURES)


def test_pixels_survive_as_long_as_they_differ(tmp_path):
    colours = [bytes((red, green, blue)) for red in (0, 90, 255) for green in (8, 200) for blue in (31, 64)]
    pixels = Pixels(4, 3, b"".join(colours))
    written = write_png(pixels, tmp_path / "one.png", "where from")
    assert read_png(written) == pixels
    assert note_in(written) == "where from"
    assert note_in(write_png(pixels, tmp_path / "two.png")) == ""


def test_many_colours_become_the_nearest_of_256(tmp_path):
    rgb = bytes(value for at in range(4096) for value in (at % 16 * 16, at // 16 % 16 * 16, at // 256 * 16))
    drawn = read_png(write_png(Pixels(64, 64, rgb), tmp_path / "many.png"))
    assert len(colours_of(tmp_path / "many.png")) == 256
    assert sum(abs(one - other) for one, other in zip(rgb, drawn.rgb, strict=True)) / len(rgb) < 64


def test_white_around_a_picture_goes_and_rows_are_put_together():
    white, black, grey = b"\xff" * 3, b"\0" * 3, b"\x80" * 3
    pixels = Pixels(4, 3, white * 5 + black + grey + white * 5)
    assert pixels.trimmed() == Pixels(2, 1, black + grey)
    above = Pixels(3, 1, grey * 3)
    assert pixels.trimmed().under(above) == Pixels(2, 2, grey * 2 + black + grey)
    blank = Pixels(2, 2, white * 4)
    assert blank.trimmed() == blank


def test_words_in_a_drawing_are_text_not_markup(tmp_path):
    drawing = Drawing(100, 50)
    drawing.words(0, 0, 100, f"{HEADINGS[Field.TASK_ID]} <&>  x")
    text = drawing.save(tmp_path / "one.fodt").read_text(encoding="utf-8")
    assert f'{HEADINGS[Field.TASK_ID]} &lt;&amp;&gt;<text:s text:c="2"/>x' in text


def test_paths_in_a_dialog_read_as_on_windows():
    said = "在“/a/b/备份/表_20251122-213942.xlsx”。\n1/2\n在 /a/b/汇总/x"
    assert as_on_windows(said, Path("/a/b"), date(2026, 9, 26)) == (
        "在“D:\\政务公开\\2026年\\备份\\表_20260926-101500.xlsx”。\n1/2\n在 D:\\政务公开\\2026年\\汇总\\x"
    )
