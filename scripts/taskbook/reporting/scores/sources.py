"""What the formulas of 考核 refer to: the counts of every unit and period, the points by hand, the weights and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from taskbook import wording
from taskbook.book_columns import SETTING_LABELS, ScoreField, ScoreSheet, StatusField
from taskbook.columns import PointField, column_letters
from taskbook.master.side_sheets import set_up_page
from taskbook.ooxml.fitting import fitted_height
from taskbook.ooxml.rows import cell_text
from taskbook.reporting.facts import Facts
from taskbook.reporting.monthly.listing import (
    FIRST_ROW,
    POINTS,
    Book,
    Column,
    Formula,
    Listing,
    Row,
    write_listing,
)
from taskbook.reporting.scores.scoring import GRADE_LINES, MOST_POINTS, CountedPoints, points_of, weights
from taskbook.statusbook.styles import BRAND, HEADING, LINE, NOTE, TITLE, Style, font

_COUNT_COLUMNS = (
    Column(ScoreField.UNIT_NUMBER, 9, Style.COUNT),
    Column(StatusField.UNIT, 26),
    Column(ScoreField.PERIOD, 10, Style.CENTER),
    Column(StatusField.ASKED, 9, Style.COUNT),
    Column(StatusField.ANSWERED, 9, Style.COUNT),
    Column(ScoreField.IN_TIME, 9, Style.COUNT),
    Column(ScoreField.RETURNED, 9, Style.COUNT),
    Column(ScoreField.REPORTED_DONE, 10, Style.COUNT),
    Column(ScoreField.FAULTY, 10, Style.COUNT),
    Column(ScoreField.TO_FINISH, 9, Style.COUNT),
    Column(ScoreField.FINISHED, 9, Style.COUNT),
)
_POINT_COLUMNS = (
    Column(ScoreField.UNIT_NUMBER, 9, Style.COUNT),
    Column(StatusField.UNIT, 26),
    Column(ScoreField.PERIOD, 10, Style.CENTER),
    Column(PointField.EXTRA, 8, POINTS),
    Column(PointField.DEDUCTED, 8, POINTS),
    Column(PointField.REASON, 40),
    Column(ScoreField.COUNTS, 9, Style.CENTER),
    Column(StatusField.NOTE, 40),
    Column(ScoreField.ROW, 9, Style.COUNT),
)
_RULE_WIDTHS = (22.0, 10.0, 58.0)
_WEIGHTS_ROW = 4


@dataclass(frozen=True, slots=True)
class Sources:
    """Formulas that sum the rows of a unit: `counts` rows of 考核数据, `hand` rows of 加减分."""

    counts: int
    hand: int

    def count(self, heading: str, key: str, value: int) -> Formula:
        """A count of a unit over all periods; `key`: the cell with the unit's number."""
        column = _cells(ScoreSheet.COUNTS, _COUNT_COLUMNS, heading, self.counts)
        of_units = _cells(ScoreSheet.COUNTS, _COUNT_COLUMNS, ScoreField.UNIT_NUMBER, self.counts)
        return Formula(f"=SUMIFS({column},{of_units},{key})", value)

    def points(self, heading: str, key: str, value: float) -> Formula:
        """The points by hand of a unit that count."""
        column = _cells(ScoreSheet.POINTS, _POINT_COLUMNS, heading, self.hand)
        of_units = _cells(ScoreSheet.POINTS, _POINT_COLUMNS, ScoreField.UNIT_NUMBER, self.hand)
        which = _cells(ScoreSheet.POINTS, _POINT_COLUMNS, ScoreField.COUNTS, self.hand)
        return Formula(f'=SUMIFS({column},{of_units},{key},{which},"{wording.SCORE_COUNTED[True]}")', value)


def _cells(sheet: str, columns: tuple[Column, ...], heading: str, rows: int) -> str:
    """The cells below a heading, fixed."""
    letter = column_letters([column.heading for column in columns].index(heading))
    return f"{sheet}!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + max(rows, 1)}"


def add_counts(book: Book, facts: Facts, numbers: Mapping[str, int]) -> None:
    """考核数据: a row a unit and period."""
    write_listing(
        book,
        Listing(
            sheet=ScoreSheet.COUNTS,
            note=wording.SCORE_COUNTS_NOTE,
            columns=_COUNT_COLUMNS,
            rows=list(_count_rows(facts, numbers)),
            empty=wording.MONTHLY_NO_UNITS,
            frozen=3,
        ),
    )


def _count_rows(facts: Facts, numbers: Mapping[str, int]) -> Iterator[Row]:
    for unit in facts.units:
        for one in unit.periods:
            last = one.label == facts.this.label
            yield [
                numbers[unit.name],
                unit.name,
                one.label,
                one.due,
                one.answered,
                one.on_time,
                one.returned,
                one.reported_done,
                one.faulty,
                unit.to_finish if last else None,
                unit.finished if last else None,
            ]


