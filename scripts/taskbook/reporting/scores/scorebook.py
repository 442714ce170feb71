"""考核 as a workbook a clerk can follow: every score is a formula over the counts, the points and the weights beside it.

The formulas use nothing that Excel 2010 or WPS does not know, and stand with what they come to, for who shows the book
without counting. The same facts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from taskbook import files, wording
from taskbook.book_columns import ScoreField, ScoreSheet, StatusField
from taskbook.columns import PointField, UnitField, column_letters
from taskbook.model import Light
from taskbook.reporting.facts import Facts
from taskbook.reporting.monthly.listing import (
    A3,
    FIRST_ROW,
    POINTS,
    SCORE,
    SHARE,
    Book,
    Column,
    Formula,
    Listing,
    Row,
    made,
    write_listing,
)
from taskbook.reporting.scores.scoring import Measured, Score, scores_of
from taskbook.reporting.scores.sources import Sources, add_counts, add_points, add_rules
from taskbook.statusbook.styles import LIGHT_COLOURS, LIGHT_INKS, Style

EXACT = 10
"""Decimals to which a sum is cleaned of what binary numbers add to it, before it is rounded half up: a clean 89.95
must not be taken for 89.9499…"""

_COLUMNS = (
    Column(StatusField.RANK, 6, Style.COUNT),
    Column(StatusField.UNIT, 26),
    Column(UnitField.CATEGORY, 8, Style.CENTER),
    Column(ScoreField.SCORE, 9, SCORE),
    Column(ScoreField.GRADE, 9, Style.CENTER),
    Column(StatusField.ASKED, 8, Style.COUNT),
    Column(ScoreField.IN_TIME, 8, Style.COUNT),
    Column(ScoreField.IN_TIME_RATE, 9, SHARE),
    Column(ScoreField.TO_FINISH, 8, Style.COUNT),
    Column(ScoreField.FINISHED, 8, Style.COUNT),
    Column(ScoreField.FINISHED_RATE, 9, SHARE),
    Column(ScoreField.REPORTED_DONE, 8, Style.COUNT),
    Column(ScoreField.FAULTY, 8, Style.COUNT),
    Column(ScoreField.EVIDENCE_RATE, 9, SHARE),
    Column(ScoreField.WEIGHT, 8, POINTS),
    Column(ScoreField.BASE, 9, SCORE),
    Column(ScoreField.RETURNED, 8, Style.COUNT),
    Column(ScoreField.RETURNED_POINTS, 8, POINTS),
    Column(PointField.EXTRA, 8, POINTS),
    Column(PointField.DEDUCTED, 8, POINTS),
    Column(StatusField.NOTE, 30),
    Column(ScoreField.UNIT_NUMBER, 9, Style.COUNT),
)
_AT: Mapping[str, str] = {column.heading: column_letters(place) for place, column in enumerate(_COLUMNS)}
"""Heading → letter."""

_INDICATORS = (
    (ScoreField.IN_TIME_RATE, StatusField.ASKED, wording.SCORE_NAME_ANSWERED, wording.SCORE_ANSWERED),
    (ScoreField.FINISHED_RATE, ScoreField.TO_FINISH, wording.SCORE_NAME_FINISHED, wording.SCORE_FINISHED),
    (ScoreField.EVIDENCE_RATE, ScoreField.REPORTED_DONE, wording.SCORE_NAME_EVIDENCE, wording.SCORE_EVIDENCE),
)
"""Of each indicator the column of its share and of its whole, the name of its weight, what it is called."""

_GRADE_LIGHTS = (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED)


def write_scores(path: Path, facts: Facts) -> None:
    """Write the workbook in one step. Raises `CannotGoOn` as `files.atomic` does."""
    title = wording.scores_title(facts.status.plan.settings.plan_name, str(facts.period))
    files.write_bytes(path, made(title, facts.status.as_of, lambda book: _fill(book, facts)))


def _fill(book: Book, facts: Facts) -> None:
    scores = scores_of(facts)
    numbers = {score.unit: number for number, score in enumerate(scores, 1)}
    sources = Sources(len(scores) * len(facts.trend), len(facts.status.plan.points))
    ordered = sorted(scores, key=lambda score: (score.rank or len(scores) + 1, numbers[score.unit]))
    rows = [
        _row(score, numbers[score.unit], row, len(scores), sources)
        for row, score in enumerate(ordered, FIRST_ROW + 1)
    ]
    listing = Listing(
        sheet=ScoreSheet.SCORES,
        note=wording.SCORE_SCORES_NOTE,
        columns=_COLUMNS,
        rows=rows,
        empty=wording.MONTHLY_NO_UNITS,
        frozen=2,
        paper=A3,
    )
    sheet = write_listing(book, listing)
    _colour_grades(book, sheet, len(rows))
    add_counts(book, facts, numbers)
    add_points(book, facts, numbers)
    add_rules(book, facts)


def _row(score: Score, number: int, row: int, units: int, sources: Sources) -> Row:
    """A unit's row; `row` is 1-based."""
    at = {heading: f"{letter}{row}" for heading, letter in _AT.items()}
    evidence = score.evidence
    measured = (score.answered, score.finished, evidence)
    none = score.score is None
    shares = [
        _share_formula(at, whole, part, one)
        for (_, whole, _, _), part, one in zip(
            _INDICATORS,
            (
                at[ScoreField.IN_TIME],
                at[ScoreField.FINISHED],
                f"({at[ScoreField.REPORTED_DONE]}-{at[ScoreField.FAULTY]})",
            ),
            measured,
            strict=True,
        )
    ]
    count = sources.count
    key = f"${at[ScoreField.UNIT_NUMBER]}"
    return [
        Formula(_rank_formula(at, units), wording.SCORE_NONE if none else score.rank),
        score.unit,
        score.category,
        Formula(_score_formula(at), wording.SCORE_NONE if score.score is None else score.score),
        Formula(_grade_formula(at), score.grade or wording.SCORE_NONE),
        count(StatusField.ASKED, key, score.answered.whole),
        count(ScoreField.IN_TIME, key, score.answered.part),
        shares[0],
        count(ScoreField.TO_FINISH, key, score.finished.whole),
        count(ScoreField.FINISHED, key, score.finished.part),
        shares[1],
        count(ScoreField.REPORTED_DONE, key, evidence.whole),
        count(ScoreField.FAULTY, key, evidence.whole - evidence.part),
        shares[2],
        Formula(_weight_formula(at), score.weight),
        Formula(_base_formula(at), wording.SCORE_NONE if score.base is None else score.base),
        count(ScoreField.RETURNED, key, score.returned),
        Formula(f"={at[ScoreField.RETURNED]}*{wording.SCORE_NAME_RETURNED}", score.returned_points),
        sources.points(PointField.EXTRA, key, score.extra),
        sources.points(PointField.DEDUCTED, key, score.deducted),
        Formula(_note_formula(at), note_of(score)),
        number,
    ]


