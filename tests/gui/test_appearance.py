"""Theme, text size and motion: as chosen, as Qt knows, as the desktop wishes over D-Bus, and live."""

import asyncio
import contextlib
import shutil
import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_dialer.core.settings import Look, Motion, Settings
from desktop_dialer.ui import portal
from desktop_dialer.ui.appearance import Appearance
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.portal import Wishes
from desktop_dialer.ui.theme import DARK, LIGHT, palette_of, tokens
from desktop_dialer.ui.widgets.button import Button


@pytest.fixture
def appearance(app):
    made = Appearance(app, Settings())
    made.apply_first()
    yield made
    made.apply(Settings())


def lightness(app):
    return app.palette().color(app.palette().ColorRole.Window).lightness()


def test_another_theme_repaints_what_is_open(appearance, app):
    line = QLineEdit()
    line.show()
    before, told = lightness(app), []
    appearance.changed.connect(lambda: told.append(appearance.is_dark))
    appearance.apply(Settings(look=Look.DARK))
    app.processEvents()
    assert before > 128 > lightness(app)
    assert tokens(line.palette()) is DARK
    appearance.apply(Settings(look=Look.LIGHT))
    app.processEvents()
    assert tokens(line.palette()) is LIGHT
    assert told == [True, False]


def test_another_text_size_reaches_what_is_open(appearance, app):
    label, button = Label("x", size=20), Button("x")
    before = button.sizeHint()
    label.show()
    button.show()
    appearance.apply(Settings(text_size=150))
    assert app.font().pixelSize() == 21
    assert label.font().pixelSize() == 30
    assert button.sizeHint().height() > before.height()
    appearance.apply(Settings())
    assert app.font().pixelSize() == 14


def test_the_same_again_is_no_news(appearance):
    told = []
    appearance.changed.connect(lambda: told.append(1))
    appearance.apply(Settings())
    appearance.take(Wishes())
    assert told == []


@pytest.mark.parametrize(
    ("look", "wish", "is_dark"),
    [
        (Look.SYSTEM, None, False),
        (Look.SYSTEM, True, True),
        (Look.SYSTEM, False, False),
        (Look.LIGHT, True, False),
        (Look.DARK, False, True),
    ],
)
async def test_where_qt_knows_nothing_the_desktop_s_wish_counts(appearance, look, wish, is_dark):
    with without_a_bus():
        await appearance.follow_desktop()
    appearance.apply(Settings(look=look))
    appearance.take(Wishes(is_dark=wish))
    assert appearance.is_dark is is_dark


def test_a_dark_system_is_dark_from_the_first_paint_on(app):
    app.setPalette(palette_of(DARK))
    appearance = Appearance(app, Settings())
    appearance.apply_first()
    assert appearance.is_dark
    chosen = Appearance(app, Settings(look=Look.LIGHT))
    chosen.apply_first()
    assert lightness(app) > 128


def test_what_qt_says_of_the_system_outweighs_the_desktop_s_wish(appearance, app, monkeypatch):
    hints = app.styleHints()
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    appearance.take(Wishes(is_dark=False))
    appearance._on_scheme_changed()
    assert appearance.is_dark
    monkeypatch.setattr(type(hints), "colorScheme", lambda _: Qt.ColorScheme.Unknown)
    appearance._on_scheme_changed()
    assert not appearance.is_dark


@pytest.mark.parametrize(
    ("motion", "wish", "is_moving"),
    [
        (Motion.SYSTEM, None, True),
        (Motion.SYSTEM, True, True),
        (Motion.SYSTEM, False, False),
        (Motion.NONE, True, False),
    ],
)
def test_things_move_unless_somebody_says_no(appearance, motion, wish, is_moving):
    appearance.apply(Settings(motion=motion))
    appearance.take(Wishes(is_moving=wish))
    assert appearance.is_moving is is_moving


@pytest.mark.parametrize(
    ("value", "expected"), [(1, True), (2, False), (0, None), (3, None), (True, None), ("1", None), ([1], None)]
)
def test_only_a_documented_scheme_is_a_wish(value, expected):
    assert Wishes(is_dark=True).having("org.freedesktop.appearance", "color-scheme", value).is_dark is expected


def test_a_setting_of_something_else_is_none_of_ours():
    wishes = Wishes(is_dark=True, is_moving=False)
    assert wishes.having("org.freedesktop.appearance", "accent-color", 1) == wishes
    assert wishes.having("org.gnome.desktop.interface", "enable-animations", 1).is_moving is None


