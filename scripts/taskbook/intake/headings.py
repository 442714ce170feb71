"""What a table's heading says its column holds: the known headings, two-row headings, and headings of the same make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.columns import Field, field_of, plain_heading

HIERARCHY: tuple[Field, ...] = (Field.SECTION, Field.TOPIC, Field.CONTENT)
"""What is to be done, from broad to fine."""

PARTIES: tuple[Field, ...] = (Field.LEAD, Field.RESPONSIBLE, Field.SUPPORT)

_BODY = r"(?:单位|部门|主体|机构|科室|处室|股室|业务科|乡镇|街道|机关|方(?![式法案面向]))"
_MADE_LIKE: tuple[tuple[Field, str], ...] = (
    (Field.NUMBER, r"^(?:序|编|顺序|任务|指标|事项)?(?:序号|编号|号)$|^序$|^项次$"),
    (Field.LEADER, r"^(?!.*[及和与])\S*(?:领导|负责人|责任人)$"),
    (Field.RESPONSIBLE, rf"(?:牵头|主办|责任|承办|主责)\S*(?:配合|协办|参与|协同|协作|参加)\S{{0,6}}{_BODY}"),
    (Field.SUPPORT, rf"(?:配合|协办|协同|协作|协助|参与|参加|协调|支持)\S{{0,6}}{_BODY}"),
    (Field.LEAD, r"^(?:牵头|主办)(?:责任)?(?:办|站|所|中心|线|村|社区)"),
    (Field.RESPONSIBLE, r"^(?:责任|承办|落实)(?:办|站|所|中心|线|村|社区)|^(?:部门|单位)(?:任务|职责)?分工$"),
    (Field.SUPPORT, r"^(?:配合|协办|协助)(?:办|站|所|中心|线|村|社区)"),
    (Field.LEAD, rf"(?:牵头|主办|主管|总负责|第一责任)\S{{0,6}}{_BODY}"),
    (Field.RESPONSIBLE, rf"(?:责任|承办|承担|落实|实施|负责|主责|执行|报送|填报|公开)\S{{0,6}}{_BODY}"),
    (Field.RESPONSIBLE, r"^责任(?:分工|落实|分解)$"),
    (Field.DEADLINE, r"时限|期限|时间|节点|日期|何时|进度(?:安排|计划|要求)|推进时序|时序进度"),
    (Field.REMARK, r"^(?:备注|说明|附注|备考)"),
    (Field.SECTION, r"^(?:一级|板块|领域|类别|大类|方面|维度)|(?:类别|分类|领域|板块)$"),
    (Field.TOPIC, r"^二级|(?:重点|主要)(?:任务|工作|事项|项目|内容)$|(?:项目|事项|任务|工作)名称"),
    (Field.TOPIC, r"^(?:项目|事项|主题|目录)$"),
    (
        Field.MEASURE,
        r"^(?!.*任务).*目标$|量化|考核|评价|评分|验收|佐证|成果|标准|指标|工作目标|预期|分值|目标要求",
    ),
    (Field.CONTENT, r"任务|措施|内容|举措|要求|做法|分工|工作|事项|目标"),
)
"""Headings nobody listed, told by their make; tried in this order, only where the row is a heading row."""

_ANOTHER_MATTER = re.compile(
    r"来源|依据|情况|进展|电话|姓名|职务|联系|得分|自评|签字|签名|经费|资金|投资|金额|预算"
)
"""Columns about something the plan has no field for, though words of a heading stand in them: 任务完成情况."""

_LONGEST = 24
_LEVELS = (
    re.compile(
        r"\s*(?:第[一二三四五六七八九十百]+(?:部分|章|编|篇)|[一二三四五六七八九十]{1,3}\s*[、.．,，])"
    ),
    re.compile(r"\s*(?:[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]+节)"),
    re.compile(r"\s*(?:\d{1,2}\s*[、.．](?!\d)|[（(]\d{1,2}[)）])"),
)
_NOTE = re.compile(
    r"\s*[（(【]?\s*(?:附?\s*注|备\s*注|说\s*明|填表说明|注释|注意事项)\s*\d?\s*(?:[:：.、)）】]|$)|\s*[*＊※★▲]"
    r"|\s*(?:填表|填报|制表|审核|审批|联系|单位负责|主要领导|分管领导|抄送)\S{0,6}\s*[:：]"
)
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_NUMBER = re.compile(
    r"(?=.*[\d一二三四五六七八九十①-⑳Ⅰ-Ⅻ])[\d一二三四五六七八九十百.．、\-－—()（）①-⑳Ⅰ-Ⅻ第项条★*]+"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field a heading stands for; `sure` unless only its make told."""

    field: Field
    sure: bool = True


def meaning_of(headings: Sequence[str]) -> Meaning | None:
    """The field of a column whose heading stands in one or more rows, top to bottom: 责任单位 / 牵头 → 牵头单位.

    The lowest row speaks first, then it together with those above, then those above alone.
    """
    words = [word for word in headings if word.strip()]
    if not words:
        return None
    joined = ["".join(words), "".join(reversed(words))] if len(words) > 1 else []
    for text in (words[-1], *joined, *reversed(words[:-1])):
        field = field_of(text)
        if field:
            return Meaning(field)
    for text in (words[-1], *joined, *reversed(words[:-1])):
        field = _made_like(text)
        if field:
            return Meaning(field, sure=False)
    return None


def _made_like(text: str) -> Field | None:
    plain = plain_heading(text)
    if not plain or not could_be_heading(text) or _ANOTHER_MATTER.search(plain):
        return None
    return next((field for field, pattern in _MADE_LIKE if re.search(pattern, plain)), None)


def could_be_heading(text: str) -> bool:
    """Whether a text is short and plain enough to head a column at all."""
    return len(plain_heading(text)) <= _LONGEST and not re.search(r"[。；;！!？?]", text)


def level_of(text: str) -> int | None:
    """The depth of a section line by its mark: 一、→ 0, （一） → 1, 1. → 2; None where it has none."""
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), None)


def is_note(text: str) -> bool:
    """Whether a row across the table is a remark about it (注：…), not a section."""
    return bool(_NOTE.match(text))


def is_total(text: str) -> bool:
    return bool(_TOTAL.match(text)) and len(text) <= 12


def is_number(text: str) -> bool:
    """Whether a text is a row number of any make: 12, 1.2, 十二, （三）, ⑤."""
    return len(text) <= 10 and bool(_NUMBER.fullmatch("".join(text.split())))


def is_section_number(text: str) -> bool:
    """一, 二、, （三）: the numbers of sections where tasks have Arabic ones."""
    return bool(re.fullmatch(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?", text.strip()))
