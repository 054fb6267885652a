"""The one TLS context of the program: verifying, TLS 1.2 at least, made once and never weakened.

`ssl.create_default_context()` is not used: it obeys `SSLKEYLOGFILE`, and a key log opens every password on the wire.
"""

from __future__ import annotations

import functools
import os
import ssl
import sys
from pathlib import Path

_DISTRIBUTION_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL 7 and later
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine
    "/etc/pki/tls/cacert.pem",  # OpenELEC
)


@functools.cache
def context() -> ssl.SSLContext:
    """The shared context. The first call reads some hundred certificates (20 ms): make it from a thread, early."""
    if sys.platform in ("win32", "darwin"):
        import truststore  # the operating system's own store and rules

        made: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load_authorities(made)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def _load_authorities(made: ssl.SSLContext) -> None:
    """Load OpenSSL's own places; where they hold nothing, the first of the distributions' files.

    `SSL_CERT_FILE` and `SSL_CERT_DIR` are OpenSSL's, and whoever sets one wants no other. A frozen program's OpenSSL
    names places of the machine that it was built on; that is when the distributions' files come in.
    """
    made.set_default_verify_paths()
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or _has_default_authorities():
        return
    for file in map(Path, _DISTRIBUTION_FILES):
        if file.is_file():
            made.load_verify_locations(cafile=file)
            return


def _has_default_authorities() -> bool:
    places = ssl.get_default_verify_paths()
    return bool(places.cafile) or (bool(places.capath) and any(Path(places.capath).iterdir()))
