"""The harness itself: a coroutine runs in Qt's loop."""

import asyncio

import qasync
from PySide6.QtCore import QTimer


async def test_a_coroutine_runs_in_qt_s_loop():
    assert isinstance(asyncio.get_running_loop(), qasync.QEventLoop)
    fired = asyncio.Event()
    QTimer.singleShot(1, fired.set)
    await asyncio.wait_for(fired.wait(), 2)
