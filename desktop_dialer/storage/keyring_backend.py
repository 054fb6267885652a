"""Which of the system's keyrings is used: one of those that encrypt, named here; never one that merely stores.

Everything here blocks, and the first use imports the library: it is for the keyring's own thread.
"""

import importlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import SecretUnavailable

_log = logging.getLogger(__name__)

VARIABLE = "PYTHON_KEYRING_BACKEND"
WAY_OUT = "keep the secret for this session only: desktop-dialer call --secret KEY"
ALLOWED = {
    "keyring.backends.SecretService.Keyring": "Secret Service",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.libsecret.Keyring": "Secret Service (libsecret)",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "macOS Keychain",
}
"""The backends by their class, with their names for a person. The library's chain of several, its configuration
file and whatever else is installed are left out: each could be a store in plain text."""


class Backend(Protocol):
    """What this program asks of a keyring."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """A keyring that is there, with its name for a person."""

    place: str
    backend: Backend
    priority: float


def choose_keyring(environment: Mapping[str, str] = os.environ) -> Keyring:
    """The best keyring that is there, or the one that `PYTHON_KEYRING_BACKEND` names. Raises `SecretUnavailable`."""
    named = environment.get(VARIABLE)
    if not named:
        found = [keyring for path in ALLOWED if (keyring := _load(path))]
        if not found:
            raise unavailable("No keyring answers on this system; install or start one")
        return max(found, key=lambda keyring: keyring.priority)
    if named not in ALLOWED:
        raise unavailable(f"{VARIABLE} names {named}, which is none of the keyrings that encrypt; unset it")
    keyring = _load(named)
    if keyring is None:
        raise unavailable(f"{VARIABLE} names {ALLOWED[named]}, which does not answer here; start it, or unset it")
    return keyring


def unavailable(sentence: str) -> SecretUnavailable:
    """The error for a keyring that cannot be used, with the way out that is always there."""
    return SecretUnavailable(f"{sentence}, or {WAY_OUT}.", reason=Reason.KEYRING)


def _load(path: str) -> Keyring | None:
    """The keyring of that class; None where it is not to be had here."""
    module, _, name = path.rpartition(".")
    try:
        backend_class = getattr(importlib.import_module(module), name)
        # Reading the priority asks whether the keyring can be used.
        return Keyring(place=ALLOWED[path], backend=backend_class(), priority=float(backend_class.priority))
    except Exception as error:  # noqa: BLE001 - each backend fails in the ways of its own system
        _log.debug("%s is not to be had: %s", path, type(error).__name__)
        return None
