"""A server's words without the password it was told: some repeat the command they do not understand."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

MASK = "***"
_CODED = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_LEAST = 4
"""Characters of a password's beginning, at the end of shortened words, that are no accident."""


def masked(said: str, user: str, password: str) -> str:
    """The words with `***` for the password, plain, as a quoted string of IMAP, as Python shows bytes, or in base64
    (alone, with the user, and the user alone), whole or cut off at the end; letters of another case do not hide it.

    >>> masked('BAD Unknown command: LOGIN "office" "p\\\\"ss"', "office", 'p"ss')
    'BAD Unknown command: LOGIN "office" "***"'
    """
    if not password:
        return said
    said = _CODED.sub(lambda found: MASK if _tells(found[0], user, password) else found[0], said)
    for form in sorted(_forms(password), key=len, reverse=True):
        said = re.sub(re.escape(form), lambda _: MASK, said, flags=re.IGNORECASE)
    return _without_beginning(said, password)


def _forms(password: str) -> set[str]:
    """The password as it may stand in words: quoted or not, as text or as Python shows bytes, white space run together."""
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    forms = {password, quoted}
    for form in (password, quoted):
        shown = repr(form.encode("utf-8", "replace"))[2:-1]
        forms |= {shown, shown.replace("\\'", "'"), shown.replace("'", "\\'")}
    coded = [
        base64.b64encode(password.encode(encoding, "replace")).decode() for encoding in ("utf-8", "gb18030")
    ]
    forms |= {*coded, *(each.rstrip("=") for each in coded)}
    return {*forms, *(" ".join(form.split()) for form in forms)} - {""}


def _tells(coded: str, user: str, password: str) -> bool:
    """Whether a run of base64, wherever it was cut off, holds the user or (a beginning of) the password."""
    for told in _decoded(coded):
        for secret in (user.encode(), password.encode(), password.encode("gb18030", "replace")):
            if secret and (secret in told or (len(told) >= 3 and secret.startswith(told))):
                return True
    return False


def _decoded(coded: str) -> Iterator[bytes]:
    """The bytes of a run of base64; letters just before or after it may have been taken for its own."""
    plain = coded.rstrip("=")
    for start in range(min(4, len(plain))):
        part = plain[start:]
        whole = part[: len(part) - (len(part) % 4 == 1)]
        try:
            yield base64.b64decode(whole + "=" * (-len(whole) % 4))
        except binascii.Error:
            continue


def _without_beginning(said: str, password: str) -> str:
    """Without a beginning of the password at the very end, where the server itself has cut off what it repeats."""
    kept = said.rstrip(".…\"'] )\r\n")
    for length in range(len(password) - 1, _LEAST - 1, -1):
        if kept.casefold().endswith(password[:length].casefold()):
            return kept[: len(kept) - length] + MASK + said[len(kept) :]
    return said