def note_of(score: Score) -> str:
    """Which indicators have nothing to measure, as the sheet's formula says it."""
    if not score.weight:
        return wording.SCORE_NOT_SCORED
    measured = (score.answered, score.finished, score.evidence)
    return "".join(
        "" if one.whole else wording.SCORE_LEFT_OUT.format(name=name)
        for (_, _, _, name), one in zip(_INDICATORS, measured, strict=True)
    )


def _share_formula(at: Mapping[str, str], whole: str, part: str, one: Measured) -> Formula:
    value = wording.SCORE_NONE if one.share is None else one.share
    return Formula(f'=IF({at[whole]}>0,MIN(1,MAX(0,{part}/{at[whole]})),"{wording.SCORE_NONE}")', value)


def _weight_formula(at: Mapping[str, str]) -> str:
    """The weights of what can be measured."""
    return "=" + "+".join(f"IF({at[whole]}>0,{weight},0)" for _, whole, weight, _ in _INDICATORS)


def _base_formula(at: Mapping[str, str]) -> str:
    parts = "+".join(f"IF({at[whole]}>0,{at[share]}*{weight},0)" for share, whole, weight, _ in _INDICATORS)
    weight = at[ScoreField.WEIGHT]
    return f'=IF({weight}>0,100*({parts})/{weight},"{wording.SCORE_NONE}")'


def _score_formula(at: Mapping[str, str]) -> str:
    points = f"{at[ScoreField.BASE]}-{at[ScoreField.RETURNED_POINTS]}+{at[PointField.EXTRA]}-{at[PointField.DEDUCTED]}"
    within = f"MAX(0,MIN({wording.SCORE_NAME_MOST},{points}))"
    return f'=IF({at[ScoreField.WEIGHT]}>0,ROUND(ROUND({within},{EXACT}),1),"{wording.SCORE_NONE}")'


def _rank_formula(at: Mapping[str, str], units: int) -> str:
    letter = _AT[ScoreField.SCORE]
    everybody = f"{letter}${FIRST_ROW + 1}:{letter}${FIRST_ROW + units}"
    return f'=IF({at[ScoreField.WEIGHT]}>0,RANK({at[ScoreField.SCORE]},{everybody},0),"{wording.SCORE_NONE}")'


def _grade_formula(at: Mapping[str, str]) -> str:
    grades, lines = wording.SCORE_GRADES, wording.SCORE_NAME_GRADES
    inner = f'"{grades[-1]}"'
    for grade, line in reversed(list(zip(grades, lines, strict=False))):
        inner = f'IF({at[ScoreField.SCORE]}>={line},"{grade}",{inner})'
    return f'=IF({at[ScoreField.WEIGHT]}>0,{inner},"{wording.SCORE_NONE}")'


def _note_formula(at: Mapping[str, str]) -> str:
    left_out = "&".join(
        f'IF({at[whole]}>0,"","{wording.SCORE_LEFT_OUT.format(name=name)}")'
        for _, whole, _, name in _INDICATORS
    )
    return f'=IF({at[ScoreField.WEIGHT]}>0,{left_out},"{wording.SCORE_NOT_SCORED}")'


def _colour_grades(book: Book, sheet: Any, rows: int) -> None:
    """By condition, so that the colour follows when weights are tried out."""
    place = [column.heading for column in _COLUMNS].index(ScoreField.GRADE)
    for grade, light in zip(wording.SCORE_GRADES, _GRADE_LIGHTS, strict=True):
        look = book.format({"bg_color": LIGHT_COLOURS[light], "font_color": LIGHT_INKS[light], "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{grade}"', "format": look}
        sheet.conditional_format(FIRST_ROW, place, FIRST_ROW + max(rows, 1) - 1, place, rule)
