"""What may be stored as a secret, the same in every store: what each of the systems' keyrings can hold."""

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.secret import Secret

MAX_UNITS = 1280
"""Windows stores 2,560 bytes of UTF-16."""


def check_secret(key: str, secret: Secret) -> str:
    """The secret's text, fit to be stored. Raises `InvalidInput`, which does not show it."""
    value = secret.reveal()
    try:
        units = len(value.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise InvalidInput(f"{key} holds half a character, which cannot be stored; type it anew.", name=key) from None
    if not units:
        raise InvalidInput(f"{key} is empty.", name=key)
    if units > MAX_UNITS:
        raise InvalidInput(f"{key} is longer than {MAX_UNITS} characters, which no keyring is sure to hold.", name=key)
    return value
