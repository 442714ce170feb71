"""Clauses that may be left out of a table: what a thing is good for, or what it follows. Somebody is told, once."""

from __future__ import annotations

import re

from taskbook.coverage.passages import Clause
from taskbook.language.text import squeeze

_PURPOSE = re.compile(
    r"(?:并|且|同时)?(?:(?:以|从而|切实|努力|着力|不断|有效|更好地?|进一步|真正|共同|力求|最大限度|最大程度)*(?:确保|防止|避免|防范|让|使|促进|以便|方便|便于|营造|消除|杜绝|"
    r"推动|推进|提升|提高|增强|实现|形成|保障|发挥|接受|解决|回应|助力|满足|夯实|打通|破解)"
    r"|为.+(?:提供|奠定|营造|创造|注入|贡献)|(?:切实|努力|不断|有效|更好|真正)(?!做好|抓好|加强|落实))"
)
_BASIS = re.compile(
    r"(?:按照|根据|依据|依照|对照|结合|围绕|聚焦|立足|着眼|坚持以?|以).*(?:要求|部署|精神|原则|思路|目标|导向|职责|职能|实际|情况|规定|安排|方针|为统领|为引领|为主线)"
)
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百]+(?:次|个|项|家|件|场|篇|期|%)|百分之")


def says_why(clause: Clause) -> bool:
    """Whether a clause only tells a purpose or a basis: 促进…, 为…提供…, 按照…的要求; one with a number promises it."""
    text = squeeze(clause.text)
    if _NUMBER.search(text):
        return False
    return bool(_BASIS.fullmatch(text) or (not clause.first and _PURPOSE.match(text)))
