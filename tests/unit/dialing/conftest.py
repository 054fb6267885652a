"""A desk, which is one process of the program, and the scripted wire that it dials through."""

import pytest

from desktop_dialer.dialing import tracker
from desktop_dialer.storage.session_secrets import MemorySecrets
from tests.unit.dialing.desk import Clock, Desk
from tests.unit.dialing.wire import ScriptedWire


@pytest.fixture
async def wire():
    return ScriptedWire()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def open_desk(tmp_path, wire, clock):
    """Opens desks on one folder, each as a process of its own would; closes them."""
    opened = []
    secrets = MemorySecrets()

    async def open_one(**more):
        desk = Desk(tmp_path, wire, secrets=secrets, clock=clock, **more)
        opened.append(desk)
        await desk.open()
        return desk

    yield open_one
    wire.script["end"] = wire.script["end"] or [None]
    for desk in opened:
        await desk.close()


@pytest.fixture
def quick_back_off(monkeypatch):
    """Ten faults running take a moment."""
    monkeypatch.setattr(tracker, "BACK_OFF_SECONDS", (0.1,) * 6)


@pytest.fixture
async def desk(open_desk):
    return await open_desk()
