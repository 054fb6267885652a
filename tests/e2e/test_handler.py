"""`handler`: the registration as the system's own tools see it."""

import asyncio
import os
import shutil
import sys

import pytest

from desktop_dialer.desktop.uri_handler import Command, link_handler

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="a freedesktop system is wanted")


@pytest.fixture(autouse=True)
def system(tmp_path, monkeypatch):
    """A user of an own, who has chosen nothing."""
    for variable, folder in (("HOME", "me"), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / folder))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "")
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "system"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    return tmp_path


async def ask(*words):
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    return out.decode()


async def test_installed_asked_about_and_removed(dialer, system):
    first = await dialer.run("handler", "status")
    assert (first.code, first.out.splitlines()[:3]) == (0, ["tel: nobody", "callto: nobody", "sip: nobody"])
    installed = await dialer.run("handler", "install")
    assert installed.code == 0
    assert installed.out.count("this program") == 3
    entry = (system / "data/applications/desktop-dialer.desktop").read_text()
    assert " --untrusted-args %u\n" in entry
    again = await dialer.run("handler", "install")
    assert "nothing was changed" in again.out
    removed = await dialer.run("handler", "remove")
    assert removed.code == 0
    left = [path for folder in ("data", "config") for path in (system / folder).rglob("*") if path.is_file()]
    assert [path for path in left if path.name != "mimeinfo.cache" or b"desktop-dialer" in path.read_bytes()] == []
    assert "Nothing was registered" in (await dialer.run("handler", "remove")).out


@pytest.mark.skipif(not shutil.which("gio"), reason="gio is not installed")
async def test_gio_takes_the_registration(dialer):
    await dialer.run("handler", "install")
    for scheme in ("tel", "callto", "sip"):
        said = await ask("gio", "mime", f"x-scheme-handler/{scheme}")
        assert "desktop-dialer.desktop" in said.splitlines()[0]
    await dialer.run("handler", "remove")
    assert "desktop-dialer" not in await ask("gio", "mime", "x-scheme-handler/tel")


@pytest.mark.skipif(not shutil.which("xdg-mime"), reason="xdg-mime is not installed")
async def test_xdg_mime_takes_the_registration(dialer):
    await dialer.run("handler", "install")
    assert (await ask("xdg-mime", "query", "default", "x-scheme-handler/tel")).strip() == "desktop-dialer.desktop"


@pytest.mark.skipif(not shutil.which("gio"), reason="gio is not installed")
@pytest.mark.parametrize("link", ["tel:+31201234567", "callto:+31%2020;ext=1", "sip:*21*1%23@x.example"])
async def test_a_link_comes_out_as_one_argument_behind_the_guard(system, link):
    os.mkfifo(system / "got")
    recorder = system / "a $recorder"
    recorder.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$@" > "{system}/got"\n')
    recorder.chmod(0o755)
    link_handler().install(Command(words=(str(recorder),), program=str(recorder)))
    got = await asyncio.create_subprocess_exec("cat", system / "got", stdout=asyncio.subprocess.PIPE)
    await ask("gio", "open", link)
    out, _ = await asyncio.wait_for(got.communicate(), 10)
    assert out.decode().splitlines() == ["2", "--untrusted-args", link]
