"""Blanks and line breaks inside a responsibility cell: do they part two names, or only wrap one?"""

from __future__ import annotations

import re

from taskbook.language.collectives import group_at, open_tail
from taskbook.language.directory import Directory
from taskbook.language.names import looks_like_unit, prefixes_of
from taskbook.language.roles import ends_in_role

TIERS = ",;。\n"
"""Characters after which a new tier of parties begins; a role word does not reach back over them."""

SEPARATORS = TIERS + "、/|&+·."
STOPS = SEPARATORS + "()"

_HALF_A_NAME = re.compile(r"(?:社会|城市|城乡|农村|乡村|市场)$")
"""What ends like a body and does not end a name: 人力资源和社会⏎保障局."""
_REST_OF_A_NAME = re.compile(
    r"(?![一二三四五六七八九十])[\u4e00-\u9fff]$|员会|公室|会保障|合会|合社|联合[会社]|织部|传部|救援|有限|责任公司|股份|办事处|事处|道办|人民政府$|民政府|府办|区?管理委|理委|委员会|委会"
    r"|理局|设局|障局|村局|游局|输局|务局$|划局|境局|服务中心$|(?:督)?管理局|事务|.{0,4}分局$"
)
"""What no name begins with: 卫生健康委⏎员会, 工业园区⏎管理委员会."""
_ORGAN = re.compile(r"(?:^|[市县区州旗盟省])(?:党?委|人民政府|政府|人大常委会|政协)$")
_SHORT_PLACE = re.compile(r"(?![城乡农集])[\u4e00-\u9fff][村镇乡县]")
_OF_AN_ORGAN = re.compile(r"^(?:组织|宣传|统战|社会工作)部|^(?:办公室|办|政法委|督查室|研究室|网信办|编办)$")


def without_blanks(folded: str, directory: Directory) -> tuple[str, list[int]]:
    """The text without blanks and with line breaks only where they separate; and each character's old offset."""
    kept: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(folded):
        if folded[index] not in " \n":
            kept.append(folded[index])
            places.append(index)
            index += 1
            continue
        stop = index
        while stop < len(folded) and folded[stop] in " \n":
            stop += 1
        if _separates("".join(kept), folded[stop:], directory):
            kept.append("\n")
            places.append(index)
        index = stop
    return "".join(kept), places


def _separates(before: str, after: str, directory: Directory) -> bool:
    """Whether blanks or a line break between two texts part two names, or only wrap one name."""
    left = re.split(rf"[{re.escape(STOPS)}:]", before)[-1]
    right = re.split(rf"[{re.escape(STOPS)}:]", "".join(after.split(" ")))[0].strip()
    if not left or not right:
        return False
    if directory.knows(left + right):
        return False
    if directory.knows(left) or ends_in_role(left) or open_tail(left) is not None:
        return True
    if group_at(left, 0, directory) == len(left):
        return True
    if left.startswith("国家税务") and not left.endswith("税务局"):
        return False
    if _REST_OF_A_NAME.match(right) or (_ORGAN.search(left) and _OF_AN_ORGAN.search(right)):
        return False
    if _HALF_A_NAME.search(left) and looks_like_unit(right) and not prefixes_of(right):
        return False
    return looks_like_unit(left) and (
        len(left) > 2 or bool(prefixes_of(left) or _SHORT_PLACE.fullmatch(left))
    )
