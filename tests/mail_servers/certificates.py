"""Certificates as offices have them: good ones by an authority of their own, and every kind of bad one."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
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


def make_home_made(folder: Path) -> Identity:
    """A server's certificate signed by itself, without any of the extensions that RFC 5280 asks for but the name."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "自建邮箱")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Identity(folder / "home_made.pem", folder / "home_made.key")
    made.chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    made.key.write_bytes(key.private_bytes(form, kind, serialization.NoEncryption()))
    return made
