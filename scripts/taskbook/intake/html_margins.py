"""Which parts of a web page are its text and which are what every page of the site has: menus, notices, buttons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.intake.html_text import Element, name_of

_HAN = re.compile(r"[\u3400-\u9fff]")
_PARTING = re.compile(r"[\s|｜·•>＞»/-]")
_PLAN_NAME = re.compile(
    r"(?:通知|意见|方案|要点|计划|分工|分解表|清单|办法|细则|安排|决定|任务)(?:[（(][^）)]{1,10}[）)])?$"
)
_SENTENCE = re.compile(r"[，。；：！？、]")

_WRAPPERS = set("html body div section article main center form td tr tbody table".split())
_MOSTLY = 0.85
"""The element that holds so much of the running text of the one around it is nearer to the text itself."""

_FEW_MENUS = 3
"""A page of a site has many more; a document has a link or two."""

_LINKED = 0.6
_LONG = 40
"""Chinese characters in a sentence that no menu or notice has."""

_ASIDE_NAMES = {"nav", "footer", "aside", "button", "select", "option", "menu", "dialog"}
_ASIDE = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu\w*|foot\w*|bread\w*|crumb\w*|share\w*|bdshare\w*|copyright|side\w*|sidebar|related|recommend"
    r"|pager?|pagination|toolbar|print\w*|weizhi|position|friend\w*|links?|banner|login|search\w*|qrcode|ewm|dqwz|wz_?dq"
    r"|jiathis\w*|xgwj|bottom|topbar)(?:$|[-_\s])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:^|[-_\s])(?:\w*title\w*|tit|bt|biaoti|headline)(?:$|[-_\s])", re.IGNORECASE)

_NOTICE = re.compile(
    r"[【\[(（]?\s*(?:上一[篇条页]|下一[篇条页]|打\s*印|关闭|分享|我要(?:打印|分享|纠错)|扫一扫|用手机|责任编辑|责编|编辑[：:]|作者[：:]"
    r"|(?:信息)?来源[：:]|(?:发布|发稿|更新|访问)(?:时间|日期|机构)[：:]|浏览(?:次数|量)|点击(?:次数|量|数)|阅读(?:次数|量|[：:])|字体|字号|【?大\s+中\s+小"
    r"|(?:您|你)?(?:现在|当前|所在)?的?位置|当前位置|相关(?:阅读|链接|文档|推荐|解读|新闻)|返回(?:顶部|首页|列表)|收藏|网站(?:首页|地图|标识码)"
    r"|版权(?:所有|声明)|联系我们|关于我们|设为首页|加入收藏|无障碍|长者|[\u4e00-\u9fa5]{0,6}公网安备|\S{0,3}ICP备|备案号|技术支持|主办(?:单位)?[：:]|承办(?:单位)?[：:]"
    r"|微信|微博|朋友圈|QQ空间|首页$|登录|注册|网站支持|[<>《》»›\s]*首页\s*[>＞»›])"
)
"""How notices of a site begin; each stands alone in a short line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or (`table` not None) a table of a page, the element it stands in, how many characters are links."""

    text: str
    inside: Element | None
    begins: bool | None = None
    level: int | None = None
    linked: int = 0
    table: Element | None = None


def in_margin(pieces: Sequence[Piece], title: str = "") -> list[bool]:
    """For each piece whether it is no part of the page's text; `title` is what stands in the window's title bar.

    A page without menus is a document that was saved as a page, and all of it is text; so is a page without sentences, and
    one whose elements are called so that most of its sentences would be in its margins.
    """
    container = _container(pieces)
    menus = sum(_is_of_site(piece) for piece in pieces)
    if container is None or menus < _FEW_MENUS:
        return [False] * len(pieces)
    around = {id(container)}
    inner = [any(id(one) in around for one in _line_of(piece.inside)) for piece in pieces]
    first = inner.index(True) if True in inner else 0
    aside = [
        _is_aside(piece, is_inner, at < first and _is_title(piece, title))
        for at, (piece, is_inner) in enumerate(zip(pieces, inner, strict=True))
    ]
    weights = [_weight(piece) for piece in pieces]
    lost = sum(weight for weight, is_aside in zip(weights, aside, strict=True) if is_aside)
    return [False] * len(pieces) if lost * 2 > sum(weights) else aside


def _line_of(element: Element | None) -> list[Element]:
    return [] if element is None else [element, *element.iterancestors()]


def _weight(piece: Piece) -> int:
    """How much running text a piece is: its Chinese characters, if it is a sentence and no list of links."""
    count = len(_HAN.findall(piece.text))
    if piece.table is None and (_is_linked(piece) or _NOTICE.match(piece.text)):
        return 0
    return count if "。" in piece.text or (count >= _LONG // 2 and _SENTENCE.search(piece.text)) else 0


def _container(pieces: Sequence[Piece]) -> Element | None:
    """The innermost element that holds most of the running text; not one that holds only a table."""
    weights: dict[int, int] = defaultdict(int)
    elements: dict[int, Element] = {}
    told: dict[int, int] = defaultdict(int)  # paragraphs; one alone is the text's, not the page's
    root: Element | None = None
    for piece in pieces:
        weight = _weight(piece)
        for one in _line_of(piece.inside) if weight else []:
            elements[id(one)] = root = one
            weights[id(one)] += weight
            told[id(one)] += piece.table is None
    if root is None:
        return None
    while True:
        inner = [one for one in root if told[id(one)] > 1 and name_of(one) in _WRAPPERS]
        best = max(inner, key=lambda one: weights[id(one)], default=None)
        if best is None or weights[id(best)] < _MOSTLY * weights[id(root)]:
            return root
        root = best


def _is_aside(piece: Piece, inner: bool, heads: bool) -> bool:
    """Whether a piece is no text; `inner`: it stands where the text does, `heads`: it is the title above it."""
    size = len(_HAN.findall(piece.text))
    notice = _NOTICE.match(piece.text) is not None and size < _LONG * 2
    if piece.table is not None:
        return not inner and _is_marked(piece)
    if inner:
        return (notice and not _is_sentence(piece)) or (size < _LONG and _is_marked(piece))
    return not heads and (_is_of_site(piece) or not _is_sentence(piece))


def _is_of_site(piece: Piece) -> bool:
    """Whether a paragraph is a menu or a notice by its links, its words or its element's name."""
    if piece.table is not None:
        return False
    notice = _NOTICE.match(piece.text) is not None and len(_HAN.findall(piece.text)) < _LONG * 2
    return notice or _is_linked(piece) or _is_marked(piece)


def _is_linked(piece: Piece) -> bool:
    """Whether most of a text is links; what parts them does not count."""
    return piece.linked > _LINKED * len(_PARTING.sub("", piece.text))


def _is_sentence(piece: Piece) -> bool:
    """Whether a text runs on as none in a menu does."""
    return len(_HAN.findall(piece.text)) >= _LONG // 2 and "。" in piece.text


def _is_title(piece: Piece, title: str) -> bool:
    """Whether a line above the text is its title: a heading, called so by its element, in the title bar, or by its end."""
    size = len(_HAN.findall(piece.text))
    if piece.linked * 2 > len(piece.text) or _NOTICE.match(piece.text) or size < 6:
        return False
    heading = piece.level is not None and piece.level < 2
    named = any(_TITLE.search(_names(one)) for one in _line_of(piece.inside)[:2])
    return (
        heading or named or (size >= 8 and (piece.text in title or _PLAN_NAME.search(piece.text) is not None))
    )


def _is_marked(piece: Piece) -> bool:
    """Whether the page itself says that a part of it is no text."""
    return any(
        name_of(one) in _ASIDE_NAMES or _ASIDE.search(_names(one)) is not None
        for one in _line_of(piece.inside)
        if name_of(one) not in ("html", "body")
    )


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
