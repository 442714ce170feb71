"""The address of a mail server as a person writes it: `smtps://office@smtp.dept.example:465`, never with a password."""

from __future__ import annotations

import ipaddress
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop

SMTP_SCHEMES = ("smtps", "smtp")
IMAP_SCHEMES = ("imaps", "imap")
USER_VARIABLE = "TASKBOOK_MAIL_USER"
"""The environment variable that names the account where an address names none."""

DEFAULT_PORTS: Mapping[str, int] = {"smtps": 465, "smtp": 587, "imaps": 993, "imap": 143}
"""`smtps` and `imaps` are encrypted from the first byte, `smtp` and `imap` by STARTTLS before anything is said."""

_OTHER_SCHEME = {"smtps": "smtp", "smtp": "smtps", "imaps": "imap", "imap": "imaps"}
_WRITTEN = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):[/\\]{2}([^/]*)(/.*)?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[/\\]+")
_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")
_PLAIN_PLACE = re.compile(r"(\[[^\]@]*\]|[^:@\\]*)(:(143|993))?")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_HARMLESS = re.compile(r"(?:[A-Za-z]{1,9}:[/\\]{0,2})?[A-Za-z0-9.@_\[\]-]*(?::[0-9]{1,5}(?![0-9A-Za-z]))?")
_MOST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Which server, as whom. `user` may be empty; `path` is an IMAP folder, decoded, '' for the inbox itself.

    `host` is in ASCII as DNS has it, an IPv6 address without its brackets.
    """

    scheme: str
    host: str
    port: int
    user: str = ""
    path: str = ""

    @property
    def encrypted_at_once(self) -> bool:
        """Whether the connection is encrypted from its first byte; else STARTTLS does it."""
        return self.scheme in ("smtps", "imaps")

    @property
    def other_scheme(self) -> str:
        """The scheme for the same mail spoken the other way."""
        return _OTHER_SCHEME[self.scheme]

    @property
    def place(self) -> str:
        """Host and port, for sentences."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='@')}@" if self.user else ""
        path = f"/{quote(self.path, safe='/')}" if self.path else ""
        return f"{self.scheme}://{user}{self.place}{path}"


def parse_server(text: str, schemes: tuple[str, ...], user: str = "") -> ServerAddress:
    """The server a text names. Without a user in it, the environment's `TASKBOOK_MAIL_USER` or else `user` is taken.

    The user is written as `office`, `office@dept.example` (the last @ parts it from the server) or percent-encoded.
    Raises `CannotGoOn`: PASSWORD_IN_SERVER where one stands in it (and is never repeated), SERVER_WRONG otherwise.

    >>> parse_server("imaps://office@dept.example@imap.dept.example/反馈", IMAP_SCHEMES).place
    'imap.dept.example:993'
    """
    clean = "".join(char for char in text.strip() if unicodedata.category(char) not in ("Cc", "Cf"))
    plain = _half_width(clean)
    _refuse_password(plain, schemes)
    written = _WRITTEN.fullmatch(plain)
    if not written or written[1].lower() not in schemes:
        raise _wrong(plain, schemes)
    scheme = written[1].lower()
    named, _, place = written[2].rpartition("@")
    host, port = _host_and_port(place)
    account = _decoded(named) or os.environ.get(USER_VARIABLE, "").strip() or user.strip()
    folder = _decoded(clean[written.start(3) + 1 :]) if written[3] else ""
    if not host or folder is None or (scheme in SMTP_SCHEMES and folder.strip("/")):
        raise _wrong(plain, schemes)
    if _decoded(named) is None or any(char.isspace() for char in account):
        raise _wrong(plain, schemes)
    folder = folder.strip("/")
    path = "" if folder.upper() == "INBOX" else folder
    number = int(port) if port else DEFAULT_PORTS[scheme]
    if not 0 < number < 65536:
        raise _wrong(plain, schemes)
    return ServerAddress(scheme, host, number, account, path)


def form_of(schemes: tuple[str, ...]) -> str:
    """How such an address is written, for sentences."""
    return wording.SERVER_FORM_SMTP if schemes[0] in SMTP_SCHEMES else wording.SERVER_FORM_IMAP


def _half_width(text: str) -> str:
    """Full-width marks as a Chinese keyboard types them made plain; same length, same offsets."""
    plain = []
    for char in text:
        narrow = "." if char in wording.CHINESE_STOPS else unicodedata.normalize("NFKC", char)
        plain.append(narrow if len(narrow) == 1 else char)
    return "".join(plain)


def _refuse_password(plain: str, schemes: tuple[str, ...]) -> None:
    """Raise where a colon stands before an @, unless both are in the name of a folder: who wrote down a password, with
    whatever marks it has, must not read it again on the screen."""
    rest = _SCHEME.sub("", plain, count=1)
    authority, _, folder = rest.partition("/")
    user, _, place = authority.rpartition("@")
    in_folder = schemes[0] in IMAP_SCHEMES and "@" in folder and _PLAIN_PLACE.fullmatch(place)
    before = user if in_folder else rest.rpartition("@")[0]
    if ":" in before or ":" in (_decoded(before) or ""):
        raise CannotGoOn(Stop.PASSWORD_IN_SERVER, form=form_of(schemes))


def _wrong(plain: str, schemes: tuple[str, ...]) -> CannotGoOn:
    """The sentence; of a text that may hold more than a server only its harmless beginning is repeated."""
    shown = _HARMLESS.match(plain)[0] if re.search(r"[@?#=:]", plain) else plain  # type: ignore[index]
    shown = shown[:_MOST_SHOWN]
    text = shown + ("…" if shown != plain else "")
    return CannotGoOn(Stop.SERVER_WRONG, text=text, form=form_of(schemes))


def _host_and_port(place: str) -> tuple[str, str]:
    """(host in ASCII, digits of the port); the host is empty where it cannot be one."""
    match = _HOST_AND_PORT.fullmatch(place.strip())
    if not match:
        return "", ""
    host, port = match[1], match[2] or ""
    if host.startswith("["):
        try:
            return str(ipaddress.IPv6Address(host[1:-1].replace("%25", "%"))), port
        except ValueError:
            return "", ""
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return "", ""
    labels = name.split(".")
    if not all(map(_LABEL.fullmatch, labels)):
        return "", ""
    if labels[-1].isdigit():
        try:
            return str(ipaddress.IPv4Address(name)), port
        except ValueError:
            return "", ""
    return name, port


def _decoded(text: str) -> str | None:
    """Percent-encoding undone, in UTF-8 or GBK; None for bytes that are neither, or what no name can hold."""
    for encoding in ("utf-8", "gb18030"):
        try:
            decoded = unquote_to_bytes(text).decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = any(unicodedata.category(char) in ("Cc", "Cs") for char in decoded)
        return None if strange else decoded
    return None
