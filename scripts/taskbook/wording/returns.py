"""What a returned file turned out to be, and the note that sends it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

KIND_WORD = "Word文档"
KIND_POWERPOINT = "演示文稿"
KIND_PDF = "PDF"
KIND_IMAGE = "图片"
KIND_WEB_PAGE = "网页"
KIND_TEXT = "文本文件"
KIND_MAIL = "邮件"
KIND_OFD = "OFD版式文件"
KIND_PROGRAM = "程序"
KIND_MEDIA = "音视频"
KIND_XML = "XML文件"
KIND_NUMBERS = "苹果Numbers表格"
KIND_ODF = "LibreOffice文档"
KIND_UNKNOWN = "看不出是什么文件，也可能经过加密软件处理"
KIND_RAR = "是RAR格式"
KIND_7Z = "是7z格式"
KIND_GZIP = "是gz格式"
KIND_TAR = "是tar格式"

REASON_DAMAGED = "内容已损坏"
REASON_UTF16 = "内部用了少见的UTF-16编码"
REASON_TIMEOUT = "打开用时过长"
REASON_DIED = "打开时程序崩溃"
REASON_NOT_UNDERSTOOD = "读取时出错（{error}）"
REASON_BYTES = "超过{most}MB"
REASON_ENTRIES = "内含文件超过{most}个"
REASON_EXPANDED = "展开后超过{most}MB"
REASON_RATIO = "压缩比异常"
REASON_DUPLICATE_NAME = "内部有重名文件"
REASON_OUTSIDE_NAME = "内部文件名指向外面的文件夹"
REASON_ENTITY = "含有外部实体声明"
REASON_FAR_CELL = "表格占用范围过大"
REASON_MEMORY = "展开后占用内存过多"
REASON_PASSWORD = "设有密码"
REASON_NESTED = "压缩包套了{most}层以上"
TEMPLATE_OUTSIDE = "只能用模板文件夹里的文件，不能用“{0}”"
TEMPLATE_TOO_LARGE = "写出来的内容太长"
NOT_CALCULATED = "公式没有计算结果"
PROGRESS_INBOX = "清点收件"
PROGRESS_RETURNS = "读取回收的反馈表"
PROGRESS_ARCHIVE = "归档原件"
COLLECT_HELP = "收回反馈表：核对、归档，不合格的写好退回说明"
COLLECT_INBOX = "收件文件夹（默认是设置里的收件文件夹，连同其中的子文件夹和zip）"
COLLECT_ARCHIVE = "归档文件夹（默认是设置里的归档文件夹）"
RETURN_NOTES_FOLDER = "退回"
RETURN_NOTE_SUFFIX = "退回说明"
PROBABLY_FROM = "，从内容看可能来自{unit}（仅为推测）"

OUTCOME_COUNTS = {
    "accepted": "采用",
    "superseded": "被后一份取代",
    "duplicate": "重复",
    "returned": "退回",
    "ignored": "忽略",
}


def collected(files: int, counts: Mapping[str, int], issued: int, missing: Sequence[str]) -> list[str]:
    parts = " + ".join(f"{word}{counts.get(outcome, 0)}" for outcome, word in OUTCOME_COUNTS.items())
    lines = [f"收件{files}个文件 = {parts}"]
    if issued:
        lines.append(f"应报{issued}家，已报{issued - len(missing)}家，未报{len(missing)}家")
    if missing:
        lines.append(f"未报：{missing_units(missing)}")
    return lines


def missing_units(units: Sequence[str], most: int = 20) -> str:
    return "、".join(units[:most]) + (f"等{len(units)}家" if len(units) > most else "")


def return_notes_written(count: int, folder: str) -> str:
    return f"{count}份退回说明在“{folder}”，可直接发给单位"


def return_drafts_written(count: int) -> str:
    return f"其中{count}份另有写好的邮件（.eml），打开就可以发"


def full_stop(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！", "？")) else f"{sentence}。"


def return_place(sheet: str, address: str) -> str:
    if sheet and address:
        return f"“{sheet}”表{address}单元格："
    return f"“{sheet}”表：" if sheet else ""
