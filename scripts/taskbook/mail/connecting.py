"""The first words to a mail server: an encrypted connection, whatever way it is encrypted."""

from __future__ import annotations

import smtplib
import socket
import ssl

from taskbook.findings import CannotGoOn, Stop
from taskbook.servers.address import ServerAddress


def opened(address: ServerAddress, context: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
    """An encrypted connection that has said EHLO. Raises what sockets, ssl and smtplib raise, and `Stop.NO_ENCRYPTION`.

    Our own name is our address: a computer's Chinese name is none that SMTP can say, and asking the network for it may
    take half a minute.
    """
    if address.encrypted_at_once:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            address.host, address.port, local_hostname="localhost", timeout=timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(address.host, address.port, local_hostname="localhost", timeout=timeout)
    try:
        _introduce(smtp)
        if not address.encrypted_at_once:
            _encrypt(smtp, address, context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _introduce(smtp: smtplib.SMTP) -> None:
    """Say EHLO. Small pieces leave at once: the dot that ends a message would wait 40 ms for the one before it."""
    assert smtp.sock is not None
    smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    own = smtp.sock.getsockname()[0]
    smtp.local_hostname = f"[IPv6:{own.partition('%')[0]}]" if ":" in own else f"[{own}]"
    smtp.ehlo_or_helo_if_needed()


def _encrypt(smtp: smtplib.SMTP, address: ServerAddress, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        raise CannotGoOn(Stop.NO_ENCRYPTION, server=address.place)
    code, words = smtp.starttls(context=context)
    if code != 220:
        raise smtplib.SMTPResponseException(code, words)
    smtp.ehlo_or_helo_if_needed()
