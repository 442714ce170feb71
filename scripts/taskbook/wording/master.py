"""The master book: titles, notes, the labels of 设置, what stops reading it."""

from __future__ import annotations

ALIAS_MARKS = r"[、，,；;|/\n]+"  # between aliases in one cell
BETWEEN_ALIASES = "；"
DATE_FORM = r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?"
NUMBER_FORM = r"\D{0,4}?(\d{1,6})\s*[年日号天]?(?:前|内)?"
YES_WORDS = frozenset({"是", "停用", "已停用", "y", "yes", "true", "1", "√", "✓", "✔"})
FORM_YEAR = "四位数字，如 2026"
FORM_DATE = "日期，如 2026-03-10"
FORM_DAY = "1到31之间的数字，如 25"
FORM_DAYS = "天数，如 10"
FORM_COUNT = "数字，如 40"
FORM_MAIL_WAY = "草稿、直接发送、打包三者之一"
FORM_SECONDS = "秒数，如 1"
FORM_PER_MINUTE = "1到6000之间的数字，如 60"
FORM_YES_NO = "是或否"
FORM_POINTS = "0到100之间的数字"
MAIL_DRAFTS, MAIL_DIRECT, MAIL_PACKAGES = "草稿", "直接发送", "打包"
MAIL_WAYS = (MAIL_DRAFTS, MAIL_DIRECT, MAIL_PACKAGES)
"""What the button 发送 makes of the books."""


def sheet_too_large(sheet: str) -> str:
    return f"“{sheet}”工作表的范围异常大，请删去远处多余的内容"


FONT_TITLE = "方正小标宋简体"
FONT_HEADING = "黑体"
FONT_BODY = "仿宋"
FONT_NOTE = "楷体"

NAME_SHEET = "校验_工作表"
NAME_CELL = "校验_单元格"
NAME_SEVERITY = "校验_级别"
NAME_UNITS = "名单_单位"

UNIT_CATEGORIES = ("部门", "乡镇", "街道", "县（区）", "企业", "其他")
YES, NO = "是", "否"

MASTER_TITLE = "责任分解表"
MASTER_TITLE_ENDINGS = (
    "责任分解表",
    "任务分解表",
    "任务分工",
    "任务分工表",
    "任务清单",
    "责任清单",
    "工作台账",
    "台账",
)
MASTER_NOTE = (
    "任务照原文填写，不会的看“说明”表；灰色的列由系统填写。有底色的单元格有校验发现，见“校验结果”表。"
)
UNITS_TITLE = "单位名册"
UNITS_NOTE = "每个要填反馈表的单位一行。别名之间、几个邮箱之间用“；”隔开，抄送的邮箱前面写“抄送：”；机构撤并后不要删行，在“停用”列选“是”。"
GROUPS_TITLE = "群组"
GROUPS_NOTE = "一个词代表好几家单位时在这里写明是谁。成员可以写“类别=乡镇”，也可以写单位名称、用“、”隔开；定不下来写“待确认”。"
SETTINGS_TITLE = "设置"
SETTINGS_NOTE = "只改“值”一列。"
FINDINGS_TITLE = "校验结果"
FINDINGS_NOT_YET = "还没有校验。点“校验”（或运行 check_tasks.py）后，这里列出每一处问题，点“单元格”可以跳过去"
FINDINGS_NONE = "没有发现问题"
FINDINGS_NOTE = "每次校验重写这张表，不要在这里写东西。点“单元格”跳到问题处；改好后再校验一次，改好的就不再列出。“原文件”的问题来自导入或与原文的对照，核对后请删去该行。"
GUIDE_NEW_PAGE = ("三、", "五、")  # sections that begin a page
GUIDE_TITLE = "怎样用这本总表"
PAGE_FOOTER = "第 &P 页，共 &N 页"

PROMPT_STOPPED = "机构撤并、不再填报的选“是”"
STOPPED_ERROR = "只能选“是”或“否”，空着就是“否”"
LIGHT_RULE_ERROR = "请从下拉框选择亮灯规则"


def master_facts(office: str, year: int, issued_on: str) -> str:
    facts = [("编制单位：", office), ("年度：", str(year or "")), ("印发日期：", issued_on)]
    return "　　".join(label + value for label, value in facts if value)


SETTING_NOTES = {
    "plan_id": "写在每张反馈表里，用来认出是哪项工作的表。不要改",
    "plan_name": "印在反馈表、通报和汇总表的标题里",
    "year": "时限里没有写年份的，按这一年算",
    "office": "谁布置的任务",
    "issued_on": "早于这一天的时限会提示核对。写成 2026-03-10",
    "due_day": "每个月的这一天（含）以前交回算按时；当月没有这一天的，按月末算",
    "near_days": "离完成时限还有这么多天以内，算临期，亮蓝灯",
    "light_rule": "从下拉框选。每种规则什么时候亮什么灯，见“说明”",
    "last_task_number": "发出去过的最大编号，删掉的任务编号也不再用。不要改",
    "return_to": "印在反馈表上，告诉单位填好以后交到哪里",
    "folder_issue": "拆分出来的各单位反馈表放在这里",
    "folder_inbox": "收回来的文件放进这里再收表",
    "folder_archive": "收到的每个文件原样存在这里，不要动",
    "folder_status": "状态汇总表放在这里",
    "mail_way": "“发送”和“催报”怎么发：草稿（逐封打开再发）、直接发送、打包（走OA或U盘）",
    "mail_address": "以哪个邮箱的名义发，单位回信也回到这里",
    "mail_server": "直接发送用的。写成 smtps://账号@服务器:465 或 smtp://账号@服务器:587，问邮箱管理员。不要写密码，密码用“登录邮箱”存到电脑里",
    "mail_pause": "两封信之间停几秒，以免被当作群发垃圾邮件",
    "mail_per_minute": "邮箱管理员有限制的，照限制写",
    "mail_copy": "每封信都抄送给谁，可以空着；几个邮箱用“；”隔开",
    "mailbox": "“一键汇总”从哪里收信。写成 imaps://账号@服务器:993，问邮箱管理员；空着就只收“收件”文件夹",
    "mailbox_done": "收好的信移到邮箱的这个文件夹；空着就只标记，不移动",
    "mail_authority": "单位自建邮箱的根证书文件，没有就空着",
    "evidence_domains": "佐证链接应当在哪些网站上，如 shiliqu.example；几个之间用“；”隔开，空着就不限",
    "check_links": "月报时是否联网打开佐证链接，看打不打得开、日期在不在本期。是或否，内网不通就选“否”",
    "score_answered": "考核得分中按时反馈占多少分",
    "score_done": "考核得分中按时办结占多少分",
    "score_evidence": "考核得分中佐证质量占多少分",
    "score_returned": "反馈表每被退回修改一次扣多少分",
}


def findings_summary(counts: list[tuple[str, int]]) -> str:
    """`[("错误", 2)]` → 本次校验：错误2处"""
    return "本次校验：" + ("，".join(f"{word}{count}处" for word, count in counts) or FINDINGS_NONE)
