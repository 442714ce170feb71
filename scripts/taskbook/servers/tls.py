"""Encryption with a server whose certificate is verified, always: there is no way to switch it off."""

from __future__ import annotations

import re
import ssl
from pathlib import Path

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop

_PEM = re.compile(
    rb"-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END \1?CERTIFICATE-----"
)
_MOST_BYTES = 4 << 20
"""A bundle of every root in the world has a quarter of that."""


def context(authority: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, names and certificates checked against the system's roots and the office's own root certificate.

    `authority` is a file in PEM or DER, as Windows exports it (.crt, .cer). Where the variable SSL_CERT_FILE is set,
    OpenSSL takes the system's roots from there. Raises `Stop.AUTHORITY_WRONG`.
    """
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if authority is not None:
        _trust(made, authority)
    return made


def _trust(made: ssl.SSLContext, authority: Path) -> None:
    """Roots made by hand are often not by the letter of RFC 5280, and some offices give out an intermediate one."""
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    written = _read(authority)
    blocks = [match[0].decode("ascii") for match in _PEM.finditer(written)]
    try:
        made.load_verify_locations(cadata="\n".join(blocks) if blocks else written)
    except (ssl.SSLError, ValueError) as error:
        raise _unreadable(authority, wording.REASON_NO_CERTIFICATE) from error


def _read(authority: Path) -> bytes:
    try:
        with authority.open("rb") as file:
            written = file.read(_MOST_BYTES)
    except FileNotFoundError as error:
        raise _unreadable(authority, wording.REASON_NO_SUCH_FILE) from error
    except OSError as error:
        raise _unreadable(authority, error.strerror or type(error).__name__) from error
    if written.startswith((b"\xff\xfe", b"\xfe\xff")):  # saved again by Notepad as Unicode
        written = written.decode("utf-16", "replace").encode("utf-8")
    if not written.strip():
        raise _unreadable(authority, wording.REASON_NO_CERTIFICATE)
    return written


def _unreadable(authority: Path, reason: str) -> CannotGoOn:
    return CannotGoOn(Stop.AUTHORITY_WRONG, path=authority, reason=reason)
