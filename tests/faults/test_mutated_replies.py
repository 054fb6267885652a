"""Damaged replies over every reader: none raises, none is slow, none becomes a success that no manual knows."""

import base64
import os
import time
from dataclasses import replace
from functools import cache

import pytest

from desktop_dialer.core.call import MAX_TEXT, State
from desktop_dialer.core.reading import CheckResult, HangUp
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.text import keep
from desktop_dialer.providers import PROVIDERS
from tests.contract.provider_contract import assert_lawful, handle, plan_of
from tests.faults import documented
from tests.faults.mutations import mutated

REPLIES = int(os.environ.get("DESKTOP_DIALER_MUTATIONS", "10000"))
"""How many replies are read; the full run sets 100000."""
SEED = os.environ.get("DESKTOP_DIALER_MUTATION_SEED", "desktop-dialer")
AT_ONCE = 1000
LIMIT_SECONDS = 0.050
SUSPECT_SECONDS = 0.010
SUCCESSES = {State.ACCEPTED, State.SCHEDULED, State.A_ANSWERED}

SECRETS = (Secret("mypassword"), Secret("5ae2a5rw47w"), Secret("df141891e2e883904b0b294dc5bq79c1c1c13f6d"))


def _plan(name, values, **settings):
    given = {
        "tel2": {"values": {"user": "442039876543"}, "secrets": {"password": "p"}},
        "voiptech": {
            "values": {"user": "u", "org": "o"},
            "secrets": {"pass": "p"},
            "settings": {"base_url": "https://pbx.example/API/dialup.php", "track": "yes"},
        },
        "anveo": {"values": {}, "secrets": {"USERKEY": "k"}},
        "vprovider": {
            "values": {"auth_username": "u"},
            "secrets": {"auth_password": "p"},
            "settings": {"base_url": "https://switch.example/api/json/calls/make/", "track": "yes"},
        },
        "business_isp": {"values": {"login": "l", "type": "1"}, "secrets": {"password": "p"}},
    }[name]
    numbers = (
        {"a": "203", "b": "0501234567"}
        if name in {"voiptech", "vprovider"}
        else {"a": "+12157010680", "b": "+442034567890"}
    )
    return plan_of(name, {
        **numbers,
        "values": {**given["values"], **values},
        "secrets": given["secrets"],
        "settings": {**given.get("settings", {}), **settings},
    })  # fmt: skip


_FUTURE = {"Date": "202612312359", "Maxretry": "1", "Retrytime": "1", "ident": "x"}
PLANS = {
    "tel2": ({},),
    "voiptech": (
        {},
        {"Response": "yes"},
        *({"Response": "yes", "RFormat": form} for form in ("text", "html", "xml", "json")),
        {"Response": "yes", "showUID": "yes", **_FUTURE},
    ),
    "anveo": ({}, {"DELAY": "30"}, {"TEST": "TRUE"}),
    "vprovider": ({}, {"delay": "30"}, {"wait": "10"}, {"delay": "5", "wait": "10"}),
    "business_isp": ({},),
}


def _is_documented_start(name, values, reply, state):
    """Whether the manual knows this reply as that success."""
    match name:
        case "tel2":
            return state is State.ACCEPTED and documented.tel2(reply)
        case "anveo":
            wanted = State.SCHEDULED if "DELAY" in values else State.ACCEPTED
            return state is wanted and documented.anveo(reply, is_test="TEST" in values)
        case "voiptech":
            wanted = State.SCHEDULED if "Date" in values else State.A_ANSWERED
            return state is wanted and "Response" in values and documented.voiptech(reply)
        case "vprovider":
            wanted = State.SCHEDULED if "delay" in values else State.ACCEPTED
            return state is wanted and documented.vprovider(reply)
        case _:
            return state is State.ACCEPTED and documented.business_isp_login(reply)


class _Start:
    """The reader of the start request, under one plan."""

    def __init__(self, name, values):
        self.label = f"{name} read_start {values}"
        self._provider, self._plan, self._name, self._values = PROVIDERS[name], _plan(name, values), name, values

    def read(self, reply):
        return self._provider.read_start(self._plan, reply)

    def judge(self, reply, reading):
        assert_lawful(reading)
        if reading.state in SUCCESSES:
            assert _is_documented_start(self._name, self._values, reply, reading.state)


class _Other:
    """Any other reader; `is_success` picks out the readings that `is_documented` has to vouch for."""

    def __init__(self, label, read, is_success, is_documented):
        self.label, self.read = label, read
        self._is_success, self._is_documented = is_success, is_documented

    def judge(self, reply, reading):
        if self._is_success(reading):
            assert self._is_documented(reply)


def _is_in(*states):
    return lambda reading: getattr(reading, "state", None) in states


