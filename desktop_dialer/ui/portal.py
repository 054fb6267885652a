"""What the desktop wishes of every program, asked over D-Bus: dark or light, and whether things may move.

Linux alone: elsewhere Qt itself knows. Qt's own D-Bus is not used: its connect stops the window while a bus is mute.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney.io.asyncio import DBusConnection

CONNECT_SECONDS = 5.0
_LOOK, _SCHEME = "org.freedesktop.appearance", "color-scheme"
_DESKTOP, _ANIMATIONS = "org.gnome.desktop.interface", "enable-animations"
_BUS_NAME, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_DARK, _LIGHT = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """None: the desktop does not say."""

    is_dark: bool | None = None
    is_moving: bool | None = None

    def having(self, group: str, key: str, value: object) -> Wishes:
        """The wishes once this setting of the portal has this value; one that is not ours changes nothing."""
        if (group, key) == (_LOOK, _SCHEME):
            return replace(self, is_dark={_DARK: True, _LIGHT: False}.get(value) if type(value) is int else None)
        if (group, key) == (_DESKTOP, _ANIMATIONS):
            return replace(self, is_moving=value if isinstance(value, bool) else None)
        return self


async def follow(take: Callable[[Wishes], None]) -> None:
    """Tell the wishes now and whenever they change; ends where there is no bus, and waits where no portal answers."""
    if sys.platform != "linux":
        return
    from jeepney.bus import get_bus

    # Beside the system's own faults: no address (LookupError), one that it does not know, a greeting that is none.
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_unix_connection(get_bus("SESSION"))
    except (OSError, LookupError, ValueError, RuntimeError):
        return
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            connection = await _greet(reader, writer)
        await _listen(connection, take)
    except (OSError, EOFError, ValueError):  # mute, or gone: the last wishes stand
        return
    finally:
        writer.close()


async def _greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> DBusConnection:
    """Say who we are, as the bus asks for it. Raises `EOFError`, and `ValueError` where it wants somebody else."""
    from jeepney.auth import BEGIN, Authenticator
    from jeepney.bus_messages import message_bus
    from jeepney.io.asyncio import DBusConnection

    greeting = Authenticator()
    for line in greeting:
        writer.write(line)
        answer = await reader.read(1024)
        if not answer:
            raise EOFError
        greeting.feed(answer)
    writer.write(BEGIN)
    connection = DBusConnection(reader, writer)
    await connection.send(message_bus.Hello())
    return connection


async def _listen(connection: DBusConnection, take: Callable[[Wishes], None]) -> None:
    from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, new_method_call
    from jeepney.bus_messages import message_bus

    rule = MatchRule(type="signal", sender=_BUS_NAME, path=_PATH, interface=_INTERFACE, member="SettingChanged")
    await connection.send(message_bus.AddMatch(rule))
    asked = next(connection.outgoing_serial)
    portal = DBusAddress(_PATH, bus_name=_BUS_NAME, interface=_INTERFACE)
    await connection.send(new_method_call(portal, "ReadAll", "as", ([_LOOK, _DESKTOP],)), serial=asked)
    now = Wishes()
    while True:
        message = await connection.receive()
        before, fields = now, message.header.fields
        if message.header.message_type is MessageType.signal and fields.get(HeaderFields.member) == "SettingChanged":
            group, key, (_, value) = message.body
            now = now.having(group, key, value)
        elif message.header.message_type is MessageType.method_return and fields[HeaderFields.reply_serial] == asked:
            now = _all_of(message.body[0])
        if now != before:
            take(now)


def _all_of(settings: Mapping[str, Mapping[str, tuple[str, object]]]) -> Wishes:
    found = Wishes()
    for group, values in settings.items():
        for key, (_, value) in values.items():
            found = found.having(group, key, value)
    return found
