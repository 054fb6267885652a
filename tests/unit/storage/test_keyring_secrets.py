import asyncio
import gc
import sys
import threading
import time
from contextlib import closing

import keyring.backends.SecretService
import keyring.errors
import pytest

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import SecretUnavailable
from desktop_dialer.core.secret import Secret
from desktop_dialer.storage.keyring_backend import ALLOWED, Keyring, choose_keyring
from desktop_dialer.storage.secrets import KeyringSecrets
from desktop_dialer.storage.session_secrets import LayeredSecrets, MemorySecrets
from tests.unit.storage.keyrings import DictBackend, SecretService
from tests.unit.storage.material import run_python

WAY_OUT = r"keep the secret for this session only: desktop-dialer call --secret KEY\.$"


@pytest.fixture
def backend():
    return DictBackend()


@pytest.fixture
def store(backend):
    return KeyringSecrets(limit=5, choose=lambda: Keyring(place="the test's keyring", backend=backend, priority=1))


async def refusal(awaitable):
    with pytest.raises(SecretUnavailable, match=WAY_OUT) as caught:
        await awaitable
    assert caught.value.reason is Reason.KEYRING
    assert "canary" not in repr(caught.value)
    assert type(caught.value.__context__) in {type(None), TimeoutError}
    return str(caught.value)


async def test_a_secret_lies_under_the_account_s_id_and_its_key(store, backend):
    await store.put("a1", "password", Secret("canary"))
    assert backend.held == {("desktop-dialer", "a1/password"): "canary"}
    assert store.place == "the test's keyring"


async def test_the_keyring_is_asked_in_one_thread_that_is_not_the_loop_s(store, backend):
    await store.put("a1", "password", Secret("canary"))
    await asyncio.gather(*(store.get("a1", f"key {number}") for number in range(5)))
    assert len(backend.threads) == 1
    assert threading.get_ident() not in backend.threads


async def test_a_secret_is_read_once_and_anew_after_a_change(store, backend):
    backend.held["desktop-dialer", "a1/password"] = "canary"
    for _ in range(3):
        assert await store.get("a1", "password") == Secret("canary")
    assert backend.reads == 1
    await store.put("a1", "password", Secret("new"))
    backend.held["desktop-dialer", "a1/password"] = "changed by hand"
    assert (await store.get("a1", "password")).reveal() == "changed by hand"


async def test_a_missing_secret_is_looked_for_again(store, backend):
    assert await store.get("a1", "password") is None
    backend.held["desktop-dialer", "a1/password"] = "canary"
    assert await store.get("a1", "password") == Secret("canary")


@pytest.mark.parametrize("error", [keyring.errors.KeyringLocked("canary"), keyring.errors.InitError("canary")])
async def test_a_locked_keyring_is_no_missing_secret(store, backend, error):
    backend.refusal = error
    assert "is locked" in await refusal(store.get("a1", "password"))
    assert "is locked" in await refusal(store.put("a1", "password", Secret("canary")))
    assert "is locked" in await refusal(store.remove("a1", "password"))
    backend.refusal = None
    assert await store.get("a1", "password") is None


@pytest.mark.parametrize("error", [keyring.errors.PasswordSetError("canary"), OSError("canary"), KeyError("canary")])
async def test_a_keyring_that_fails_in_its_own_way_is_named(store, backend, error):
    backend.refusal = error
    assert f"failed ({type(error).__name__})" in await refusal(store.put("a1", "password", Secret("canary")))


async def test_a_keyring_that_drops_what_it_is_given_is_noticed(store, backend):
    backend.set_password = lambda *_: None
    assert "did not keep password" in await refusal(store.put("a1", "password", Secret("canary")))


async def test_a_keyring_that_does_not_remove_is_noticed(store, backend):
    await store.put("a1", "password", Secret("canary"))
    backend.delete_password = lambda *_: None
    assert "did not remove password" in await refusal(store.remove("a1", "password"))


async def test_a_keyring_that_hangs_is_given_up_and_answers_later(backend):
    store = KeyringSecrets(limit=0.05, choose=lambda: Keyring(place="it", backend=backend, priority=1))
    backend.gate.clear()
    began = time.monotonic()
    assert "did not answer; unlock it" in await refusal(store.get("a1", "password"))
    assert "did not answer" in await refusal(store.put("a1", "password", Secret("canary")))
    assert time.monotonic() - began < 2
    backend.gate.set()
    await store.put("a1", "other", Secret("x"))
    assert backend.held == {("desktop-dialer", "a1/other"): "x"}, "what was given up is not done later"


