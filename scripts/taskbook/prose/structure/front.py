"""What stands around a plan: letterhead, notice, salutation and signature before it; annexes and printing line behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.prose.text.marks import mark_at

_PLAN = (
    r"(?:工作要点|要点|(?:实施|工作|行动|分工|落实|推进|分解|整改|专项)?方案|(?:工作|行动|实施|推进|三年行动|年度)?计划|任务分工|责任分工|任务分解|分解表?|"
    r"(?:实施|若干|工作)?(?:意见|措施|办法|细则)|工作安排|任务清单|任务台账|重点工作|重点任务|主要任务|工作任务|目标任务|民生实事|安排|任务|清单|台账|一览表|规程|规划|思路|举措|分工表?|责任表)"
)
_ENDS_AS_PLAN = re.compile(rf"{_PLAN}(?:[（(][^（()）]{{1,12}}[)）])?[》”]?$")
_TITLE_INSIDE = re.compile(
    rf"(?P<title>[^。，,；;：:！？\n]{{2,45}}?{_PLAN}(?:[（(](?:试行|征求意见稿|送审稿|草案|代拟稿)[)）])?)"
    r"(?=为(?!主|准|核心|期|本|重点|龙头|依据|基础)[\u4e00-\u9fff]{2}|(?:19|20)\d{2}年(?:是|[，,]|全|我|以来|政务|度|.{0,12}总体)|做好|根据|按照|坚持|以习近平|今年|本年|[一—－-]、|第一[章部]|[（(]一[)）]|[（(][-—][)）]|深入|围绕|全面|认真|当前|近年|目前|依据|结合)"
)
_NOT_A_TITLE = re.compile(
    r"^(?:根据|按照|依据|本|该|此|为|将|对照|附\s*件|各|请|抄送|印发|制定|特制定|现将|按|经|关于印发.*通知$|《)|[。；;！？!?，,：:]$|^[（(][^（()）]*[)）]$"
)
_NOTICE = re.compile(
    r"关于(?:印发|转发|下发|公布|发布|做好|开展|报送|落实|进一步|推进|加强)?.{2,90}(?:的?通知|的?函|的?通告)[》〉]*$"
)
_NOTICE_BEGINS = re.compile(r"关于|人民政府|办公室|办公厅|委员会|局|厅|委|领导小组|指挥部|中心$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_ISSUED = re.compile(r"关于(?:印发|转发|下发|公布)[^《》]{0,30}《(?P<name>[^《》]{4,60})》")
_NUMBER = re.compile(r"^\S{1,20}[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号$")
_SALUTATION = re.compile(
    r"^(?:各|[^。；]{0,60}[，、]\s*各|[^。；如下以]{0,40}(?:人民政府|委员会|管委会|办事处|领导小组|指挥部|部门|单位|委|局|办)).{0,90}[:：]$"
)
_LETTERHEAD = re.compile(r"^[\u4e00-\u9fff（）()、×*＊\s]{4,50}(?:文件|函件|函|公报)$")
_GIVEN = re.compile(
    r"(?:印发|转发|下发|发)给(?:你们|你单位|各)|(?:现|予以|现将).{0,80}(?:印发|转发|下发|公布|通知如下)|请.{0,20}(?:认真|遵照|结合实际|抓好|切实).{0,20}(?:贯彻|落实|执行|实施)[。.]?$"
    r"|(?:有关|相关)(?:事项|事宜|要求|工作).{0,6}(?:通知|安排|部署)如下|已经.{2,60}(?:同意|审议|通过)"
)
_DAY = re.compile(
    r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:印发)?|[二〇○零一三四五六七八九OＯ0]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日(?:印发)?|(?:19|20)\d{2}[.．/-]\d{1,2}[.．/-]\d{1,2}"
)
_SIGNATURE = re.compile(
    rf"(?:[\u4e00-\u9fff（）()、·×*＊xX\s]{{2,60}}(?:办公室|办公厅|政府|委员会|领导小组|指挥部|管委会|中心|公司|集团|局|厅|委|办|部|院|处|校|会|队)[，,、\s]*)?(?:{_DAY.pattern})"
)
_BODY_NAME = re.compile(
    r"^[\u4e00-\u9fff（）()、·×*＊xX\s]{2,40}(?:办公室|办公厅|政府|委员会|领导小组|指挥部|管委会|管理处|中心|公司|集团|局|厅|委|办|部|院|会)$"
)
_FORMAL = re.compile(
    r"^(?:附\s*[件表]\s*[\d一二三四五六七八九十]{0,3}(?:[:：.、]|$)|抄\s*送|主\s*送|主题词)"
    r"|^(?:关键词|签发人|联系人|联系电话|索引号|主题分类|发文(?:机关|单位|字号|日期)|成文日期|发布(?:机构|日期|机关)|公开(?:方式|属性|类别)|信息(?:分类|公开|来源)|有效性|文\s*号|标\s*题|名\s*称"
    r"|体\s*裁|是否有效|生成日期|公文时效|存档|校对|打印|份数|印\s*发|秘\s*密|密\s*级|紧急程度)\s*[:：]"
    r"|^(?:特急|加急|急件|机密|秘密|内部(?:资料|文件)?)(?:[★☆].{0,8})?$|^[（(](?:此件|联系人|联系电话|附件|信息公开|共印|主动公开|依申请)|^[\u4e00-\u9fff]{2,20}（代章）$"
)
_CONTENTS = re.compile(r"[.．…·。—_\-]{3,}\s*[（(]?\d{1,3}[)）]?$")
"""A line of a table of contents: 一、发展目标……3."""
_ANNEX = re.compile(r"^附\s*[件表]\s*[\d一二三四五六七八九十]{0,3}\s*[:：.、]?")
_SECTION = re.compile(r"[一二三四五六七八九十壹贰叁]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]")
_ANNEX_ITEM = re.compile(r"^\d{1,2}\s*[.．、]\s*[^。；]{2,60}$")
_PLAIN_WORDS = re.compile(
    r"(?:主要|重点|工作|目标|任务|具体|年度|安排|措施|计划|清单|分工|分解|责任|总体|思路|举措|实施|方案|落实|要求|组织|保障|推进|规划|及|和|与|的)+"
)
"""Words that name no plan by themselves: 重点任务 is a heading."""
_LETTER_LINES = 12
_LONG_LINE = 60
"""Longer lines are text, no part of a head."""
_LETTER_WORDS = re.compile(r"^(?:特此通知|此通知|特此函告|目\s*录|前\s*言)[。.]?$")


@dataclass(frozen=True, slots=True)
class Row:
    """text[start:end] is a line with its break, or the part of one before or behind a title stuck to it; `numbered`:
    whether it begins with a mark, or holds the first one of a text without lines."""

    start: int
    end: int
    text: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the plan's own text begins and ends, by lines; its title's lines, (first, end), or None."""

    first: int
    end: int
    title: tuple[int, int] | None


