"""Bytes of a mail to text: what a charset's label means in practice, and what unlabelled bytes must be.

Chinese mail calls everything gb2312, whatever it holds, and some of it is UTF-8; so a label is a hint, not a fact.
"""

from __future__ import annotations

import codecs
import re

_GB = (
    "gb2312 gb_2312 gb2312-80 gb_2312-80 gb231280 gb gbk x-gbk cp936 ms936 windows-936 x-windows-936 936 gb18030"
    " gb18030-2000 gb18030-2005 gb-18030 x-gb18030 csgb2312 csiso58gb231280 iso-ir-58 chinese euc-cn euccn x-euc-cn"
    " euc_cn x-cp20936 cp54936 gb_18030 zh_cn zh-cn zh_cn.gbk simplifiedchinese gb13000 x-mac-chinesesimp"
)
_BIG5 = "big5 big-5 big5-hkscs x-x-big5 x-big5 cp950 ms950 windows-950 big5hk zh_tw csbig5 cn-big5 x-mac-chinesetrad"
_UTF8 = "utf-8 utf8 x-utf-8 utf_8 unicode-1-1-utf-8 x-unicode20utf8 cp65001 65001 utf-8-sig unicode"
_KNOWN = (
    dict.fromkeys(_GB.split(), "gb18030")
    | dict.fromkeys(_BIG5.split(), "big5hkscs")
    | dict.fromkeys(_UTF8.split(), "utf-8")
    | {"hz-gb-2312": "hz", "hz": "hz", "unicode-1-1-utf-7": "utf-7", "ks_c_5601-1987": "cp949"}
)
_SAYS_NOTHING = {
    *(
        "",
        "ascii",
        "us-ascii",
        "ansi_x3.4-1968",
        "ansi",
        "default",
        "default_charset",
        "none",
        "null",
        "binary",
    ),
    *(
        "iso-8859-1",
        "iso8859-1",
        "iso_8859-1",
        "latin1",
        "latin-1",
        "windows-1252",
        "cp1252",
        "x-ansi",
        "8bit",
    ),
    *("unknown", "unknown-8bit", "x-unknown", "x-user-defined", "_autodetect", "undefined", "unspecified"),
}
"""Labels that programs write when they do not know: eight-bit bytes under them are told by their look."""

