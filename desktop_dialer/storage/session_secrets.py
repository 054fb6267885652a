"""Secrets kept in memory for as long as this process runs, alone or in front of a keyring."""

from desktop_dialer.core.ports import SecretStore
from desktop_dialer.core.secret import Secret
from desktop_dialer.storage.secret_rules import check_secret


class MemorySecrets:
    """Implements `core.ports.SecretStore` without a disk or a keyring."""

    def __init__(self) -> None:
        self._secrets: dict[tuple[str, str], Secret] = {}

    @property
    def place(self) -> str:
        return "this session's memory"

    async def get(self, account: str, key: str) -> Secret | None:
        return self._secrets.get((account, key))

    async def put(self, account: str, key: str, secret: Secret) -> None:
        """Keep it. Raises `InvalidInput` for one that no store takes."""
        check_secret(key, secret)
        self._secrets[account, key] = secret

    async def remove(self, account: str, key: str) -> None:
        self._secrets.pop((account, key), None)


class LayeredSecrets:
    """Implements `core.ports.SecretStore`: what the session holds counts, all else is the keyring's.

    What is put goes to the keyring, and the session's own gives way to it.
    """

    def __init__(self, session: SecretStore, keyring: SecretStore) -> None:
        self._session = session
        self._keyring = keyring

    @property
    def place(self) -> str:
        return self._keyring.place

    async def get(self, account: str, key: str) -> Secret | None:
        return await self._session.get(account, key) or await self._keyring.get(account, key)

    async def put(self, account: str, key: str, secret: Secret) -> None:
        await self._keyring.put(account, key, secret)
        await self._session.remove(account, key)

    async def remove(self, account: str, key: str) -> None:
        await self._session.remove(account, key)
        await self._keyring.remove(account, key)
