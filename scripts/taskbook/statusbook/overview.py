"""总览: the numbers that matter, four charts that Excel draws, the red tasks, the rule in words. One page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taskbook import wording
from taskbook.columns import HEADINGS, Field, Sheet, StatusField
from taskbook.master.styles import LIGHT_COLOURS, STATE_COLOURS
from taskbook.model import Light, State
from taskbook.ooxml.rows import cell_text
from taskbook.rollup.figures import Figures, figures_of, share
from taskbook.rollup.status import Status, TaskStatus
from taskbook.statusbook.charts import CHART_ROWS, add_charts
from taskbook.statusbook.styles import BRAND, GREY, HEADING, INK, LIGHT_INKS, LINE, PALE, TITLE, font
from taskbook.statusbook.table import footer_text, lines_of

COLUMNS = 12
_COLUMN_WIDTH = 8.6
_CARD_COLUMNS = 2
MOST_RED = 15
MOST_LOOKBACK = 10


@dataclass(frozen=True, slots=True)
class Card:
    """One number: what it counts, the number (a share where `percent`), a line below, its colours."""

    label: str
    value: int | float | None
    foot: str = ""
    ink: str = BRAND
    fill: str = PALE
    percent: bool = False


def add_overview(workbook: Any, status: Status, title: str) -> None:
    """The first sheet of the book."""
    sheet = workbook.add_worksheet(Sheet.OVERVIEW)
    sheet.set_column(0, COLUMNS - 1, _COLUMN_WIDTH)
    sheet.hide_gridlines(2)
    figures = figures_of(status)
    row = _head(workbook, sheet, status, title)
    for strip in (task_cards(figures), light_cards(figures, status), unit_cards(figures)):
        row = _strip(workbook, sheet, row, strip)
    add_charts(workbook, sheet, status, figures, row, first_free_column=COLUMNS + 1)
    row += CHART_ROWS
    row = _red_tasks(workbook, sheet, row, [task for task in status.this_year if task.light is Light.RED])
    row = _lookback(workbook, sheet, row, status.lookback)
    row = _rules(workbook, sheet, row, rules_in_words(status))
    _set_up_page(sheet, row, title)


def rules_in_words(status: Status) -> tuple[str, ...]:
    """How everything was judged, with the sentences of the plan's light rule."""
    rule = status.light_rule
    lights = wording.lights_in_words(rule, status.plan.settings.near_days, status.elapsed)
    return wording.rules_in_words(lights, wording.first_silence(rule))


def task_cards(figures: Figures) -> list[Card]:
    def card(state: State) -> Card:
        count = figures.states.get(state, 0)
        return Card(state, count, wording.share_of_all(share(count, figures.tasks)), STATE_COLOURS[state])

    order = (State.DONE, State.IN_PROGRESS, State.NOT_STARTED, State.BEHIND, State.NONE)
    total = Card(wording.CARD_TASKS, figures.tasks, wording.CARD_TASKS_FOOT)
    return [total, *(card(state) for state in order)]


def light_cards(figures: Figures, status: Status) -> list[Card]:
    feet = wording.LIGHT_FEET[status.light_rule]
    lit = [
        Card(
            wording.LIGHT_LABELS[light],
            figures.lights.get(light, 0),
            feet[light],
            LIGHT_INKS[light],
            LIGHT_COLOURS[light],
        )
        for light in status.lights
    ]
    overdue = Card(wording.CARD_OVERDUE, figures.overdue, wording.near_count(figures.near))
    elapsed = Card(wording.CARD_ELAPSED, status.elapsed, wording.CARD_ELAPSED_FOOT, percent=True)
    return [*lit, overdue, elapsed]


def unit_cards(figures: Figures) -> list[Card]:
    due = figures.units_due
    return [
        Card(wording.CARD_UNITS, due, wording.CARD_UNITS_FOOT),
        Card(
            wording.CARD_ANSWERED,
            figures.units_answered,
            wording.share_of_all(share(figures.units_answered, due)),
        ),
        Card(
            wording.CARD_PARTLY, figures.units_partly, wording.share_of_all(share(figures.units_partly, due))
        ),
        Card(
            wording.CARD_MISSING,
            figures.units_missing,
            wording.share_of_all(share(figures.units_missing, due)),
        ),
        Card(
            wording.CARD_ON_TIME,
            figures.units_on_time,
            wording.share_of_all(share(figures.units_on_time, due)),
        ),
        Card(
            wording.CARD_ANSWER_RATE,
            figures.answer_rate,
            wording.answers_of(figures.answers, figures.answers_due),
            percent=True,
        ),
    ]


def _head(workbook: Any, sheet: Any, status: Status, title: str) -> int:
    heading = workbook.add_format(TITLE | {"align": "center", "font_color": BRAND})
    line = workbook.add_format(font(wording.FONT_NOTE, 12) | {"align": "center", "valign": "vcenter"})
    facts = wording.year_shown(status.plan.settings.year)
    facts += wording.overview_line(status.period, status.as_of, status.due)
    sheet.set_row(0, 44)
    _merged(sheet, 0, 0, COLUMNS, title, heading)
    _merged(sheet, 1, 0, COLUMNS, facts, line)
    sheet.set_row(1, 24)
    sheet.set_row(2, 6)
    return 3


