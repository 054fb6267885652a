import asyncio
import ssl
import sys

import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import SecretUnavailable, StorageFailed
from desktop_dialer.core.secret import Secret
from desktop_dialer.desktop import self_test
from desktop_dialer.desktop.self_test import (
    CheckFailed,
    CheckSkipped,
    Outcome,
    check_home,
    check_journal,
    check_keyring,
    check_qt,
    check_tls,
    findings,
)
from desktop_dialer.storage.session_secrets import MemorySecrets


def raising(error):
    async def check():
        raise error

    return check


async def fine():
    return "all is well"


async def hanging():
    await asyncio.sleep(60)


async def test_each_check_has_its_finding_whatever_the_others_do():
    checks = {
        "one": raising(CheckFailed("broken")),
        "two": raising(CheckSkipped("not here")),
        "three": raising(ZeroDivisionError("by zero")),
        "four": hanging,
        "five": fine,
    }
    found = [(one.check, one.outcome, one.text) async for one in findings(checks, limit=0.05)]
    assert found == [
        ("one", Outcome.FAILED, "broken"),
        ("two", Outcome.SKIPPED, "not here"),
        ("three", Outcome.FAILED, "ZeroDivisionError: by zero"),
        ("four", Outcome.FAILED, "It did not end within 0 seconds."),
        ("five", Outcome.OK, "all is well"),
    ]


async def test_qt_draws_in_a_process_of_its_own():
    pytest.importorskip("PySide6")
    assert "version 6." in await check_qt()


async def test_a_qt_that_cannot_be_loaded_is_told_by_its_last_words(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho warning >&2\necho 'libGL.so.1: cannot open' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(CheckFailed, match=r"does not work here: libGL\.so\.1"):
        await check_qt()
    python.write_text("#!/bin/sh\nkill -6 $$\n")
    with pytest.raises(CheckFailed, match="it ended with -6"):
        await check_qt()


async def test_qt_in_a_bundle_is_left_to_its_own_test(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(CheckSkipped):
        await check_qt()


@pytest.fixture
def tls(monkeypatch):
    """The program's TLS context, as a test makes it."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(self_test, "context", lambda: made)
    return made


async def test_certificates_are_counted(tls, monkeypatch, tmp_path):
    tls.load_default_certs()
    if tls.cert_store_stats()["x509_ca"]:
        assert "certificate authorities" in await check_tls()


async def test_without_a_certificate_there_is_a_way_out(tls, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with pytest.raises(CheckFailed, match="ca-certificates"):
        await check_tls()
    (tmp_path / "a1b2c3d4.0").write_text("")
    assert "a folder of certificate authorities" in await check_tls()


async def test_a_context_that_checks_nothing_is_found(tls):
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE
    with pytest.raises(CheckFailed, match="must not be used"):
        await check_tls()


class Absent(MemorySecrets):
    async def put(self, account, key, secret):
        raise SecretUnavailable("No keyring answers.", reason=Reason.KEYRING)


class Forgetful(MemorySecrets):
    async def get(self, account, key):
        return Secret("another")


class Clinging(MemorySecrets):
    async def remove(self, account, key):
        pass


async def test_a_secret_is_kept_given_back_and_gone_afterwards():
    store = MemorySecrets()
    assert await check_keyring(store) == "this session's memory"
    assert not store._secrets


@pytest.mark.parametrize(
    ("store", "error", "words"),
    [
        (Absent(), SecretUnavailable, "No keyring"),
        (Forgetful(), CheckFailed, "another secret"),
        (Clinging(), CheckFailed, "did not remove"),
    ],
    ids=["absent", "forgetful", "clinging"],
)
async def test_a_keyring_that_does_not_keep_its_word_is_found(store, error, words):
    with pytest.raises(error, match=words):
        await check_keyring(store)


async def test_the_journal_is_written_and_read_back(tmp_path):
    assert await check_journal(tmp_path / "new") == "written, read back, checksums right"


async def test_a_journal_that_comes_back_otherwise_is_found(tmp_path, monkeypatch):
    async def other(self, call, after=0):
        return []

    monkeypatch.setattr(self_test.SqliteJournal, "events", other)
    with pytest.raises(CheckFailed, match="not read back"):
        await check_journal(tmp_path)


async def test_a_damaged_journal_is_found(tmp_path):
    (tmp_path / "journal.db").write_bytes(b"no database" * 500)
    with pytest.raises(CheckFailed, match="was damaged"):
        await check_journal(tmp_path)


async def test_the_home_is_tried_and_left_as_it_was(tmp_path):
    assert await check_home(tmp_path / "home") == str(tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []


async def test_a_home_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed, match="own folder"):
        await check_home(tmp_path / "file" / "home")