_WESTERN = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "windows-1252", "cp1252"}
_TEXT_CODECS = {"hz", "iso2022_kr", "iso2022_jp", "utf-7"}
_NOT_A_CHARSET = {"base64", "hex", "quopri", "uu", "zlib", "bz2", "rot13", "idna", "punycode", "undefined"}
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u2010-\u2027\U00020000-\U0003ffff]")
_COMMON_GB = ("gb2312", b"\xb0\xa1", b"\xd7\xf9")
_COMMON_BIG5 = ("big5", b"\xa4\x40", b"\xc6\x7e")
_TWO_HIGH = re.compile(rb"[\x80-\xff]{2}")
_MOJIBAKE = re.compile(r"[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def codec_of(label: str) -> str:
    """The codec that reads what is labelled so; '' for a label that is unknown or says nothing."""
    plain = label.strip().strip("\"'").split("*")[0].strip().casefold()
    if plain in _SAYS_NOTHING:
        return ""
    if plain in _KNOWN:
        return _KNOWN[plain]
    try:
        name = codecs.lookup(plain).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NOT_A_CHARSET or not _is_text_codec(name) else name


def decoded(data: bytes, label: str = "") -> str:
    """The text of `data`. What does not fit its label is read as what it looks like; a character cut off at the end
    is dropped; bytes that are nothing at all become U+FFFD. Never raises."""
    codec = codec_of(label)
    if data.isascii() and codec not in _TEXT_CODECS and not codec.startswith(("utf-16", "utf-32")):
        return data.decode("ascii")
    if codec.startswith(("utf-16", "utf-32")):
        return _strict(data, codec) or guessed(data)
    if codec == "gb18030":
        return guessed(data, or_gbk=True)
    if codec and (text := _strict(data, codec)) is not None:
        return text
    if codec == "utf-8" and (text := _without_cut_end(data, codec)) is not None:
        return text
    if label.strip().casefold() in _WESTERN and not _is_chinese(data):
        return data.decode("cp1252", "replace")
    return guessed(data)


def guessed(data: bytes, or_gbk: bool = False) -> str:
    """Text that carries no label, or one that says little: UTF-8 with Chinese in it, GBK, Big5, then whatever fits.

    `or_gbk`: it calls itself GBK, which counts where it does not clearly look like anything else.
    """
    if (text := _chinese_utf8(data)) is not None:
        return text
    chinese = _strict(data, "gb18030")
    common = _share(chinese, *_COMMON_GB) if chinese is not None else 0.0
    if chinese is not None and common >= 0.5:
        return chinese
    if not or_gbk and (text := _strict(data, "utf-8")) is not None:
        return text
    cut = _without_cut_end(data, "utf-8")
    if cut is not None and len(_CJK.findall(cut)) >= 2:
        return cut
    if or_gbk and chinese is not None:
        return chinese
    traditional = _strict(data, "big5hkscs")
    if traditional is not None and _share(traditional, *_COMMON_BIG5) > common + 0.4:
        return traditional
    for text in (chinese, _without_cut_end(data, "gb18030"), cut):
        if text is not None:
            return text
    if not _TWO_HIGH.search(data):
        return data.decode("cp1252", "replace")
    replaced = [data.decode(codec, "replace") for codec in ("utf-8", "gb18030")]
    return min(replaced, key=lambda text: text.count("\ufffd"))


def mended(text: str) -> str:
    """Text that was once read under a wrong label and stored so (`ä¸­æ–‡`, `ÖÐÎÄ·´`, `涓枃`), set right.

    Only where all of it turns into Chinese, and enough of it that it cannot be an accident: a foreign name stays.
    """
    if text.isascii():
        return text
    if all(char < "\x80" or _MOJIBAKE.match(char) for char in text):
        data = _as_single_bytes(text)
        attempt = _chinese_utf8(data)
        if attempt and len(_CJK.findall(attempt)) >= 2:
            return attempt
        attempt = _common_gbk(data)
        return attempt if attempt and len(set(_CJK.findall(attempt))) >= 3 else text
    try:
        attempt = _chinese_utf8(text.encode("gbk"))
    except UnicodeEncodeError:
        return text
    return attempt if attempt and len(_CJK.findall(attempt)) >= 2 else text


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character or mark in it."""
    return bool(_CJK.search(text))


def _is_chinese(data: bytes) -> bool:
    return _chinese_utf8(data) is not None or _common_gbk(data) is not None


def _is_text_codec(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name, "replace"), str)
    except (LookupError, ValueError, AssertionError):
        return False


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _chinese_utf8(data: bytes) -> str | None:
    """UTF-8 that holds Chinese. The same bytes could be GBK only by a rare accident; of two-byte sequences (学校 in GBK
    is well-formed UTF-8) they often are, so those alone prove nothing."""
    text = _strict(data, "utf-8")
    return text if text and (_CJK.search(text) or any(char > "\uffff" for char in text)) else None


def _common_gbk(data: bytes) -> str | None:
    text = _strict(data, "gbk")
    return text if text and _share(text, *_COMMON_GB) >= 0.9 else None


def _without_cut_end(data: bytes, codec: str) -> str | None:
    """The text without the last character where that one was cut; None where something else is wrong."""
    for cut in range(1, 4):
        if len(data) >= cut and data[-cut] >= 0x80:
            if (text := _strict(data[:-cut], codec)) is not None:
                return text
        elif not (codec == "gb18030" and len(data) > cut and 0x30 <= data[-cut] <= 0x39):
            return None
    return None


def _share(text: str, codec: str, first: bytes, last: bytes) -> float:
    """How many of the characters beyond ASCII are common ones: between `first` and `last` of an old character set,
    which held the common ones in its first part, or marks."""
    beyond = [char for char in text if char > "\x7f"]
    common = sum(
        1
        for char in beyond
        if "\uff00" <= char <= "\uffef"
        or "\u2010" <= char <= "\u3020"
        or first <= char.encode(codec, "ignore") <= last
    )
    return common / len(beyond) if beyond else 1.0


def _as_single_bytes(text: str) -> bytes:
    """Text of western letters as the bytes it was read from; empty where it has others."""
    out = bytearray()
    for char in text:
        if char <= "\xff":
            out.append(ord(char))
        else:
            out += char.encode("cp1252", "ignore")
    return bytes(out)
