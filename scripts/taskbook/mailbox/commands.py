"""What is asked of an open folder, command by command, and how the answers are read."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from taskbook import wording
from taskbook.mailbox.session import Refused, Session

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SLICE = 1.0
"""Seconds between two looks at the clock while waiting; on Windows nothing else lets a Ctrl-C through."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_RECEIVED = re.compile(
    rb'\bINTERNALDATE " ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
_BODY = re.compile(rb'\bBODY\[\](?:<(\d+)>)? (NIL|"(?:[^"\\]|\\.)*"|\{\d+\})', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A message before it is fetched: `size` in bytes, when the server got it, its From and Subject as they stand."""

    uid: int
    size: int
    received: datetime | None = None
    header: bytes = b""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a message; `short`: fewer than were asked for; `whole`: all of it, from a server that gives no pieces."""

    data: bytes
    short: bool = False
    whole: bool = False


def search(session: Session, day: date) -> list[int]:
    """Numbers of messages that came on `day` or later. A server that cannot search is asked for all dates."""
    wanted = f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
    try:
        lines = session.commanded("UID SEARCH", "SINCE", wanted)
    except Refused:
        listed = session.commanded("UID FETCH", "1:*", "(UID INTERNALDATE)")
        dated = ((_number(_UID, meta), _received(meta)) for meta, _ in _attributes(listed))
        return sorted(uid for uid, at in dated if uid and (at is None or at.date() >= day))
    return sorted({int(word) for line in lines for word in line.split() if word.isdigit()})


def newest(session: Session, known: int) -> int:
    """The highest number in the folder, or `known` where nothing is above it. Raises `Refused`."""
    lines = session.commanded("UID SEARCH", "UID", f"{known + 1}:*")
    return max((int(word) for line in lines for word in line.split() if word.isdigit()), default=known)


def heads(session: Session, uids: Sequence[int]) -> list[Head]:
    """What is known of messages before they are fetched, in the order asked; one that is gone is left out."""
    asked = "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])"
    known: dict[int, Head] = {}
    for meta, header in _attributes(session.commanded("UID FETCH", ",".join(map(str, uids)), asked)):
        if (uid := _number(_UID, meta)) and _SIZE.search(meta):
            known[uid] = Head(uid, _number(_SIZE, meta), _received(meta), header)
    return [known[uid] for uid in uids if uid in known]


def piece(session: Session, uid: int, at: int, length: int) -> Piece | None:
    """At most `length` bytes of a message from offset `at` on; None for a message that is not there any more."""
    answer = session.commanded("UID FETCH", str(uid), f"(UID BODY.PEEK[]<{at}.{length}>)")
    for meta, literal in _attributes(answer):
        body = _BODY.search(meta)
        if not body or _number(_UID, meta) not in (0, uid):
            continue  # news of another message, or of this one's flags
        data = re.sub(rb"\\(.)", rb"\1", body[2][1:-1]) if body[2].startswith(b'"') else literal
        if len(data) > length or (body[1] is None and at and data):
            return Piece(data, whole=True)
        if data and body[1] is not None and int(body[1]) != at:
            raise Refused(wording.REASON_OTHER_PIECE)
        return Piece(data, short=len(data) < length)
    return None


def mark(session: Session, uids: str, keyword: str) -> None:
    """Mark messages as read, and with a flag of ours where the server keeps such. Raises `Refused`."""
    _, kept = session.client.response("PERMANENTFLAGS")
    if kept and kept[-1]:
        session.flags_kept = kept[-1].decode("ascii", "replace")
    own = "\\*" in session.flags_kept or keyword.lower() in session.flags_kept.lower().strip("()").split()
    session.commanded("UID STORE", uids, "+FLAGS.SILENT", f"(\\Seen {keyword})" if own else "(\\Seen)")


def move(session: Session, uids: str, folder: str) -> None:
    """Move messages to a folder, which is made where it is missing. Raises `Refused`.

    Never by a plain EXPUNGE, which would also remove what others have marked for deletion.
    """
    target = session.folder_for(folder)
    if "MOVE" in session.abilities:
        session.commanded("UID MOVE", uids, target)
        return
    session.commanded("UID COPY", uids, target)
    session.commanded("UID STORE", uids, "+FLAGS.SILENT", r"(\Deleted \Seen)")
    if "UIDPLUS" in session.abilities:
        session.commanded("UID EXPUNGE", uids)


def heard(session: Session, until: float) -> bool:
    """Listen until the server tells of a message (True) or the clock (`time.monotonic`) says `until` (False).

    Raises `Refused` where the server can listen only in words.
    """
    from imap_tools.errors import ImapToolsError

    try:
        session.box.idle.start()
        news = False
        while not news and (left := until - time.monotonic()) > 0:
            lines = session.box.idle.poll(timeout=min(_SLICE, left))
            news = any(b"EXISTS" in line or b"RECENT" in line for line in lines)
            if any(line.upper().startswith(b"* BYE") for line in lines):
                raise EOFError
        session.box.idle.stop()
    except ImapToolsError as error:
        raise Refused(str(error)) from error
    return news


def _attributes(answer: Sequence[Any]) -> Iterator[tuple[bytes, bytes]]:
    """(what is said of a message, its literal) for every message of a FETCH answer with at most one literal each.

    Attributes may stand before the literal and after it.
    """
    meta, literal = b"", b""
    for item in answer:
        if isinstance(item, tuple):
            if meta:
                yield meta, literal
            meta, literal = bytes(item[0]), bytes(item[1])
        elif isinstance(item, bytes):
            yield (meta + b" " + item if meta else item), literal
            meta, literal = b"", b""
    if meta:
        yield meta, literal


def _number(pattern: re.Pattern[bytes], meta: bytes) -> int:
    match = pattern.search(meta)
    return int(match[1]) if match else 0


def _received(meta: bytes) -> datetime | None:
    match = _RECEIVED.search(meta)
    if not match:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = (
        each.decode("ascii") for each in match.groups()
    )
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    try:
        number = _MONTHS.index(month.capitalize()) + 1
        zone = timezone(offset)
        return datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=zone)
    except ValueError:
        return None