def title_cuts(line: str, before: int) -> list[int]:
    """Where to cut a line in which a title stands stuck between the letter and the first sentence, ahead of `before`."""
    head = line[:before]
    match = _TITLE_INSIDE.match(line)
    if match and match.end() <= before and not _NOT_A_TITLE.search(match["title"]):
        return [match.end("title")]
    issued = _ISSUED.search(head)
    if not issued:
        return []
    name = "".join(issued["name"].split())
    at = head.rfind(name)
    if at <= issued.end() or head[at - 1 : at] in "《〈" or at + len(name) >= len(line.rstrip()):
        return []
    return [at, at + len(name)]


def is_title(line: str) -> bool:
    """Whether a line could be a plan's name."""
    bare = "".join(line.split())
    return 4 <= len(bare) <= 70 and bool(_ENDS_AS_PLAN.search(bare)) and not _NOT_A_TITLE.search(bare)


def is_formal(line: str) -> bool:
    """Whether a line belongs to an official letter's form and never to a plan's text."""
    bare = "".join(line.split())
    return len(bare) <= 160 and bool(
        _CONTENTS.search(bare)
        or _NUMBER.match(bare)
        or _FORMAL.match(bare)
        or _SIGNATURE.fullmatch(bare)
        or _LETTER_WORDS.match(bare)
    )


