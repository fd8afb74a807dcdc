"""Phones trust what the local authority signed, for private addresses only."""

import http.client
import ssl
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer, SimpleHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509 import verification

from changqian.launcher.certificates import PRIVATE, fingerprint, server_certificate
from changqian.launcher.lan import qr, serve_authority

NOW = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)


def test_a_client_that_installed_the_authority_connects(tmp_path: Path) -> None:
    files = server_certificate(tmp_path, ["192.168.1.20"], now=datetime.now(UTC))
    server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.handle_request, daemon=True).start()
    trusting = ssl.create_default_context(cafile=str(files.authority))
    connection = http.client.HTTPSConnection("127.0.0.1", server.server_port, context=trusting, timeout=10)
    connection.request("HEAD", "/")
    assert connection.getresponse().status == 200
    connection.close()
    server.server_close()


def test_the_chain_verifies_for_each_address_and_for_no_other(tmp_path: Path) -> None:
    files = server_certificate(tmp_path, ["192.168.1.20", "10.0.0.5"], now=NOW)
    leaf = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    store = verification.Store([x509.load_pem_x509_certificate(files.authority.read_bytes())])
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert sorted(map(str, names.get_values_for_type(x509.IPAddress))) == ["10.0.0.5", "127.0.0.1", "192.168.1.20"]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=398)
    for address in ("192.168.1.20", "127.0.0.1"):
        subject = x509.IPAddress(ip_address(address))
        verifier = verification.PolicyBuilder().store(store).time(NOW).build_server_verifier(subject)
        assert len(verifier.verify(leaf, [])) == 2
    elsewhere = x509.IPAddress(ip_address("192.168.1.21"))
    with pytest.raises(verification.VerificationError):
        verification.PolicyBuilder().store(store).time(NOW).build_server_verifier(elsewhere).verify(leaf, [])


def test_the_authority_vouches_for_private_addresses_only(tmp_path: Path) -> None:
    files = server_certificate(tmp_path, ["192.168.1.20"], now=NOW)
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    networks = {str(name.value) for name in limits.value.permitted_subtrees or [] if isinstance(name, x509.IPAddress)}
    assert networks == {*PRIVATE, "192.168.1.20/32"}


def test_certificates_are_kept_until_something_changes(tmp_path: Path) -> None:
    files = server_certificate(tmp_path, ["192.168.1.20"], now=NOW)
    authority, server = fingerprint(files.authority), fingerprint(files.certificate)
    server_certificate(tmp_path, ["192.168.1.20"], now=NOW + timedelta(days=90))
    assert (fingerprint(files.authority), fingerprint(files.certificate)) == (authority, server)
    server_certificate(tmp_path, ["192.168.1.77"], now=NOW + timedelta(days=90))
    assert fingerprint(files.authority) == authority, "phones need not install it again"
    moved = fingerprint(files.certificate)
    assert moved != server
    server_certificate(tmp_path, ["192.168.1.77"], now=NOW + timedelta(days=470))
    assert fingerprint(files.authority) == authority
    assert fingerprint(files.certificate) != moved
    assert {file.stat().st_mode & 0o777 for file in tmp_path.glob("*.key")} == {0o600}


def test_the_page_serves_the_certificate_and_its_fingerprint(tmp_path: Path) -> None:
    files = server_certificate(tmp_path, ["192.168.1.20"], now=NOW)
    server = serve_authority(files.authority, "https://192.168.1.20:8443", host="127.0.0.1")
    try:
        origin = f"http://127.0.0.1:{server.server_port}"
        with urllib.request.urlopen(f"{origin}/ca.crt") as answer:
            assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
            assert answer.read() == files.authority.read_bytes()
        with urllib.request.urlopen(origin) as answer:
            page = answer.read().decode()
        assert fingerprint(files.authority) in page
        assert "https://192.168.1.20:8443" in page
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{origin}/ca.key")
    finally:
        server.shutdown()
        server.server_close()
    assert "█" in qr("http://192.168.1.20:8445/")
