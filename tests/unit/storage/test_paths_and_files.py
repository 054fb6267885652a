import os
import socket
from pathlib import Path

import pytest

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.storage.file_lock import FileLock
from desktop_dialer.storage.files import create_file, make_folder, make_private_folder, write_file
from desktop_dialer.storage.paths import find_paths


def all_of(paths):
    return [*paths]


def test_one_folder_holds_everything(tmp_path, monkeypatch):
    home = tmp_path / "h"
    monkeypatch.chdir(tmp_path)
    for name in (str(home), "h"):
        paths = find_paths({"DESKTOP_DIALER_HOME": name})
        assert all(home in path.parents for path in all_of(paths) if path != paths.socket)
        assert len(set(all_of(paths))) == len(all_of(paths))
    assert not home.exists()


def test_without_it_the_system_s_folders_are_used(monkeypatch, tmp_path):
    names = {"config": "XDG_CONFIG_HOME", "data": "XDG_DATA_HOME", "state": "XDG_STATE_HOME", "run": "XDG_RUNTIME_DIR"}
    monkeypatch.delenv("DESKTOP_DIALER_HOME", raising=False)
    short = Path("/tmp") / f"dd-{os.getpid()}"
    for folder, variable in names.items():
        monkeypatch.setenv(variable, str(short / folder))
    (short / "run").mkdir(parents=True, mode=0o700)
    try:
        for environment in (os.environ, {"DESKTOP_DIALER_HOME": ""}):
            paths = find_paths(environment)
            assert paths.accounts == short / "config/desktop-dialer/accounts.toml"
            assert paths.journal == short / "data/desktop-dialer/journal.db"
            assert paths.live == short / "state/desktop-dialer/live"
            assert paths.socket == short / "run/desktop-dialer/window.socket"
    finally:
        (short / "run").rmdir()
        short.rmdir()


@pytest.mark.parametrize("name", ["x" * 90, "☎" * 40, "a b/" * 25])
def test_a_socket_whose_path_would_be_too_long_lies_in_the_runtime_folder(name, monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    paths, again = (find_paths({"DESKTOP_DIALER_HOME": f"/tmp/{name}"}) for _ in range(2))
    other = find_paths({"DESKTOP_DIALER_HOME": f"/tmp/{name}y"})
    assert paths.lock == Path(f"/tmp/{name}/run/window.lock")
    assert len(os.fsencode(paths.socket)) <= 100
    assert paths.socket == again.socket != other.socket


@pytest.mark.parametrize("runtime", ["/tmp/" + "r" * 80, "/nowhere"])
def test_a_runtime_folder_that_does_not_serve_is_passed_over_in_silence(runtime, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    assert len(os.fsencode(find_paths({"DESKTOP_DIALER_HOME": "/tmp/" + "x" * 90}).socket)) <= 100


def test_the_socket_s_path_can_be_bound(tmp_path):
    home = tmp_path / "my ☎ home"
    path = find_paths({"DESKTOP_DIALER_HOME": str(home)}).socket
    make_private_folder(path.parent)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    path.unlink()


def test_folders_are_for_their_owner_alone_whatever_was_there_stays(tmp_path):
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "a ☎" / "b")
    make_folder(tmp_path / "a ☎" / "b")
    modes = [oct(path.stat().st_mode & 0o777) for path in (tmp_path, tmp_path / "a ☎", tmp_path / "a ☎" / "b")]
    assert modes == ["0o755", "0o700", "0o700"]


def test_a_file_is_written_for_its_owner_alone_through_a_linked_folder(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    path = tmp_path / "link" / "new" / "file"
    write_file(path, b"one")
    write_file(path, b"two")
    assert (tmp_path / "real/new/file").read_bytes() == b"two"
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [each.name for each in path.parent.iterdir()] == ["file"]


def test_an_existing_file_is_not_emptied(tmp_path):
    path = tmp_path / "file"
    create_file(path)
    path.write_text("content")
    create_file(path)
    assert path.read_text() == "content"


def test_a_folder_that_others_may_write_in_is_refused(tmp_path):
    folder = tmp_path / "shared"
    make_private_folder(folder)
    folder.chmod(0o777)
    with pytest.raises(StorageFailed, match="others may write in it"):
        make_private_folder(folder)


def test_a_link_in_the_place_of_a_private_folder_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(StorageFailed, match="belongs to somebody else"):
        make_private_folder(tmp_path / "link")


def test_a_lock_is_held_by_one_or_shared_by_many(tmp_path):
    path = tmp_path / "lock"
    alone = FileLock.take(path)
    assert FileLock.take(path) is None
    assert FileLock.take(path, shared=True, seconds=0.05) is None
    alone.release()
    alone.release()
    shared = [FileLock.take(path, shared=True) for _ in range(3)]
    assert all(shared)
    assert FileLock.take(path) is None
    for lock in shared:
        lock.release()
    FileLock.take(path).release()


def test_a_lock_on_a_file_that_is_removed_meanwhile_is_taken_anew(tmp_path, monkeypatch):
    path = tmp_path / "lock"
    first = FileLock.take(path)
    flock = __import__("fcntl").flock

    def removed_meanwhile(*args):
        monkeypatch.undo()
        path.unlink()
        return flock(*args)

    path.write_text("")
    first.release()
    monkeypatch.setattr("fcntl.flock", removed_meanwhile)
    second = FileLock.take(path)
    assert path.exists()
    assert FileLock.take(path) is None
    second.release()


def test_a_lock_in_a_folder_that_is_gone_is_no_lock(tmp_path):
    with pytest.raises(FileNotFoundError):
        FileLock.take(tmp_path / "gone" / "lock")
