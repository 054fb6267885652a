"""Keyrings to test with: a dictionary, and a real Secret Service on a bus of its own."""

import os
import shutil
import subprocess
import threading

import pytest

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")


class DictBackend:
    """A keyring in a dictionary; `refusal` is raised by each method while it is set, `gate` holds each up."""

    def __init__(self):
        self.held = {}
        self.reads = 0
        self.threads = set()
        self.refusal = None
        self.gate = threading.Event()
        self.gate.set()

    def _pass(self):
        self.threads.add(threading.get_ident())
        self.gate.wait(10)
        if self.refusal:
            raise self.refusal

    def get_password(self, service, username):
        self._pass()
        self.reads += 1
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self._pass()
        self.held[service, username] = password

    def delete_password(self, service, username):
        self._pass()
        del self.held[service, username]


class SecretService:
    """gnome-keyring, unlocked, in a folder and on a bus of its own; ends with the block. Skips where not installed."""

    def __init__(self, folder):
        self.folder = folder
        self.address = None
        self._running = []

    def __enter__(self):
        if missing := [program for program in PROGRAMS if not shutil.which(program)]:
            pytest.skip(f"not installed: {', '.join(missing)}")
        self.folder.chmod(0o700)
        bus = self._start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
        self.address = bus.stdout.readline().decode().strip()
        keyring = self._start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
        keyring.stdin.write(b"test\n")
        keyring.stdin.close()
        keyring.stdout.readline()  # it names its control folder once it is up
        return self

    def __exit__(self, *_):
        for process in reversed(self._running):
            process.terminate()
            process.wait(timeout=10)
            process.stdout.close()
            if not process.stdin.closed:
                process.stdin.close()

    def offer(self, monkeypatch):
        """Make this the keyring that the test finds."""
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", self.address)

    def _start(self, *command):
        private = {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        hidden = {"DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "DBUS_SESSION_BUS_ADDRESS"}
        environment = {name: value for name, value in os.environ.items() if name not in hidden} | private
        if self.address:
            environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._running.append(process)
        return process
