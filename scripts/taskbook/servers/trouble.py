"""What goes wrong between us and a mail server, told as a sentence; and a server's own words made fit to be read."""

from __future__ import annotations

import errno
import socket
import ssl
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.servers.address import ServerAddress
from taskbook.servers.masking import masked

_MOST_WORDS = 120
_PROBE_SECONDS = 3.0
_NO_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_NOT_TLS = {
    "WRONG_VERSION_NUMBER",
    "UNKNOWN_PROTOCOL",
    "HTTP_REQUEST",
    "RECORD_LAYER_FAILURE",
    "PACKET_LENGTH_TOO_LONG",
    "BAD_RECORD_TYPE",
    "UNEXPECTED_MESSAGE",
}
_TOO_OLD = (
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "HANDSHAKE_FAILURE",
    "NO_SHARED_CIPHER",
    "NO_CIPHERS",
    "DH_KEY_TOO_SMALL",
    "LEGACY",
    "INSUFFICIENT_SECURITY",
    "INTERNAL_ERROR",
)
_SELF_SIGNED = {18, 19}  # OpenSSL's X509_V_ERR numbers, here and below
_UNKNOWN_ISSUER = {2, 20, 21, 27}
_NOT_YET, _EXPIRED, _REVOKED = 9, 10, 23
_OTHER_NAME = {62, 64}
_WEAK = {66, 67, 68}


@contextmanager
def told_as_sentences(address: ServerAddress, connected: bool = False) -> Iterator[None]:
    """Turn what sockets, TLS, smtplib and imaplib raise into `CannotGoOn`; leave the rest (files, our own slips) alone.

    With `connected`, a silent or broken connection is one that broke off (SERVER_BROKE_OFF); without, one that was
    never made (SERVER_UNREACHABLE).
    """
    try:
        yield
    except CannotGoOn:
        raise
    except Exception as error:
        told = sentence_for(error, address, connected)
        if told is None:
            raise
        raise told from error


def sentence_for(error: Exception, address: ServerAddress, connected: bool = False) -> CannotGoOn | None:
    """The `CannotGoOn` for an error of a conversation with a server; None where it is not about the server."""
    error = _behind(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return _about_certificate(error, address)
    if isinstance(error, ssl.SSLError):
        return _about_encryption(error, address, connected)
    if (spoken := _about_conversation(error, address)) is not None:
        return spoken
    if isinstance(error, OSError) and error.filename is not None:
        return None
    if isinstance(error, TimeoutError) and _speaks_tls_at_once(address):
        reason = wording.REASON_NO_ANSWER
        return CannotGoOn(
            Stop.ENCRYPTED_FROM_THE_START,
            server=address.place,
            reason=reason,
            scheme=address.scheme,
            other=address.other_scheme,
        )
    if isinstance(error, OSError | UnicodeError | EOFError):
        stop = Stop.SERVER_BROKE_OFF if connected else Stop.SERVER_UNREACHABLE
        return CannotGoOn(stop, server=address.place, reason=reason_of(error))
    return None


def reason_of(error: Exception) -> str:
    """Why a connection failed, in a few words."""
    error = _behind(error)
    if isinstance(error, socket.gaierror | UnicodeError):
        return wording.REASON_NO_SUCH_HOST
    if isinstance(error, TimeoutError):
        return wording.REASON_NO_ANSWER
    if isinstance(error, ConnectionRefusedError):
        return wording.REASON_REFUSED_CONNECTION
    if isinstance(error, ConnectionError | EOFError | ssl.SSLEOFError):
        return wording.REASON_CUT_OFF
    if isinstance(error, PermissionError):
        return wording.REASON_BLOCKED
    if isinstance(error, OSError):
        return (
            wording.REASON_NO_NETWORK if error.errno in _NO_NETWORK else words(error.strerror or str(error))
        )
    return type(error).__name__


def words(reply: object, most: int = _MOST_WORDS, secrets: tuple[str, str] | None = None) -> str:
    """What a server said, for people: UTF-8 or GBK bytes or a text, on one line, without control characters, shortened.
    `secrets`, the user and the password it was told, are masked before that.

    >>> words("mailbox\\r\\nfull".encode())
    'mailbox full'
    """
    text = _decoded(reply) if isinstance(reply, bytes | bytearray) else str(reply)
    if secrets:
        text = masked(text, *secrets)
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text)
    line = " ".join(plain.split())
    return (line if len(line) <= most else line[: most - 1] + "…") or wording.REASON_NO_WORDS


