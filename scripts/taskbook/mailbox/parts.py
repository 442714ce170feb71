"""A raw message read: who wrote, what about, and every file that came with it, in whatever wrapping.

Nothing in a message can make this fail: what cannot be understood stays empty or is said in `lost`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from taskbook import wording
from taskbook.mailbox import heading
from taskbook.mailbox.attachments import Found, Walk, ending_for
from taskbook.mailbox.body import text_of_html
from taskbook.mailbox.links import holds_links
from taskbook.mailbox.mime import parse
from taskbook.mailbox.names import kept_name

_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class MailPart:
    """A file that came with a message, under a name every system takes, no two of a message the same.

    `depth` is 0 for the message's own, more for one in a message attached to it; `message_id` is then that message's.
    """

    name: str
    data: bytes = field(repr=False)
    depth: int = 0
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class MailRead:
    """What a message says. `sender` is the bare address, `in_reply_to` the Message-IDs it answers, nearest first.

    `lost` says why files could not be taken out, one sentence part each. `text` is the readable body, at most 20,000
    characters. `links_only`: no file came, but the body points to one on a network disk. `bounced`: a server wrote it,
    about a message that could not be delivered (files of that message are not taken), or as an automatic answer.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    attachments: tuple[MailPart, ...] = ()
    lost: tuple[str, ...] = ()
    text: str = ""
    links_only: bool = False
    bounced: bool = False


def read_message(raw: bytes) -> MailRead:
    """A raw message as values; never raises, whatever the bytes are."""
    root = parse(raw)
    walk = Walk()
    walk.message(root)
    sender, sender_name = heading.sender(root)
    attachments = _named(walk.found)
    return MailRead(
        sender=sender,
        sender_name=sender_name,
        subject=heading.subject(root),
        date=heading.date(root),
        message_id=heading.message_id(root),
        in_reply_to=heading.answered(root),
        attachments=attachments,
        lost=tuple(dict.fromkeys(walk.lost)),
        text=(walk.text or text_of_html(walk.markup))[:_LONGEST_TEXT],
        links_only=not attachments and holds_links(walk.text, walk.markup),
        bounced=heading.is_automatic(root),
    )


def _named(found: list[Found]) -> tuple[MailPart, ...]:
    taken: defaultdict[str, set[str]] = defaultdict(set)
    parts = []
    for number, each in enumerate(found, 1):
        name = each.name or wording.UNNAMED_ATTACHMENT.format(number=number)
        kept = kept_name(name, taken, ending_for(each))
        parts.append(MailPart(kept, each.data, each.depth, each.message_id))
    return tuple(parts)
