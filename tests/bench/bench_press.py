"""How long a press takes until the provider's server has the first byte, against the least that it can take.

A press is timed from the call of `Dialer.dial` to the moment at which the server's first read returns; the journal's
commit lies in between, and the connection is a fresh one. The floor does only what cannot be left out: one commit by
`sqlite3` with the journal's settings, then one request by a bare httpx client on a fresh connection. A third line,
for information, has the same commit and a bare socket. Each is a process of its own, and so is the server; the three
take turns, so that the machine's moods meet all. The clock is CLOCK_MONOTONIC, which all processes of a machine share.

    python tests/bench/bench_press.py [--quick] [--presses N]

The exit is 1 where the goal is missed (not with --quick, whose figures mean nothing).
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.dialing.parts import Call
from desktop_dialer.storage.connection import connect, use_wal
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.wiring import Program

GOAL_AT_THE_MEDIAN = 1.5
GOAL_AT_P99 = 2.0
PAUSE_SECONDS = 0.005
"""Between two measurements: what the one before left to do is done."""
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"


def serve(pipe):
    """Accept one connection after another; tell when the first byte of each request was read."""
    listener = socket.create_server(("127.0.0.1", 0))
    pipe.send(listener.getsockname()[1])
    while True:
        connection, _ = listener.accept()
        with connection:
            data = connection.recv(65536)
            pipe.send(time.monotonic())
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536)
            connection.sendall(REPLY)


class Product:
    """The program as the command line wires it, with secrets in memory."""

    name = "press (Dialer.dial)"

    def __init__(self, folder, url):
        self._program = Program({"DESKTOP_DIALER_HOME": str(folder / "home")}, keyring=MemorySecrets())
        self._url = url

    async def __aenter__(self):
        given = {"user": "442034567890", "base_url": self._url, "allow_http": "yes"}
        account = await self._program.accounts.add("bench", "tel2", given, {"password": Secret("not a secret")})
        self._engine = await self._program.engine().__aenter__()
        await self._engine.http.prepare()
        press = Press(to="02034567891", given={})
        self._draft = draft(account, self._program.accounts.provider(account), press)
        return self

    async def __aexit__(self, *args):
        await self._engine.__aexit__(*args)

    async def press(self):
        """Press once and wait until the call is over; when it was pressed."""
        call = Call()
        pressed = time.monotonic()
        await self._engine.dialer.dial(self._draft, call=call)
        await call.finished.wait()
        return pressed


class _Floor:
    """One commit of one row with the journal's own settings, and then a request."""

    def __init__(self, folder, url):
        self._url = httpx.URL(url)
        file = folder / f"{type(self).__name__}.db"
        file.touch()
        self._database = connect(file)
        use_wal(self._database)
        self._database.execute("CREATE TABLE intent (position INTEGER PRIMARY KEY, number TEXT NOT NULL)")

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self._database.close()

    async def press(self):
        pressed = time.monotonic()
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO intent (number) VALUES (?)", ("02034567891",))
        self._database.execute("COMMIT")
        await self._request()
        return pressed


class BareHttpx(_Floor):
    """The floor: a client that was made beforehand and keeps no connection."""

    name = "floor (commit + bare httpx)"

    async def __aenter__(self):
        self._client = httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
        return self

    async def __aexit__(self, *args):
        await self._client.aclose()
        await super().__aexit__(*args)

    async def _request(self):
        await self._client.get(f"{self._url}?user=442034567890&password=x&bparty=02034567891")


class BareSocket(_Floor):
    """For information: no HTTP library at all."""

    name = "commit + bare socket"

    async def _request(self):
        loop = asyncio.get_running_loop()
        with socket.socket() as connection:
            connection.setblocking(False)
            await loop.sock_connect(connection, (self._url.host, self._url.port))
            await loop.sock_sendall(connection, b"GET /webservices/connectcall HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while await loop.sock_recv(connection, 65536):
                pass


VARIANTS = (Product, BareHttpx, BareSocket)


def take_turns(pipe, kind, folder, url):
    """A variant's process: at each word from `pipe` one press; sends when it was pressed."""

    async def run():
        async with kind(folder, url) as variant:
            pipe.send(None)
            while await asyncio.to_thread(pipe.recv):
                await asyncio.sleep(PAUSE_SECONDS)
                pipe.send(await variant.press())

    asyncio.run(run())


@contextlib.contextmanager
def process(target, *args):
    """A child process and the pipe to it; what it sends first is received already and given too."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=target, args=(theirs, *args), daemon=True)
    child.start()
    theirs.close()  # and so the end of the process is the end of the pipe
    try:
        yield ours, ours.recv()
    finally:
        child.terminate()
        child.join()


def measure(presses, warm_up, folder):
    """The seconds of each variant, measured in turn."""
    with contextlib.ExitStack() as stack:
        server, port = stack.enter_context(process(serve))
        url = f"http://127.0.0.1:{port}/webservices/connectcall"
        pipes = {kind: stack.enter_context(process(take_turns, kind, folder, url))[0] for kind in VARIANTS}
        seconds = {kind.name: [] for kind in VARIANTS}
        for turn in range(-warm_up, presses):
            for kind, pipe in pipes.items():
                pipe.send(True)
                took = server.recv() - pipe.recv()
                if turn >= 0:
                    seconds[kind.name].append(took)
        return seconds


def p99(seconds):
    return sorted(seconds)[min(len(seconds) - 1, round(0.99 * len(seconds)))]


def report(seconds):
    """Print the table; whether the goal holds."""
    floor = seconds[BareHttpx.name]
    print(f"{'press to first byte, in ms':30}{'median':>9}{'p99':>9}{'n':>7}")
    for name, taken in seconds.items():
        print(f"{name:30}{statistics.median(taken) * 1000:9.2f}{p99(taken) * 1000:9.2f}{len(taken):7}")
    press = seconds[Product.name]
    at_the_median, at_p99 = statistics.median(press) / statistics.median(floor), p99(press) / p99(floor)
    reached = at_the_median <= GOAL_AT_THE_MEDIAN and at_p99 <= GOAL_AT_P99
    print(
        f"press / floor: {at_the_median:.2f} at the median (goal {GOAL_AT_THE_MEDIAN}), "
        f"{at_p99:.2f} at p99 (goal {GOAL_AT_P99}): {'reached' if reached else 'MISSED'}"
    )
    return reached


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--presses", type=int, default=1000, help="how often each variant is measured")
    parser.add_argument("--quick", action="store_true", help="a few of each, to see that it runs")
    parser.add_argument("--folder", type=Path, help="where the databases are written (default: the temporary files)")
    args = parser.parse_args()
    presses, warm_up = (5, 1) if args.quick else (args.presses, 30)
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        reached = report(measure(presses, warm_up, Path(folder)))
    return 0 if reached or args.quick else 1


if __name__ == "__main__":
    sys.exit(main())
