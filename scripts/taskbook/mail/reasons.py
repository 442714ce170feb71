"""Why a server did not take a letter, in plain words beside its own."""

from __future__ import annotations

import re

from taskbook import wording

_KNOWN = [(re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in wording.SERVER_REASONS]
_SENDER = re.compile(wording.SENDER_WORDS, re.IGNORECASE)
_NOBODY = re.compile(wording.SERVER_NOBODY)
_NO_LETTERS = re.compile("|".join(wording.SERVER_NO_LETTERS))


def explained(words: str) -> str:
    """A server's words with what they mean in front, where they are well known.

    >>> explained("550 5.1.1 User unknown").endswith("550 5.1.1 User unknown")
    True
    """
    plain = _meaning(words)
    return wording.EXPLAINED.format(plain=plain, words=words) if plain else words


def _meaning(words: str) -> str:
    """What the words mean, '' where they are not known. Whom the letter goes to says nothing of why it was refused."""
    bare = _NO_LETTERS.sub(" ", words)
    nobody = _NOBODY.search(bare) is not None
    for pattern, plain in _KNOWN:
        if pattern.search(bare) and not (nobody and plain == wording.SERVER_TOO_FAST):
            return plain
    return ""


def too_fast(words: str) -> bool:
    """Whether the server has had too many letters from us for now, with whatever number it says so."""
    return _meaning(words) == wording.SERVER_TOO_FAST


def about_sender(words: str) -> bool:
    """Whether it is the sender that a server does not want; Postfix says so of every single receiver."""
    return _SENDER.search(_NO_LETTERS.sub(" ", words)) is not None
