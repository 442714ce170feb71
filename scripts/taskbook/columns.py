"""Sheets, fields and headings: the only place where they are spelled, with the synonyms met in real tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from taskbook.book_columns import FILLED_FIELDS as FILLED_FIELDS
from taskbook.book_columns import LOCKED_FIELDS as LOCKED_FIELDS
from taskbook.book_columns import SETTING_LABELS as SETTING_LABELS
from taskbook.book_columns import FindingField as FindingField
from taskbook.book_columns import ReplyField as ReplyField
from taskbook.book_columns import ReviewField as ReviewField
from taskbook.book_columns import SettingField as SettingField
from taskbook.book_columns import SourceTextField as SourceTextField
from taskbook.book_columns import StatusField as StatusField


class Sheet(StrEnum):
    """Sheet names of the master book, the unit book and the status book."""

    TASKS = "责任分解表"
    UNITS = "单位"
    GROUPS = "群组"
    SETTINGS = "设置"
    FINDINGS = "校验结果"
    GUIDE = "说明"

    REPLY = "任务反馈"
    IDENTITY = "识别信息"

    OVERVIEW = "总览"
    TASK_STATUS = "任务汇总"
    REPLIES = "反馈明细"
    UNIT_STATUS = "单位情况"
    UNANSWERED = "未反馈"
    ISSUES = "问题清单"
    RETURNS = "收件登记"

    LOOKBACK = "回头看"
    POINTS = "考核加减分"

    REVIEW = "审阅"
    SOURCE_TEXT = "原文"
    DRAFT_IDENTITY = "稿本信息"


TaskPlace = tuple[str, int]
"""Where a task stands in the master: the sheet (责任分解表 or 回头看) and the 1-based row."""


class Field(StrEnum):
    """A column of the plan (master sheet 责任分解表)."""

    TASK_ID = "task_id"
    NUMBER = "number"
    SECTION = "section"
    TOPIC = "topic"
    CONTENT = "content"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    MEASURE = "measure"
    DEADLINE = "deadline"
    STATUS = "status"
    RATE = "rate"
    LIGHT = "light"
    LATEST = "latest"
    UPDATED = "updated"
    LEADER = "leader"
    REMARK = "remark"


HEADINGS: Mapping[Field, str] = {
    Field.TASK_ID: "任务编号",
    Field.NUMBER: "序号",
    Field.SECTION: "一级指标",
    Field.TOPIC: "二级指标",
    Field.CONTENT: "工作任务",
    Field.LEAD: "牵头单位",
    Field.RESPONSIBLE: "责任单位",
    Field.SUPPORT: "配合单位",
    Field.MEASURE: "量化指标",
    Field.DEADLINE: "完成时限",
    Field.STATUS: "进展状态",
    Field.RATE: "完成率",
    Field.LIGHT: "亮灯",
    Field.LATEST: "最近反馈",
    Field.UPDATED: "更新期次",
    Field.LEADER: "牵头领导",
    Field.REMARK: "备注",
}
"""In the master's column order; 牵头领导, 备注 and a document's own further columns stand after what is written back."""

STATUS_FIELDS: tuple[Field, ...] = (Field.STATUS, Field.RATE, Field.LIGHT, Field.LATEST, Field.UPDATED)
"""What the merge writes back into the master; every other column belongs to the user."""

PARTY_FIELDS: tuple[Field, ...] = (Field.LEAD, Field.RESPONSIBLE, Field.SUPPORT)

_SYNONYMS: Mapping[Field, str] = {
    Field.TASK_ID: "任务编号 任务编码",
    Field.NUMBER: "序号 编号 指标序号 任务序号 项目序号",
    Field.SECTION: "一级指标 领域 类别 板块 工作领域 一级任务",
    Field.TOPIC: "二级指标 重点任务 主要任务 项目名称 民生实事 工作重点 重点工作 工作项目 事项名称 事项 二级任务 任务名称",
    Field.CONTENT: (
        "工作任务 具体措施 具体内容 工作措施 主要内容 任务内容 目标与任务 工作要求 具体要求 细化分工 工作内容 任务 "
        "具体任务 主要措施 重点举措 具体举措 工作举措 任务措施 任务要求 目标任务 三级指标 具体工作任务 工作任务及措施 公开内容"
    ),
    Field.LEAD: "牵头单位 牵头部门 牵头责任单位 牵头责任部门 牵头 主办单位 牵头科室 牵头处室",
    Field.RESPONSIBLE: (
        "责任单位 责任部门 责任科室 责任处室 主责单位 责任主体 承办单位 责任分工 落实单位 实施单位 责任单位部门 "
        "单位 部门 承办部门 主责部门 公开责任主体"
    ),
    Field.SUPPORT: (
        "配合单位 协办单位 协同责任单位 主要协作单位 主要参与部门 配合部门 协同单位 协作单位 参与单位 参与部门 参加单位 "
        "协助单位 配合责任单位 协办部门 责任配合单位 协同部门"
    ),
    Field.MEASURE: "量化指标 目标值 考核指标 评价指标 工作目标 考核标准 量化目标 成果形式 指标要求 验证方式",
    Field.DEADLINE: (
        "完成时限 时限要求 时限 公开时限 完成时间 完成期限 办结时限 办理时限 时间节点 时间要求 进度要求 工作时限 "
        "完成时间节点 时间安排 落实时限 完成日期"
    ),
    Field.STATUS: "进展状态",
    Field.RATE: "完成率",
    Field.LIGHT: "亮灯",
    Field.LATEST: "最近反馈",
    Field.UPDATED: "更新期次",
    Field.LEADER: "牵头领导 分管领导 责任领导 包抓领导 责任人 牵头区领导 牵头市领导 牵头县领导 分管区领导 分管市领导",
    Field.REMARK: "备注 说明 备注说明",
}


def plain_heading(text: object) -> str:
    """A heading as it is compared: half-width, without blanks, line breaks, punctuation."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", str(text or "")))