def _is_hung_up(reading):
    return reading.result is HangUp.ACCEPTED


def _is_fine(reading):
    return reading.result is CheckResult.OK


@cache
def readers():
    """Every reader of every provider, a fresh watch for each reply."""
    made = [_Start(name, values) for name, all_values in PLANS.items() for values in all_values]
    never = _is_in(*SUCCESSES), lambda _: False
    anveo, vprovider, voiptech, isp = (PROVIDERS[name] for name in ("anveo", "vprovider", "voiptech", "business_isp"))
    anveo_plan, vprovider_plan = _plan("anveo", {}), _plan("vprovider", {"wait": "10"})
    voiptech_plan, isp_plan = _plan("voiptech", {}), _plan("business_isp", {})
    known_by, again = handle(), replace(handle(), last_code="30")
    made += [
        _Other("anveo watch", lambda r: anveo.watch(anveo_plan, known_by).read(r), *never),
        _Other("vprovider watch", lambda r: vprovider.watch(vprovider_plan, known_by).read(r), *never),
        _Other("vprovider read_hang_up", vprovider.read_hang_up, _is_hung_up, documented.vprovider_function),
        _Other("vprovider read_check", lambda r: vprovider.read_check(vprovider_plan, r), _is_fine,
               documented.vprovider_function),
        _Other("voiptech observe", lambda r: voiptech.observe(voiptech_plan).read(r), *never),
        _Other("voiptech read_check", lambda r: voiptech.read_check(voiptech_plan, r), _is_fine,
               documented.voiptech_state),
        _Other("business_isp read_connect", lambda r: isp.read_connect(isp_plan, known_by, r), _is_in(*SUCCESSES),
               lambda r: documented.business_isp(r, 100)),
        _Other("business_isp watch", lambda r: isp.watch(isp_plan, again).read(r), _is_in(*SUCCESSES),
               lambda r: documented.business_isp(r, 28)),
        _Other("business_isp read_hang_up", isp.read_hang_up, _is_hung_up, lambda r: documented.business_isp(r, 100)),
        _Other("business_isp is_free", isp.is_free, bool, lambda r: documented.business_isp(r, 100, 101, 105)),
    ]  # fmt: skip
    return made


def _timed(work, *args):
    """What `work` returns. Fails where it is slow.

    What looks slow is timed anew by the processor's time, which is what a reader takes: it waits for nothing, but the
    machine may be busy.
    """
    begun = time.perf_counter()
    result = work(*args)
    seconds = time.perf_counter() - begun
    if seconds > SUSPECT_SECONDS:
        seconds = min(_seconds(work, *args) for _ in range(5))
        assert seconds <= LIMIT_SECONDS, f"took {seconds * 1000:.0f} ms"
    SLOWEST.note(seconds)
    return result


def _seconds(work, *args):
    begun = time.thread_time()
    work(*args)
    return time.thread_time() - begun


class _Slowest:
    """The longest time that any reader took, for the report."""

    def __init__(self):
        self.seconds = 0.0

    def note(self, seconds):
        self.seconds = max(self.seconds, seconds)


SLOWEST = _Slowest()


def _assert_fit_to_keep(text):
    kept = _timed(keep, text, SECRETS)
    assert len(kept) <= MAX_TEXT
    assert "\n" not in kept
    assert kept.isprintable()


def _read_by_all(reply):
    for reader in readers():
        try:
            reading = _timed(reader.read, reply)
            reader.judge(reply, reading)
            _assert_fit_to_keep(getattr(reading, "text", ""))
            _assert_fit_to_keep(getattr(reading, "code", None) or "")
        except BaseException as error:
            error.add_note(f"reader: {reader.label}")
            raise


@pytest.mark.parametrize("first", range(0, REPLIES, AT_ONCE))
def test_no_reply_upsets_a_reader_or_passes_for_a_success(first, record_property):
    for number in range(first, min(first + AT_ONCE, REPLIES)):
        reply = mutated(SEED, number)
        try:
            _read_by_all(reply)
        except BaseException as error:
            error.add_note(
                f"seed {SEED!r}, reply {number}: HTTP {reply.status}, {dict(reply.headers)}, secure={reply.secure}"
            )
            error.add_note(f"body in base64: {base64.b64encode(reply.body).decode()}")
            raise
    record_property("slowest_ms", round(SLOWEST.seconds * 1000, 1))


def test_some_mutated_replies_are_read_as_successes():
    """Else nothing would be shown of those that are not."""
    taken = {
        reader.label.partition(" ")[0]
        for number in range(2000)
        for reader in readers()
        if getattr(reader.read(mutated(SEED, number)), "state", None) in SUCCESSES
    }
    assert taken == set(PROVIDERS)
