"""Plans written in traditional characters, read as simplified ones: character for character, so that places stay.

For reading only: what is shown to people stays in the document's own characters. The characters come from OpenCC, whose
dictionaries also know the words in which 乾 or 著 is simplified and in which not.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

LEAST_SHARE = 0.1
"""Share of the Chinese characters; a text in traditional characters has about a third that are no simplified ones."""
LEAST_COUNT = 2


def simplified(text: str) -> str:
    """The text in simplified characters, of the same length: character i stands for character i of `text`."""
    return _RUN.sub(lambda run: _converted(run[0]), text)


def is_traditional(text: str) -> bool:
    """Whether a good share of the characters is written in traditional form only.

    Characters that are also in use where simplified ones are written (著, 乾, 於 in names) do not count.
    """
    characters = _HAN.findall(text)
    strange = sum(_is_traditional_only(character) for character in characters)
    return strange >= LEAST_COUNT and strange >= LEAST_SHARE * len(characters)


def _converted(run: str) -> str:
    """A run of Chinese characters: by words where every character keeps its place, else each by itself."""
    whole = _opencc().convert(run)
    return whole if len(whole) == len(run) else "".join(map(_alone, run))


@cache
def _alone(character: str) -> str:
    other = _opencc().convert(character)
    return other if len(other) == 1 else character


@cache
def _is_traditional_only(character: str) -> bool:
    if _alone(character) == character:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _opencc() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