def is_annex(line: str) -> bool:
    return bool(_ANNEX.match("".join(line.split()))) and len(line) <= 80


def front_of(rows: Sequence[Row]) -> Ends:
    """Where a plan's own text begins and ends among the rows of a document."""
    lines = [row.text for row in rows]
    numbered = [
        row.numbered and not _below_annex(lines, at, 0) and not _CONTENTS.search(row.text)
        for at, row in enumerate(rows)
    ]
    first_mark = next((at for at, flag in enumerate(numbered) if flag), len(lines))
    title = _title(lines, first_mark)
    first = title[1] if title else 0
    for at in range(first, min(first_mark, first + _LETTER_LINES)):
        if _is_of_letter(lines, at):
            first = at + 1
        elif len(lines[at]) > _LONG_LINE:
            break
    return Ends(first, _end(lines, numbered, first), title)


def _is_of_letter(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a letter's: its head, whom it is sent to, that something is given to them, who signs and when."""
    bare = "".join(lines[at].split())
    return bool(
        is_formal(lines[at])
        or (
            _SALUTATION.match(bare) and ("各" in bare or not (at + 1 < len(lines) and mark_at(lines[at + 1])))
        )
        or _LETTERHEAD.match(bare)
        or (_GIVEN.search(bare) and len(bare) <= 300)
        or (_BODY_NAME.match(bare) and _is_signed(lines, at))
    )


def is_front(rows: Sequence[Row], at: int) -> bool:
    """Whether a row amid the plan belongs to a letter: an annex and its title, a signature, copies sent to."""
    lines = [row.text for row in rows[max(0, at - 6) : at + 5]]
    here = at - max(0, at - 6)
    if _below_annex(lines, here, 0) or is_annex(lines[here]):
        return True
    if rows[at].numbered:
        return bool(_CONTENTS.search(lines[here]))
    bare = "".join(lines[here].split())
    return is_formal(lines[here]) or (bool(_BODY_NAME.match(bare)) and _is_signed(lines, here))


def _title(lines: Sequence[str], first_mark: int) -> tuple[int, int] | None:
    """The plan's name before the first number: the first line that names a plan, or one behind the letter that gives it."""
    found = [at for at in range(min(first_mark, 60)) if is_title(lines[at]) and _could_name(lines, at)]
    notice = _notice(lines, min(first_mark, 30))
    best = found[0] if found and not _is_text_before(lines, found[0]) else None
    for at in found:
        if best is None or any(_is_of_letter(lines, place) for place in range(best + 1, at)):
            best = at if any(_is_of_letter(lines, place) for place in range(at)) or best is not None else best
    if best is None or (notice and best < notice[0]):
        return notice or _first_line(lines, first_mark)
    start = best
    while start > 0 and best - start < 2 and _is_upper_half(lines[start - 1], lines[start]):
        start -= 1
    end = best + 1
    while end < min(first_mark, best + 3) and is_title(lines[end]) and _is_lower_half(lines[end]):
        end += 1
    return start, end


def _could_name(lines: Sequence[str], at: int) -> bool:
    """Whether a line that ends like a plan's name is more than a heading: 重点任务 alone is one."""
    bare = "".join(lines[at].split())
    return at == 0 or bool(_YEAR.search(bare)) or not _PLAIN_WORDS.fullmatch(bare)


def _is_text_before(lines: Sequence[str], at: int) -> bool:
    return any(
        len(line) > _LONG_LINE and not _is_of_letter(lines, place) for place, line in enumerate(lines[:at])
    )


def _notice(lines: Sequence[str], until: int) -> tuple[int, int] | None:
    """A notice's own title, on one to three lines."""
    for at in range(until):
        joined = ""
        for end in range(at, min(at + 3, until)):
            joined += "".join(lines[end].split())
            if len(joined) > 120 or is_formal(lines[end]) or re.search(r"[。：:]", joined):
                break
            if _NOTICE.search(joined):
                begins = _NOTICE_BEGINS.search("".join(lines[at].split()))
                return (at, end + 1) if begins or end == at else None
    return None


def _first_line(lines: Sequence[str], first_mark: int) -> tuple[int, int] | None:
    """A first line that stands above a list or a paragraph as a name does."""
    if not first_mark or not lines:
        return None
    bare = "".join(lines[0].split())
    below = first_mark == 1 or (len(lines) > 1 and len(lines[1]) > 40)
    named = bool(_YEAR.search(bare)) or (below and "工作" in bare)
    plain = 6 <= len(bare) <= 40 and not _NOT_A_TITLE.search(bare) and not re.search(r"[，。；：（(]", bare)
    return (0, 1) if named and plain else None


def _is_lower_half(line: str) -> bool:
    bare = "".join(line.split())
    return len(bare) <= 18 and not _YEAR.search(bare)


def _is_upper_half(above: str, line: str) -> bool:
    """Whether a title's first half stands above: 某市人民政府办公室 / 2023年政务公开工作要点."""
    upper, lower = "".join(above.split()), "".join(line.split())
    if (
        not 2 <= len(upper) <= 45
        or re.search(r"[。；，：:]", upper)
        or is_formal(above)
        or _DAY.search(upper)
    ):
        return False
    if _LETTERHEAD.match(upper) or _ANNEX.match(upper):
        return False
    return len(lower) <= 16 and (
        bool(re.search(r"(?:19|20)\d{2}年", upper))
        or bool(re.search(r"[的和与《]$", upper))
        or len(lower) <= 8
    )


def _end(lines: Sequence[str], numbered: Sequence[bool], first: int) -> int:
    """Where annexes, signature and printing line begin at the end."""
    end = len(lines)
    while end > first and not (numbered[end - 1] and not is_annex(lines[end - 1])):
        line = lines[end - 1]
        bare = "".join(line.split())
        named = bool(_BODY_NAME.match(bare)) and (_is_signed(lines, end - 1) or is_formal(lines[end - 2]))
        if not (is_formal(line) or named or is_annex(line) or _below_annex(lines, end - 1, first)):
            break
        end -= 1
    return end


def _is_signed(lines: Sequence[str], at: int) -> bool:
    """Whether a day or another name stands below a body's name: it signs."""
    below = ["".join(line.split()) for line in lines[at + 1 : at + 3]]
    return bool(below) and bool(
        _SIGNATURE.fullmatch(below[0])
        or (len(below) > 1 and _BODY_NAME.match(below[0]) and _SIGNATURE.fullmatch(below[1]))
    )


def _below_annex(lines: Sequence[str], at: int, first: int) -> bool:
    """Whether a line is an annex's title or one of a list of annexes, which are counted 1. 2. and never 一、."""
    bare = "".join(lines[at].split())
    if _SECTION.match(bare):
        return False
    for above in range(at - 1, max(first, at - 6) - 1, -1):
        line = "".join(lines[above].split())
        if _ANNEX.match(line):
            return (
                is_title(lines[at])
                or bool(_ANNEX_ITEM.match(bare))
                or (len(bare) <= 40 and not re.search("[。；]", bare))
            )
        half = above == at - 1 and is_title(lines[at]) and len(line) <= 40 and len(bare) <= 16
        if not (_ANNEX_ITEM.match(line) or half):
            return False
    return False
