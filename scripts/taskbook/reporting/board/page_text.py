"""Text that other people wrote, made fit for a page: nothing unseen in it, nothing in it that the page obeys."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from taskbook.model import Light

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]"
)
"""Control characters, and those that turn the direction of what follows or hide in it."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")
_IN_LINK = re.compile(r"[%&=+#\s\"'<>`\\^{|}\[\]]")

NOT_READABLE = "\ufffd"


def plain(text: object) -> str:
    """What can be seen of a text: line ends as '\\n', half a character as �."""
    cleaned = _LINE_END.sub("\n", str(text))
    if cleaned.isprintable() and cleaned.isascii():
        return cleaned
    return _LONE_SURROGATE.sub(NOT_READABLE, _UNSEEN.sub("", cleaned))


def one_line(text: object) -> str:
    """`plain`, in one line: how sections, topics and names are compared and shown."""
    return " ".join(plain(text).split())


def script_json(value: object) -> str:
    """JSON that can stand between `<script type="application/json">` and its end, whatever is in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _IN_SCRIPT.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)


def link(**filters: str) -> str:
    """The address in the page that shows what these filters let through: `#u=区教育局&l=红`."""
    return "#" + "&".join(
        f"{name}={_IN_LINK.sub(lambda mark: quote(mark[0]), value)}" for name, value in filters.items()
    )


def light_name(light: Light) -> str:
    """The English name of a light, for classes and ids of the page."""
    return light.name.lower()


def mixed(colour: str, share: float) -> str:
    """So much (0–1) of a colour `#RRGGBB` on white."""
    parts = [round(255 + (int(colour[at : at + 2], 16) - 255) * share) for at in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def light_colours(inks: Mapping[Light, str], solids: Mapping[Light, str]) -> list[tuple[str, str, str, str]]:
    """(name, colour of its words, of its shape, of the ground behind its words) of every light."""
    return [(light_name(one), inks[one], solids[one], mixed(solids[one], 0.16)) for one in inks]
