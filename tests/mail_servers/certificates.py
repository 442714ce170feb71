"""Certificates as offices have them: good ones by an authority of their own, and every kind of bad one."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

NAMES = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Identity:
    """A server's certificate chain and key, each a PEM file."""

    chain: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """For a server that shows this certificate."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.chain, self.key)
        return made


@dataclass(frozen=True)
class Certificates:
    """`authority` (PEM) and `authority_der` are the office's root; `stranger` shows a certificate by another one."""

    authority: Path
    authority_der: Path
    server: Identity
    expired: Identity
    not_yet: Identity
    other_name: Identity
    stranger: Identity
    stranger_authority: Path


def make_certificates(folder: Path) -> Certificates:
    """All of them as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    ours, other = trustme.CA(organization_name="示例区"), trustme.CA(organization_name="别处")
    now = datetime.now(UTC)
    authority, authority_der = folder / "authority.pem", folder / "authority.crt"
    ours.cert_pem.write_to_path(authority)
    authority_der.write_bytes(ssl.PEM_cert_to_DER_cert(ours.cert_pem.bytes().decode("ascii")))
    other.cert_pem.write_to_path(folder / "stranger_authority.pem")

    def identity(name: str, by: trustme.CA, *names: str, **when: datetime) -> Identity:
        issued = by.issue_cert(*(names or NAMES), **when)
        chain, key = folder / f"{name}.pem", folder / f"{name}.key"
        chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(key)
        return Identity(chain, key)

    return Certificates(
        authority,
        authority_der,
        server=identity("server", ours),
        expired=identity(
            "expired", ours, not_before=now - timedelta(days=90), not_after=now - timedelta(days=1)
        ),
        not_yet=identity(
            "not_yet", ours, not_before=now + timedelta(days=2), not_after=now + timedelta(days=90)
        ),
        other_name=identity("other_name", ours, "mail.elsewhere.example"),
        stranger=identity("stranger", other),
        stranger_authority=folder / "stranger_authority.pem",
    )
