"""Secrets in the system's keyring: asked in a thread of its own, one at a time, and never for longer than a limit."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from desktop_dialer.core.errors import SecretUnavailable
from desktop_dialer.core.secret import Secret
from desktop_dialer.storage.keyring_backend import Backend, Keyring, choose_keyring, unavailable
from desktop_dialer.storage.secret_rules import check_secret
from desktop_dialer.storage.worker import Worker

T = TypeVar("T")

SERVICE = "desktop-dialer"
LIMIT_SECONDS = 30.0
_MOST_COPIES = 8
"""A keyring may hold several entries of one name, and removes one at a time."""


class KeyringSecrets:
    """Implements `core.ports.SecretStore`. A locked keyring waits for its owner: hence the limit, in seconds.

    A secret that was read is remembered until the process ends or it is changed here.
    """

    def __init__(self, *, limit: float = LIMIT_SECONDS, choose: Callable[[], Keyring] = choose_keyring) -> None:
        self._limit = limit
        self._choose = choose
        self._keyring: Keyring | None = None
        self._read: dict[tuple[str, str], Secret] = {}
        self._worker = Worker("keyring")

    @property
    def place(self) -> str:
        return self._keyring.place if self._keyring else "the system's keyring"

    async def get(self, account: str, key: str) -> Secret | None:
        if (account, key) not in self._read:
            secret = await self._ask(lambda backend: _secret(backend.get_password(SERVICE, _username(account, key))))
            if secret is None:
                return None
            self._read[account, key] = secret
        return self._read[account, key]

    async def put(self, account: str, key: str, secret: Secret) -> None:
        """Store it and read it back. Raises `InvalidInput` for one that not every keyring takes."""
        value = check_secret(key, secret)
        username = _username(account, key)

        def store(backend: Backend) -> bool:
            backend.set_password(SERVICE, username, value)
            return backend.get_password(SERVICE, username) == value

        self._read.pop((account, key), None)
        if not await self._ask(store):
            raise unavailable(f"{self.place} did not keep {key}: what it gives back is not what was stored; try again")

    async def remove(self, account: str, key: str) -> None:
        username = _username(account, key)

        def remove(backend: Backend) -> bool:
            for _ in range(_MOST_COPIES):
                if backend.get_password(SERVICE, username) is None:
                    return True
                backend.delete_password(SERVICE, username)
            return False

        self._read.pop((account, key), None)
        if not await self._ask(remove):
            raise unavailable(f"{self.place} did not remove {key}; remove it there")

    async def _ask(self, work: Callable[[Backend], T]) -> T:
        """What the keyring answers, in time. Raises `SecretUnavailable`."""
        try:
            async with asyncio.timeout(self._limit):
                return await self._worker.run(lambda: self._in_thread(work))
        except TimeoutError:
            raise unavailable(f"{self.place} did not answer; unlock it and try again") from None

    def _in_thread(self, work: Callable[[Backend], T]) -> T:
        if self._keyring is None:
            self._keyring = self._choose()
        try:
            return work(self._keyring.backend)
        except Exception as error:  # noqa: BLE001 - backends raise their own systems' errors besides the library's
            refusal = _refused(self._keyring.place, error)
        # Out here the backend's error is no part of ours: nobody knows what it says, or holds in its frames.
        raise refusal


def _secret(value: str | None) -> Secret | None:
    """The text in its wrapper, in the thread already: a loop in debug mode shows what a slow callback brought."""
    return None if value is None else Secret(value)


def _username(account: str, key: str) -> str:
    return f"{account}/{key}"


def _refused(place: str, error: Exception) -> SecretUnavailable:
    from keyring.errors import InitError, KeyringLocked

    if isinstance(error, KeyringLocked | InitError):
        return unavailable(f"{place} is locked, or was not unlocked when it asked; unlock it and try again")
    return unavailable(f"{place} failed ({type(error).__name__}); try again")
