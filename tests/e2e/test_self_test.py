"""`self-test`: what it finds where all is well, and where something is not."""

import os

import pytest

CHECKS = ["Qt", "TLS", "keyring", "journal", "own folder", "simulated call"]


def outcomes(ended):
    return {line[:16].strip(): line[16:25].strip() for line in ended.out.splitlines()}


async def test_without_a_keyring_that_alone_fails_and_the_way_out_is_named(dialer, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    ended = await dialer.run("self-test")
    found = outcomes(ended)
    assert list(found) == CHECKS
    assert {name: outcome for name, outcome in found.items() if outcome != "ok"} == {"keyring": "failed"}
    assert "desktop-dialer call --secret" in ended.out
    assert ended.code == 1


async def test_where_all_is_well_the_exit_is_0(dialer):
    if "DESKTOP_DIALER_TEST_SESSION" not in os.environ:
        pytest.skip("needs the keyring of the session that packaging/dev test makes")
    ended = await dialer.run("self-test")
    assert set(outcomes(ended).values()) == {"ok"}
    assert ended.code == 0


async def test_a_home_that_cannot_be_written_is_found(dialer, tmp_path):
    dialer.home = tmp_path / "file"
    dialer.home.write_text("")
    ended = await dialer.run("self-test")
    assert outcomes(ended)["own folder"] == "failed"
    assert outcomes(ended)["simulated call"] == "ok"
    assert ended.code == 1
