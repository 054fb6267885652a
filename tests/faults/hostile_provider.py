"""A hostile server that speaks one provider's dialect, and plays its fault upon chosen requests alone.

It keeps the checker's L: each request as it was understood, each start with the journal's row at that moment.
"""

import re
import time
from dataclasses import replace
from urllib.parse import unquote

from tests.faults.evidence import END, HANG_UP, START, Arrival, state_in_journal
from tests.faults.fault import Fault
from tests.faults.hostile_server import HostileServer

STATUS = "status"
CONNECT = "connect"
"""Among the requests that a fault may hit: a start in an open session."""
GUID = "5ae2a5rw47w"
REQUEST_ID = "e2b7c1f0aa"
_ENSWITCH = b'{"responses":[{"code":"%s","key":"","message":"said"}],"data":{"callid":"1234567890.123456"}}'
_BASES = {
    "tel2": "/webservices/connectcall",
    "voiptech": "/API/dialup.php",
    "anveo": "/api/v3.asp",
    "vprovider": "/api/json/calls/make/",
    "business_isp": "/api/",
}
_PARTIES = {
    "tel2": ("aparty", "bparty"),
    "voiptech": ("dial1", "dial2"),
    "anveo": ("PHONENUMBER", "DESTPHONENUMBER"),
    "vprovider": ("snumber", "cnumber"),
    "business_isp": ("source", "dest"),
}


def enswitch(code):
    """VProvider's envelope with this code; with 200 it names the call."""
    return _ENSWITCH % code.encode()


def isp(code, message="said"):
    """Business ISP's answer."""
    return f"<response><code>{code}</code><message>{message}</message></response>".encode()


GOOD = {
    "tel2": {START: b"OK"},
    "voiptech": {START: b"dialling"},
    "anveo": {
        START: f'<RESPONSE><RESULT>SUCCESS</RESULT><VALUE NAME="REQUESTID">{REQUEST_ID}</VALUE></RESPONSE>'.encode(),
        STATUS: b"<RESPONSE><RESULT>INIT</RESULT></RESPONSE>",
    },
    "vprovider": {
        START: enswitch("200"),
        STATUS: b'{"responses":[{"code":"200"}],"data":[{"callid":"1234567890.123456","answered":0}]}',
        HANG_UP: enswitch("204"),
    },
    "business_isp": {START: isp(103, GUID), CONNECT: isp(100), STATUS: isp(27), HANG_UP: isp(100), END: isp(100)},
}
"""What each provider answers when nothing is wrong: a call that is taken and goes on ringing."""


class HostileProvider(HostileServer):
    """Plays `fault` upon the requests in `on` (`start`, `connect`, `status`, `hang_up`, `end`), answers others well.

    `replies` replaces a good answer, as bytes or as a function of the arrival. `dials`: whether a start rings anybody;
    `dials_in_session` is the same of a `connect`, and may be set.
    """

    def __init__(self, provider, journal, fault=Fault.NONE, *, on=(START,), replies=None, dials=True, **more):
        super().__init__(fault, **more)
        self.provider = provider
        self.arrivals = []
        self.hit = fault
        self._on = on
        self._hit_with = self._status, self._body
        self._journal = journal
        self._replies = {**GOOD[provider], **(replies or {})}
        self._dials = dials
        self.dials_in_session = dials
        if START not in on:
            self.fault = Fault.NONE

    @property
    def base_url(self):
        return self.url(_BASES[self.provider])

    def of(self, action):
        return [arrival for arrival in self.arrivals if arrival.action == action]

    async def _read(self, reader):
        if not await super()._read(reader):
            return False
        action, a_number, b_number, session = understood(self.provider, self.received[-1])
        row = state_in_journal(self._journal, self.provider, a_number, b_number) if action == START else None
        self.arrivals.append(
            Arrival(
                time=time.monotonic(),
                provider=self.provider,
                action=action,
                a_number=a_number,
                b_number=b_number,
                dialled=action == START and (self.dials_in_session if session else self._dials),
                session=session,
                row=row,
            )
        )
        return True

    async def _answer(self, writer):
        """The base class answers; it looks at the fault and the body once, before it waits."""
        place = len(self.arrivals) - 1
        arrival = self.arrivals[place]
        kind = CONNECT if arrival.action == START and arrival.session else arrival.action
        reply = self._replies.get(kind, b"")
        self.fault, self._status = Fault.NONE, None
        self._body = reply(arrival) if callable(reply) else reply
        if kind in self._on:
            self.fault = self.hit
            if self.hit is Fault.STATUS:
                self._status, self._body = self._hit_with
        is_kept = await super()._answer(writer)
        self.arrivals[place] = replace(arrival, answered=time.monotonic())
        return is_kept


def understood(provider, raw):
    """(action, A-party, B-party, session) of a request's bytes."""
    head, _, body = raw.partition(b"\r\n\r\n")
    target = head.split(b" ")[1].decode("ascii")
    if provider == "anveo":
        text = body.decode()
        values = dict(re.findall(r'<PARAMETER NAME="(\w+)">([^<]*)<', text))
        action = STATUS if "DIAL.GETSTATUS" in text else START
    else:
        values = {name: unquote(value) for name, value in re.findall(r"[?&;]([^=]+)=([^&;]*)", target)}
        commands = {"getStatus": STATUS, "hangUp": HANG_UP, "end": END}
        action = commands.get(values.get("cmd"), START)
        if provider == "vprovider":
            action = STATUS if "/active/" in target else HANG_UP if "/hangup/" in target else START
    a_number, b_number = (values.get(name, "") for name in _PARTIES[provider])
    return action, a_number, b_number, values.get("guid")
