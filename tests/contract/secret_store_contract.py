"""What every `SecretStore` keeps: inherit the class, give a `store` fixture."""

import pytest

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.secret import Secret

VALUES = [
    "plain",
    " spaces around ",
    "quotes \" ' & <tag> %41 \\ \t",
    "Grüße ☎ 📞 שלום",
    "x" * 1280,
    "📞" * 640,
    "line\nbreak",
]


class SecretStoreContract:
    async def test_what_was_put_is_given_back(self, store):
        await store.put("a1", "password", Secret("canary"))
        assert await store.get("a1", "password") == Secret("canary")

    @pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
    async def test_any_text_comes_back_as_it_was(self, store, value):
        await store.put("a1", "password", Secret(value))
        assert (await store.get("a1", "password")).reveal() == value

    async def test_a_missing_secret_is_none(self, store):
        assert await store.get("a1", "no such key") is None

    async def test_accounts_and_keys_are_told_apart(self, store):
        await store.put("a1", "password", Secret("one"))
        await store.put("a1", "token", Secret("two"))
        await store.put("a2", "password", Secret("three"))
        found = [await store.get(*place) for place in (("a1", "password"), ("a1", "token"), ("a2", "password"))]
        assert [secret.reveal() for secret in found] == ["one", "two", "three"]

    async def test_a_secret_is_replaced(self, store):
        await store.put("a1", "password", Secret("old"))
        assert await store.get("a1", "password") == Secret("old")
        await store.put("a1", "password", Secret("new"))
        assert await store.get("a1", "password") == Secret("new")

    async def test_a_removed_secret_is_gone_and_may_be_removed_again(self, store):
        await store.put("a1", "password", Secret("canary"))
        await store.remove("a1", "password")
        assert await store.get("a1", "password") is None
        await store.remove("a1", "password")

    @pytest.mark.parametrize(
        "value", ["", "x" * 1281, "📞" * 641, "half \ud800"], ids=["empty", "long", "wide", "half"]
    )
    async def test_what_not_every_keyring_holds_is_refused_without_being_shown(self, store, value):
        with pytest.raises(InvalidInput) as refusal:
            await store.put("a1", "password", Secret(value))
        assert refusal.value.name == "password"
        assert "password" in str(refusal.value)
        assert not value or value not in str(refusal.value)
        assert await store.get("a1", "password") is None

    async def test_the_place_is_named_and_no_repr_shows_a_secret(self, store):
        await store.put("a1", "password", Secret("canary"))
        assert store.place
        assert "canary" not in repr(store) + repr(await store.get("a1", "password"))
