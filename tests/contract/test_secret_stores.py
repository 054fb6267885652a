"""The suite of every secret store over each of them; a real Secret Service is among them where one is installed."""

import pytest

from desktop_dialer.storage.keyring_backend import Keyring
from desktop_dialer.storage.secrets import KeyringSecrets
from desktop_dialer.storage.session_secrets import LayeredSecrets, MemorySecrets
from tests.contract.secret_store_contract import SecretStoreContract
from tests.unit.storage.keyrings import DictBackend, SecretService


class TestMemory(SecretStoreContract):
    @pytest.fixture
    def store(self):
        return MemorySecrets()


class TestLayered(SecretStoreContract):
    @pytest.fixture
    def store(self):
        return LayeredSecrets(MemorySecrets(), MemorySecrets())


class TestKeyringOfOurOwn(SecretStoreContract):
    @pytest.fixture
    def store(self):
        keyring = Keyring(place="a dictionary", backend=DictBackend(), priority=1)
        return KeyringSecrets(choose=lambda: keyring)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with SecretService(tmp_path_factory.mktemp("keyring")) as service:
        yield service


class TestRealSecretService(SecretStoreContract):
    @pytest.fixture
    async def store(self, service, monkeypatch):
        service.offer(monkeypatch)
        store = KeyringSecrets()
        yield store
        for place in (("a1", "password"), ("a1", "token"), ("a2", "password")):
            await store.remove(*place)
