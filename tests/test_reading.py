"""What a row means: parties with roles, members and the inferred lead; assignments; where each doubt belongs."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.columns import Field
from taskbook.findings import Code
from taskbook.language.reading import read_plan
from taskbook.model import Group, Party, Plan, Role, Settings, Task, Unit

UNITS = (
    Unit("区教育局", "部门"),
    Unit("区财政局", "部门"),
    Unit("区民政局", "部门"),
    Unit("区档案局", "部门", stopped=True),
    Unit("东河镇", "乡镇"),
    Unit("西山乡", "乡镇"),
)
COLUMNS = {Field.LEAD: "F", Field.RESPONSIBLE: "G", Field.SUPPORT: "H"}


def read(lead: str = "", responsible: str = "", support: str = "", units=UNITS, groups=(), **texts: str):
    task = Task("T001", "1", lead=lead, responsible=responsible, support=support, row=4, **texts)
    plan = Plan(
        Settings(plan_name="示例区2026年工作要点", year=2026), (task,), tuple(units), tuple(groups), COLUMNS
    )
    (reading,), findings = read_plan(plan)
    return reading, [f"{finding.code.name} {finding.where.address}" for finding in findings]


def short(party: Party) -> str:
    inferred = "*" if party.inferred else ""
    return f"{party.name}:{party.role}{inferred}({' '.join(party.members)})"


def test_a_lone_responsible_unit_leads_and_it_is_said_so():
    reading, findings = read(responsible="区教育局")
    assert [short(party) for party in reading.parties] == ["区教育局:lead*(区教育局)"]
    assert findings == ["LEAD_INFERRED G4"]


@pytest.mark.parametrize("responsible", ["区教育局、财政局", "各乡镇", "区教育局，各乡镇", "区教育局等"])
def test_nothing_is_inferred_beside_others(responsible):
    reading, _ = read(responsible=responsible)
    assert all(party.role is Role.RESPONSIBLE and not party.inferred for party in reading.parties)


def test_a_unit_in_two_cells_counts_once_with_the_heavier_role():
    reading, findings = read(lead="区教育局", responsible="教育局、财政局")
    assert [(a.unit, a.role) for a in reading.assignments] == [
        ("区教育局", Role.LEAD),
        ("区财政局", Role.RESPONSIBLE),
    ]
    assert findings == ["UNIT_NAMED_TWICE G4"]


def test_other_departments_are_all_but_those_the_row_names():
    reading, _ = read(responsible="区教育局牵头，其他部门配合")
    assert [short(party) for party in reading.parties] == [
        "区教育局:lead(区教育局)",
        "其他部门:support(区财政局 区民政局)",
    ]


def test_a_unit_named_and_in_a_group_is_assigned_once_with_its_heaviest_role():
    reading, _ = read(lead="区财政局", responsible="各部门", support="各乡镇")
    assert [(a.unit, str(a.role)) for a in reading.assignments] == [
        ("区财政局", "lead"),
        ("区教育局", "responsible"),
        ("区民政局", "responsible"),
        ("东河镇", "support"),
        ("西山乡", "support"),
    ]


def test_a_stopped_unit_gets_nothing_even_when_named():
    reading, _ = read(responsible="区档案局、区教育局")
    assert [a.unit for a in reading.assignments] == ["区教育局"]


def test_an_open_tail_is_a_group_named_as_written_and_a_finding():
    reading, findings = read(responsible="区教育局、财政局等相关部门")
    assert short(reading.parties[-1]) == "等相关部门:responsible()"
    assert findings == ["OPEN_TAIL G4"]


def test_an_unknown_unit_goes_through_without_assignment_and_with_suggestions():
    reading, findings = read(responsible="区民族局、区财政局")
    assert [short(party) for party in reading.parties] == [
        "区民族局:responsible()",
        "区财政局:responsible(区财政局)",
    ]
    assert [a.unit for a in reading.assignments] == ["区财政局"]
    assert findings == ["UNKNOWN_UNIT G4"]


def test_doubts_stand_at_the_cell_they_are_about():
    groups = (Group("各村", "待确认"),)
    _, findings = read(lead="区教育局。", responsible="各村、区交通局", support="2026年", groups=groups)
    assert sorted(findings) == [
        "FULL_STOP_IN_UNITS F4",
        "GROUP_WITHOUT_MEMBERS G4",
        "UNKNOWN_UNIT G4",
        "UNREAD_TEXT H4",
    ]


def test_without_a_registry_everyone_named_is_taken_at_their_word():
    reading, findings = read(responsible="县教育局、财政局", units=())
    assert [(a.unit) for a in reading.assignments] == ["县教育局", "县财政局"]
    assert findings == []


def test_deadline_targets_and_milestones_come_with_the_reading():
    reading, _ = read(
        responsible="区教育局",
        content="8月底前开展培训不少于2次。",
        measure="参训率达到95%",
        deadline="2026年11月底前",
    )
    assert reading.deadline.dates == (date(2026, 11, 30),)
    assert [(t.relation, t.value, t.unit) for t in reading.targets] == [(">=", 2.0, "次"), (">=", 95.0, "%")]
    assert [m.dates for m in reading.milestones] == [(date(2026, 8, 31),)]


def test_codes_of_doubts_have_all_their_details():
    groups = (Group("各有关方面", "待确认（默认按 类别=部门 展开并提示）"),)
    _, findings = read(responsible="各有关方面、教育局、区民族局、各镇、某某（备注）", groups=groups)
    assert {Code[finding.split()[0]] for finding in findings} >= {Code.UNDETERMINED_GROUP, Code.UNKNOWN_UNIT}
