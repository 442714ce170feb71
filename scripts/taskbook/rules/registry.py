"""单位 and 群组: each name stands for one unit, and the unit can be reached."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from taskbook import wording
from taskbook.columns import PARTY_FIELDS, Field, GroupField, UnitField
from taskbook.findings import Code, Finding, found
from taskbook.language.addresses import read_addresses
from taskbook.language.directory import Directory
from taskbook.language.groups import categories_in, expand, unread_members
from taskbook.language.text import squeeze
from taskbook.model import PartyKind, Reading, Role, Unit
from taskbook.rules.sheet import ReadPlan, group_cell, task_cell, text_of, unit_cell


def units_stand_once(sheet: ReadPlan) -> Iterator[Finding]:
    """A unit has one row in 单位.

    Bad:  单位名称 区教育局；另一行 区教育局
    Good: 单位名称 区教育局；另一行 区教育局机关幼儿园
    """
    first: dict[str, Unit] = {}
    for unit in sheet.plan.units:
        other = first.setdefault(_plain(unit.name), unit)
        if other is not unit:
            where = unit_cell(sheet.plan, unit, UnitField.NAME)
            yield found(Code.DUPLICATE_UNIT, where, unit=unit.name, other=wording.row_place(other.row))


def aliases_mean_one_unit(sheet: ReadPlan) -> Iterator[Finding]:
    """An alias is no other unit's name and no other unit's alias.

    Bad:  区发展和改革局 别名 区发改委；区农业农村局 别名 区发改委
    Good: 区发展和改革局 别名 区发改委；区农业农村局 别名 区农业局
    """
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for unit in sheet.plan.units:
        for spelling in (unit.name, *unit.aliases):
            owners[_plain(spelling)][unit.name] = None
    for unit in sheet.plan.units:
        for alias in unit.aliases:
            named = owners[_plain(alias)]
            if len(named) > 1:
                where = unit_cell(sheet.plan, unit, UnitField.ALIASES)
                yield found(Code.AMBIGUOUS_ALIAS, where, alias=alias, units=wording.quoted(named))


def units_can_be_mailed(sheet: ReadPlan) -> Iterator[Finding]:
    """Every unit still at work has an e-mail address; a registry without any is said once.

    Bad:  单位名称 区教育局；邮箱（空）
    Good: 单位名称 区教育局；邮箱 jyj@xian.example
    """
    working = [unit for unit in sheet.plan.units if not unit.stopped]
    without = [unit for unit in working if not _has_address(unit)]
    if len(without) == len(working) > 1:
        where = unit_cell(sheet.plan, without[0], UnitField.EMAIL)
        yield found(Code.UNIT_WITHOUT_EMAIL, where, unit=wording.all_units(len(without)))
        return
    for unit in without:
        yield found(Code.UNIT_WITHOUT_EMAIL, unit_cell(sheet.plan, unit, UnitField.EMAIL), unit=unit.name)


def _has_address(unit: Unit) -> bool:
    """Whether there is anybody to write to; what is no address is told by the rule for that. A copy alone is nobody."""
    read = read_addresses(unit.email)
    return bool(read.to or read.unread)


def emails_are_well_formed(sheet: ReadPlan) -> Iterator[Finding]:
    """An e-mail address can be one; several stand beside each other with a semicolon.

    Bad:  邮箱 jyj＠xian。example
    Good: 邮箱 jyj@xian.example；bgs@xian.example
    """
    for unit in sheet.plan.units:
        wrong = read_addresses(unit.email).unread
        if wrong and not unit.stopped:
            where = unit_cell(sheet.plan, unit, UnitField.EMAIL)
            yield found(Code.EMAIL_MALFORMED, where, unit=unit.name, email=wrong[0])


def units_have_a_category(sheet: ReadPlan) -> Iterator[Finding]:
    """Where units have categories, all have one: 各部门 would leave the others out without a word.

    Bad:  单位名称 区教育局；类别（空）
    Good: 单位名称 区教育局；类别 部门
    """
    if any(unit.category.strip() for unit in sheet.plan.units):
        for unit in sheet.plan.units:
            if not unit.category.strip() and not unit.stopped:
                where = unit_cell(sheet.plan, unit, UnitField.CATEGORY)
                yield found(Code.UNIT_WITHOUT_CATEGORY, where, unit=unit.name)


def named_units_are_at_work(sheet: ReadPlan) -> Iterator[Finding]:
    """No task and no group names a unit that is marked 停用.

    Bad:  责任单位 区文化局（“单位”表中已停用）
    Good: 责任单位 区文旅局
    """
    stopped = {unit.name: unit for unit in sheet.plan.units if unit.stopped}
    for reading in sheet.readings:
        named: dict[str, Role] = {}
        for party in reading.parties:
            if party.kind is PartyKind.UNIT:
                for member in party.members or (party.name,):
                    named.setdefault(member, party.role)
        for name, role in named.items():
            if name in stopped:
                where = task_cell(sheet.plan, reading.task, _field_naming(reading, stopped[name], role))
                yield found(Code.STOPPED_UNIT_NAMED, where, unit=name)
    directory = Directory(sheet.plan.units, sheet.plan.groups)
    for group in sheet.plan.groups if stopped else ():
        for member in expand(squeeze(group.word), directory, ()).members:
            if member in stopped:
                where = group_cell(sheet.plan, group, GroupField.MEMBERS)
                yield found(Code.STOPPED_UNIT_NAMED, where, unit=member)


def group_members_are_known(sheet: ReadPlan) -> Iterator[Finding]:
    """Every name among a group's 成员 is a unit, a category or another group.

    Bad:  成员 东山镇、西何镇（名册中是西河镇）
    Good: 成员 东山镇、西河镇
    """
    directory = Directory(sheet.plan.units, sheet.plan.groups)
    for group in sheet.plan.groups if sheet.plan.units else ():
        for name in unread_members(group, directory):
            where = group_cell(sheet.plan, group, GroupField.MEMBERS)
            if name in categories_in(group):
                yield found(Code.UNKNOWN_CATEGORY, where, category=name)
                continue
            near = wording.suggested(directory.suggestions(name))
            yield found(Code.UNKNOWN_UNIT, where, name=name, suggestions=near)


def groups_stand_once(sheet: ReadPlan) -> Iterator[Finding]:
    """A group word has one row in 群组.

    Bad:  群组词 各乡镇，成员 类别=乡镇；另一行 各乡镇，成员 甲镇、乙镇
    Good: 群组词 各乡镇，成员 类别=乡镇
    """
    first: dict[str, int] = {}
    for group in sheet.plan.groups:
        row = first.setdefault(_plain(group.word), group.row)
        if row != group.row:
            where = group_cell(sheet.plan, group, GroupField.WORD)
            yield found(Code.DUPLICATE_GROUP, where, word=group.word, other=wording.row_place(row))


def _field_naming(reading: Reading, unit: Unit, role: Role) -> Field:
    """The party cell that holds the unit's name, an alias, or either without its prefix; else the role's own cell."""
    texts = {field: _plain(text_of(reading.task, field)) for field in PARTY_FIELDS}
    spellings = [_plain(spelling) for spelling in (unit.name, *unit.aliases)]
    for shorter in range(3):
        for field, text in texts.items():
            if any(len(spelling) > shorter + 1 and spelling[shorter:] in text for spelling in spellings):
                return field
    return {Role.LEAD: Field.LEAD, Role.RESPONSIBLE: Field.RESPONSIBLE, Role.SUPPORT: Field.SUPPORT}[role]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
