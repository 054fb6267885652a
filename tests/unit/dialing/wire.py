"""A scripted wire: for each command a list of what happens to it, in the order in which it is sent."""

import asyncio
import inspect
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from desktop_dialer.core.call import Reason
from desktop_dialer.core.errors import NoAnswer, NotSent
from desktop_dialer.core.wire import Reply

LOST = NoAnswer("The connection ended.", reason=Reason.DISCONNECTED)


def reply(body, status=200, *, secure=True, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, headers=named, body=body.encode(), secure=secure)


def isp(code, message=""):
    return reply(f"<response><code>{code}</code><message>{message}</message></response>")


def opened(guid="5ae2a5rw47w"):
    """Business ISP's answer to a login."""
    return isp(103, guid)


def anveo(result="SUCCESS", more=""):
    return reply(f"<RESPONSE><RESULT>{result}</RESULT>{more}</RESPONSE>")


def taken_by_anveo(request_id="req-a3348f81491b"):
    return anveo(more=f'<VALUE NAME="REQUESTID">{request_id}</VALUE>')


@dataclass
class Act:
    """What happens to one request: it connects at `connects`, the bytes leave, and `answer` comes at `answers`.

    `answer` is a reply or a fault; a `NotSent` keeps the bytes from leaving. `stubborn` outlives its time to connect.
    """

    answer: object
    connects: asyncio.Event | None = None
    answers: asyncio.Event | None = None
    stubborn: bool = False
    leaves: asyncio.Event = field(default_factory=asyncio.Event)


def hanging(answer=None, **more):
    """The bytes leave and no answer comes, before its event is set."""
    return Act(answer, answers=asyncio.Event(), **more)


def command_of(request):
    """By what the script knows a request: the provider's own word for it."""
    body = request.body.reveal()
    if "ACTION NAME=" in body:
        return body.split('ACTION NAME="')[1].split('"')[0]
    url = urlsplit(request.url.reveal())
    if url.path.endswith("connectcall.aspx"):
        return parse_qs(url.query).get("cmd", ["login"])[0]
    path = url.path.strip("/")
    return path[path.index("calls/") :] if "calls/" in path else path.rpartition("/")[2]


class ScriptedWire:
    """Implements `core.ports.Http`. What a script holds last happens to all that follow.

    `sent` names the commands whose bytes left, `urls` are theirs; `on_leaving` is called as they leave.
    """

    def __init__(self):
        self.script = defaultdict(list)
        self.sent = []
        self.urls = []
        self.connecting = asyncio.Event()
        self.on_leaving = lambda: None
        self.proxies = []
        self.probed = []
        self.probe_fault = None
        self.pause = 0
        """Seconds before the bytes leave, and before the answer comes."""

    def on(self, command, *acts):
        self.script[command] = list(acts)

    def count(self, *commands):
        return sum(command in commands for command in self.sent)

    async def start(self, request, *, connect_seconds, proxy, on_sent):
        self.proxies.append(proxy)
        act = self._next(request)
        self.connecting.set()
        if act.connects is not None:
            try:
                async with asyncio.timeout(None if act.stubborn else connect_seconds):
                    await act.connects.wait()
            except TimeoutError:
                raise NotSent("No connection in time.", reason=Reason.TIMEOUT_CONNECTING) from None
        return await self._exchange(request, act, on_sent)

    async def ask(self, request, *, seconds, proxy):
        self.proxies.append(proxy)
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(request, self._next(request), lambda: None)
        except TimeoutError:
            raise NoAnswer("No answer in time.", reason=Reason.TIMEOUT) from None

    async def probe(self, url, *, seconds, proxy):
        self.probed.append(url)
        if self.probe_fault:
            raise self.probe_fault

    async def aclose(self):
        pass

    def _next(self, request):
        acts = self.script[command_of(request)]
        if not acts:
            raise AssertionError(f"nobody expects {command_of(request)}: {request.url}")
        act = acts[0] if len(acts) == 1 else acts.pop(0)
        return act if isinstance(act, Act) else Act(act)

    async def _exchange(self, request, act, on_sent):
        await asyncio.sleep(self.pause)
        if isinstance(act.answer, NotSent):
            raise act.answer
        on_sent()
        self.on_leaving()
        self.sent.append(command_of(request))
        self.urls.append(request.url.reveal())
        act.leaves.set()
        if act.answers is not None:
            await act.answers.wait()
        answer = act.answer(request) if callable(act.answer) else act.answer
        answer = await answer if inspect.isawaitable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        await asyncio.sleep(self.pause)
        return answer


def not_sent(reason=Reason.REFUSED):
    return NotSent("The connection was refused.", reason=reason)


def no_answer(reason=Reason.DISCONNECTED):
    return NoAnswer("The connection ended.", reason=reason)
