"""A running simulator whose clock stands still until a test moves it, and a client to talk to it."""

import httpx
import pytest

from desktop_dialer.simulator import Simulator


class Clock:
    """A clock in the test's hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def simulator(clock):
    async with Simulator(clock=clock) as simulator:
        yield simulator


@pytest.fixture
async def client():
    async with httpx.AsyncClient(trust_env=False, timeout=10.0) as client:
        yield client