def test_a_keyring_that_hangs_does_not_keep_the_program_from_ending():
    script = """
import asyncio, time
from desktop_dialer.core.errors import SecretUnavailable
from desktop_dialer.storage.secrets import KeyringSecrets
async def main():
    try:
        await KeyringSecrets(limit=0.05, choose=lambda: time.sleep(60)).get("a1", "password")
    except SecretUnavailable:
        print("given up")
asyncio.run(main())
"""
    began = time.monotonic()
    assert run_python(script) == "given up\n"
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "keyrings.alt.file.PlaintextKeyring",
        "no.such.Thing",
        "nonsense",
    ],
)
async def test_a_backend_that_does_not_encrypt_is_refused_by_name(monkeypatch, name):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    sentence = await refusal(KeyringSecrets().get("a1", "password"))
    assert f"names {name}, which is none of the keyrings that encrypt" in sentence


async def test_a_plaintext_backend_that_is_installed_is_refused_and_not_even_loaded(monkeypatch, tmp_path):
    (tmp_path / "plain_keyring.py").write_text("raise SystemExit('loaded')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "plain_keyring.PlaintextKeyring")
    await refusal(KeyringSecrets().put("a1", "password", Secret("canary")))
    assert "plain_keyring" not in sys.modules


async def test_without_a_keyring_the_sentence_says_so(monkeypatch):
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    assert "No keyring answers" in await refusal(KeyringSecrets().get("a1", "password"))


async def test_a_safe_backend_that_is_named_and_not_there_is_not_replaced(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.kwallet.DBusKeyring")
    assert "names KWallet, which does not answer here" in await refusal(KeyringSecrets().get("a1", "password"))


def test_the_viable_backend_of_the_highest_priority_is_taken(monkeypatch):
    class Low(DictBackend):
        priority = 1

    class High(DictBackend):
        priority = 5

    class Broken:
        @property
        def priority(self):
            raise RuntimeError

    classes = dict(zip(ALLOWED, (Low, High, Broken), strict=False))

    def load(module):
        found = next((path for path in classes if path.startswith(f"{module}.")), None)
        if not found:
            raise ImportError(module)
        return type("module", (), {found.rpartition(".")[2]: classes[found]})

    monkeypatch.setattr("importlib.import_module", load)
    chosen = choose_keyring({})
    assert (chosen.place, type(chosen.backend)) == ("KWallet", High)
    named = choose_keyring({"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"})
    assert type(named.backend) is Low


async def test_the_library_s_own_configuration_file_is_ignored(monkeypatch, tmp_path):
    folder = tmp_path / "python_keyring"
    folder.mkdir()
    (folder / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    assert "No keyring answers" in await refusal(KeyringSecrets().get("a1", "password"))


async def test_the_session_s_own_secret_needs_no_keyring(store, backend):
    backend.refusal = keyring.errors.KeyringLocked()
    session = MemorySecrets()
    await session.put("a1", "password", Secret("canary"))
    layered = LayeredSecrets(session, store)
    assert await layered.get("a1", "password") == Secret("canary")
    assert "is locked" in await refusal(layered.get("a1", "token"))
    assert "is locked" in await refusal(layered.put("a1", "password", Secret("new")))
    assert await layered.get("a1", "password") == Secret("canary")


async def test_what_is_stored_takes_the_place_of_the_session_s_own(store):
    session = MemorySecrets()
    await session.put("a1", "password", Secret("old"))
    layered = LayeredSecrets(session, store)
    await layered.put("a1", "password", Secret("canary"))
    assert await layered.get("a1", "password") == Secret("canary")
    assert layered.place == store.place == "the test's keyring"


class TestRealSecretService:
    @pytest.fixture
    def service(self, tmp_path, monkeypatch):
        with SecretService(tmp_path) as service:
            service.offer(monkeypatch)
            yield service

    # WORKAROUND: the library leaves its connection to the garbage collector where the keyring is locked.
    @pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
    async def test_locked_missing_and_present_are_told_apart(self, service):
        store = KeyringSecrets()
        await store.put("a1", "password", Secret("canary"))
        assert store.place == "Secret Service"
        assert await store.get("a1", "password") == Secret("canary")
        assert await KeyringSecrets().get("a1", "token") is None
        with closing(keyring.backends.SecretService.secretstorage.dbus_init()) as bus:
            keyring.backends.SecretService.secretstorage.get_default_collection(bus).lock()
        assert "Secret Service is locked" in await refusal(KeyringSecrets().get("a1", "password"))
        assert await store.get("a1", "password") == Secret("canary"), "this process has read it"
        gc.collect()
