import os

import pytest

from desktop_dialer.core.account import Account
from desktop_dialer.core.errors import InvalidInput, StorageFailed
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.settings import Settings, TomlSettings
from tests.unit.storage.material import start_python


@pytest.fixture
def path(tmp_path):
    return tmp_path / "my home ☎" / "accounts.toml"


@pytest.fixture
def accounts(path):
    return TomlAccounts(path)


def account(account_id="a1", name="Office", **changes):
    fields = {
        "provider": "voiptech",
        "values": {"SetCID": "31201234567", "Timeout": "20", "weird key.": 'quotes " \\ ☎'},
        "settings": {"country": "NL", "base_url": "https://pbx.example/dial"},
        "secrets": frozenset({"password"}),
    }
    return Account(id=account_id, name=name, **{**fields, **changes})


def test_without_a_file_there_are_no_accounts_and_none_is_made(accounts, path):
    assert list(accounts.all()) == []
    assert not path.parent.exists()


def test_accounts_come_back_as_they_were_in_the_order_of_adding(accounts, path):
    added = [account("a2", "Zürich"), account("a1", "Office", track_refused="402: no permission"), account("a3", "b")]
    for each in added:
        accounts.save(each)
    assert list(TomlAccounts(path).all()) == added
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_an_account_is_replaced_in_its_place_and_may_be_renamed(accounts):
    accounts.save(account("a1", "one", track_refused="no"))
    accounts.save(account("a2", "two"))
    changed = account("a1", "ONE", values={}, settings={}, secrets=frozenset())
    accounts.save(changed)
    assert list(accounts.all()) == [changed, account("a2", "two")]


@pytest.mark.parametrize("name", ["Office", "oFFICE"])
def test_a_name_is_used_once_whatever_its_case(accounts, name):
    accounts.save(account("a1", "Office"))
    with pytest.raises(InvalidInput, match="already") as refusal:
        accounts.save(account("a2", name))
    assert refusal.value.name == "name"
    assert [each.id for each in accounts.all()] == ["a1"]


def test_a_removed_account_is_gone(accounts):
    accounts.save(account("a1", "one"))
    accounts.save(account("a2", "two"))
    accounts.remove(account("a1"))
    accounts.remove(account("a1"))
    assert [each.name for each in accounts.all()] == ["two"]


def test_what_the_program_does_not_know_stays(accounts, path):
    accounts.save(account())
    text = path.read_text()
    path.write_text(
        'theme = "later"\n' + text.replace('name = "Office"', 'name = "Office"\ncolour = "red"') + "\n[more]\nx = 1\n"
    )
    accounts.save(account("a1", "Desk"))
    accounts.save(account("a2", "two"))
    kept = path.read_text()
    assert all(words in kept for words in ('theme = "later"', 'colour = "red"', "[more]", 'name = "Desk"'))


def test_a_number_written_by_hand_counts_as_its_digits(accounts, path):
    path.parent.mkdir()
    path.write_text('\ufeff[[account]]\nid = "a"\nname = "n"\nprovider = "tel2"\n[account.values]\nTimeout = 20\n')
    [found] = accounts.all()
    assert found.values == {"Timeout": "20"}
    assert found.secrets == frozenset()


HEAD = '[[account]]\nid = "a"\nname = "n"\nprovider = "tel2"\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[[account]]\nid = \n", "line 2"),
        (b"[[account]]\n\nid = 'a'\nx = '\xff'\n", "line 4 is not UTF-8"),
        (b"[account]\nid = 'a'", r"starts with a line \[\[account\]\]"),
        (b"account = 3", r"starts with a line \[\[account\]\]"),
        (b"[[account]]\nname = 'n'\nprovider = 'x'", "the account n has no id"),
        (b"[[account]]\nid = 'n'\nprovider = 'x'", "an account has no name"),
        (b"[[account]]\nid = 'n'\nname = 'n'\nprovider = 3", "the account n has no provider"),
        (f"{HEAD}secrets = 'password'".encode(), "secrets is no list of names"),
        (f"{HEAD}secrets = [1]".encode(), "secrets is no list of names"),
        (f"{HEAD}track_refused = 1".encode(), "track_refused is no text"),
        (f"{HEAD}values = 1".encode(), "values is no table"),
        (f"{HEAD}[account.settings]\nrecord = true".encode(), 'record is no text: write it as record = "…"'),
        (b"x = " + b"[" * 50_000, "damaged"),
    ],
)
def test_a_damaged_file_is_named_with_the_place_and_never_written_over(accounts, path, content, words):
    path.parent.mkdir()
    path.write_bytes(content)
    for act in (accounts.all, lambda: accounts.save(account("z", "z"))):
        with pytest.raises(StorageFailed, match=words) as refusal:
            act()
        assert str(path) in str(refusal.value)
    assert path.read_bytes() == content


def test_a_link_to_the_file_stays_a_link(accounts, path, tmp_path):
    real = tmp_path / "dotfiles" / "accounts.toml"
    real.parent.mkdir()
    real.write_text("")
    path.parent.mkdir()
    path.symlink_to(real)
    accounts.save(account())
    assert path.is_symlink()
    assert 'name = "Office"' in real.read_text()


def test_a_crash_or_a_full_disk_leaves_the_old_file(accounts, path, monkeypatch):
    accounts.save(account())
    before = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFailed, match=r"list of accounts .*accounts\.toml.*the disk is full"):
        accounts.save(account("a2", "two"))
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["accounts.toml", "accounts.toml.lock"]


ADD = """
import sys
from pathlib import Path
from desktop_dialer.core.account import Account
from desktop_dialer.storage.accounts import TomlAccounts
accounts = TomlAccounts(Path(sys.argv[1]))
for number in range(10):
    accounts.save(Account(id=f"{sys.argv[2]}{number}", name=f"{sys.argv[2]} {number}", provider="tel2"))
"""


def test_two_processes_that_save_at_once_lose_nothing(accounts, path):
    writers = [start_python(ADD, path, name) for name in ("left", "right")]
    for writer in writers:
        writer.communicate(timeout=60)
    assert len(accounts.all()) == 20


def test_a_list_that_stays_locked_is_named(accounts, path, monkeypatch):
    monkeypatch.setattr("desktop_dialer.storage.toml_file.LOCK_SECONDS", 0.05)
    with accounts._file.changing() as content:
        content["x"] = 1
        with pytest.raises(StorageFailed, match="locked; try again"):
            accounts.save(account())


def test_settings_keep_the_default_account_and_what_they_do_not_know(tmp_path):
    path = tmp_path / "settings.toml"
    settings = TomlSettings(path)
    assert settings.read() == Settings()
    path.write_text('geometry = "800x600"\n')
    settings.save(Settings(default_account="Office"))
    assert TomlSettings(path).read() == Settings(default_account="Office")
    assert "geometry" in path.read_text()
    settings.save(Settings())
    assert settings.read() == Settings()


def test_a_default_account_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("default_account = 3\n")
    with pytest.raises(StorageFailed, match=r"settings\.toml.*default_account is no text"):
        TomlSettings(path).read()
