"""The processor time of 200 calls that are polled once a second, against bare httpx that does the same.

Ours is the whole way of a poll: the tracker with its budget, the HTTP client, Business ISP's `getStatus` read to a
status. The floor is 200 tasks with one keep-alive `httpx.AsyncClient`: `get`, once a second, the body read. Both ask
the same server, a process of its own, which counts the polls; both start their polls spread over the first second.
Each turn of each variant is a child process of its own, and the two take turns.

    python tests/bench/bench_polls.py [--quick] [--rounds N] [--seconds S] [--calls N]

What counts is the processor time for each poll that reached the server. The exit is 1 where the goal is missed (not
with --quick, whose figures mean nothing).
"""

import argparse
import asyncio
import itertools
import multiprocessing
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime

import httpx

from desktop_dialer.core.account import Account
from desktop_dialer.core.call import State
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Handle
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.tracker import Watched
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program

GOAL = 1.3
WARM_UP_SECONDS = 3.0
_BODY = b"<response>\n<code>9</code>\n<message>Clients connected</message>\n</response>"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)


class Status(asyncio.Protocol):
    """Answers each `getStatus` on a connection and counts it."""

    def __init__(self, polls):
        self._polls = polls
        self._read = b""

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        *requests, self._read = (self._read + data).split(b"\r\n\r\n")
        for request in requests:
            if b"cmd=getStatus" in request:
                self._polls.value += 1
                self._transport.write(REPLY)
            else:
                self._transport.abort()


def serve(pipe, polls):
    async def run():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Status(polls), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


async def ours(base_url, calls):
    """Follow so many calls as the program does. Runs until cancelled."""
    provider = PROVIDERS["business_isp"]
    account = Account(id="bench", name="bench", provider="business_isp", settings={"base_url": base_url})
    plan = Plan(base_url=base_url, track=True)
    with tempfile.TemporaryDirectory() as home:
        program = Program({"DESKTOP_DIALER_HOME": home}, keyring=MemorySecrets())
        async with program.engine() as engine:
            await engine.http.prepare()

            async def follow(number):
                await asyncio.sleep(number / calls)
                guid = Secret(f"5ae2a5rw{number:03}")
                watched = Watched(
                    call=f"{number:016}",
                    account=account,
                    watch=provider.watch(plan, Handle(value=guid)),
                    since=datetime.now(UTC),
                    state=State.CONNECTED,
                    secrets=(guid,),
                )
                await engine.parts.tracker.follow(watched)

            async with asyncio.TaskGroup() as group:
                for number in range(calls):
                    group.create_task(follow(number))


async def bare(base_url, calls):
    """Poll with httpx and nothing else. Runs until cancelled."""
    async with httpx.AsyncClient(trust_env=False) as client:

        async def follow(number):
            loop = asyncio.get_running_loop()
            begun = loop.time() + number / calls
            for beat in itertools.count():
                await asyncio.sleep(begun + beat - loop.time())
                response = await client.get(f"{base_url}connectcall.aspx?guid=5ae2a5rw{number:03}&cmd=getStatus")
                response.read()

        async with asyncio.TaskGroup() as group:
            for number in range(calls):
                group.create_task(follow(number))


VARIANTS = {"ours": ours, "bare httpx": bare}


def child(pipe, name, base_url, calls, warm_up, seconds, polls):
    """Run one variant; send the processor seconds and the polls of the measured time."""

    async def run():
        polling = asyncio.create_task(VARIANTS[name](base_url, calls))
        await asyncio.sleep(warm_up)
        begun, counted = time.process_time(), polls.value
        await asyncio.wait({polling}, timeout=seconds)
        pipe.send((time.process_time() - begun, polls.value - counted))
        polling.cancel()
        await asyncio.wait({polling})
        if not polling.cancelled():
            polling.result()

    asyncio.run(run())


def measure(rounds, calls, warm_up, seconds):
    """(processor seconds, polls) of each turn of each variant."""
    context = multiprocessing.get_context("spawn")
    polls = context.Value("q", 0)
    pipe, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs, polls), daemon=True)
    server.start()
    theirs.close()
    base_url = f"http://127.0.0.1:{pipe.recv()}/"
    turns = {name: [] for name in VARIANTS}
    try:
        for _ in range(rounds):
            for name in VARIANTS:
                pipe, theirs = context.Pipe()
                process = context.Process(target=child, args=(theirs, name, base_url, calls, warm_up, seconds, polls))
                process.start()
                theirs.close()
                turns[name].append(pipe.recv())
                process.join()
    finally:
        server.terminate()
        server.join()
    return turns


def report(turns, calls, seconds):
    """Print the table; whether the goal holds."""
    print(f"{f'{calls} calls, {seconds:g} s':14}{'CPU s':>8}{'polls':>8}{'a second':>10}{'CPU ms/poll':>13}")
    for name, taken in turns.items():
        for cpu, polls in taken:
            print(f"{name:14}{cpu:8.2f}{polls:8}{polls / seconds:10.1f}{cpu / polls * 1000:13.3f}")
    each = {name: statistics.median(cpu / polls for cpu, polls in taken) for name, taken in turns.items()}
    ratio = each["ours"] / each["bare httpx"]
    fewest = min(polls / seconds for cpu, polls in turns["ours"])
    reached = ratio <= GOAL and fewest >= 0.98 * calls
    print(
        f"ours / bare httpx: {ratio:.2f} by the median processor time a poll (goal {GOAL}), "
        f"{fewest:.1f} of {calls} polls a second at least: {'reached' if reached else 'MISSED'}"
    )
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="turns of each variant")
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each turn is measured")
    parser.add_argument("--quick", action="store_true", help="a short turn of each, to see that it runs")
    args = parser.parse_args()
    rounds, calls, warm_up, seconds = args.rounds, args.calls, WARM_UP_SECONDS, args.seconds
    if args.quick:
        rounds, calls, warm_up, seconds = 1, 20, 1.0, 1.5
    reached = report(measure(rounds, calls, warm_up, seconds), calls, seconds)
    return 0 if reached or args.quick else 1


if __name__ == "__main__":
    sys.exit(main())
