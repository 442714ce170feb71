"""Labels and their values: 牵头单位：… 责任单位：… 完成时限：…, one or several in a line, with or without a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import product

from taskbook.language.names import looks_like_unit
from taskbook.language.text import fold


class What(StrEnum):
    """What a label's value says."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"
    LEADER = "leader"
    DEADLINE = "deadline"
    MEASURE = "measure"
    OTHER = "other"  # ends a value before it


PARTIES = (What.LEAD, What.RESPONSIBLE, What.SUPPORT)

_BODY = "单位 部门 科室 处室 股室 科 机构 主体".split()


def _bodies(words: str) -> list[str]:
    """Each word before each kind of body: 牵头 → 牵头单位, 牵头责任单位, 牵头部门…"""
    return [
        word + more + body for word, more, body in product(words.split(), ("", "责任", "负责", "协作"), _BODY)
    ]


def _pairs(first: str, second: str) -> list[str]:
    return [one + two for one, two in product(first.split(), second.split())]


_WORDS = {
    What.LEAD: [
        *_bodies("牵头 主办 主责 主要责任 第一责任 总牵头 责任牵头 主管 统筹"),
        "牵头",
        "主办",
        "主责",
    ],
    What.RESPONSIBLE: [
        *_bodies(
            "责任 落实 实施 承办 负责 完成 执行 具体责任 直接责任 主体责任 分工 工作责任 组织实施 整改责任"
        ),
        *"责任分工 任务分工 职责分工 分工 责任 责任主体 责任乡镇 责任镇街 责任街道 责任镇 责任股".split(),
        *_bodies("包联 包保 包抓 挂包 联系 帮扶"),
    ],
    What.SUPPORT: [
        *_bodies("配合 协办 协同 协助 协作 参与 参加 支持 主要协作 主要参与 主要配合 协同配合"),
        *_bodies("监管 监督 督办 督导 督查 指导 验收 考核 督促 协调 监测"),
        "配合",
        "协办",
        "参与",
        "协同",
        "协助",
    ],
    What.LEADER: [
        *"牵头领导 责任领导 分管领导 主管领导 包抓领导 包联领导 包保领导 挂点领导 挂钩领导 联系领导 市级领导 区级领导 县级领导".split(),
        *"牵头区领导 牵头市领导 牵头县领导 责任区领导 责任市领导 责任县领导 分管区领导 分管市领导 分管县领导 挂包领导".split(),
        *(
            what + "人"
            for what in _pairs(
                "项目 工作 具体 直接 主要 第一 包保 包联 包抓 现场 科室 单位 部门 股室", "责任 负责"
            )
        ),
        *"责任人 第一责任人 直接责任人 具体责任人 主要责任人 牵头人 负责人 牵头负责人 责任人员 领导".split(),
    ],
    What.DEADLINE: (
        "完成时限 时限要求 完成时间 时间要求 时限 办结时限 完成期限 完成日期 时间节点 时间安排 时间进度 进度安排 计划完成时间 完成时间节点 "
        "整改时限 落实时限 推进时限 工作时限 截止时间 要求完成时间 任务时限 办理时限 公开时限 整改期限 实施时间 推进时间 进度要求 时序进度 "
        "完成时限要求 计划完成时限 工作进度 见效时间 见效时限 办结时间 办理时间 整改时间 销号时限 销号时间 验收时间 达标时间 达标时限 建成时间 竣工时间 时间"
    ).split(),
    What.MEASURE: (
        "量化指标 工作目标 考核指标 目标任务 成果 成果形式 目标要求 目标值 绩效目标 工作指标 评价指标 考核标准 预期目标 预期成果 工作成果 "
        "成果体现 目标 验收标准 完成标志 完成标准 年度目标 主要指标 任务目标 佐证材料 形成成果 考核方式 量化目标 工作标准"
    ).split(),
    What.OTHER: (
        "备注 工作措施 主要措施 具体措施 重点任务 工作任务 工作内容 任务内容 主要任务 联系人 联系电话 电话 联络员 工作要求 任务 措施 "
        "主要内容 具体任务 具体内容 任务名称 项目名称 牵头单位联系人 序号"
    ).split(),
}
_WHAT = {word: what for what, words in reversed(_WORDS.items()) for word in words}

