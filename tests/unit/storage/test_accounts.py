import asyncio
import gc
import os
import threading

import pytest

from desktop_dialer.core.account import Account, OwnNumber
from desktop_dialer.core.errors import InvalidInput, StorageFailed
from desktop_dialer.storage.accounts import TomlAccounts
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


async def reread(path):
    again = TomlAccounts(path)
    await again.refresh()
    return again.all()


async def test_without_a_file_there_are_no_accounts_and_none_is_made(accounts, path):
    assert not await accounts.refresh()
    assert list(accounts.all()) == []
    assert not path.parent.exists()


async def test_accounts_come_back_as_they_were_in_the_order_of_adding(accounts, path):
    own = (OwnNumber(name="Desk ☎", number="020 555 0142"), OwnNumber(name="Mobile", number="+31612345678"))
    added = [
        account("a2", "Zürich"),
        account("a1", "Office", track_refused="402: no permission"),
        account("a3", "b", own_numbers=own),
    ]
    for each in added:
        await accounts.save(each)
    assert list(accounts.all()) == added
    assert list(await reread(path)) == added
    assert oct(path.stat().st_mode & 0o777) == "0o600"


async def test_an_account_is_replaced_in_its_place_and_may_be_renamed(accounts):
    await accounts.save(account("a1", "one", track_refused="no"))
    await accounts.save(account("a2", "two"))
    changed = account("a1", "ONE", values={}, settings={}, secrets=frozenset())
    await accounts.save(changed)
    assert list(accounts.all()) == [changed, account("a2", "two")]


@pytest.mark.parametrize("name", ["Office", "oFFICE"])
async def test_a_name_is_used_once_whatever_its_case(accounts, name):
    await accounts.save(account("a1", "Office"))
    with pytest.raises(InvalidInput, match="already") as refusal:
        await accounts.save(account("a2", name))
    assert refusal.value.name == "name"
    assert [each.id for each in accounts.all()] == ["a1"]


async def test_a_removed_account_is_gone(accounts):
    await accounts.save(account("a1", "one"))
    await accounts.save(account("a2", "two"))
    await accounts.remove(account("a1"))
    await accounts.remove(account("a1"))
    assert [each.name for each in accounts.all()] == ["two"]


async def test_the_one_put_first_is_the_default_and_the_others_keep_their_order(accounts, path):
    for each in "abc":
        await accounts.save(account(each, each))
    await accounts.put_first(account("c", "c"))
    await accounts.put_first(account("gone", "gone"))
    assert [each.name for each in accounts.all()] == [each.name for each in await reread(path)] == ["c", "a", "b"]


async def test_what_another_process_writes_is_read_once_it_is_there(accounts, path, monkeypatch):
    await accounts.save(account("a", "a"))
    assert not await accounts.refresh()
    other = TomlAccounts(path)
    await other.save(account("b", "b"))
    assert [each.name for each in accounts.all()] == ["a"]
    assert await accounts.refresh()
    assert [each.name for each in accounts.all()] == ["a", "b"]
    monkeypatch.setattr(accounts._file, "read", None)  # it is read no more while it stays as it is
    assert not await accounts.refresh()
    monkeypatch.undo()
    path.unlink()
    assert await accounts.refresh()
    assert accounts.all() == []


async def test_a_file_that_cannot_be_looked_at_is_named_and_what_was_read_stays(accounts, path, monkeypatch):
    await accounts.save(account())

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "stat", refuse)
    with pytest.raises(StorageFailed, match=r"accounts\.toml.*cannot be written|cannot be used"):
        await accounts.refresh()
    monkeypatch.undo()
    assert len(accounts.all()) == 1


async def test_a_disk_that_hangs_holds_up_nothing_but_who_waits_for_it(accounts, path, monkeypatch):
    let_go, threads = threading.Event(), []

    def hang():
        threads.append(threading.current_thread())
        let_go.wait(5)
        return {}

    monkeypatch.setattr(accounts._file, "read", hang)
    path.parent.mkdir()
    path.touch()
    reading = asyncio.ensure_future(accounts.refresh())
    for _ in range(3):
        await asyncio.sleep(0.01)
        assert accounts.all() == []
    assert not reading.done()
    let_go.set()
    assert not await reading
    assert threads[0] is not threading.main_thread()