_BY_HEADING: Mapping[str, Field] = {
    plain_heading(word): field for field, words in _SYNONYMS.items() for word in words.split()
}


def field_of(heading: object) -> Field | None:
    """The plan field a heading stands for, or None.

    `责任单位（部门）` and `责任单位/科室` read like `责任单位`: what follows the first bracket or slash is tried without.
    """
    whole = _BY_HEADING.get(plain_heading(heading))
    if whole:
        return whole
    head = re.split(r"[（(\[【/／]", str(heading or ""), maxsplit=1)[0]
    return _BY_HEADING.get(plain_heading(head)) if head.strip() else None


class UnitField(StrEnum):
    """A column of the registry (sheet 单位, or a registry .csv)."""

    NAME = "单位名称"
    CATEGORY = "类别"
    ALIASES = "别名"
    CONTACT = "联系人"
    EMAIL = "邮箱"
    STOPPED = "停用"


class GroupField(StrEnum):
    """A column of the sheet 群组. A groups .csv may add 文件 (whose plan) and call the members 含义."""

    WORD = "群组词"
    MEMBERS = "成员"


class PointField(StrEnum):
    """A column of the sheet 考核加减分: what a person adds to a unit's score or takes off, and why."""

    UNIT = "单位名称"
    PERIOD = "期次"
    EXTRA = "加分"
    DEDUCTED = "扣分"
    REASON = "理由"


class LookbackField(StrEnum):
    """A column that only the sheet 回头看 has: where a task came from, and how far it had come."""

    YEAR = "原年度"
    TASK_ID = "原任务编号"
    LAST = "上年进展"


_REGISTRY_SYNONYMS: Mapping[UnitField, str] = {
    UnitField.NAME: "单位名称 单位 名称 单位全称 全称 机构名称 部门名称 部门 责任单位 单位（部门）名称",
    UnitField.CATEGORY: "类别 单位类别 类型 单位类型 单位性质 性质 分类",
    UnitField.ALIASES: "别名 简称 单位简称 又名 曾用名 其他名称 其它名称 原名 俗称",
    UnitField.CONTACT: "联系人 联络员 姓名 经办人 联系人姓名 联络人 联络员姓名 负责人 填报人",
    UnitField.EMAIL: "邮箱 电子邮箱 电子邮件 邮箱地址 电子邮箱地址 邮件 邮件地址 电邮 Email E-mail mail",
    UnitField.STOPPED: "停用 是否停用 已停用 停用标记",
}
_GROUP_SYNONYMS: Mapping[GroupField, str] = {
    GroupField.WORD: "群组词 群组 群组名称 名称 词 用语",
    GroupField.MEMBERS: "成员 含义 成员单位 包含单位 解释 说明",
}
_UNIT_BY_HEADING: Mapping[str, UnitField] = {
    plain_heading(word).casefold(): field
    for field, words in _REGISTRY_SYNONYMS.items()
    for word in words.split()
}
_GROUP_BY_HEADING: Mapping[str, GroupField] = {
    plain_heading(word): field for field, words in _GROUP_SYNONYMS.items() for word in words.split()
}
GROUPS_FILE_HEADING = "文件"
"""The column of a groups .csv that says whose plan a phrase belongs to."""


def unit_field_of(heading: object) -> UnitField | None:
    """The registry column a heading of somebody's registry file stands for, or None."""
    return _UNIT_BY_HEADING.get(plain_heading(heading).casefold())


def group_field_of(heading: object) -> GroupField | None:
    """The column of the sheet 群组 a heading of a groups file stands for, or None."""
    return _GROUP_BY_HEADING.get(plain_heading(heading))


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
