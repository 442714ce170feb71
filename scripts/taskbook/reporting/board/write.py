"""The page 看板: facts → one file. The same facts always give the same bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from taskbook import files, templates, wording
from taskbook.reporting.board import charts, headline
from taskbook.reporting.board.history_block import Block, history_block
from taskbook.reporting.board.page_text import (
    light_colours,
    light_name,
    one_line,
    plain,
    script_json,
)
from taskbook.reporting.board.remark_rows import Remarks, remarks_shown
from taskbook.reporting.board.task_rows import choices, index, task_rows
from taskbook.reporting.board.unit_rows import UnitRow, unit_groups, unit_rows
from taskbook.reporting.facts import Facts, PeriodFacts
from taskbook.reporting.shares import percent
from taskbook.statusbook.overview import rules_in_words
from taskbook.statusbook.styles import BRAND, INK, LIGHT_INKS, LIGHT_SOLIDS, LINE, PALE
from taskbook.templates import FOLDER

_MOST_BYTES, _SHELL_BYTES, _PART_BYTES = 2_900_000, 150_000, 7
"""Of the whole page, and of what is not known before it is made: everything but the rows, and a unit's part in a task."""

_LEAST_HISTORY = 300_000

_AT_ONCE = 100
"""Rows filled in at once: a template has a bound, a page of many rows would pass it."""

_SLOT = "<!--slot {}-->"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def write_board(path: Path, facts: Facts, folder: Path = FOLDER) -> None:
    """Write the page to `path` in one step; `folder` is that of the templates.

    Raises `CannotGoOn` as `templates.fill` and `files.atomic` do.
    """
    files.write_bytes(path, board(facts, folder).encode("utf-8"))


def board(facts: Facts, folder: Path = FOLDER) -> str:
    """The page as text."""
    units, remarks = list(unit_rows(facts)), remarks_shown(facts)
    slots = {
        "tasks": _filled(wording.BOARD_PAGE_TASKS, folder, task_rows(facts, facts.tasks, remarks)),
        "lookback": _filled(wording.BOARD_PAGE_TASKS, folder, task_rows(facts, facts.lookback, remarks)),
        "units": _filled(wording.BOARD_PAGE_UNITS, folder, units),
    }
    ids = [status.id for status in facts.status.tasks]
    history = history_block(facts.histories, ids, _room(facts, remarks, slots.values()))
    slots |= {"index": script_json(index(facts, history.units, remarks)), "history": history.text}
    marks = {name: _markup(_SLOT.format(name)) for name in (*slots, "policy")}
    values = _values(facts, history, units) | {"remarks_left": remarks.left}
    shell = templates.fill(wording.BOARD_PAGE, folder, slot=marks, **values)
    slots["policy"] = _policy(shell)
    return _with_slots(shell, slots, folder)


def _room(facts: Facts, remarks: Remarks, rows: Iterable[str]) -> int:
    """Bytes that are left for the history."""
    parts = max(
        sum(len(status.answers) for status in facts.status.tasks),
        len(facts.histories.answers) // max(len(facts.trend), 1),
    )
    taken = sum(len(text.encode("utf-8")) for text in rows) + parts * _PART_BYTES + _SHELL_BYTES
    taken += remarks.size
    return max(_MOST_BYTES - taken, _LEAST_HISTORY)


def _values(facts: Facts, history: Block, units: Sequence[UnitRow]) -> dict[str, Any]:
    """Everything the page's template is given, all text fit for a page."""
    status = facts.status
    title = wording.board_title(status.plan.settings.plan_name)
    return {
        "title": one_line(title),
        "office": one_line(status.plan.settings.office),
        "period": str(facts.period),
        "line": wording.overview_line(facts.period, status.as_of, status.due),
        "sentence": headline.in_a_sentence(facts),
        "unanswered": wording.board_nobody_answered(facts.this.answers.due, facts.this.answers.answered),
        "task_cards": headline.task_cards(facts),
        "light_cards": headline.light_cards(facts),
        "answer_cards": headline.answer_cards(facts),
        "before": facts.before.label if facts.before else "",
        "newly_done": headline.newly_done(facts),
        "newly_overdue": headline.newly_overdue(facts),
        "missing": wording.board_missing([str(period) for period in facts.missing]),
        "colours": light_colours(LIGHT_INKS, LIGHT_SOLIDS),
        "brand": {"ink": INK, "brand": BRAND, "line": LINE, "pale": PALE},
        "lights": [(light_name(one), wording.LIGHT_LABELS[one], str(one)) for one in status.lights[::-1]],
        "rules": [plain(rule) for rule in rules_in_words(status)],
        "choices": choices(facts),
        "units": units,
        "unit_groups": unit_groups(units),
        "task_count": len(facts.tasks),
        "lookback_count": len(facts.lookback),
        "history_packed": history.packed,
        "history_cut": history.cut,
        **_chart_values(facts),
    }