def _decoded(reply: bytes | bytearray) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return bytes(reply).decode(encoding)
        except UnicodeDecodeError:
            continue
    return bytes(reply).decode("utf-8", "replace")


def _behind(error: Exception) -> Exception:
    """smtplib says of every trouble that the connection was closed; what it was stands behind."""
    cause = error.__cause__ or error.__context__
    told = type(error).__name__ == "SMTPServerDisconnected" and isinstance(cause, OSError)
    return cause if told and isinstance(cause, Exception) else error


def _about_certificate(error: ssl.SSLCertVerificationError, address: ServerAddress) -> CannotGoOn:
    number = getattr(error, "verify_code", 0)
    if number in (_EXPIRED, _NOT_YET):
        reason = wording.REASON_EXPIRED if number == _EXPIRED else wording.REASON_NOT_YET_VALID
        return CannotGoOn(Stop.CERTIFICATE_EXPIRED, server=address.place, reason=reason)
    if number in _OTHER_NAME or "match" in str(error).lower():
        reason = wording.REASON_OTHER_NAME.format(host=address.host)
        return CannotGoOn(Stop.CERTIFICATE_OF_OTHER, server=address.place, reason=reason)
    known = dict.fromkeys(_SELF_SIGNED, wording.REASON_SELF_SIGNED)
    known |= dict.fromkeys(_UNKNOWN_ISSUER, wording.REASON_ISSUER_UNKNOWN)
    known |= dict.fromkeys(_WEAK, wording.REASON_TOO_WEAK) | {_REVOKED: wording.REASON_REVOKED}
    reason = known.get(number) or words(getattr(error, "verify_message", "") or error)
    return CannotGoOn(Stop.CERTIFICATE_UNKNOWN, server=address.place, reason=reason)


def _about_encryption(error: ssl.SSLError, address: ServerAddress, connected: bool) -> CannotGoOn:
    said = (error.reason or "").upper()
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        stop = Stop.SERVER_BROKE_OFF if connected else Stop.SERVER_UNREACHABLE
        return CannotGoOn(stop, server=address.place, reason=wording.REASON_CUT_OFF)
    if connected:
        return CannotGoOn(Stop.SERVER_BROKE_OFF, server=address.place, reason=_tls_words(error))
    if said in _NOT_TLS and address.encrypted_at_once:
        return CannotGoOn(
            Stop.NOT_ENCRYPTED_THERE,
            server=address.place,
            reason=wording.REASON_NOT_TLS,
            scheme=address.scheme,
            other=address.other_scheme,
        )
    reason = wording.REASON_TLS_TOO_OLD if any(part in said for part in _TOO_OLD) else _tls_words(error)
    return CannotGoOn(Stop.SERVER_UNREACHABLE, server=address.place, reason=reason)


def _tls_words(error: ssl.SSLError) -> str:
    said = (error.reason or str(error)).replace("_", " ").lower()
    return wording.REASON_TLS_FAILED.format(words=words(said))


def _about_conversation(error: Exception, address: ServerAddress) -> CannotGoOn | None:
    """What smtplib and imaplib raise; their modules are loaded only where something has gone wrong."""
    import imaplib
    import smtplib

    details: dict[str, object] = {"server": address.place}
    if isinstance(error, smtplib.SMTPServerDisconnected | imaplib.IMAP4.abort):
        return CannotGoOn(Stop.SERVER_BROKE_OFF, reason=wording.REASON_CUT_OFF, **details)
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code == -1:
            return CannotGoOn(Stop.SERVER_UNREACHABLE, reason=wording.REASON_NOT_UNDERSTOOD_ANSWER, **details)
        reason = f"{error.smtp_code} {words(error.smtp_error)}"
        return CannotGoOn(Stop.SERVER_REFUSED, reason=reason, **details)
    if isinstance(error, smtplib.SMTPException | imaplib.IMAP4.error):
        said = error.args[0] if error.args else ""
        return CannotGoOn(Stop.SERVER_REFUSED, reason=words(said), **details)
    return None


def _speaks_tls_at_once(address: ServerAddress) -> bool:
    """Whether a port that kept silent waits for TLS from us: asked with a handshake that verifies and sends nothing."""
    if address.encrypted_at_once:
        return False
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname = False
    asking.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address.host, address.port), _PROBE_SECONDS) as plain,
            asking.wrap_socket(plain),
        ):
            return True
    except OSError:
        return False
