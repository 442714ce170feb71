"""考核加减分: points that somebody gave by hand count for somebody, for a reason, and are numbers."""

from __future__ import annotations

from collections.abc import Iterator

from taskbook import wording
from taskbook.columns import PointField
from taskbook.findings import CannotGoOn, Code, Finding, found
from taskbook.language.directory import Directory
from taskbook.language.text import squeeze
from taskbook.period import Period
from taskbook.rules.sheet import ReadPlan, point_cell


def points_have_their_columns(sheet: ReadPlan) -> Iterator[Finding]:
    """Every heading of the sheet stands where the program can find it.

    Bad:  表头 单位名称、期次、加分、理由
    Good: 表头 单位名称、期次、加分、扣分、理由
    """
    columns = sheet.plan.point_columns
    for field in PointField if columns else ():
        if field not in columns:
            yield found(Code.POINTS_HEADING_MISSING, point_cell(sheet.plan, 1, field), heading=field.value)


def points_are_for_a_unit(sheet: ReadPlan) -> Iterator[Finding]:
    """The unit stands in 单位, under its name or an alias.

    Bad:  单位名称 教育局（“单位”表中是区教育局，没有这个别名）
    Good: 单位名称 区教育局
    """
    names = {unit.name for unit in sheet.plan.units}
    directory = Directory(sheet.plan.units)
    for points in sheet.plan.points:
        if points.unit not in names:
            near = wording.suggested(directory.suggestions(squeeze(points.unit))) if points.unit else ""
            where = point_cell(sheet.plan, points.row, PointField.UNIT)
            yield found(Code.POINTS_UNIT_UNKNOWN, where, unit=points.unit, suggestions=near)


def points_are_numbers(sheet: ReadPlan) -> Iterator[Finding]:
    """加分 and 扣分 hold numbers without a sign; the column says whether they are added or taken off.

    Bad:  扣分 两分
    Good: 扣分 2
    """
    for points in sheet.plan.points:
        for field, text in points.unread:
            where = point_cell(sheet.plan, points.row, field)
            yield found(Code.POINTS_NOT_NUMBER, where, heading=field.value, text=text)
        if not points.unread and not points.extra and not points.deducted:
            yield found(Code.POINTS_EMPTY, point_cell(sheet.plan, points.row, PointField.EXTRA))


def points_are_of_a_period(sheet: ReadPlan) -> Iterator[Finding]:
    """期次 is a month of the plan's year, or blank for points of the whole year.

    Bad:  期次 三季度
    Good: 期次 2026-09
    """
    year = sheet.plan.settings.year
    for points in sheet.plan.points:
        if not points.period:
            continue
        where = point_cell(sheet.plan, points.row, PointField.PERIOD)
        try:
            period = Period.parse(points.period)
        except CannotGoOn:
            yield found(Code.POINTS_PERIOD_WRONG, where, text=points.period)
            continue
        if year and period.year != year:
            yield found(Code.PERIOD_OUTSIDE_YEAR, where, period=period, year=year)


def points_have_a_reason(sheet: ReadPlan) -> Iterator[Finding]:
    """Whoever asks why gets an answer.

    Bad:  扣分 2；理由（空）
    Good: 扣分 2；理由 三次催报后才报送
    """
    for points in sheet.plan.points:
        if not points.reason and (points.extra or points.deducted or points.unread):
            yield found(Code.POINTS_WITHOUT_REASON, point_cell(sheet.plan, points.row, PointField.REASON))
