"""Letters to send to a test server."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from taskbook.mail.letter import Attachment, Kind, Letter
from taskbook.period import Period

PERIOD = Period(2026, 9)
UNITS = ("教育局", "财政局", "司法局", "交通局", "水利局")
SENDER = "office@dept.example"


def letter(
    number: int, *more: str, copies: Sequence[str] = (), size: int = 0, folder: Path | None = None
) -> Letter:
    """A letter to unit `number`, with a file of `size` bytes where a folder to put it in is given."""
    attachments: tuple[Attachment, ...] = ()
    if folder is not None:
        path = folder / f"{number}.bin"
        path.write_bytes(random.Random(number).randbytes(size))
        attachments = (Attachment("反馈表.xlsx", path),)
    return Letter(
        unit=unit_of(number),
        kind=Kind.ISSUE,
        key=f"issue:{number}",
        to=(address_of(number), *more),
        copies=tuple(copies),
        subject="关于报送进展的通知",
        text="请于25日前报送。\n.\n..点开头的行\n",
        html="<p>请于25日前报送。</p>",
        attachments=attachments,
        sender=SENDER,
        sender_name="示例区政府办",
    )


def unit_of(number: int) -> str:
    """The unit's name."""
    return UNITS[number] if number < len(UNITS) else f"第{number}单位"


def address_of(number: int) -> str:
    """Its first address."""
    return f"unit{number}@xian.example"