def add_points(book: Book, facts: Facts, numbers: Mapping[str, int]) -> None:
    """加减分: every row of the master's sheet, and what became of it."""
    write_listing(
        book,
        Listing(
            sheet=ScoreSheet.POINTS,
            note=wording.SCORE_POINTS_NOTE,
            columns=_POINT_COLUMNS,
            rows=[_point_row(one, numbers) for one in points_of(facts)],
            empty=wording.SCORE_NO_POINTS,
            frozen=2,
        ),
    )


def _point_row(one: CountedPoints, numbers: Mapping[str, int]) -> Row:
    points = one.points
    counted = one.why_not is None and bool(points.extra or points.deducted or not points.unread)
    notes = [] if one.why_not is None else [wording.SCORE_NOT_COUNTED[one.why_not]]
    notes += [wording.score_points_unread(heading, text) for heading, text in points.unread]
    return [
        numbers.get(one.unit),
        one.unit,
        points.period.strip() or wording.SCORE_WHOLE_YEAR,
        points.extra or None,
        points.deducted or None,
        points.reason,
        wording.SCORE_COUNTED[counted],
        wording.MONTHLY_BETWEEN_WORDS.join(notes),
        points.row or None,
    ]


def add_rules(book: Book, facts: Facts) -> None:
    """计分办法: the weights, each cell with a name, and in words how a score is made; one page."""
    settings = facts.status.plan.settings
    sheet = book.workbook.add_worksheet(ScoreSheet.RULES)
    for place, width in enumerate(_RULE_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 40)
    _across(
        sheet,
        0,
        f"{book.title}　{ScoreSheet.RULES}",
        book.format(TITLE | {"font_size": 16, "text_wrap": True}),
    )
    section = book.format(font(wording.FONT_HEADING, 13) | {"font_color": BRAND, "valign": "vcenter"})
    note = book.format(NOTE)
    sheet.set_row(1, 26)
    sheet.write_string(1, 0, wording.SCORE_WEIGHTS, section)
    sheet.set_row(2, 20)
    _across(sheet, 2, wording.SCORE_WEIGHTS_NOTE, note)
    row = _weight_box(book, sheet, settings_box(facts))
    sheet.set_row(row, 30)
    sheet.write_string(row, 0, ScoreSheet.RULES, section)
    returned = max(settings.score_returned, 0)
    rules = wording.score_rules(weights(settings), returned, GRADE_LINES, MOST_POINTS, settings.due_day)
    for line in rules:
        row += 1
        sheet.set_row(row, fitted_height([(line, sum(_RULE_WIDTHS))], 11.0))
        _across(sheet, row, line, note)
    set_up_page(sheet, landscape=False, paper=9, heading_row=None)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)


def settings_box(facts: Facts) -> list[tuple[str, str, int]]:
    """What may be tried out: its label, the name of its cell, its value."""
    settings = facts.status.plan.settings
    fields = ("score_answered", "score_done", "score_evidence", "score_returned")
    names = (
        wording.SCORE_NAME_ANSWERED,
        wording.SCORE_NAME_FINISHED,
        wording.SCORE_NAME_EVIDENCE,
        wording.SCORE_NAME_RETURNED,
    )
    values = (*weights(settings), max(settings.score_returned, 0))
    box = [
        (SETTING_LABELS[field], name, value) for field, name, value in zip(fields, names, values, strict=True)
    ]
    box += [(name, name, line) for name, line in zip(wording.SCORE_NAME_GRADES, GRADE_LINES, strict=True)]
    return [*box, (wording.SCORE_NAME_MOST, wording.SCORE_NAME_MOST, MOST_POINTS)]


def _weight_box(book: Book, sheet: Any, box: list[tuple[str, str, int]]) -> int:
    """A row each, with a name for its value. Returns the next free row."""
    look = font(wording.FONT_BODY, 11) | {
        "border": 1,
        "border_color": LINE,
        "valign": "vcenter",
        "text_wrap": True,
    }
    text, value = book.format(look), book.format(look | {"align": "center", "bg_color": "#FFF8DC"})
    heading = book.format(HEADING)
    sheet.set_row(_WEIGHTS_ROW - 1, 24)
    for place, label in enumerate(wording.SCORE_WEIGHT_HEADINGS):
        sheet.write_string(_WEIGHTS_ROW - 1, place, label, heading)
    row = _WEIGHTS_ROW
    for (label, name, number), note in zip(box, wording.SCORE_WEIGHT_NOTES, strict=True):
        sheet.set_row(row, 20)
        sheet.write_string(row, 0, label, text)
        sheet.write_number(row, 1, number, value)
        sheet.write_string(row, 2, note, text)
        book.workbook.define_name(name, f"={ScoreSheet.RULES}!$B${row + 1}")
        row += 1
    return row


def _across(sheet: Any, row: int, text: str, look: Any) -> None:
    sheet.merge_range(row, 0, row, len(_RULE_WIDTHS) - 1, "", look)
    sheet.write_string(row, 0, cell_text(text), look)
