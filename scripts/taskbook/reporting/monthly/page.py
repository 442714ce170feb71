"""月报: one printed page for the leader: the numbers against the period before, four charts, what the lights mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from taskbook import wording
from taskbook.book_columns import ReportField, StatusField
from taskbook.model import ROLE_WORDS, State
from taskbook.ooxml.fitting import lines_needed, row_height
from taskbook.reporting.facts import Facts
from taskbook.reporting.monthly.cards import Card, light_cards, task_cards, unit_cards
from taskbook.reporting.monthly.charts import light_chart, role_chart, trend_chart, unit_chart
from taskbook.reporting.monthly.count_tables import Span
from taskbook.reporting.monthly.listing import (
    FIRST_ROW,
    SHARE_FORMAT,
    Book,
    Listing,
    footer_text,
    put,
)
from taskbook.reporting.monthly.task_tables import newly
from taskbook.statusbook.styles import BRAND, HEADING, INK, LINE, TITLE, font

COLUMNS = 12
_WIDTH = 8.6
_PIXELS = 65
_CHART_WIDTH = 6 * _PIXELS - 4
_HIGH, _LOW = 20, 13
"""Rows, of 15 points (20 pixels), that the upper and the lower charts cover."""

_ROW_POINTS, _ROW_PIXELS = 15.0, 20
_PLACED = {"x_offset": 2, "y_offset": 4, "object_position": 1}
_ROLE_HEADINGS = (
    wording.MONTHLY_ROLES_UNIT,
    StatusField.ASKED,
    StatusField.ANSWERED,
    ReportField.ANSWERED_IN_TIME,
    StatusField.ANSWER_RATE,
    ReportField.IN_TIME_RATE,
)


@dataclass(frozen=True, slots=True)
class Charted:
    """The tables whose cells the charts show."""

    units: Span | None
    topics: Span | None
    topic_table: Listing
    trend: Span


def add_page(book: Book, sheet: Any, facts: Facts, charted: Charted) -> None:
    """Fill the first sheet."""
    sheet.set_column(0, COLUMNS - 1, _WIDTH)
    sheet.hide_gridlines(2)
    row = _head(book, sheet, facts)
    for cards in (task_cards(facts), light_cards(facts), unit_cards(facts)):
        row = _strip(book, sheet, row, cards)
    charts = row
    roles = row + _HIGH + _LOW
    row = _roles(book, sheet, roles, facts)
    _charts(book, sheet, charts, roles, facts, charted)
    row = _words(book, sheet, row, page_words(facts))
    _set_up_page(sheet, row - 1, book.title)


def page_words(facts: Facts) -> tuple[str, ...]:
    """The sentences below the charts."""
    status = facts.status
    lights = wording.lights_in_words(status.light_rule, status.plan.settings.near_days, status.elapsed)
    before = facts.before is not None
    answers = facts.this.answers
    done = sum(task.state is State.DONE for task in facts.lookback)
    lines = (
        _news(facts) if before else "",
        wording.monthly_quiet_line(answers.repeated, answers.silent) if before else "",
        wording.monthly_lookback_line(len(facts.lookback), done) if facts.lookback else "",
        wording.monthly_coming_line(facts.coming),
        wording.monthly_gaps_line([str(month) for month in facts.missing]),
        wording.monthly_lights_line(lights),
        wording.MONTHLY_TASKS_RULE,
    )
    return tuple(line for line in lines if line)


def _news(facts: Facts) -> str:
    def named(ids: frozenset[str]) -> list[str]:
        return [task.id for task in newly(facts, ids)]

    return wording.monthly_news_line(named(facts.changed.tasks_done), named(facts.changed.tasks_overdue))


def _head(book: Book, sheet: Any, facts: Facts) -> int:
    """Title, whose and when, and a warning where nobody answered. Returns the next free row."""
    status = facts.status
    title = book.format(TITLE | {"align": "center", "font_color": BRAND})
    line = book.format(font(wording.FONT_NOTE, 12) | {"align": "center", "valign": "vcenter"})
    alert = book.format(font(wording.FONT_HEADING, 12) | {"align": "center", "font_color": "#B01010"})
    office = status.plan.settings.office
    sheet.set_row(0, 26.0 + 14.0 * _lines(book.title, 20.0))
    _merged(sheet, 0, 0, COLUMNS, book.title, title)
    sheet.set_row(1, 22)
    _merged(sheet, 1, 0, COLUMNS, wording.monthly_line(office, status.as_of, status.due), line)
    nobody = facts.this.answers.due > 0 and facts.this.answers.answered == 0
    sheet.set_row(2, 22 if nobody else 6)
    if nobody:
        told = wording.MONTHLY_NOBODY_ANSWERED if facts.before else wording.MONTHLY_NOBODY_EVER
        _merged(sheet, 2, 0, COLUMNS, told, alert)
    return 3


def _strip(book: Book, sheet: Any, row: int, cards: Sequence[Card]) -> int:
    """A line of cards, each three rows high: label, number, foot. Returns the next free row."""
    for place, height in enumerate((19, 32, 17, 6)):
        sheet.set_row(row + place, height)
    for index, card in enumerate(cards):
        label, number, foot = _card_formats(book, card)
        _merged(sheet, row, 2 * index, 2, card.label, label)
        value = wording.SCORE_NONE if card.value is None else card.value
        _merged(sheet, row + 1, 2 * index, 2, value, number)
        _merged(sheet, row + 2, 2 * index, 2, card.foot, foot)
    return row + 4


def _card_formats(book: Book, card: Card) -> list[Any]:
    common = {"align": "center", "valign": "vcenter", "bg_color": card.fill, "font_color": card.ink}
    common |= {"left": 2, "right": 2, "left_color": "#FFFFFF", "right_color": "#FFFFFF"}
    number = {"bold": True, "num_format": SHARE_FORMAT if card.percent else "0"}
    return [
        book.format(font(wording.FONT_HEADING, 11) | common),
        book.format(font(wording.FONT_HEADING, 23) | common | number),
        book.format(font(wording.FONT_NOTE, 9) | common | {"font_color": INK, "shrink": True}),
    ]


def _roles(book: Book, sheet: Any, row: int, facts: Facts) -> int:
    """The small table of answers by role, which its chart shows. Returns the next free row."""
    section = book.format(font(wording.FONT_HEADING, 11) | {"font_color": BRAND, "valign": "vcenter"})
    heading = book.format(HEADING | {"font_size": 10})
    look = font(wording.FONT_BODY, 10.5) | {"border": 1, "border_color": LINE, "align": "center"}
    cell, rate = book.format(look), book.format(look | {"num_format": SHARE_FORMAT})
    sheet.set_row(row, 22)
    sheet.write_string(row, 0, wording.MONTHLY_ROLES_TITLE, section)
    row += 1
    for place, text in enumerate(_ROLE_HEADINGS):
        _merged(sheet, row, 2 * place, 2, text, heading)
    for role in facts.roles:
        row += 1
        counts = role.counts
        _merged(sheet, row, 0, 2, ROLE_WORDS[role.role], cell)
        for place, count in enumerate((counts.due, counts.answered, counts.on_time), 1):
            _merged(sheet, row, 2 * place, 2, count, cell)
        for place, share in enumerate((counts.answer_rate, counts.on_time_rate), 4):
            _merged(sheet, row, 2 * place, 2, wording.SCORE_NONE if share is None else share, rate)
    return row + 1


def _charts(book: Book, sheet: Any, row: int, roles: int, facts: Facts, charted: Charted) -> None:
    """Four charts, two beside each other; `roles`: the row above the small table of roles."""
    for line in range(row, roles):
        sheet.set_row(line, _ROW_POINTS)
    high = (_CHART_WIDTH, _HIGH * _ROW_PIXELS - 8)
    low = (_CHART_WIDTH, _LOW * _ROW_PIXELS - 8)
    workbook = book.workbook
    charts: list[tuple[int, int, Any]] = []
    if charted.units:
        charts.append((row, 0, unit_chart(workbook, charted.units, high)))
    if charted.topics:
        first = charted.topics.first
        rows = charted.topic_table.rows[first - FIRST_ROW : first - FIRST_ROW + charted.topics.count]
        charts.append((row, 6, light_chart(workbook, charted.topics, rows, facts.status.lights, high)))
    this = facts.this
    newest = (this.tasks.done_share, this.elapsed, this.answers.answer_rate)
    charts.append((row + _HIGH, 0, trend_chart(workbook, charted.trend, newest, low)))
    if facts.roles:
        last = roles + 1 + len(facts.roles)
        charts.append((row + _HIGH, 6, role_chart(workbook, roles + 1, roles + 2, last, (0, 2, 4, 6), low)))
    for top, left, chart in charts:
        sheet.insert_chart(top, left, chart, _PLACED)


def _words(book: Book, sheet: Any, row: int, lines: Sequence[str]) -> int:
    """Sentences one below the other. Returns the next free row."""
    look = book.format(font(wording.FONT_NOTE, 10) | {"text_wrap": True, "valign": "vcenter"})
    sheet.set_row(row, 5)
    for line in lines:
        row += 1
        sheet.set_row(row, row_height(lines_needed(line, COLUMNS * _WIDTH, 10.0), 10.0, padding=3.0))
        _merged(sheet, row, 0, COLUMNS, line, look)
    return row + 1


def _lines(text: str, size: float) -> int:
    return lines_needed(text, COLUMNS * _WIDTH, size)


def _merged(sheet: Any, row: int, column: int, span: int, value: str | float, look: Any) -> None:
    """A value over `span` columns, text always as text."""
    sheet.merge_range(row, column, row, column + span - 1, "", look)
    put(sheet, row, column, value, look)


def _set_up_page(sheet: Any, last_row: int, title: str) -> None:
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.print_area(0, 0, last_row, COLUMNS - 1)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.55)
    sheet.set_footer(f"&L{footer_text(title)}&R{wording.PAGE_FOOTER}")
    sheet.activate()
