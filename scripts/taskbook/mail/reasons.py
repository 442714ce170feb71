"""Why a server did not take a letter, in plain words beside its own."""

from __future__ import annotations

import re

from taskbook import wording

_KNOWN = [(re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in wording.SERVER_REASONS]
_SENDER = re.compile(wording.SENDER_WORDS, re.IGNORECASE)


def explained(words: str) -> str:
    """A server's words with what they mean in front, where they are well known.

    >>> explained("550 5.1.1 User unknown").endswith("550 5.1.1 User unknown")
    True
    """
    for pattern, plain in _KNOWN:
        if pattern.search(words):
            return wording.EXPLAINED.format(plain=plain, words=words)
    return words


def too_fast(words: str) -> bool:
    """Whether the server has had too many letters from us for now, with whatever number it says so."""
    return explained(words).startswith(wording.SERVER_TOO_FAST)


def about_sender(words: str) -> bool:
    """Whether it is the sender that a server does not want; Postfix says so of every single receiver."""
    return _SENDER.search(words) is not None
