"""How late the window's beats are with 200 live calls, 100,000 contacts and somebody typing, against a bare window's.

A beat is a precise `QTimer` of 16 ms in the window's own loop: what keeps it waiting keeps a person waiting. Each
beat that was due counts, those that fell into one long pause too. The calls are followed once a second on the built-in
simulator, a process of its own, each on a line of its own; they go on while it is measured: ringing, answered,
connected. Five letters a second are typed into the box, the selection is moved, and the box is emptied, and so on.
The floor is a `QMainWindow` with a label, a line that is typed into and a button.

    python tests/bench/bench_beat.py [--quick] [--seconds S] [--calls N] [--contacts N] [--profile FILE]

The exit is 1 where the goal is missed (not with --quick, whose figures mean nothing).
"""

import argparse
import asyncio
import cProfile
import itertools
import multiprocessing
import sys
import tempfile
import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from window_at_work import bare_window, child, fill, home_in, number_of, run_in_qt, serve, window_at_work

from desktop_dialer.dialing.drafting import Press
from desktop_dialer.dialing.drafting import draft as make_draft
from desktop_dialer.dialing.parts import Call
from desktop_dialer.ui.presenters.shown_call import Party

GOAL_MILLISECONDS = 16.0
BEAT_MILLISECONDS = 16
LETTER_MILLISECONDS = 200
PACE = 8.0
"""A simulated call lasts two minutes, so that all of them are live while it is measured."""
WARM_UP_SECONDS = 4.0
PAST_CALLS = 400
CONTACTS = 100_000
# Down: the selection moves; Escape: the box is emptied.
TYPED = (*"grace", Qt.Key.Key_Down, Qt.Key.Key_Down, *" ho", Qt.Key.Key_Down, Qt.Key.Key_Escape, *"0203001")


class Beats(QObject):
    """Counts how late each beat is, in seconds."""

    def __init__(self):
        super().__init__()
        self.late = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MILLISECONDS)
        self._timer.timeout.connect(self._on_beat)

    def start(self):
        self._due = time.perf_counter() + BEAT_MILLISECONDS / 1000
        self._timer.start()

    def stop(self):
        self._timer.stop()

    def _on_beat(self):
        now, gap = time.perf_counter(), BEAT_MILLISECONDS / 1000
        self.late.append(max(0.0, now - self._due))
        due = min(self._due, now) + gap
        if due > now:
            self._due = due
            return
        while due <= now:  # Qt leaves out what it has missed, and goes on from here
            self.late.append(now - due)
            due += gap
        self._due = now + gap


class Typist(QObject):
    """Types into a line, again and again the same."""

    def __init__(self, line):
        super().__init__()
        self._line = line
        self._keys = itertools.cycle((*TYPED, Qt.Key.Key_Escape))
        self._timer = QTimer(self)
        self._timer.setInterval(LETTER_MILLISECONDS)
        self._timer.timeout.connect(self._on_letter)
        self._timer.start()

    def stop(self):
        self._timer.stop()

    def _on_letter(self):
        key = next(self._keys)
        if key is Qt.Key.Key_Escape:
            self._line.clear()
        else:
            QTest.keyClick(self._line, key)


async def start_calls(presenter, calls):
    """So many calls, each on a line of its own, all of them in sight."""
    backend, desk = presenter._backend, presenter.desk
    for place in range(calls):
        press = Press(to=number_of(place), from_=f"+4420{90_000_000 + place}", given={})
        draft = make_draft(desk.account, desk.provider, press)
        call = Call()
        presenter.calls.expect(draft, call.id, Party(number=number_of(place), title=f"Somebody {place}"))
        await backend.dialer.dial(draft, call=call)
        await asyncio.sleep(0)


def ours(pipe, home, base_url, polls, given):
    """The whole program."""

    async def run():
        async with window_at_work(home, base_url) as (window, presenter):
            await start_calls(presenter, given.calls)
            beats, typist = Beats(), Typist(window.box.edit)
            await asyncio.sleep(given.warm_up)
            asked, begun, events = polls.value, time.process_time(), sum(len(one.events) for one in window.calls.calls)
            profile = cProfile.Profile() if given.profile else None
            if profile:
                profile.enable()
            beats.start()
            await asyncio.sleep(given.seconds)
            beats.stop()
            if profile:
                profile.disable()
                profile.dump_stats(given.profile)
            typist.stop()
            live = sum(one.is_live for one in window.calls.calls)
            pipe.send((
                beats.late,
                {
                    "live calls": live,
                    "polls a second": (polls.value - asked) / given.seconds,
                    "new entries": sum(len(one.events) for one in window.calls.calls) - events,
                    "contacts": window.contacts.model.contacts,
                    "processor": (time.process_time() - begun) / given.seconds,
                },
            ))  # fmt: skip

    run_in_qt(run())


def bare(pipe, given):
    """A window of Qt's, typed into."""

    async def run():
        window, line = bare_window()
        window.show()
        beats, typist = Beats(), Typist(line)
        beats.start()
        await asyncio.sleep(given.seconds)
        beats.stop()
        typist.stop()
        pipe.send((beats.late, {}))

    run_in_qt(run())


def measure(given):
    """(lateness of each beat, what else is to be told) of both."""
    context = multiprocessing.get_context("spawn")
    polls = context.Value("q", 0)
    with tempfile.TemporaryDirectory() as folder:
        home = home_in(folder)
        asyncio.run(fill(home, contacts=given.contacts, past_calls=PAST_CALLS))
        floor = child(bare, given)
        pipe, theirs = context.Pipe()
        server = context.Process(target=serve, args=(theirs, polls, PACE), daemon=True)
        server.start()
        theirs.close()
        try:
            return {"bare window": floor, "ours": child(ours, home, pipe.recv(), polls, given)}
        finally:
            server.terminate()
            server.join()


def share(late, part):
    """The lateness, in milliseconds, that so large a part of the beats keeps within."""
    return sorted(late)[min(len(late) - 1, round(part * len(late)))] * 1000


def report(taken):
    """Print the table; whether the goal holds."""
    print(f"{'late, in ms':14}{'median':>9}{'p99':>9}{'most':>9}{'beats':>8}")
    for name, (late, _) in taken.items():
        print(f"{name:14}{share(late, 0.5):9.2f}{share(late, 0.99):9.2f}{max(late) * 1000:9.2f}{len(late):8}")
    p99 = share(taken["ours"][0], 0.99)
    print(", ".join(f"{name} {value:.4g}" for name, value in taken["ours"][1].items()))
    reached = p99 < GOAL_MILLISECONDS
    print(f"p99 {p99:.2f} ms (goal {GOAL_MILLISECONDS:g} ms): {'reached' if reached else 'MISSED'}")
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--contacts", type=int, default=CONTACTS)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each is measured")
    parser.add_argument("--profile", help="write a profile of the measured time to this file (it slows all down)")
    parser.add_argument("--quick", action="store_true", help="a short turn of each, to see that it runs")
    given = parser.parse_args()
    given.warm_up = WARM_UP_SECONDS
    if given.quick:
        given.calls, given.contacts, given.seconds, given.warm_up = 10, 1000, 1.0, 0.5
    reached = report(measure(given))
    return 0 if reached or given.quick else 1


if __name__ == "__main__":
    sys.exit(main())
