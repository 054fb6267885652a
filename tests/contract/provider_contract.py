"""What the tests over all providers share: their vectors, and the way from a vector's input to a plan."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from desktop_dialer.core.account import Account
from desktop_dialer.core.call import REASONS, Leg, State
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.ports import ChecksAccount, HangsUp, KeepsSession, ObservesExtension, Tracks
from desktop_dialer.core.reading import Handle, Reading
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Reply
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.providers import PROVIDERS

VECTORS = Path(__file__).parent.parent / "vectors"
HANDLE = "5ae2a5rw47w"


def handle(value=HANDLE):
    return Handle(value=Secret(value))


START_STATES = {
    State.REJECTED,
    State.UNKNOWN,
    State.ACCEPTED,
    State.ACCEPTED_UNCONFIRMED,
    State.SCHEDULED,
    State.A_ANSWERED,
    State.FAILED,
}
"""What a reply to a start request can say."""


@cache
def vectors(provider):
    return json.loads((VECTORS / f"{provider}.json").read_text(encoding="utf-8"))


def every_vector(section, wanted=lambda vector: True):
    """(provider id, vector) of every provider's requests or responses, with their ids for pytest."""
    pairs = [(name, vector) for name in PROVIDERS for vector in vectors(name)[section] if wanted(vector)]
    return {"argvalues": pairs, "ids": [vector["id"] for _, vector in pairs]}


def is_valid(vector):
    """Whether a request vector is one that is built."""
    return isinstance(vector["expect"], dict)


def plan_of(name, given):
    """The plan of a vector's input, by the way that every press takes. Raises `InvalidInput`.

    `a_sent` and `b_sent` stand for the placeholders of a manual's example (`xx`), which are no numbers.
    """
    provider = PROVIDERS[name]
    secrets = {key: Secret(value) for key, value in given["secrets"].items()}
    placeholder = "a_sent" in given
    press = Press(
        to="0" if placeholder else given["b"],
        from_="0" if placeholder else given["a"],
        given={**given["values"], **given["settings"]},
    )
    plan = draft(Account(id="a", name="a", provider=name), provider, press).plan
    if placeholder:
        plan = replace(plan, a_number=given["a_sent"], b_number=given["b_sent"])
    return replace(plan, secrets=secrets)


def built(name, given):
    """The request that a vector's input asks for."""
    provider, plan = PROVIDERS[name], plan_of(name, given)
    known_by = handle(given.get("handle", HANDLE))
    match given.get("action", "start"):
        case "start":
            return provider.start(plan)
        case "connect":
            return provider.connect(plan, known_by)
        case "hang_up":
            return provider.hang_up(plan, known_by)
        case "end":
            return provider.end(plan.base_url, known_by)
        case "status":
            return provider.watch(plan, known_by).request()
        case "observe":
            return provider.observe(plan).request()
        case "check":
            return provider.check_request(plan)


def every_request(provider, plan, known_by):
    """Every request that the provider can build for the plan."""
    yield provider.start(plan)
    if isinstance(provider, Tracks):
        yield provider.watch(plan, known_by).request()
    if isinstance(provider, HangsUp):
        yield provider.hang_up(plan, known_by)
    if isinstance(provider, KeepsSession):
        yield provider.connect(plan, known_by)
        yield provider.end(plan.base_url, known_by)
    if isinstance(provider, ChecksAccount):
        request = provider.check_request(plan)
        yield from [request] if request else []
    if isinstance(provider, ObservesExtension):
        watch = provider.observe(plan)
        yield from [watch.request()] if watch else []


def every_reading(provider, plan, known_by, reply):
    """What every reader but that of the start request makes of a reply."""
    if isinstance(provider, Tracks):
        yield provider.watch(plan, known_by).read(reply)
    if isinstance(provider, HangsUp):
        yield provider.read_hang_up(reply)
    if isinstance(provider, KeepsSession):
        reading = provider.read_connect(plan, known_by, reply)
        assert_lawful(reading)
        yield reading
    if isinstance(provider, ChecksAccount):
        yield provider.read_check(plan, reply)
    if isinstance(provider, ObservesExtension):
        watch = provider.observe(plan)
        yield watch.read(reply) if watch else None


def reply_of(vector):
    return Reply(
        status=vector["status"],
        headers={name.lower(): value for name, value in vector["headers"].items()},
        body=base64.b64decode(vector["body_base64"]),
        secure=vector.get("secure", True),
    )


def hostile(body, *, status=200, content_type="text/html", secure=True):
    return Reply(status=status, headers={"content-type": content_type}, body=body, secure=secure)


@cache
def start_plans(name):
    """A plan for each of the provider's request vectors that is built."""
    return [plan_of(name, vector["input"]) for vector in vectors(name)["requests"] if is_valid(vector)]


def invalid_messages(name):
    """The error of each of the provider's request vectors that is refused."""
    for vector in vectors(name)["requests"]:
        if not is_valid(vector) and "never" not in vector["input"]:
            try:
                plan_of(name, vector["input"])
            except InvalidInput as error:
                yield error


def assert_lawful(reading):
    """The reading of a start reply is one that the law of a call allows."""
    assert isinstance(reading, Reading)
    assert reading.state in START_STATES
    allowed = REASONS.get(reading.state, frozenset())
    carries_status = reading.state in {State.REJECTED, State.UNKNOWN} and str(reading.reason).startswith("http_")
    assert carries_status or reading.reason in (allowed or {None})
    assert reading.leg in {None, Leg.A, Leg.B}
    assert isinstance(reading.text, str)
    assert isinstance(reading.code, str | None)
    if reading.handle is not None or reading.due_in is not None:
        assert reading.state in {State.ACCEPTED, State.SCHEDULED}