@contextlib.contextmanager
def without_a_bus(address="disabled:"):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield


@pytest.mark.parametrize("address", ["disabled:", "unix:path=/nowhere/at/all", "tcp:host=x", "nonsense", ""])
async def test_no_bus_is_no_fault(address):
    with without_a_bus(address):
        await asyncio.wait_for(portal.follow(lambda _: pytest.fail("nobody wishes anything")), 5)


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
async def test_a_mute_bus_keeps_nobody_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(portal, "CONNECT_SECONDS", 0.2)
    writers = []
    server = await asyncio.start_unix_server(lambda _, writer: writers.append(writer), tmp_path / "bus")
    beats, longest = 0, 0.0
    with without_a_bus(f"unix:path={tmp_path / 'bus'}"):
        task = asyncio.create_task(portal.follow(lambda _: None))
        while not task.done():
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
            beats += 1
        await task
    assert beats > 5
    assert longest < 0.15
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


@pytest.fixture
async def bus(tmp_path, monkeypatch):
    """A bus of the test's own."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("needs dbus-daemon")
    address = f"unix:path={tmp_path / 'bus'}"
    daemon = await asyncio.create_subprocess_exec(
        program, "--session", "--nofork", "--print-address", f"--address={address}", stdout=asyncio.subprocess.PIPE
    )
    await asyncio.wait_for(daemon.stdout.readline(), 10)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    if daemon.returncode is None:
        daemon.terminate()
    await daemon.wait()


class Portal:
    """The desktop's side of the settings portal; `async with` it."""

    def __init__(self, settings):
        self.settings = settings

    async def __aenter__(self):
        from jeepney.bus_messages import message_bus
        from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_connection

        self.connection = await open_dbus_connection()
        async with DBusRouter(self.connection) as router:
            await Proxy(message_bus, router).RequestName("org.freedesktop.portal.Desktop")
        self.task = asyncio.create_task(self._serve())
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task
        await self.connection.close()

    async def _serve(self):
        from jeepney import HeaderFields, MessageType, new_method_return

        while True:
            message = await self.connection.receive()
            if message.header.message_type is MessageType.method_call:
                assert message.header.fields[HeaderFields.member] == "ReadAll"
                wanted = {group: self.settings[group] for group in message.body[0] if group in self.settings}
                await self.connection.send(new_method_return(message, "a{sa{sv}}", (wanted,)))

    async def change(self, group, key, value):
        from jeepney import DBusAddress, new_signal

        emitter = DBusAddress("/org/freedesktop/portal/desktop", interface="org.freedesktop.portal.Settings")
        await self.connection.send(new_signal(emitter, "SettingChanged", "ssv", (group, key, value)))


SCHEME = ("org.freedesktop.appearance", "color-scheme")
ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")


@pytest.fixture
async def following(appearance):
    """Follows the desktop; what it wishes comes in the queue."""
    heard = asyncio.Queue()
    appearance.changed.connect(lambda: heard.put_nowait((appearance.is_dark, appearance.is_moving)))
    tasks = []

    def start():
        tasks.append(asyncio.create_task(appearance.follow_desktop()))
        return tasks[0]

    yield start, heard
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_the_desktop_s_wishes_are_followed_live(bus, following):
    start, heard = following
    settings = {SCHEME[0]: {SCHEME[1]: ("u", 1)}, ANIMATIONS[0]: {ANIMATIONS[1]: ("b", False)}}
    async with Portal(settings) as desktop:
        start()
        assert await asyncio.wait_for(heard.get(), 5) == (True, False)
        await desktop.change(*SCHEME, ("u", 2))
        assert await asyncio.wait_for(heard.get(), 5) == (False, False)
        await desktop.change(*ANIMATIONS, ("b", True))
        assert await asyncio.wait_for(heard.get(), 5) == (False, True)
        await desktop.change("org.example", "other", ("s", "x"))
        await desktop.change(*SCHEME, ("u", 1))
        assert await asyncio.wait_for(heard.get(), 5) == (True, True)


async def test_a_desktop_without_a_portal_is_waited_for_in_quiet(bus, following):
    start, heard = following
    task = start()
    done, _ = await asyncio.wait({task}, timeout=0.3)
    assert not done
    assert heard.empty()
    async with Portal({}) as desktop:
        await desktop.change(*SCHEME, ("u", 1))
        assert await asyncio.wait_for(heard.get(), 5) == (True, True)
