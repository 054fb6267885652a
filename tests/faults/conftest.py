"""What the fault tests share: a program that trusts the tests' own authority."""

import pytest

from desktop_dialer.net import tls
from tests.faults.certificates import write_authority


@pytest.fixture
def trusting(monkeypatch, tmp_path):
    """The program's own context, made anew where the environment names the tests' authority."""
    file = tmp_path / "authority.pem"
    write_authority(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls.context.cache_clear()
    yield
    tls.context.cache_clear()
