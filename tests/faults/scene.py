"""Calls to hostile providers, each on a line and an account of its own, side by side in one program."""

import asyncio
import contextlib
from dataclasses import dataclass

from tests.faults.checker import violations
from tests.faults.crew import Person, add_account, make_program, own_line, somebody, until
from tests.faults.evidence import read_journal
from tests.faults.hostile_provider import STATUS, HostileProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One own telephone with its account at one server."""

    server: HostileProvider
    account: str
    number: int


class Scene:
    """Entered with `async with`; when it is left the program closes, and after it the servers."""

    def __init__(self, home, scale):
        self.journal = home / "journal.db"
        self._home = home
        self._scale = scale
        self._running = contextlib.AsyncExitStack()
        self._listening = contextlib.AsyncExitStack()
        self._servers = []
        self._made = {}

    async def __aenter__(self):
        self._program = await make_program(self._home, self._scale)
        self.engine = await self._running.enter_async_context(self._program.engine())
        await self.engine.http.prepare()
        self.person = Person(self._program, self.engine)
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def close(self):
        """Close the program, which may be polling, and then the servers."""
        await self._running.aclose()
        await self._listening.aclose()

    async def close_program(self):
        """Close the program alone."""
        await self._running.aclose()

    async def line(self, server, *, scheme=None):
        """Have the server listen, and make an account for it."""
        await self._listening.enter_async_context(server)
        self._servers.append(server)
        number = len(self._servers)
        address = server.base_url if scheme is None else server.base_url.replace("http:", f"{scheme}:", 1)
        await add_account(self._program, f"account {number}", server.provider, address)
        return Line(server=server, account=f"account {number}", number=number)

    async def call(self, line, *, nth=1):
        """Press once, call a number of its own, and wait for the outcome; the call's id."""
        to = somebody(line.number * 100 + nth)
        made = await self.person.call(self.person.draft(line.account, to, own_line(line.number)))
        async with asyncio.timeout(60 * self._scale + 20):
            await made.answered.wait()
        self._made[made.id] = made
        return made.id

    def entries(self, call):
        """The call's events so far, read past the program."""
        (found,) = [one.entries for one in read_journal(self.journal) if one.call == call]
        return found

    def outcome(self, call):
        """state/reason of the start request, and the seconds from its going out to that."""
        entries = self.entries(call)
        sending = max(place for place, entry in enumerate(entries) if entry.state == "sending")
        outcome = entries[sending + 1]
        return f"{outcome.state}/{outcome.reason}", outcome.time - entries[sending].time

    def last(self, call):
        """state/reason of the call's last event."""
        last = self.entries(call)[-1]
        return f"{last.state}/{last.reason}"

    async def comes_to(self, call, *states, seconds=20.0):
        """Wait until the call is in one of these states; state/reason."""
        await until(lambda: self.entries(call)[-1].state in states, seconds)
        return self.last(call)

    async def finished(self, call):
        """Wait until the program has done with the call, its session included; state/reason."""
        async with asyncio.timeout(20):
            await self._made[call].finished.wait()
        return self.last(call)

    async def first_poll(self, server):
        """Wait until a poll was answered: its connection is then kept, and closed in good order."""
        await until(lambda: any(poll.answered for poll in server.of(STATUS)))

    def holds(self):
        """The law, over all that happened."""
        arrivals = [arrival for server in self._servers for arrival in server.arrivals]
        assert violations(read_journal(self.journal), arrivals, self.person.presses) == []
        for server in self._servers:
            assert server.trap_connections == 0