def test_a_store_that_nobody_holds_leaves_no_thread(path):
    before = set(threading.enumerate())
    store = TomlAccounts(path)
    asyncio.run(store.refresh())
    [thread] = set(threading.enumerate()) - before
    del store
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


async def test_what_the_program_does_not_know_stays(accounts, path):
    await accounts.save(account())
    text = path.read_text()
    path.write_text(
        'theme = "later"\n' + text.replace('name = "Office"', 'name = "Office"\ncolour = "red"') + "\n[more]\nx = 1\n"
    )
    await accounts.save(account("a1", "Desk"))
    await accounts.save(account("a2", "two"))
    kept = path.read_text()
    assert all(words in kept for words in ('theme = "later"', 'colour = "red"', "[more]", 'name = "Desk"'))


async def test_a_number_written_by_hand_counts_as_its_digits(accounts, path):
    path.parent.mkdir()
    path.write_text('\ufeff[[account]]\nid = "a"\nname = "n"\nprovider = "tel2"\n[account.values]\nTimeout = 20\n')
    [found] = await reread(path)
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
        (f"{HEAD}own_numbers = 'Desk'".encode(), "the account n, own_numbers is no list of"),
        (f"{HEAD}own_numbers = [{{ name = 'Desk', number = 1 }}]".encode(), "own_numbers is no list of"),
        (f"{HEAD}[account.settings]\nrecord = true".encode(), 'record is no text: write it as record = "…"'),
        (b"x = " + b"[" * 50_000, "damaged"),
    ],
)
async def test_a_damaged_file_is_named_with_the_place_and_never_written_over(accounts, path, content, words):
    path.parent.mkdir()
    path.write_bytes(content)
    for act in (accounts.refresh, lambda: accounts.save(account("z", "z"))):
        with pytest.raises(StorageFailed, match=words) as refusal:
            await act()
        assert str(path) in str(refusal.value)
    assert path.read_bytes() == content


async def test_a_link_to_the_file_stays_a_link(accounts, path, tmp_path):
    real = tmp_path / "dotfiles" / "accounts.toml"
    real.parent.mkdir()
    real.write_text("")
    path.parent.mkdir()
    path.symlink_to(real)
    await accounts.save(account())
    assert path.is_symlink()
    assert 'name = "Office"' in real.read_text()


async def test_a_crash_or_a_full_disk_leaves_the_old_file(accounts, path, monkeypatch):
    await accounts.save(account())
    before = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFailed, match=r"list of accounts .*accounts\.toml.*the disk is full"):
        await accounts.save(account("a2", "two"))
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["accounts.toml", "accounts.toml.lock"]


ADD = """
import asyncio
import sys
from pathlib import Path
from desktop_dialer.core.account import Account
from desktop_dialer.storage.accounts import TomlAccounts

async def add():
    accounts = TomlAccounts(Path(sys.argv[1]))
    for number in range(10):
        await accounts.save(Account(id=f"{sys.argv[2]}{number}", name=f"{sys.argv[2]} {number}", provider="tel2"))

asyncio.run(add())
"""


async def test_two_processes_that_save_at_once_lose_nothing(accounts, path):
    writers = [start_python(ADD, path, name) for name in ("left", "right")]
    for writer in writers:
        writer.communicate(timeout=60)
    await accounts.refresh()
    assert len(accounts.all()) == 20


async def test_a_list_that_stays_locked_is_named(accounts, path, monkeypatch):
    monkeypatch.setattr("desktop_dialer.storage.toml_file.LOCK_SECONDS", 0.05)
    with accounts._file.changing() as content:
        content["x"] = 1
        with pytest.raises(StorageFailed, match="locked; try again"):
            await accounts.save(account())
