"""The characters of a PDF as people type them: fonts hand out radicals for characters, ligatures and private signs."""

from __future__ import annotations

import re
import unicodedata

UNKNOWN = "□"
"""Stands for a character whose font does not say which one it is."""

_RADICALS = dict(
    zip(
        "⺀⺁⺂⺃⺄⺅⺆⺇⺈⺉⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿"
        "⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乛乚乙亻冂几刀刂㔾小小尢尢尢尣巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糸纟网罒罓罒网羊羊羊耂肀聿肉臼艹艹"
        "艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""The supplement of radicals (U+2E80 to U+2EF3), which Unicode does not map to characters: what fonts write them for."""

_SYMBOLS = {"\uf0fe": "☑", "\uf052": "☑", "\uf0a8": "□", "\uf0a3": "□", "\uf06f": "□", "\uf0fc": "√"}
_SYMBOLS |= {"\uf0e0": "→", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0b7": "•"}
_SYMBOLS |= {"\uf050": "√", "\uf0fb": "×", "\uf0b2": "•", "\uf076": "❖", "\uf0a7": "▪"}
"""The pictures of the fonts Symbol and Wingdings, as word processors write them."""

_TURNED = re.compile(r"[\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")
_GONE = re.compile(r"[\xad\u200b-\u200f\u2060\ufeff]")
_NO_CHARACTER = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ud800-\udfff]")
_WESTERN = re.compile(r"[\u00a1-\u024f]")
_HAN = re.compile(r"[\u3400-\u9fff]")

LEAST_GARBLED = 20
"""So many characters that nobody can read make a page unreadable, if they are a good part of it."""


def as_typed(text: str) -> str:
    """A character of a PDF as it is typed; one that its font does not name is UNKNOWN."""
    text = _SYMBOLS.get(text, text)
    if _NO_CHARACTER.search(text):
        text = _NO_CHARACTER.sub(UNKNOWN, text)
    if _TURNED.search(text):
        text = _TURNED.sub(lambda one: unicodedata.normalize("NFKC", one[0]), text.replace("⼾", "户"))
    return _GONE.sub("", "".join(_RADICALS.get(one, one) for one in text)).replace("\xa0", " ")


def is_garbled(texts: list[str]) -> bool:
    """Whether the characters of a page, as the PDF gives them, are no text.

    Either many have no name, or they are western letters throughout: Chinese bytes read as Latin ones.
    """
    written = [text for text in texts if text.strip()]
    nameless = sum(text not in _SYMBOLS and _NO_CHARACTER.search(text) is not None for text in written)
    western = sum(_WESTERN.search(text) is not None for text in written)
    chinese = sum(_HAN.search(as_typed(text)) is not None for text in written)
    strange = nameless if nameless * 4 >= len(written) else western if western > chinese else 0
    return strange >= LEAST_GARBLED and strange * 4 >= len(written)
