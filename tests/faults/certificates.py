"""Certificates for loopback servers: a good one by the tests' own authority, and three bad ones.

A client that trusts the file written by `write_authority` accepts `Certificate.GOOD` and no other.
"""

import datetime as dt
import functools
import ssl
import tempfile
from enum import Enum, auto
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

BEHIND_PROXY = "portal.test"
"""A name that `Certificate.GOOD` covers beside `localhost`: loopback hosts never go through a proxy."""


class Certificate(Enum):
    """The certificate that the server shows; the client asks for `localhost`."""

    GOOD = auto()
    SELF_SIGNED = auto()
    EXPIRED = auto()
    WRONG_NAME = auto()


def write_authority(path):
    """Write the authority's certificate, as `SSL_CERT_FILE` wants it."""
    _authority().cert_pem.write_to_path(str(path))


@functools.cache
def server_context(certificate):
    """The server's side of a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    match certificate:
        case Certificate.GOOD:
            _authority().issue_cert("localhost", BEHIND_PROXY).configure_cert(context)
        case Certificate.EXPIRED:
            begin = long_ago - dt.timedelta(days=30)
            _authority().issue_cert("localhost", not_before=begin, not_after=long_ago).configure_cert(context)
        case Certificate.WRONG_NAME:
            _authority().issue_cert("somebody-else.example").configure_cert(context)
        case Certificate.SELF_SIGNED:
            _use_self_signed(context)
    return context


@functools.cache
def _authority():
    return trustme.CA()


def _use_self_signed(context):
    """Load a certificate for `localhost` that is its own issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_bytes(pem)
        context.load_cert_chain(file)