def _chart_values(facts: Facts) -> dict[str, Any]:
    shown = charts.months(facts)
    named = facts.topics if any(one.name for one in facts.topics) else ()
    topics = charts.light_bars(facts, named, "t")
    sections = charts.light_bars(facts, facts.sections, "c")
    return {
        "unit_bars": charts.unit_bars(facts),
        "elapsed": percent(facts.this.elapsed),
        "elapsed_at": f"{facts.this.elapsed * 100:g}",
        "topic_bars": topics,
        "topics": [_counted(one, facts) for one in named],
        "section_bars": sections if len(sections) > 1 else [],
        "sections": [_counted(one, facts) for one in facts.sections],
        "months": shown,
        "stretches": charts.stretches(shown),
        "chart": {"top": charts.TOP, "bottom": charts.BOTTOM, "height": charts.HEIGHT},
        "trend": [_period(one, facts) for one in facts.trend],
        "days": [_period(one, facts) for one in facts.days],
        "coming": [wording.date_words(day) for day in facts.coming],
    }


def _counted(one: Any, facts: Facts) -> dict[str, Any]:
    """A section or topic as a row of the table behind its chart."""
    counts = one.lights or {}
    return {
        "name": one_line(one.name) or wording.BOARD_NO_TOPIC,
        "tasks": one.tasks,
        "done": one.done,
        "share": percent(one.done_share),
        "overdue": one.overdue,
        "lights": [counts.get(light, 0) for light in facts.status.lights[::-1]],
    }


def _period(one: PeriodFacts, facts: Facts) -> dict[str, Any]:
    """A period, or a date that the plan names, as a row of a table."""
    return {
        **_counted(one.tasks, facts),
        "name": wording.date_words(one.day) if one.day else one.label,
        "elapsed": percent(one.elapsed),
        "due": one.answers.due,
        "answered": one.answers.answered,
        "rate": percent(one.answers.answer_rate),
        "on_time": one.answers.on_time,
        "on_time_rate": percent(one.answers.on_time_rate),
        "late": one.answers.late,
    }


def _filled(name: str, folder: Path, rows: Iterator[Any] | Sequence[Any]) -> str:
    rows = list(rows)
    return "".join(
        templates.fill(name, folder, rows=rows[start : start + _AT_ONCE])
        for start in range(0, len(rows), _AT_ONCE)
    )


def _markup(text: str) -> str:
    """Text that a template puts into the page as it is."""
    import markupsafe

    return markupsafe.Markup(text)


def _policy(shell: str) -> str:
    """What the page may do: use its own styles and its own script, nothing else, and reach nobody."""

    def digests(blocks: re.Pattern[str]) -> str:
        found = (hashlib.sha256(text.encode("utf-8")).digest() for text in blocks.findall(shell))
        return " ".join(f"'sha256-{base64.b64encode(one).decode('ascii')}'" for one in found) or "'none'"

    return (
        f"default-src 'none'; style-src {digests(_STYLE)}; script-src {digests(_SCRIPT)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _with_slots(shell: str, slots: Mapping[str, str], folder: Path) -> str:
    """What was too large for the template, put where it left room. Each has its place once, or the template is broken."""
    for name in slots:
        if shell.count(_SLOT.format(name)) != 1:
            line = templates.first_line(wording.BOARD_PAGE, folder)
            raise templates.broken(wording.BOARD_PAGE, folder, line, wording.board_slot_missing(name))
    pieces = re.split(_SLOT.format("([a-z]+)"), shell)
    pieces[1::2] = [slots[name] for name in pieces[1::2]]
    return "".join(pieces)
