"""Where a server speaks HTTP/2, we do: a real one over TLS on loopback, several requests on one connection."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from flows.fetch.client import Client
from flows.fetch.settings import FetchSettings

SETTINGS = FetchSettings(allow_loopback=True, read_timeout=20)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path


@pytest.fixture
def server(certificate):
    """The port of a server that speaks HTTP/2 only, and its log: (connection, path)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(["h2"])
    log: list[tuple[int, str]] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            for number in range(10):
                raw, _ = listener.accept()
                # one that refuses our certificate hangs up
                with suppress(ssl.SSLError, ConnectionError), context.wrap_socket(raw, server_side=True) as stream:
                    talk(stream, number, log)

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1], log
    listener.close()


def talk(stream, number, log):
    connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    stream.sendall(connection.data_to_send())
    while received := stream.recv(65_536):
        for event in connection.receive_data(received):
            if isinstance(event, RequestReceived):
                path = dict(event.headers)[":path"]
                log.append((number, path))
                headers = [(":status", "200"), ("content-type", "text/html; charset=utf-8"), ("etag", '"one"')]
                connection.send_headers(event.stream_id, headers)
                connection.send_data(event.stream_id, f"<p>{path}</p>".encode(), end_stream=True)
        stream.sendall(connection.data_to_send())


def test_requests_go_over_one_connection_of_http_2(certificate, server):
    port, log = server
    trusted = ssl.create_default_context(cafile=certificate)
    with Client(SETTINGS, "communique/test", trusted) as client:
        answers = [client.get(f"https://127.0.0.1:{port}/{n}") for n in range(3)]
    assert [(one.status, one.body, one.failure) for one in answers] == [
        (200, f"<p>/{n}</p>".encode(), None) for n in range(3)
    ]
    assert answers[0].headers["etag"] == '"one"'
    assert log == [(0, "/0"), (0, "/1"), (0, "/2")]


def test_a_certificate_that_nobody_vouches_for_is_not_believed(server):
    port, log = server
    with Client(SETTINGS, "communique/test") as client:
        answer = client.get(f"https://127.0.0.1:{port}/story")
    assert answer.failure.startswith("network: ")
    assert "certificate" in answer.failure.lower()
    assert log == []
