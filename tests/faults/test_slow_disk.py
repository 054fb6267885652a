"""Half a second for whatever touches the disk or the keyring: every call goes its way, and the event loop never waits.

The window lives in that loop: what holds it up freezes the window.
"""

import asyncio
import builtins
import io
import os
import sqlite3
import ssl
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from desktop_dialer.core.call import State
from desktop_dialer.net import tls
from desktop_dialer.simulator import Simulator
from desktop_dialer.storage.keyring_backend import Keyring
from desktop_dialer.storage.secrets import KeyringSecrets
from desktop_dialer.wiring import Program
from tests.faults.crew import PROVIDERS, Person, add_account, own_line, somebody

SLOW = 0.5
LONGEST_CALLBACK = 0.25
SCALE = 0.2
PACE = 0.5


class SlowBackend:
    """A keyring whose daemon takes its time."""

    priority = 1.0

    def __init__(self, wait):
        self._wait = wait
        self._kept = {}

    def get_password(self, service, username):
        self._wait("keyring")
        return self._kept.get((service, username))

    def set_password(self, service, username, password):
        self._wait("keyring")
        self._kept[service, username] = password


class Disk:
    """Slow from `begin` on, in whatever thread it is used; `reached` counts what was.

    Slow are files under the home and the open ones, the database's commits, and OpenSSL's certificates.
    """

    def __init__(self, home, monkeypatch):
        self._home = home
        self._patch = monkeypatch
        self._is_slow = False
        self.reached = Counter()

    def begin(self):
        self._is_slow = True
        for module, names in {os: ("fsync", "rename", "replace", "open"), io: ("open",), builtins: ("open",)}.items():
            for name in names:
                self._slow_down(module, name)
        if sys.platform != "win32":
            import fcntl

            self._slow_down(fcntl, "flock")
        self._patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=self._connection()))
        tls.context.cache_clear()
        load = ssl.SSLContext.set_default_verify_paths
        self._patch.setattr(ssl.SSLContext, "set_default_verify_paths", lambda own: (self.wait("tls"), load(own)))

    def wait(self, what):
        if self._is_slow:
            self.reached[what] += 1
            time.sleep(SLOW)

    def _slow_down(self, module, name):
        method = getattr(module, name)

        def slowly(*args, **more):
            if isinstance(args[0], int) or self._home in Path(os.fsdecode(args[0])).parents:
                self.wait(name)
            return method(*args, **more)

        self._patch.setattr(module, name, slowly)

    def _connection(self):
        wait = self.wait

        class Slow(sqlite3.Connection):
            def execute(self, statement, *args):
                if statement == "COMMIT":
                    wait("commit")
                return super().execute(statement, *args)

        return Slow


@pytest.fixture
def disk(home, monkeypatch):
    return Disk(home, monkeypatch)


@pytest.fixture
def callbacks(monkeypatch):
    """(seconds, what) of each callback that the loop ran."""
    took = []
    run = asyncio.Handle._run

    def timed(handle):
        begun = time.perf_counter()
        what = repr(handle)
        run(handle)
        took.append((time.perf_counter() - begun, what))

    monkeypatch.setattr(asyncio.Handle, "_run", timed)
    return took


@pytest.fixture
async def simulator():
    made = Simulator(pace=PACE)
    await made.start()
    yield made
    await made.close()


async def test_a_slow_disk_and_a_slow_keyring_do_not_hold_up_the_event_loop(home, disk, callbacks, simulator):
    environment = {"DESKTOP_DIALER_HOME": str(home), "DESKTOP_DIALER_TIME_SCALE": str(SCALE)}
    keyring = Keyring(place="the slow keyring", backend=SlowBackend(disk.wait), priority=1.0)
    program = Program(environment, KeyringSecrets(choose=lambda: keyring))
    for provider in PROVIDERS:
        await add_account(program, provider, provider, simulator.base_url(provider))
    callbacks.clear()
    disk.begin()
    async with asyncio.timeout(100), program.engine() as engine:
        await engine.recovery.close_left_behind()
        await engine.recovery.take_up()
        person = Person(program, engine)
        drafts = [person.draft(one, somebody(n), own_line(n)) for n, one in enumerate(PROVIDERS)]
        calls = await asyncio.gather(*(person.call(one) for one in drafts))
        new = add_account(program, "another", "tel2", simulator.base_url("tel2"))
        hung_up = hang_up_once_taken(person, engine, calls[PROVIDERS.index("business_isp")])
        await asyncio.gather(new, hung_up, *(call.finished.wait() for call in calls))
        states = [(await engine.journal.call(call.id)).last.state for call in calls]
    assert dict(zip(PROVIDERS, states, strict=True)) == {
        "tel2": State.UNTRACKED,
        "voiptech": State.UNTRACKED,
        "anveo": State.ENDED,
        "vprovider": State.ENDED,
        "business_isp": State.ENDED,
    }
    seconds, what = max(callbacks)
    assert seconds < LONGEST_CALLBACK, what
    assert not {"open", "fsync", "rename", "replace", "commit", "keyring", "tls"} - disk.reached.keys()


async def hang_up_once_taken(person, engine, call):
    """As soon as the journal says that the provider took it."""
    await call.answered.wait()
    await person.hang_up(await engine.journal.call(call.id))
