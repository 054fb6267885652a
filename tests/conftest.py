"""What every test lives under: no network but loopback, no task left behind, no warning in the log unannounced."""

import asyncio
import ipaddress
import logging
import os
import re
import socket

import pytest
from hypothesis import settings

# A busy machine is no finding; what has to be quick has its own test. The examples are the same in every run, so that a
# change is judged by what it changed; a nightly run (DESKTOP_DIALER_EXAMPLES) looks for new ones.
settings.register_profile("house", deadline=None, derandomize="DESKTOP_DIALER_EXAMPLES" not in os.environ)
settings.load_profile("house")


def pytest_configure(config):
    """Outside `packaging/dev test` there is no private session: keep away from the keyring of whoever runs this."""
    if "DESKTOP_DIALER_TEST_SESSION" not in os.environ:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class OutsideReachedError(RuntimeError):
    """A test tried to leave the machine; it fails even where the code under test swallows this."""


def _is_outside(family, address):
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    host = address[0]
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host != "localhost"


def _is_a_foreign_name(host):
    text = host.decode() if isinstance(host, bytes) else host
    if not text or text == "localhost":
        return False
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return True
    return False


@pytest.fixture(scope="session", autouse=True)
def _reached_outside():
    """Refuses every connection but to loopback or a Unix socket, and knows no name but localhost."""
    reached = []
    look_up = socket.getaddrinfo

    def guarded(method):
        def connect(self, address):
            if _is_outside(self.family, address):
                reached.append(address)
                msg = f"a test tried to connect to {address}"
                raise OutsideReachedError(msg)
            return method(self, address)

        return connect

    def look_up_inside(host, *args, **kwargs):
        if _is_a_foreign_name(host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", look_up_inside)
        yield reached


@pytest.fixture(autouse=True)
def _stays_inside(_reached_outside):
    _reached_outside.clear()
    yield
    if _reached_outside:
        pytest.fail(f"tried to connect to {_reached_outside}", pytrace=False)


class _WarningLog(logging.Handler):
    """Collects what is logged at WARNING and above, and the patterns that a test announced."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []
        self.expected = []

    def emit(self, record):
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def complaints(self):
        for message in self.messages:
            if not any(pattern.search(message) for pattern in self.expected):
                yield f"not expected in the log: {message}"
        for pattern in self.expected:
            if not any(pattern.search(message) for message in self.messages):
                yield f"expected in the log, but missing: {pattern.pattern}"


@pytest.fixture(autouse=True)
def _warning_log():
    log = _WarningLog()
    root = logging.getLogger()
    root.addHandler(log)
    yield log
    root.removeHandler(log)
    if complaints := list(log.complaints()):
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expected_log(_warning_log):
    """Announces a record at WARNING or above: `expected_log("ERROR .*lost")`; it fails the test if it stays away."""
    return lambda pattern: _warning_log.expected.append(re.compile(pattern))


@pytest.fixture
async def _tasks_end():
    """Set up before a test's own fixtures, so that it looks after they have been torn down."""
    yield
    for _ in range(5):  # what was cancelled last may take a turn or two of the loop
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    if left:
        pytest.fail("tasks left behind: " + ", ".join(repr(task) for task in left), pytrace=False)


@pytest.fixture(autouse=True)
def _no_task_stays(request, _warning_log):
    if request.node.get_closest_marker("asyncio"):
        request.getfixturevalue("_tasks_end")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The program's one folder, private and empty."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("DESKTOP_DIALER_HOME", str(folder))
    return folder
