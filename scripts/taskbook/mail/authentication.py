"""Logging in to an SMTP server, also with a password that is not ASCII, which smtplib cannot say."""

from __future__ import annotations

import base64
import hmac
import smtplib

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.servers import trouble
from taskbook.servers.address import ServerAddress

_KNOWN = ("PLAIN", "LOGIN", "CRAM-MD5")
_NOT_THIS_WAY = {500, 501, 502, 503, 504}
_DONE = {235, 503}  # 503: already logged in


def log_in(smtp: smtplib.SMTP, address: ServerAddress, password: str, offered: list[str]) -> None:
    """Log in by the first way both know. The next one is tried only where the server cannot do the first: a wrong
    password said twice locks accounts.

    Raises `CannotGoOn` LOGIN_REFUSED, or SERVER_REFUSED where the server asks to come back later.
    """
    ways = [way for way in _KNOWN if way in offered]
    reason = wording.REASON_NO_LOGIN_WAY.format(names=" ".join(offered))
    for way in ways:
        code, words = _said(smtp, way, address.user.encode(), password.encode())
        if code in _DONE:
            return
        reason = f"{code} {trouble.words(words, secrets=(address.user, password))}"
        if code == 421 or (400 <= code < 500):
            raise CannotGoOn(Stop.SERVER_REFUSED, server=address.place, reason=reason)
        if code not in _NOT_THIS_WAY:
            break
    raise CannotGoOn(Stop.LOGIN_REFUSED, server=address.host, user=address.user, reason=reason)


def _said(smtp: smtplib.SMTP, way: str, user: bytes, password: bytes) -> tuple[int, bytes]:
    if way == "PLAIN":
        return smtp.docmd("AUTH", "PLAIN " + _encoded(b"\0" + user + b"\0" + password))
    code, words = smtp.docmd("AUTH", way)
    if code != 334:
        return code, words
    if way == "LOGIN":
        code, words = smtp.docmd(_encoded(user))
        return smtp.docmd(_encoded(password)) if code == 334 else (code, words)
    try:
        challenge = base64.b64decode(words)
    except ValueError:
        return smtp.docmd("*")  # it breaks off the login: the server says 501
    answer = hmac.new(password, challenge, "md5").hexdigest()
    return smtp.docmd(_encoded(user + b" " + answer.encode("ascii")))


def _encoded(text: bytes) -> str:
    return base64.b64encode(text).decode("ascii")
