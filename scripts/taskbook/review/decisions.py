"""What a person has decided about a row of the review book, in the words of the drop-down or in his own."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from taskbook import wording


class Decision(StrEnum):
    """As the drop-down of the column 处理 says it."""

    ADOPT = wording.REVIEW_ADOPT
    SPLIT = wording.REVIEW_SPLIT
    MERGE = wording.REVIEW_MERGE
    DROP = wording.REVIEW_DROP


_UNSURE = re.compile(wording.REVIEW_UNSURE)
_REPEATED = re.compile(wording.REVIEW_REPEAT_WORDS)
_MARKS = re.compile(wording.REVIEW_MARKS_BESIDE)
_WORDS = {
    Decision.DROP: re.compile(wording.REVIEW_DROP_WORDS),
    Decision.MERGE: re.compile(wording.REVIEW_MERGE_WORDS),
    Decision.SPLIT: re.compile(wording.REVIEW_SPLIT_WORDS),
    Decision.ADOPT: re.compile(wording.REVIEW_ADOPT_WORDS),
}


def decision_of(text: str) -> Decision | None:
    """What a cell of the column 处理 decides; None for a blank one, a question, and for words that nobody foresaw."""
    if _UNSURE.search(text):
        return None
    plain = _plain(text)
    return next((decision for decision, words in _WORDS.items() if words.fullmatch(plain)), None)


def repeats(text: str) -> bool:
    """Whether a cell of the column 处理 says what the one above says: 同上."""
    return not _UNSURE.search(text) and bool(_REPEATED.fullmatch(_plain(text)))


def _plain(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).upper()
