"""What the fault tests run in processes of their own: calls, recoveries, hang-ups; each can die at a chosen point.

    code = await run(Job(home=home, scale=0.05, does=call, ...))

The processes come from a fork server that has imported the program beforehand. A death is SIGKILL by the process's own
hand: nothing is flushed, no `finally` runs.
"""

import asyncio
import contextlib
import inspect
import itertools
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_dialer.core.errors import DialerError
from desktop_dialer.dialing.dialer import Dialer
from desktop_dialer.net.http_client import HttpClient
from desktop_dialer.storage.handles import FileHandles
from desktop_dialer.storage.journal import SqliteJournal
from tests.faults.crew import Person, make_program
from tests.faults.evidence import Press, Pressed

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["pytest", "httpx", "tests.faults.child"])
LONGEST = 40.0
"""Real seconds after which a process has hung."""
SEEN = "seen.jsonl"
PRESSES = "presses.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """When a process dies: at the `nth` time that a method of a port is reached, or has returned.

    The first `press - 1` presses are let pass before anything is counted.
    """

    of: str
    nth: int = 1
    press: int = 0
    before: bool = False


_PORTS = {
    "arm": (SqliteJournal, "arm"),
    "append": (SqliteJournal, "append"),
    "start": (HttpClient, "start"),
    "ask": (HttpClient, "ask"),
    "keep": (FileHandles, "keep"),
    "drop": (FileHandles, "drop"),
    "adopt": (FileHandles, "adopt"),
    "orphans": (FileHandles, "orphans"),
}
ON_SENT = "on_sent"
"""Not a method of its own: what `start` calls just before the first byte leaves."""
POINTS = (*_PORTS, ON_SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One process's work. Presses and what was published go to files beside `home`."""

    home: Path
    scale: float
    does: Callable
    calls: tuple[tuple[str, str, str, Mapping[str, str]], ...] = ()
    """(provider, to, from, more parameters), one after another."""
    death: Death | None = None
    more: Mapping[str, object] = field(default_factory=dict)


async def run(job, *, kill_after=None):
    """Run the job in a process; its exit code, -9 where it was killed."""
    process = _CONTEXT.Process(target=_main, args=(job,), daemon=True)
    process.start()
    if kill_after is not None:
        await asyncio.sleep(kill_after)
        process.kill()
    await asyncio.to_thread(process.join, LONGEST)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"it has hung: {job}")
    code = process.exitcode
    process.close()
    return code


async def run_under(command, job):
    """The same in a fresh interpreter under a command such as strace; its exit code and what it wrote to stderr."""
    words = [str(job.home), str(job.scale), job.does.__name__, json.dumps(job.calls)]
    process = await asyncio.create_subprocess_exec(
        *command, sys.executable, "-m", "tests.faults.child", *words, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(LONGEST):
        _, said = await process.communicate()
    return process.returncode, said.decode()


def presses_of(home):
    """Every press of every process on this home."""
    return [Press(**{**line, "what": Pressed(line["what"])}) for line in _lines(home, PRESSES)]


def seen_of(home):
    """(call, seq, time) of every event that a process published: it was committed before."""
    return [(line["call"], line["seq"], line["time"], line["state"]) for line in _lines(home, SEEN)]


async def call(job, program):
    """As the command `call` with several numbers: recovery first, then one number after another."""
    async with _running(program) as engine:
        await engine.recovery.close_left_behind()
        await engine.recovery.take_up()
        engine.log.subscribe(_telling(job))
        person = _person(job, program, engine)
        for provider, to, from_, given in job.calls:
            made = await person.call(person.draft(provider, to, from_, given))
            if made is not None:
                await made.finished.wait()


async def recover(job, program):
    """As the command `watch`, for all that is live: recovery, then following to the end."""
    async with _running(program) as engine:
        engine.log.subscribe(_telling(job))
        await engine.recovery.close_left_behind()
        for lead in await engine.recovery.take_up():
            with contextlib.suppress(DialerError):
                await engine.watching.watch(await engine.journal.call(lead.kept.call))


async def race(job, program):
    """Press at the same moment as the other process on this line, round after round."""
    async with _running(program) as engine:
        person = _person(job, program, engine)
        for provider, to, from_, given in job.calls:
            one = person.draft(provider, to, from_, given)
            await asyncio.to_thread(job.more["barrier"].wait, LONGEST)
            made = await person.call(one)
            if made is not None:
                await made.finished.wait()
            await asyncio.to_thread(job.more["barrier"].wait, LONGEST)


def barrier(parties):
    """A meeting point for processes."""
    return _CONTEXT.Barrier(parties)


async def hang_up(job, program):
    """As the command `hangup`: a person ends the one live call."""
    async with _running(program) as engine:
        await engine.recovery.close_left_behind()
        (record,) = [record for record in await engine.journal.unfinished() if record.is_live]
        await _person(job, program, engine).hang_up(record)


@contextlib.asynccontextmanager
async def _running(program):
    """The engine, with what a first request loads loaded: at a test's pace that is longer than some deadlines."""
    async with program.engine() as engine:
        await engine.http.prepare()
        yield engine


def _main(job):
    if job.death:
        _prepare(job.death)
    asyncio.run(_work(job))


async def _work(job):
    await job.does(job, await make_program(job.home, job.scale))


def _person(job, program, engine):
    def tell(press):
        _tell(job.home, PRESSES, **{name: getattr(press, name) for name in Press.__slots__})

    return Person(program, engine, tell=tell)


def _telling(job):
    def listen(event):
        _tell(job.home, SEEN, call=event.call, seq=event.seq, time=time.monotonic(), state=event.state)

    return listen


def _tell(home, name, **words):
    """One line, written at a stroke: a death leaves it whole or not at all."""
    descriptor = os.open(home.parent / name, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    os.write(descriptor, json.dumps(words).encode() + b"\n")
    os.close(descriptor)


def _lines(home, name):
    path = home.parent / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _prepare(death):
    """Have the process die there, and only there."""
    if death.of == ON_SENT:
        _die_on_sent()
        return
    owner, name = _PORTS[death.of]
    method = getattr(owner, name)
    presses, reached = _counted_presses(), itertools.count(1)

    def is_time():
        return presses() >= death.press and next(reached) == death.nth

    async def waiting(*args, **more):
        doomed = is_time()
        if doomed and death.before:
            _die()
        result = await method(*args, **more)
        if doomed:
            _die()
        return result

    def direct(*args, **more):
        doomed = is_time()
        if doomed and death.before:
            _die()
        result = method(*args, **more)
        if doomed:
            _die()
        return result

    setattr(owner, name, waiting if inspect.iscoroutinefunction(method) else direct)


def _counted_presses():
    """A function that tells how many presses there were, the one that is just being written included."""
    pressed = []
    dial = Dialer.dial

    async def counting(*args, **more):
        pressed.append(None)
        return await dial(*args, **more)

    Dialer.dial = counting
    return pressed.__len__


def _die_on_sent():
    start = HttpClient.start

    async def dying(self, request, *, on_sent, **more):
        def last_word():
            on_sent()
            _die()

        return await start(self, request, on_sent=last_word, **more)

    HttpClient.start = dying


if __name__ == "__main__":
    _home, _scale, _does, _calls = sys.argv[1:]
    _main(Job(home=Path(_home), scale=float(_scale), does=globals()[_does], calls=tuple(json.loads(_calls))))
