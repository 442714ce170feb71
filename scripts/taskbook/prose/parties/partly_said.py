"""Closings of which one name is unknown: the others are read, it is kept as written, and all of it is a doubt."""

from __future__ import annotations

import re

from taskbook.language.directory import Directory
from taskbook.language.roles import role_of, role_suffix
from taskbook.model import Role
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.said import Said, plainly_said
from taskbook.prose.parties.strength import Strength

_LONGEST_NAME = 14
_CLAUSE = re.compile(r"(?:\([^()]*\)|[^,;。()\n])+")
_PIECE = re.compile(r"(?:\([^()]*\)|[^、()])+")
_NO_NAME = re.compile(
    r"[\"“”《》:\d]|^(?:含|包括|不含|除|即|如|指(?!挥)|见|详见|以下|下称|例|注|且|但|或|其中|参照|截至|根据|按照?|包含|原|简称|对|将|把|并|要|应|需)|[了过]$|另有|除外|同上|不分先后"
)


def partly_said(text: str, directory: Directory) -> Said | None:
    """What a bracket says of which not every name is known; None where too little of it is.

    At least one body must be sure, and a role word or most names with it; what is unknown must be short.
    """
    said = Said(sure=False, partly=True)
    sure = unknown = 0
    plain = plain_of(text)
    for clause in _CLAUSE.finditer(plain):
        words = text[clause.start() : clause.end()].strip()
        if not words:
            continue
        read = plainly_said(words, directory)
        if read is not None:
            said.take(read)
            sure += bool(read.parties) and read.strength is Strength.STRONG
            continue
        pieces = _pieces(words, directory)
        if pieces is None:
            return None
        role, known, others = pieces
        sure += len(known)
        unknown += len(others)
        said.roles |= role_suffix(words) is not None
        said.parties += known
        said.unread += [(role, one) for one in others]
        said.strength = Strength.STRONG if known else said.strength
    return said if sure and said.unread and (said.roles or sure >= unknown) else None


def _pieces(words: str, directory: Directory) -> tuple[Role, list[tuple[Role, str]], list[str]] | None:
    """The role of a list, its names that are sure, and the others; None if one of these can be no name."""
    cut = role_suffix(words)
    role = (role_of(words[cut:]) if cut is not None else None) or Role.RESPONSIBLE
    known: list[tuple[Role, str]] = []
    others: list[str] = []
    for match in _PIECE.finditer(words[:cut]):
        name = match[0].strip()
        read = plainly_said(name, directory, role)
        if read and read.parties and read.strength is Strength.STRONG:
            known += read.parties
        elif not 2 <= len(name) <= _LONGEST_NAME or _NO_NAME.search(plain_of(name)) or _acts(name):
            return None
        else:
            others.append(name)
    return role, known, others


def _acts(name: str) -> bool:
    """Whether words say what is done, not whom they name: 列入任务的村 names somebody."""
    return is_predicate(name) and not re.search("的[^的]{1,4}$", name)
