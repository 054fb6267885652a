"""How long the window takes to be painted with 10,000 contacts in it, and how much memory it has, against a bare one.

The floor is a `QMainWindow` of the same Qt with a label, a line to type in and a button. Both are timed from before
their process begins to the moment at which Qt has painted the whole window; they take turns, so that the machine's
moods meet both. Memory is the process's own share (PSS) some seconds later, when all that the window needs is loaded.

    python tests/bench/bench_start.py [--quick] [--rounds N] [--platform offscreen|xcb]

The exit is 1 where a figure is a defect (not with --quick, whose figures mean nothing).
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.contact_import import Row
from desktop_dialer.storage.contacts import SqliteContacts
from desktop_dialer.storage.paths import find_paths

GOAL, DEFECT = 1.12, 1.25
MEMORY_GOAL_MB = 24.0
CONTACTS = 10_000
SETTLED_SECONDS = 4.0
CHECKOUT = Path(__file__).parents[2]

# What both end with: after the paint event the loop comes round, and the time is written down.
_REPORT = """
import os, time
def pss():
    with open("/proc/self/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
def painted(rows):
    took = time.clock_gettime(time.CLOCK_MONOTONIC) - float(os.environ["BENCH_BEGAN"])
    print(f"painted {took} {rows}", flush=True)
    if os.environ["BENCH_STAYS"] == "0":
        os._exit(0)
def settled():
    print(f"settled {pss()}", flush=True)
    os._exit(0)
"""
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    is_painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, lambda: painted(0))
application = QApplication(sys.argv[:1])
window = Window()
middle = QWidget()
column = QVBoxLayout(middle)
for widget in (QLabel("A label"), QLineEdit(), QPushButton("A button")):
    column.addWidget(widget)
window.setCentralWidget(middle)
window.resize(1240, 780)
window.show()
if os.environ["BENCH_STAYS"] != "0":
    QTimer.singleShot(int(os.environ["BENCH_STAYS"]), settled)
application.exec()
"""
OURS = """
import sys
from desktop_dialer.app import window as start, first_paint as app
from PySide6.QtCore import QTimer
show = app.MainWindow.show
def watched(window):
    window.painted.connect(lambda: QTimer.singleShot(0, lambda: painted(window.contacts.model.rowCount())))
    if os.environ["BENCH_STAYS"] != "0":
        QTimer.singleShot(int(os.environ["BENCH_STAYS"]), settled)
    show(window)
app.MainWindow.show = watched
sys.exit(start.run_window())
"""


async def fill(home):
    """A contact list of the size that is asked for."""
    book = SqliteContacts(find_paths({"DESKTOP_DIALER_HOME": home}).contacts, now=lambda: datetime.now(UTC))
    await book.open()
    rows = []
    for place in range(CONTACTS):
        number = contact_number("Work", f"+4420794{place:05}", country="GB")
        name = f"{chr(65 + place % 26)}{'aeiou'[place % 5]}{place} {chr(65 + place // 26 % 26)}ender"
        rows.append(Row(line=place + 1, contact=contact(name=name, company="Works", numbers=(number,))))
    await book.take_in(rows)
    await book.aclose()


def once(code, environment, *, stays):
    """One start: the seconds to the paint, and what was said afterwards."""
    environment = {**environment, "BENCH_STAYS": str(int(stays * 1000))}
    environment["BENCH_BEGAN"] = str(time.clock_gettime(time.CLOCK_MONOTONIC))
    done = subprocess.run(
        [sys.executable, "-c", _REPORT + code], env=environment, cwd=CHECKOUT, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    if "painted" not in said:
        raise SystemExit(f"The window did not come up:\n{done.stdout}{done.stderr}")
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--platform", default="offscreen")
    args = parser.parse_args()
    rounds = 2 if args.quick else args.rounds
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(fill(home))
        environment = {**os.environ, "DESKTOP_DIALER_HOME": home, "QT_QPA_PLATFORM": args.platform}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        took = {"bare": [], "ours": []}
        for turn in range(rounds + 1):
            for name, code in (("bare", BARE), ("ours", OURS)):
                seconds, rows = once(code, environment, stays=0)["painted"].split()
                if name == "ours" and int(rows) < CONTACTS:
                    raise SystemExit(f"Only {rows} contacts stand in the painted window.")
                if turn:  # the first of each compiles and warms up
                    took[name].append(float(seconds) * 1000)
        stays = 0.5 if args.quick else SETTLED_SECONDS
        memory = {
            name: statistics.median(
                int(once(code, environment, stays=stays)["settled"]) / 1024 for _ in range(1 if args.quick else 3)
            )
            for name, code in (("bare", BARE), ("ours", OURS))
        }
    for name, values in took.items():
        print(f"{name}: median {statistics.median(values):.0f} ms, least {min(values):.0f} ms, {memory[name]:.1f} MB")
    pairs = statistics.median(ours / bare for ours, bare in zip(took["ours"], took["bare"], strict=True))
    ratio = statistics.median(took["ours"]) / statistics.median(took["bare"])
    more = memory["ours"] - memory["bare"]
    print(f"start: {ratio:.2f} of the floor at the median, {pairs:.2f} pair by pair (goal {GOAL}, defect {DEFECT})")
    print(f"memory: {more:+.1f} MB (goal {MEMORY_GOAL_MB})")
    if not args.quick and (ratio > DEFECT or more > MEMORY_GOAL_MB):
        sys.exit(1)


if __name__ == "__main__":
    main()
