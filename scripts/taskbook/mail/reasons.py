"""Why a server did not take a letter, in plain words beside its own."""

from __future__ import annotations

import re

from taskbook import wording

_KNOWN = [(re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in wording.SERVER_REASONS]


def explained(words: str) -> str:
    """A server's words with what they mean in front, where they are well known.

    >>> explained("550 5.1.1 User unknown").endswith("550 5.1.1 User unknown")
    True
    """
    for pattern, plain in _KNOWN:
        if pattern.search(words):
            return wording.EXPLAINED.format(plain=plain, words=words)
    return words
