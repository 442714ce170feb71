"""The page of codes: what each means and what to do."""

from __future__ import annotations

CODES_FILE = "校验代码.md"
CODES_TITLE = "# 校验代码"
CODES_INTRODUCTION = """系统发现的每一处问题都有代码、级别、所在的单元格和一句话：哪里不对、怎样处理。尖括号里的内容随问题而变。

- **错误**：必须处理。总表中的错误不影响下发，但相应单位可能收不到任务；反馈表中有错误的，整份退回修改。
- **警告**：请核对，确认无误的可以不改。
- **提示**：系统替您做了判断或处理，告知一声。

本页由 `python3 scripts/write_codes.py` 生成，请勿手工修改。"""
CODES_TABLE_HEAD = "| 代码 | 级别 | 问题与处理办法 | 例子 |"
CODE_SECTIONS = {
    "import": "导入",
    "the plan's cells": "总表的单元格",
    "registry": "单位与群组",
    "carried over, and points": "回头看与考核加减分",
    "split": "下发",
    "what came back": "收回的反馈表",
    "merge": "汇总",
    "report": "月报",
    "promises": "反馈与任务要求的核对",
    "mail": "发送、催报和收信",
    "review": "审阅稿",
    "coverage": "总表与正文对照",
    "prose": "正文草稿",
}
STOPS_HEADING = "## 无法继续的原因"
STOPS_INTRODUCTION = "遇到下列情况，命令不能继续，屏幕上只显示一句话（退出码2），原有文件不变。"
STOPS_TABLE_HEAD = "| 代码 | 说明与处理办法 |"

DETAIL_WORDS = {
    "known": "数量",
    "address": "邮箱地址",
    "after": "后一个序号",
    "alias": "别名",
    "before": "前一个序号",
    "begin": "起始日期",
    "candidates": "几个单位",
    "category": "类别",
    "character": "字符",
    "clauses": "分句",
    "context": "前后文字",
    "count": "数量",
    "date": "日期",
    "days": "天数",
    "deadline": "完成时限",
    "done": "数量",
    "due": "应报日期",
    "email": "邮箱",
    "extra": "数量",
    "field": "列名",
    "file": "文件名",
    "finish": "截止日期",
    "first": "表号",
    "folder": "文件夹",
    "form": "写法",
    "found": "期次",
    "guess": "",
    "heading": "表头",
    "hint": "",
    "issued": "印发日期",
    "kept": "",
    "kind": "文件种类",
    "label": "设置项",
    "left": "数量",
    "missing": "缺少的序号",
    "length": "字数",
    "line": "行号",
    "lines": "行数",
    "link": "网址",
    "most": "上限",
    "newer": "期次",
    "name": "名称",
    "names": "名称",
    "new": "新文件名",
    "number": "序号",
    "option": "选项",
    "other": "另一个",
    "others": "任务和单位",
    "pages": "页码",
    "paragraph": "段落",
    "path": "文件",
    "percent": "百分比",
    "period": "期次",
    "plan": "工作名称",
    "reason": "原因",
    "received": "收到日期",
    "role": "角色",
    "row": "行号",
    "rule": "规则名",
    "scheme": "写法",
    "second": "识别信息",
    "sender": "发件邮箱",
    "server": "服务器",
    "sheet": "工作表",
    "size": "大小",
    "subject": "主题",
    "suggestions": "",
    "table": "表序号",
    "taken": "天数",
    "target": "目标值",
    "task_id": "任务编号",
    "tasks": "任务编号",
    "text": "原文",
    "token": "表号",
    "treatment": "暂行处理",
    "unit": "单位",
    "units": "几个单位",
    "user": "账号",
    "value": "数值",
    "variable": "变量名",
    "word": "群组词",
    "year": "年度",
}
"""What stands for a detail of a sentence on the page of codes; '' for what is only added where there is something."""


def code_example(bad: str, good: str) -> str:
    return f"不妥：{bad}<br>妥当：{good}"
