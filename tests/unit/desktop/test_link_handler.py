import sys

import pytest

from desktop_dialer.core.errors import NotOffered, StorageFailed
from desktop_dialer.desktop import uri_handler
from desktop_dialer.desktop.uri_handler import Command, link_handler, own_command
from desktop_dialer.desktop.xdg_folders import xdg_folders


@pytest.fixture
def folders(tmp_path):
    environment = {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_DIRS": f"relative:{tmp_path / 'system'}",
        "XDG_CONFIG_DIRS": str(tmp_path / "etc"),
        "XDG_CURRENT_DESKTOP": "ubuntu:GNOME",
    }
    return environment, xdg_folders(environment)


@pytest.fixture
def handler(folders):
    return link_handler(folders[0], system="linux")


@pytest.fixture
def command(tmp_path):
    program = tmp_path / "bin" / "desktop-dialer"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return Command(words=(str(program),), program=str(program))


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def calls_is_the_default(tmp_path, where="etc/mimeapps.list"):
    put(tmp_path / "system/applications/org.gnome.Calls.desktop", "[Desktop Entry]\nName=Calls\n")
    put(tmp_path / where, "[Default Applications]\nx-scheme-handler/tel=gone.desktop;org.gnome.Calls.desktop;\n")


def files(tmp_path):
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_nothing_is_registered_at_first(handler):
    found = handler.status()
    assert (found.program, found.program_exists) == (None, False)
    assert [(one.scheme, one.desktop_file, one.is_us) for one in found.defaults] == [
        ("tel", None, False),
        ("callto", None, False),
        ("sip", None, False),
    ]


def test_installed_it_is_the_default_and_again_nothing_changes(handler, command, folders):
    assert handler.install(command)
    found = handler.status()
    assert (found.program, found.program_exists) == (command.program, True)
    assert all(one.is_us and one.chosen_in == folders[1].mimeapps for one in found.defaults)
    assert not handler.install(command)


def test_removed_it_leaves_nothing_and_whoever_was_the_default_is_so_again(handler, command, tmp_path):
    calls_is_the_default(tmp_path, "config/mimeapps.list")
    before = {path: path.read_bytes() for path in files(tmp_path)}
    assert handler.status().defaults[0].name == "Calls"
    handler.install(command)
    assert handler.status().defaults[0].is_us
    assert handler.remove()
    assert {path: path.read_bytes() for path in files(tmp_path)} == before
    assert handler.status().defaults[0].desktop_file == "org.gnome.Calls.desktop"
    assert not handler.remove()


def test_with_nothing_there_before_nothing_is_there_after(handler, command, tmp_path):
    before = files(tmp_path)
    handler.install(command)
    handler.remove()
    assert files(tmp_path) == before


def test_a_program_that_moved_is_registered_anew(handler, command, tmp_path):
    handler.install(command)
    (tmp_path / "bin/desktop-dialer").unlink()
    assert not handler.status().program_exists
    assert handler.install(Command(words=("/bin/sh",), program="/bin/sh"))
    assert handler.status().program_exists


@pytest.mark.parametrize("where", ["config/gnome-mimeapps.list", "config/ubuntu-mimeapps.list"])
def test_a_list_of_the_desktop_itself_goes_before_ours_and_is_named(handler, command, tmp_path, where):
    calls_is_the_default(tmp_path, where)
    handler.install(command)
    tel, callto, _ = handler.status().defaults
    assert (tel.name, tel.chosen_in) == ("Calls", tmp_path / where)
    assert callto.is_us


def test_one_that_is_merely_able_to_is_told_as_such(handler, tmp_path):
    put(tmp_path / "system/applications/kde/dial.desktop", "[Desktop Entry]\nName=Dial\n")
    put(tmp_path / "system/applications/mimeinfo.cache", "[MIME Cache]\nx-scheme-handler/sip=kde-dial.desktop;\n")
    sip = handler.status().defaults[2]
    assert (sip.desktop_file, sip.name, sip.chosen_in) == ("kde-dial.desktop", "Dial", None)


def test_a_name_with_a_way_out_of_the_folder_is_no_program(folders, tmp_path):
    put(tmp_path / "data/x.desktop", "")
    assert folders[1].desktop_file("../x.desktop") is None


def test_the_system_is_told_where_it_has_a_tool_for_that(handler, command, tmp_path, monkeypatch):
    tool = tmp_path / "update-desktop-database"
    tool.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/told\nexit 1\n')
    tool.chmod(0o755)
    monkeypatch.setattr(uri_handler.shutil, "which", lambda name: str(tool))
    handler.install(command)
    handler.install(command)
    handler.remove()
    assert (tmp_path / "told").read_text() == f"-q {tmp_path}/data/applications\n" * 2
    tool.unlink()
    assert handler.install(command)  # a tool that cannot be started is none


def test_what_the_disk_refuses_is_a_sentence(handler, command, tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(StorageFailed, match=r"desktop-dialer\.desktop"):
        handler.install(command)


@pytest.mark.parametrize(("system", "name"), [("win32", "Windows"), ("darwin", "macOS")])
def test_other_systems_are_said_to_come(system, name):
    with pytest.raises(NotOffered, match=name):
        link_handler({}, system=system)


def test_a_home_without_variables_has_its_usual_folders():
    folders = xdg_folders({"HOME": "/nowhere", "XDG_DATA_HOME": "relative"})
    assert str(folders.applications) == "/nowhere/.local/share/applications"
    assert str(folders.mimeapps) == "/nowhere/.config/mimeapps.list"
    assert [str(path) for path in folders.data[1:]] == ["/usr/local/share", "/usr/share"]


def test_the_program_registers_what_it_was_started_as(monkeypatch, command, tmp_path):
    monkeypatch.setattr(sys, "argv", [command.program, "handler"])
    assert own_command() == command
    monkeypatch.setattr(sys, "argv", ["-m"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin/python"))
    assert own_command() == command


def test_a_checkout_is_started_by_its_python(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["-m"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    words = own_command().words
    assert words[1].startswith("PYTHONPATH=")
    assert words[2:] == (str(tmp_path / "python"), "-m", "desktop_dialer")


def test_a_bundle_is_its_own_program(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == Command(words=(sys.executable,), program=sys.executable)
