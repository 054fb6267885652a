"""What the window costs while nobody does anything: processor time, wake-ups and timers, against a bare one.

Each is measured hidden, as in a tray, and shown, in a process of its own: the processor time of all its threads, how
often one of them woke up (by its voluntary context switches), and which object's timers fired how often. The window
has contacts, history and an account, and no call is live. The floor is a `QMainWindow` with a label, a line to type in
and a button; where it is shown, its cursor blinks, as the window's does.

    python tests/bench/bench_idle.py [--quick] [--seconds S]

The exit is 1 where a goal is missed (not with --quick, whose figures mean nothing).
"""

import argparse
import asyncio
import collections
import itertools
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from window_at_work import bare_window, child, fill, home_in, run_in_qt, window_at_work

GOAL_SHARE = 0.003
"""Of a core, where it is hidden."""
GOAL_TIMERS = 1.0
"""So often a second the timers of one object may fire, where it is hidden."""
CONTACTS, PAST_CALLS = 10_000, 400
NOBODY_LISTENS = "http://127.0.0.1:9/"


class Timers(QObject):
    """Counts the timers that fire, by the object that they belong to."""

    def __init__(self):
        super().__init__()
        self.fired = collections.Counter()

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's
        if event.type() == QEvent.Type.Timer:
            self.fired[f"{type(watched).__name__} {watched.objectName()}".strip()] += 1
        return False


def wake_ups():
    """How often each thread of this process has gone to sleep so far, by its id."""
    count = {}
    for task in Path("/proc/self/task").iterdir():
        lines = (task / "status").read_text(encoding="utf-8", errors="replace").splitlines()
        count[task.name] = next(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))
    return count


async def rest(window, given, *, is_hidden):
    """Let it rest: the share of a core, the wake-ups a second, and what timers fired how often a second."""
    window.show()
    window.activateWindow()
    if is_hidden:
        await asyncio.sleep(0.2)
        window.hide()
    await asyncio.sleep(given.settles)
    timers = Timers()
    QApplication.instance().installEventFilter(timers)
    before, begun, started = wake_ups(), time.process_time(), time.monotonic()
    await asyncio.sleep(given.seconds)
    seconds = time.monotonic() - started
    share = (time.process_time() - begun) / seconds
    QApplication.instance().removeEventFilter(timers)
    timers.fired["_Timers"] -= 2  # the sleep above, and what it wakes
    woken = sum(count - before.get(thread, 0) for thread, count in wake_ups().items()) / seconds
    return share, woken, {name: count / seconds for name, count in timers.fired.items() if count > 0}


def ours(pipe, given, is_hidden, home):
    """The whole program."""

    async def run():
        async with window_at_work(home, NOBODY_LISTENS) as (window, _):
            pipe.send(await rest(window, given, is_hidden=is_hidden))

    run_in_qt(run())


def bare(pipe, given, is_hidden, _home):
    """A window of Qt's."""

    async def run():
        window, _ = bare_window()
        pipe.send(await rest(window, given, is_hidden=is_hidden))

    run_in_qt(run())


def measure(given):
    """What `rest` tells, by (name, whether hidden)."""
    with tempfile.TemporaryDirectory() as folder:
        taken = {}
        for place, (is_hidden, (name, variant)) in enumerate(
            itertools.product((True, False), (("bare window", bare), ("ours", ours)))
        ):
            home = home_in(folder, str(place))
            asyncio.run(fill(home, contacts=given.contacts, past_calls=PAST_CALLS))
            taken[name, is_hidden] = child(variant, given, is_hidden, home)
        return taken


def report(taken):
    """Print the table; whether the goals hold."""
    print(f"{'':22}{'% of a core':>12}{'wake-ups/s':>12}  timers a second")
    for (name, is_hidden), (share, woken, fired) in taken.items():
        timers = ", ".join(f"{one} {count:.2f}" for one, count in fired.items()) or "none"
        label = f"{name}, {'hidden' if is_hidden else 'shown'}"
        print(f"{label:22}{share * 100:12.3f}{woken:12.2f}  {timers}")
    share, _, fired = taken["ours", True]
    fastest = max(fired.values(), default=0.0)
    reached = share < GOAL_SHARE and fastest <= GOAL_TIMERS
    print(
        f"hidden: {share * 100:.3f} % (goal {GOAL_SHARE * 100:g} %), at most {fastest:.2f} timers a second "
        f"of one object (goal {GOAL_TIMERS:g}): {'reached' if reached else 'MISSED'}"
    )
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each is measured")
    parser.add_argument("--quick", action="store_true", help="a short turn of each, to see that it runs")
    given = parser.parse_args()
    given.settles, given.contacts = 5.0, CONTACTS
    if given.quick:
        given.settles, given.seconds, given.contacts = 0.3, 0.5, 100
    reached = report(measure(given))
    return 0 if reached or given.quick else 1


if __name__ == "__main__":
    sys.exit(main())
