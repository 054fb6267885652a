"""The guards of `conftest.py` fail a test on surprise, and let a decent one pass."""

import os
import sys

import keyring
import pytest

from tests.house.checkout import ROOT

pytest_plugins = ["pytester"]

CASES = {
    "a task left behind": (
        "import asyncio\nasync def test_it():\n    test_it.task = asyncio.create_task(asyncio.sleep(9))"
    ),
    "a warning in the log": "def test_it():\n    import logging\n    logging.getLogger('x').warning('lost')",
    "an announced record that stays away": "def test_it(expected_log):\n    expected_log('lost')",
    "a Python warning": "def test_it():\n    import warnings\n    warnings.warn('old', stacklevel=1)",
    "a way out": (
        "import contextlib, socket\ndef test_it():\n"
        "    with socket.socket() as s, contextlib.suppress(RuntimeError):\n"
        "        s.connect(('192.0.2.1', 80))"
    ),
    "a way out by UDP": (
        "def test_it():\n    import socket\n    with socket.socket(type=socket.SOCK_DGRAM) as s:\n"
        "        s.connect_ex(('192.0.2.1', 53))"
    ),
    "an unknown marker": "import pytest\n@pytest.mark.slwo\ndef test_it(): pass",
}
DECENT = """
import asyncio, logging, os, socket, stat
import pytest

@pytest.fixture
async def ticking():
    task = asyncio.create_task(asyncio.sleep(9))
    yield
    task.cancel()

async def test_a_fixture_may_have_its_task(ticking):
    await asyncio.sleep(0)

def test_an_announced_record(expected_log):
    expected_log("WARNING x: .*lost")
    logging.getLogger("x").warning("contact lost")

async def test_loopback():
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "localhost", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()

def test_no_foreign_name():
    with pytest.raises(socket.gaierror):
        socket.create_connection(("example.com", 80))

def test_a_home_of_its_own(home, tmp_path):
    assert os.environ["DESKTOP_DIALER_HOME"] == str(home)
    assert home.is_relative_to(tmp_path)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
"""


@pytest.fixture
def inner(pytester):
    """Runs a test file under this project's own settings and guards, apart from this process."""
    (pytester.path / "pyproject.toml").write_text(
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    folder = pytester.mkdir("tests")
    (folder / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")

    def run(text):
        (folder / "test_inner.py").write_text(text, encoding="utf-8")
        return pytester.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")

    return run


@pytest.mark.parametrize("case", CASES)
def test_this_fails_a_test(case, inner):
    assert inner(CASES[case]).ret != 0


def test_decent_tests_pass(inner):
    inner(DECENT).assert_outcomes(passed=5)


def test_the_keyring_is_the_session_s_own_or_none_at_all():
    if "DESKTOP_DIALER_TEST_SESSION" in os.environ:
        keyring.set_password("desktop-dialer-house", "anna", "pä55 wörd")
        assert keyring.get_password("desktop-dialer-house", "anna") == "pä55 wörd"
        keyring.delete_password("desktop-dialer-house", "anna")
    else:
        with pytest.raises(keyring.errors.NoKeyringError):
            keyring.get_password("desktop-dialer-house", "anna")
