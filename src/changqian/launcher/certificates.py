"""A local certificate authority, so that phones in the LAN get the secure origin that camera and position ask for.

Made on first start, its key never leaves the data folder. It can vouch for private addresses only (RFC 5280 §4.2.1.10),
so that installing it on a phone does not put the phone's other connections at risk.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # phones refuse server certificates of more than 398 days
RENEW_DAYS = 30
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
NAMES = ("localhost", "local", "lan")


@dataclass(frozen=True)
class ServerCertificate:
    """PEM files for the servers: certificate, its PKCS#8 key and the authority's certificate."""

    certificate: Path
    key: Path
    authority: Path


def lan_addresses() -> list[str]:
    """This machine's IPv4 addresses other machines may reach, the one of the default route first."""
    import psutil

    found = [
        entry.address
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if entry.family is socket.AF_INET and not name.startswith(("docker", "br-", "veth", "virbr"))
    ]
    usable = [address for address in found if not ipaddress.ip_address(address).is_loopback]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737 documentation address; connecting UDP sends nothing
            first = probe.getsockname()[0]
        except OSError:
            return usable
    return sorted(set(usable), key=lambda address: (address != first, address))


def server_certificate(folder: Path, addresses: Sequence[str], *, now: datetime) -> ServerCertificate:
    """The server's certificate for these IPv4 addresses, renewed when they change or its end is near."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = ServerCertificate(folder / "server.crt", folder / "server.key", folder / "ca.crt")
    if not files.authority.exists() or not _covers(files.authority, addresses, now):
        _make_authority(folder, addresses, now)
        files.certificate.unlink(missing_ok=True)
    if not files.certificate.exists() or not _names(files.certificate, addresses, now):
        _make_server(files, folder / "ca.key", addresses, now)
    return files


def fingerprint(certificate: Path) -> str:
    """SHA-256 of the certificate, as phones show it."""
    digest = x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256())
    return ":".join(f"{byte:02X}" for byte in digest)


def _make_authority(folder: Path, addresses: Sequence[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "常企安"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"常企安本地根证书 {socket.gethostname()[:30]}"),
        ]
    )
    networks = [*map(IPv4Network, PRIVATE), *(IPv4Network(f"{address}/32") for address in addresses)]
    permitted: list[x509.GeneralName] = [x509.IPAddress(network) for network in networks]
    permitted += [x509.DNSName(suffix) for suffix in NAMES]
    public = key.public_key()
    certificate = (
        _builder(name, name, public, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / "ca.key", key)
    (folder / "ca.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _make_server(files: ServerCertificate, authority_key: Path, addresses: Sequence[str], now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    signer = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, addresses[0])])
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), *(x509.IPAddress(a) for a in _wanted(addresses))]
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    certificate = (
        _builder(subject, authority.subject, key.public_key(), now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(issuer, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(files.key, key)
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # phones with a clock that is a little slow
        .not_valid_after(now + timedelta(days=days - 1))
    )


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)


def _wanted(addresses: Sequence[str]) -> list[IPv4Address]:
    return [IPv4Address("127.0.0.1"), *map(IPv4Address, addresses)]


def _lasts(certificate: x509.Certificate, now: datetime) -> bool:
    return certificate.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)


def _covers(authority: Path, addresses: Sequence[str], now: datetime) -> bool:
    certificate = x509.load_pem_x509_certificate(authority.read_bytes())
    permitted = certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    networks = [name.value for name in permitted if isinstance(name.value, IPv4Network)]
    inside = all(any(IPv4Address(address) in network for network in networks) for address in addresses)
    return inside and _lasts(certificate, now)


def _names(server: Path, addresses: Sequence[str], now: datetime) -> bool:
    certificate = x509.load_pem_x509_certificate(server.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(_wanted(addresses)) <= set(names.get_values_for_type(x509.IPAddress)) and _lasts(certificate, now)