_UNSURE = re.compile(
    r"(?:监管|监督|督办|督导|督查|指导|验收|考核|督促|协调|监测|主管|包联|包保|包抓|挂包|联系|帮扶)"
)
"""Labels that name somebody whose part the document leaves open."""

_NEEDS_COLON = frozenset(
    "牵头 主办 主责 责任 配合 协办 参与 协同 协助 领导 时间 目标 成果 分工 任务 措施 电话".split()
)
"""Words of running text that are labels only before a colon."""

_ONE = "|".join(" *".join(word) for word in sorted(_WHAT, key=len, reverse=True))
_CORE = (
    rf"(?P<word>{_ONE})(?: *\((?P<more>[^():,、;。\n]{{1,8}})\)(?: *(?:单位|部门))?)?"
    rf"(?: *[、/和及与或]+ *(?P<second>{_ONE}))?"
)
_BOXED = re.compile(rf"\( *{_CORE} *:? *\) *[:—–-]*")
_PLAIN = re.compile(rf"{_CORE} *(?P<sign>:+|[—–-]{{1,3}}(?!\d)|[为是](?! )|)")
_NOT_BEFORE = re.compile(
    r"(?:各|按|由|和|及|与|的|其他|相关|有关|为|是|无|明确|夯实|压实|落实|列出|同一|多个|个)\Z"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what its value says, where it begins and where its value does. `firm`: nothing else can be meant."""

    what: What
    start: int
    end: int
    firm: bool
    also: What | None = None  # 责任单位及完成时限：
    names_contact: bool = False  # 联系人：, beside the task
    sure: bool = True  # what part the label's names have is said


@dataclass(frozen=True, slots=True)
class Value:
    """A label with the stretch its value stands in."""

    label: Label
    start: int
    end: int


def label_at(plain: str, start: int, end: int) -> Label | None:
    """The label that begins here in a folded text, if one does."""
    boxed = _BOXED.match(plain, start, end)
    match = boxed or _PLAIN.match(plain, start, end)
    if not match or _NOT_BEFORE.search(plain[max(0, start - 4) : start]):
        return None
    word = match["word"].replace(" ", "")
    sign = ":" if boxed else match["sign"]
    stop = match.end()
    while stop < end and plain[stop] == " ":
        stop += 1
    firm = bool(sign) and sign not in "为是"
    apart = plain[stop - 1] == " " or plain[stop : stop + 1] == "\n"
    if not firm and (word in _NEEDS_COLON or not (sign or apart)):
        return None
    if boxed and not _stands_free(plain, start, 0) and not _VALUE.match(plain, stop, end):
        return None  # 区教育局（牵头单位）、…: a role word
    if not firm and match["more"]:
        return None  # 区教育局责任单位（牵头）…: no label
    what = What.LEAD if _WHAT[word] is What.RESPONSIBLE and match["more"] == "牵头" else _WHAT[word]
    second = _WHAT.get((match["second"] or "").replace(" ", ""))
    return Label(what, start, stop, firm, second, word in ("联系人", "联络员"), _is_sure(what, word))


def _is_sure(what: What, word: str) -> bool:
    return not (what in PARTIES and _UNSURE.match(word))


_VALUE = re.compile(r"[\u4e00-\u9fff\d]")
_MAY_BEGIN = re.compile("|".join(sorted({f"\\( *{word[0]}|{word[0]}" for word in _WHAT})))


def plain_of(text: str) -> str:
    """The text with half-width forms and round brackets, offset for offset."""
    return fold(text) if len(text) < _LONG else _whole_plain(text)


_LONG = 500


@lru_cache(maxsize=4)
def _whole_plain(text: str) -> str:
    """The whole text of a plan, which is asked for sentence by sentence."""
    return fold(text)


def labels_in(plain: str, start: int, end: int) -> Iterator[Label]:
    """The labels of a stretch, from left to right; a word that needs its colon has it."""
    position = start
    known = -1  # where the value of a label that is known begins
    while spot := _MAY_BEGIN.search(plain, position, end):
        label = label_at(plain, spot.start(), end)
        if label and label.firm and known >= 0:
            label = _with_its_beginning(plain, label, known)
        if label and (label.firm or _stands_free(plain, spot.start(), start)):
            if known >= 0:
                yield from _unknown(plain, known, label.start)
            yield label
            known = label.end
            position = max(label.end, spot.start() + 1)
        else:
            position = spot.start() + 1
    if known >= 0:
        yield from _unknown(plain, known, end)


_BEGINS_A_LABEL = re.compile(r"(?<=[ \n;。,])[\u4e00-\u9fff]{1,4}\Z")


def _with_its_beginning(plain: str, label: Label, known: int) -> Label:
    """；落地|时间：: the label begins where its word does, if what stands there is no name."""
    before = _BEGINS_A_LABEL.search(plain[known : label.start])
    if not before or looks_like_unit(before[0]) or before[0].startswith("各"):
        return label
    return replace(label, start=known + before.start())


_UNKNOWN = re.compile(r"(?:(?<=[ \n;。])|(?<=,))(?P<word>[\u4e00-\u9fff]{2,8}) *:")


def label_of_any_kind_at(plain: str, start: int, end: int) -> Label | None:
    """The label that begins a line or stands behind a blank here, be it one nobody knows."""
    return label_at(plain, start, end) or next(_unknown(plain, start, min(end, start + 12), True), None)


def _unknown(plain: str, start: int, end: int, here: bool = False) -> Iterator[Label]:
    """Labels of another kind behind a known one: 资金来源：, 实际完成情况：; a unit before a colon is none."""
    for match in _UNKNOWN.finditer(plain, start, end):
        if here and match.start() != start:
            return
        if not (
            (looks_like_unit(match["word"]) and not _ANY_OFFICE.search(match["word"]))
            or match["word"].startswith("各")
            or label_at(plain, match.start(), end)
        ):
            yield Label(_kind_of_unknown(match["word"]), match.start(), match.end(), True, sure=False)


_FOR_A_TIME = re.compile(r"(?<!建设)(?<!施工)(?<!合同)(?:时间|时限|期限)$")
_FOR_PARTIES = re.compile(r"(?:单位|部门|乡镇|镇街|科室|股室|处室)$")
_ANY_OFFICE = re.compile(r"(?:乡镇|镇街|科室|股室|处室)$")
_THIRD_PARTY = re.compile(r"施工|设计|监理|中标|承建|咨询|供货|投资|建设|编制|勘察|检测|业主|用人|服务")
"""Firms that are hired: 施工单位：, beside the task."""


def _kind_of_unknown(word: str) -> What:
    """What the value of a label nobody knows says, by the label's last word."""
    if _FOR_A_TIME.search(word):
        return What.DEADLINE
    if _FOR_PARTIES.search(word) and not _THIRD_PARTY.search(word):
        return What.RESPONSIBLE
    return What.OTHER


def _stands_free(plain: str, at: int, start: int) -> bool:
    return at == start or plain[at - 1] in " \n,;。:(.、"


def values_of(plain: str, labels: list[Label], end: int) -> list[Value]:
    """Each label's value: what stands before the next label."""
    stops = [label.start for label in labels[1:]] + [end]
    return [
        Value(label, *_trimmed(plain, label.end, stop)) for label, stop in zip(labels, stops, strict=True)
    ]


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks and closing punctuation around it."""
    while end > start and plain[end - 1] in " \n。;,.、":
        end -= 1
    while start < end and plain[start] in " \n:":
        start += 1
    return start, end
