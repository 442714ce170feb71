"""The sample plan: its files are what the source says, and it has the shapes it is there to show."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from taskbook import check, importing, master, wording
from taskbook.columns import Sheet
from taskbook.findings import Code
from taskbook.intake import read_document
from taskbook.intake.registry import read_groups, read_registry
from taskbook.model import DeadlineKind, Role
from taskbook.sample.build import build_sample
from taskbook.sample.source import FOLDER, read_source

MASTER = FOLDER / wording.SAMPLE_MASTER
FILES = (
    wording.SAMPLE_MASTER,
    wording.SAMPLE_ANNEX,
    wording.SAMPLE_NARRATIVE,
    wording.SAMPLE_UNITS,
    wording.SAMPLE_GROUPS,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("样例")
    build_sample(folder)
    return folder


def dump(path: Path) -> Iterator[str]:
    """A workbook as text: what stands in the cells and how they look, merges, rules, page set-up."""
    workbook = openpyxl.load_workbook(path)
    for name, item in workbook.defined_names.items():
        yield f"name {name} {item.attr_text}"
    for sheet in workbook:
        yield f"sheet {sheet.title} {sheet.freeze_panes} {sheet.auto_filter.ref} {sheet.page_setup.paperSize}"
        yield f"page {sheet.page_setup.orientation} {sheet.print_title_rows} {sheet.oddFooter.center.text}"
        yield f"merges {sorted(map(str, sheet.merged_cells.ranges))}"
        for rules in sheet.conditional_formatting:
            yield f"rules {rules.sqref} {[rule.formula for rule in rules.rules]}"
        for validation in sheet.data_validations.dataValidation:
            yield f"validation {validation.sqref} {validation.formula1} {validation.showErrorMessage}"
        for letters, column in sheet.column_dimensions.items():
            yield f"column {letters} {column.width}"
        for row in sheet.iter_rows():
            yield f"row {row[0].row} {sheet.row_dimensions[row[0].row].height}"
            for cell in row:
                look = (
                    cell.font.name,
                    cell.font.sz,
                    cell.fill.fgColor.rgb,
                    cell.number_format,
                    cell.alignment.wrap_text,
                )
                yield f"{cell.coordinate} {cell.value!r} {look}"


def test_the_committed_master_is_what_the_source_builds(built):
    assert list(dump(MASTER)) == list(dump(built / MASTER.name))


def test_the_committed_documents_are_what_the_source_builds(built):
    annexes = [read_document(folder / wording.SAMPLE_ANNEX) for folder in (FOLDER, built)]
    assert annexes[0] == annexes[1]
    for name in (wording.SAMPLE_UNITS, wording.SAMPLE_GROUPS):
        assert (FOLDER / name).read_bytes().replace(b"\r\n", b"\n") == (built / name).read_bytes()


def test_the_same_source_gives_the_same_bytes(built, tmp_path):
    build_sample(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in FILES] == [
        (built / name).read_bytes() for name in FILES
    ]


def test_the_master_reads_as_the_source_says():
    plan, source = master.read_master(MASTER), read_source().plan
    assert [replace(task, row=0) for task in plan.tasks] == list(source.tasks)
    assert [replace(unit, row=0) for unit in plan.units] == [replace(unit, row=0) for unit in source.units]
    assert [(group.word, group.members) for group in plan.groups] == [
        (g.word, g.members) for g in source.groups
    ]
    assert plan.settings == source.settings


def test_importing_the_word_annex_gives_the_same_tasks():
    plan, findings = read_document(FOLDER / wording.SAMPLE_ANNEX)
    source = read_source().plan
    said = [
        (t.number, t.section, t.topic, t.content, t.lead, t.responsible, t.support, t.measure, t.deadline)
        for t in plan.tasks
    ]
    assert said == [
        (t.number, t.section, t.topic, t.content, t.lead, t.responsible, t.support, t.measure, t.deadline)
        for t in source.tasks
    ]
    assert (plan.settings.year, plan.settings.issued_on) == (2026, source.settings.issued_on)
    assert plan.settings.office == source.settings.office
    # The notice in front of the annex holds no task; it is reported, not lost.
    unplaced = "".join(finding.message for finding in findings if finding.code is Code.TEXT_UNPLACED)
    assert "已经区政府同意" in unplaced
    assert not any(task.content in unplaced for task in source.tasks)


def test_registry_and_groups_read_as_the_source_says():
    source = read_source().plan
    units, doubts = read_registry(FOLDER / wording.SAMPLE_UNITS)
    groups, more = read_groups(FOLDER / wording.SAMPLE_GROUPS, source.settings.plan_name, None)
    assert [replace(unit, row=0) for unit in units] == [replace(unit, row=0) for unit in source.units]
    assert [(group.word, group.members) for group in groups] == [(g.word, g.members) for g in source.groups]
    assert [*doubts, *more] == []


def test_importing_with_the_registry_makes_the_same_assignments(tmp_path):
    result = importing.import_plan(
        FOLDER / wording.SAMPLE_ANNEX,
        tmp_path / "总表.xlsx",
        FOLDER / wording.SAMPLE_UNITS,
        FOLDER / wording.SAMPLE_GROUPS,
        None,
    )
    own = check.check_master(MASTER, write=False)
    assert [reading.assignments for reading in result.readings] == [
        reading.assignments for reading in own.readings
    ]


def test_it_has_the_shapes_it_is_there_to_show():
    result = check.check_master(MASTER, write=False)
    assert {reading.deadline.kind for reading in result.readings} == set(DeadlineKind)
    assert any(reading.deadline.ongoing and reading.deadline.dates for reading in result.readings)
    assert any(len(reading.deadline.dates) == 3 for reading in result.readings)
    assert {party.role for reading in result.readings for party in reading.parties} == set(Role)
    assert {finding.code for finding in result.findings} >= {
        Code.DUPLICATE_NUMBER,
        Code.MISSING_NUMBER,
        Code.DEADLINE_CONTRADICTS_TEXT,
        Code.DEADLINE_TOO_SOON,
        Code.DEADLINE_OUTSIDE_YEAR,
        Code.DEADLINE_UNKNOWN,
        Code.DEADLINE_TIED_TO_EVENT,
        Code.STRAY_CHARACTER,
        Code.FULL_STOP_IN_UNITS,
        Code.LEAD_INFERRED,
        Code.UNIT_NAMED_TWICE,
        Code.UNIT_ABBREVIATED,
        Code.OPEN_TAIL,
        Code.UNDETERMINED_GROUP,
        Code.GROUP_WITHOUT_MEMBERS,
        Code.STOPPED_UNIT_NAMED,
        Code.UNIT_WITHOUT_EMAIL,
    }
    assert Code.UNKNOWN_UNIT not in {finding.code for finding in result.findings}


def test_every_unit_that_is_not_stopped_has_something_to_do():
    result = check.check_master(MASTER, write=False)
    busy = {assignment.unit for reading in result.readings for assignment in reading.assignments}
    idle = {unit.name for unit in result.plan.units} - busy
    assert idle == {unit.name for unit in result.plan.units if unit.stopped}
    kinds = Counter(unit.category for unit in result.plan.units)
    assert kinds["部门"] in range(22, 31)
    assert kinds["乡镇"] + kinds["街道"] == 12


def test_nobody_real_is_named():
    with (FOLDER / wording.SAMPLE_UNITS).open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert all(row["邮箱"].endswith(".example") or not row["邮箱"] for row in rows)
    assert all(row["联系人"].startswith("联络员") for row in rows)


def test_no_text_in_the_master_is_cut_off_by_its_row():
    """Checked with the sizes Excel uses: a Chinese character is as wide as the font is high."""
    sheet = openpyxl.load_workbook(MASTER)[Sheet.TASKS]
    merged = {cell for area in sheet.merged_cells.ranges for row in area.rows for cell in row}
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            if not cell.value or (cell.row, cell.column) in merged:
                continue
            width = sheet.column_dimensions[cell.column_letter].width * 7 - 5
            halves = int(width / (cell.font.sz * 2 / 3))
            texts = str(cell.value).split("\n")
            lines = sum(-(-sum(2 if char > "ÿ" else 1 for char in text) // halves) for text in texts)
            assert lines * cell.font.sz * 1.3 <= sheet.row_dimensions[cell.row].height, cell.coordinate
