"""Headings and labels of the books that we write ourselves: unit book, status book, 设置, 校验结果."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FindingField(StrEnum):
    """A column of the sheet 校验结果."""

    SEVERITY = "级别"
    SHEET = "工作表"
    CELL = "单元格"
    CODE = "代码"
    MESSAGE = "问题与处理办法"


class ReplyField(StrEnum):
    """A column of the unit book's sheet 任务反馈: first what is locked, then what the unit fills."""

    TASK_ID = "任务编号"
    NUMBER = "序号"
    TOPIC = "重点任务"
    CONTENT = "工作任务"
    ROLE = "角色"
    MEASURE = "量化指标"
    TARGET = "目标值"
    DEADLINE = "完成时限"
    PREVIOUS = "上期进展"
    STATE = "进展状态"
    PROGRESS = "完成情况"
    VALUE = "完成值"
    EVIDENCE = "佐证链接"
    PROBLEM = "存在问题"
    NEXT_STEP = "下一步措施"
    REPORTER = "填报人"
    PHONE = "联系电话"
    REPORTED_ON = "填报日期"
    REVIEWER = "审核领导"


SETTING_LABELS: Mapping[str, str] = {
    "plan_id": "计划编号",
    "plan_name": "计划名称",
    "year": "年度",
    "office": "编制单位",
    "issued_on": "印发日期",
    "due_day": "每期报送截止日",
    "near_days": "临期天数",
    "light_rule": "亮灯规则",
    "last_task_number": "已用到的任务编号",
    "return_to": "报送方式",
    "folder_issue": "下发文件夹",
    "folder_inbox": "收件文件夹",
    "folder_archive": "归档文件夹",
    "folder_status": "汇总文件夹",
    "mail_way": "发送方式",
    "mail_address": "发件邮箱",
    "mail_server": "发信服务器",
    "mail_pause": "发信间隔秒数",
    "mail_per_minute": "每分钟最多发信数",
    "mail_copy": "抄送邮箱",
    "mailbox": "收信服务器",
    "mailbox_done": "收信后移到",
    "mail_authority": "邮件根证书",
    "evidence_domains": "佐证网址范围",
    "check_links": "打开佐证链接核对",
    "score_answered": "考核权重：按时反馈",
    "score_done": "考核权重：按时办结",
    "score_evidence": "考核权重：佐证质量",
    "score_returned": "考核：退回一次扣分",
}
"""Field of `model.Settings` → what stands under 项目 on the sheet 设置, in that sheet's order."""


class SettingField(StrEnum):
    """A column of the sheet 设置."""

    NAME = "项目"
    VALUE = "值"
    NOTE = "说明"


class StatusField(StrEnum):
    """A column of the status book that is in no other book."""

    REASON = "亮灯依据"
    ASKED = "应反馈"
    ANSWERED = "已反馈"
    WHO_ANSWERED = "已反馈单位"
    WHO_NOT = "未反馈单位"
    LATEST = "最新进展"
    LATEST_SOURCE = "进展出处"
    UNIT = "单位"
    PERIOD = "反馈期次"
    RECEIVED = "收到时间"
    SEQUENCE = "收件序号"
    STORED = "存档文件"
    ROW = "行号"
    RANK = "名次"
    TASKS = "任务数"
    ANSWER_RATE = "反馈率"
    ON_TIME = "按时报送"
    DONE = "已完成"
    DONE_RATE = "办结率"
    BEHIND = "黄灯"
    CLOSE = "橙灯"
    OVERDUE = "逾期"
    STANDING = "报送情况"
    OPEN_TASKS = "未反馈任务数"
    OPEN_IDS = "未反馈任务"
    DUE = "应报送日期"
    NOTE = "说明"
    BLOCKING = "是否退回"
    SETTLED = "处理情况"
    FILE = "收件文件"
    OUTCOME = "收件结果"
    TOKEN = "表号"
    ROWS = "采用行数"
    FINDINGS = "问题数"
    DIGEST = "校验值（SHA-256）"
    REMARKS = "核查提示"


_REPLY_COLUMNS = tuple(ReplyField)
LOCKED_FIELDS: tuple[ReplyField, ...] = _REPLY_COLUMNS[: _REPLY_COLUMNS.index(ReplyField.STATE)]
FILLED_FIELDS: tuple[ReplyField, ...] = _REPLY_COLUMNS[_REPLY_COLUMNS.index(ReplyField.STATE) :]


class ReportSheet(StrEnum):
    """A sheet of the monthly workbook."""

    PAGE = "月报"
    TASKS = "任务"
    UNITS = "单位"
    TOPICS = "重点任务"
    TREND = "趋势"
    CHANGES = "变化"
    LOOKBACK = "回头看"
    REMARKS = "核查提示"


class ReportField(StrEnum):
    """A column of the monthly workbook that is in no other book."""

    COMPARED = "比上期"
    BOARD = "看板"
    ASSIGNED = "承担任务"
    OPEN = "在办"
    ANSWERED_IN_TIME = "按时反馈"
    IN_TIME_RATE = "按时反馈率"
    NEWLY_DONE = "新办结"
    NEWLY_OVERDUE = "新逾期"
    REPEATED = "与上次相同"
    SILENT = "连续未反馈"
    RETURNED = "退回"
    SHORT_NAME = "图中名称"
    LEVEL = "层级"
    NAME = "名称"
    FINISHED = "已办结"
    COMPLETED = "平均完成率"
    NEAR = "临期"
    AS_OF = "数据截至"
    ELAPSED = "序时进度"
    UNITS_DUE = "应反馈单位"
    UNITS_ANSWERED = "全部反馈"
    UNITS_PARTLY = "部分反馈"
    UNITS_MISSING = "未反馈"
    UNITS_IN_TIME = "按时单位"
    ANSWERS_DUE = "应反馈项次"
    ANSWERS = "已反馈项次"
    CHANGE = "变化"
    COUNT = "数量"
    TASK_IDS = "任务编号"
    REMARK = "提示"
    SOURCE = "出处"


class ScoreSheet(StrEnum):
    """A sheet of the workbook of scores (考核)."""

    SCORES = "考核"
    COUNTS = "考核数据"
    POINTS = "加减分"
    RULES = "计分办法"


class ScoreField(StrEnum):
    """A column of the workbook of scores that is in no other book."""

    UNIT_NUMBER = "单位序号"
    PERIOD = "期次"
    IN_TIME = "按时反馈"
    IN_TIME_RATE = "按时反馈率"
    TO_FINISH = "应办结"
    FINISHED = "按时办结"
    FINISHED_RATE = "按时办结率"
    REPORTED_DONE = "报已完成"
    FAULTY = "佐证有问题"
    EVIDENCE_RATE = "佐证质量"
    WEIGHT = "可计权重"
    BASE = "基础分"
    RETURNED = "退回次数"
    RETURNED_POINTS = "退回扣分"
    SCORE = "得分"
    GRADE = "等次"
    COUNTS = "是否计入"
    ROW = "总表行号"


class ReviewField(StrEnum):
    """A column of the review book's sheet 审阅 that is no column of the plan."""

    DECISION = "处理"
    NUMBER = "稿号"
    CONFIDENCE = "把握"
    REASONS = "需要核对"
    PLACE = "段落"
    SOURCE = "原文"


class SourceTextField(StrEnum):
    """A column of the review book's sheet 原文."""

    ORDER = "次序"
    PLACE = "段落"
    KIND = "归入"
    WHY = "原因"
    ROW = "稿号"
    TEXT = "原文"