def _strip(workbook: Any, sheet: Any, row: int, cards: Sequence[Card]) -> int:
    """A line of cards, each three rows high: label, number, foot. Returns the next free row."""
    sheet.set_row(row, 20)
    sheet.set_row(row + 1, 34)
    sheet.set_row(row + 2, 18)
    sheet.set_row(row + 3, 6)
    for index, card in enumerate(cards):
        column = index * _CARD_COLUMNS
        label, number, foot = _card_formats(workbook, card)
        _merged(sheet, row, column, _CARD_COLUMNS, card.label, label)
        _merged(sheet, row + 1, column, _CARD_COLUMNS, card.value, number)
        _merged(sheet, row + 2, column, _CARD_COLUMNS, card.foot, foot)
    return row + 4


def _card_formats(workbook: Any, card: Card) -> list[Any]:
    common = {"align": "center", "valign": "vcenter", "bg_color": card.fill, "font_color": card.ink}
    common |= {"left": 2, "right": 2, "left_color": "#FFFFFF", "right_color": "#FFFFFF"}
    looks: list[Mapping[str, object]] = [
        font(wording.FONT_HEADING, 11) | common,
        font(wording.FONT_HEADING, 24)
        | common
        | {"bold": True, "num_format": "0.0%" if card.percent else "0"},
        font(wording.FONT_NOTE, 9) | common | {"font_color": INK},
    ]
    return [workbook.add_format(dict(look)) for look in looks]


def _red_tasks(workbook: Any, sheet: Any, row: int, red: Sequence[TaskStatus]) -> int:
    """The tasks a leader asks about, with whom to ask."""
    more = wording.more_red_tasks(len(red) - MOST_RED)
    return _listed(workbook, sheet, row, wording.red_tasks(len(red)), red, more, MOST_RED)


def _lookback(workbook: Any, sheet: Any, row: int, tasks: Sequence[TaskStatus]) -> int:
    """What an earlier year left: how many, how many done since, and those that are not; nothing where nothing was."""
    if not tasks:
        return row
    left = [task for task in tasks if task.state is not State.DONE]
    heading = wording.left_over_counts(len(tasks), len(tasks) - len(left))
    more = wording.more_lookback(len(left) - MOST_LOOKBACK)
    return _listed(workbook, sheet, row, heading, left, more, MOST_LOOKBACK)


def _listed(
    workbook: Any, sheet: Any, row: int, title: str, tasks: Sequence[TaskStatus], more: str, most: int
) -> int:
    """A heading and at most so many tasks with their reasons; the next free row."""
    section = workbook.add_format(font(wording.FONT_HEADING, 13) | {"font_color": BRAND, "valign": "vcenter"})
    heading = workbook.add_format(HEADING)
    look = font(wording.FONT_BODY, 11) | {
        "border": 1,
        "border_color": LINE,
        "valign": "vcenter",
        "text_wrap": True,
    }
    cell, words = (
        workbook.add_format(look | {"align": "center"}),
        workbook.add_format(look | {"quote_prefix": True}),
    )
    sheet.set_row(row, 26)
    sheet.write_string(row, 0, title, section)
    row += 1
    if not tasks:
        return row + 1
    spans = ((0, 1), (1, 6), (7, 5))
    headings = (HEADINGS[Field.TASK_ID], HEADINGS[Field.CONTENT], StatusField.REASON)
    for (column, span), text in zip(spans, headings, strict=True):
        _merged(sheet, row, column, span, text, heading)
    for task in tasks[:most]:
        row += 1
        texts = (task.id, _short(task.reading.task.content), task.reason)
        lines = max(
            lines_of(text, span * _COLUMN_WIDTH) for (_, span), text in zip(spans, texts, strict=True)
        )
        sheet.set_row(row, lines * 15 + 6)
        for (column, span), text, style in zip(spans, texts, (cell, words, words), strict=True):
            _merged(sheet, row, column, span, text, style)
    if len(tasks) > most:
        row += 1
        note = workbook.add_format(font(wording.FONT_NOTE, 10) | {"font_color": GREY})
        sheet.write_string(row, 0, more, note)
    return row + 2


def _short(text: str, longest: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _rules(workbook: Any, sheet: Any, row: int, lines: Sequence[str]) -> int:
    """How the lights and numbers are made: whoever is called about a red light will ask."""
    section = workbook.add_format(font(wording.FONT_HEADING, 13) | {"font_color": BRAND, "valign": "vcenter"})
    look = workbook.add_format(font(wording.FONT_NOTE, 10.5) | {"text_wrap": True, "valign": "vcenter"})
    sheet.set_row(row, 26)
    sheet.write_string(row, 0, wording.RULES_TITLE, section)
    for line in lines:
        row += 1
        sheet.set_row(row, lines_of(line, COLUMNS * _COLUMN_WIDTH) * 14 + 3)
        _merged(sheet, row, 0, COLUMNS, line, look)
    return row


def _merged(sheet: Any, row: int, column: int, span: int, value: str | float | None, look: Any) -> None:
    """A value over `span` columns, text always as text."""
    if span > 1:
        sheet.merge_range(row, column, row, column + span - 1, "", look)
    if value is None:
        sheet.write_string(row, column, wording.NOT_A_RETURN, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, cell_text(value), look)
    else:
        sheet.write_number(row, column, value, look)


def _set_up_page(sheet: Any, last_row: int, title: str) -> None:
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.print_area(0, 0, last_row, COLUMNS - 1)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.55, bottom=0.55)
    sheet.set_footer(f"&L{footer_text(title)}&R{wording.PAGE_FOOTER}")
    sheet.activate()
