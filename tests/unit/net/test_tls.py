"""The context: verifying, TLS 1.2, OpenSSL's own places, no key log."""

import asyncio
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_dialer.net import tls
from tests.faults.certificates import Certificate, write_authority
from tests.faults.fault import Fault
from tests.faults.hostile_server import HostileServer


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)
    tls.context.cache_clear()
    yield
    tls.context.cache_clear()


def test_the_context_verifies_names_and_chains_and_wants_tls_1_2():
    made = tls.context()
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname
    assert made.minimum_version is ssl.TLSVersion.TLSv1_2
    assert tls.context() is made


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the operating system's store is used")
class TestOnLinux:
    def test_ssl_cert_file_is_honoured_and_alone(self, monkeypatch, tmp_path):
        write_authority(tmp_path / "one.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "one.pem"))
        assert tls.context().cert_store_stats()["x509_ca"] == 1

    def test_a_missing_ssl_cert_file_means_that_nobody_is_trusted(self, monkeypatch, tmp_path):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
        monkeypatch.setattr(tls, "_DISTRIBUTION_FILES", (self.authority(tmp_path),))
        assert tls.context().cert_store_stats()["x509_ca"] == 0

    def test_the_distributions_file_is_taken_where_openssl_finds_nothing(self, monkeypatch, tmp_path):
        self.nothing_built_in(monkeypatch, tmp_path)
        monkeypatch.setattr(tls, "_DISTRIBUTION_FILES", (str(tmp_path / "missing.pem"), self.authority(tmp_path)))
        assert tls.context().cert_store_stats()["x509_ca"] == 1

    def test_without_any_authority_the_context_still_verifies(self, monkeypatch, tmp_path):
        self.nothing_built_in(monkeypatch, tmp_path)
        monkeypatch.setattr(tls, "_DISTRIBUTION_FILES", ())
        assert tls.context().verify_mode is ssl.CERT_REQUIRED
        assert tls.context().cert_store_stats()["x509_ca"] == 0

    def test_the_distributions_file_is_left_alone_where_openssl_finds_its_own(self, monkeypatch, tmp_path):
        (tmp_path / "1234abcd.0").touch()
        self.nothing_built_in(monkeypatch, tmp_path, capath=str(tmp_path))
        monkeypatch.setattr(tls, "_DISTRIBUTION_FILES", (self.authority(tmp_path),))
        assert tls.context().cert_store_stats()["x509_ca"] == 0

    @staticmethod
    def nothing_built_in(monkeypatch, tmp_path, capath=None):
        empty = tmp_path / "empty"
        empty.mkdir()
        places = ssl.DefaultVerifyPaths(None, capath or str(empty), "SSL_CERT_FILE", "", "SSL_CERT_DIR", "")
        monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: places)
        monkeypatch.setattr(ssl.SSLContext, "set_default_verify_paths", lambda self: None)

    @staticmethod
    def authority(tmp_path):
        write_authority(tmp_path / "distribution.pem")
        return str(tmp_path / "distribution.pem")


_CHILD = """
import asyncio, sys
from desktop_dialer.core.wire import Method, Request, WireText
from desktop_dialer.net.http_client import HttpClient

async def main():
    client = HttpClient()
    request = Request(method=Method.GET, url=WireText(sys.argv[1]))
    reply = await client.start(request, connect_seconds=5, proxy="none", on_sent=lambda: None)
    print(reply.status, reply.secure)
    await client.aclose()

asyncio.run(main())
"""


async def run_child(url, **environment):
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _CHILD, url],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


async def test_a_fresh_process_trusts_ssl_cert_file_and_writes_no_key_log(tmp_path):
    write_authority(tmp_path / "authority.pem")
    log = tmp_path / "keys.log"
    async with HostileServer(Fault.NONE, tls=Certificate.GOOD) as server:
        done = await run_child(server.url("/"), SSL_CERT_FILE=str(tmp_path / "authority.pem"), SSLKEYLOGFILE=str(log))
        assert (done.stdout, done.stderr) == ("200 True\n", "")
        assert not log.exists()
        # The counter-test: the log works where somebody obeys it.
        ssl.create_default_context().keylog_filename = str(log)
        assert log.exists()


async def test_a_fresh_process_without_it_does_not_trust_the_authority():
    async with HostileServer(Fault.NONE, tls=Certificate.GOOD) as server:
        done = await run_child(server.url("/"))
        assert server.requests == 0
    assert "The certificate of localhost is not trusted" in done.stderr
