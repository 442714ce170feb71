"""Characters that a bad conversion left in a text, told from the honest ones (B股, 5个, 第1季度, e网通).

Only what stands alone between Chinese characters is doubted, and only where nothing around it explains it: a wrong
alarm costs the reader more trust than a missed one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff〇○]"
_LONE = re.compile(rf"(?<={_HAN})[ \u3000]?([0-9A-Za-z])[ \u3000]?(?={_HAN})")

# What a number counts or names when it follows it: 5个, 2次, 3公里, 1号, 4星级, 9价, 1网通办 …
_AFTER_DIGIT = re.compile(
    r"[个次项人名家年月日号时分秒天周季期批件份篇条场级类种处所座辆台套本册支户口村镇乡县区市省州国万亿元千百十倍成折度米里吨克升亩"
    r"岁届轮层栋幢楼室路线街道门部章节款页版网端星环点步大位组队班双间张枚颗株头只匹片段行列例宗起桩则首句字词集幅块笔单码键窗站岗卡盘"
    r"对至到或和、—甲价代厘毫维孩胎顷校企院库池井孔箱袋瓶包盒把根杆架艘趟席晚餐顿遍回圈寸]"
    r"|公里|公斤|公顷|公分|平方|立方|小时|刻钟|工作日|社区|表通|重点|等奖|中心|类别|阶段|学期|公经费|.{1,2}(?:行动|工程)"
)
# … and what makes a number an order, a bound or a label when it stands before: 第1, 不少于2, 附件3, 表1, 方案2 …
_BEFORE_DIGIT = re.compile(
    r"[第约近达到至共满超逾每前后仅于余各图表件例型案题段步号楼卷期级类组款]$|每[年季月周日]度?$"
)
# Letters people write beside Chinese: levels, shapes, places, things (A级, B股, X光, T恤, S弯, U盘, C区).
_AFTER_LETTER = re.compile(
    r"[级类股型区座栋岗照证光形字轴端组段线口面标层等档站网恤盘卡票轮超角池展咖币歌个人次年款版式点队班群世时代波声膜"
    r"基值图价柱梁板管键挡项幅匝门楼库位号弯馆包]"
)
_BEFORE_LETTER = re.compile(r"[第为级类型号栋座段组端维肝图卡键达项级股件选字母乘]$")
_ONE_DIGIT = re.compile(r"(?<!\d)\d(?!\d)")
_NUMERALS = re.compile(r"[一二三四五六七八九十零〇○]")
_SPLIT_GLYPHS = re.compile(r"至IJ|至lJ|(?<=[^\x00-\x7f])IJ(?=[^\x00-\x7f])")
_AROUND = 4


@dataclass(frozen=True, slots=True)
class Stray:
    """`character` as it stands in the text, `context` with what is around it, `start` its offset."""

    character: str
    context: str
    start: int


def find_strays(text: str) -> Iterator[Stray]:
    """Lone digits and Latin letters that nothing around them explains, in text order."""
    plain = "".join(map(_half_width, text))
    digits = [match.start() for match in _ONE_DIGIT.finditer(plain)]
    for match in _LONE.finditer(plain):
        doubtful = _digit_is_doubtful if match[1].isdigit() else _letter_is_doubtful
        if doubtful(plain, match) and not _is_slogan(match, digits):
            yield _stray(text, match.start(1), match.end(1))
    for match in _SPLIT_GLYPHS.finditer(plain):
        yield _stray(text, match.start(), match.end())


def _half_width(character: str) -> str:
    """Full-width digits and letters are digits and letters; no offset moves."""
    return unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character


def _stray(text: str, start: int, end: int) -> Stray:
    context = text[max(0, start - _AROUND) : end + _AROUND]
    return Stray(text[start:end], " ".join(context.split()), start)


def _digit_is_doubtful(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if match[1] == "0" or _AFTER_DIGIT.match(after) or _BEFORE_DIGIT.search(before):
        return False
    return not (_NUMERALS.match(after) and _NUMERALS.match(before[-1]))


def _letter_is_doubtful(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if match[1] in "eiN" or (
        match[1] in "Oo" and _NUMERALS.match(before[-1])
    ):  # e网通, i志愿, 每N年, 二O二六
        return False
    return not (_AFTER_LETTER.match(after) or _BEFORE_LETTER.search(before))


def _is_slogan(match: re.Match[str], digits: list[int]) -> bool:
    """2纵3横, 6稳6保, 1企1策: digits that answer each other."""
    return match[1].isdigit() and any(0 < abs(other - match.start(1)) <= 4 for other in digits)
