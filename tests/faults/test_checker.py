"""A sound evening passes the checker, and a planted violation of each kind is found."""

from dataclasses import replace

import pytest

from tests.faults.checker import violations
from tests.faults.evidence import END, HANG_UP, START, Arrival, Entry, JournalCall, Press, Pressed

NUMBERS = {"provider": "business_isp", "a_number": "31201", "b_number": "31301"}


def timeline(*states, at, first=1, **last):
    """Entries in these states, a tenth of a second apart; `last` is told of the last one."""
    entries = [Entry(position=first + i, seq=i + 1, time=at + i / 10, state=state) for i, state in enumerate(states)]
    return (*entries[:-1], replace(entries[-1], **last))


CALL = JournalCall(
    call="one",
    line="+31201",
    pressed=10.0,
    **NUMBERS,
    entries=timeline("armed", "sending", "accepted", "connected", "ended", at=10.0),
)
LOGIN = Arrival(time=10.2, action=START, dialled=True, answered=10.2, row="sending", **NUMBERS)
FREE = Arrival(time=20.1, action=HANG_UP, session="guid", answered=20.1, **NUMBERS)
AGAIN = replace(
    CALL, call="two", pressed=20.0, entries=timeline("armed", "sending", "accepted", "ended", at=20.0, first=10)
)
CONNECT = replace(LOGIN, time=20.3, session="guid", answered=20.3)
PRESSES = [Press(time=at, what=Pressed.CALL, **NUMBERS) for at in (10.0, 20.0)]


def check(*, calls=(CALL, AGAIN), arrivals=(LOGIN, FREE, CONNECT), presses=PRESSES, **more):
    return violations(calls, arrivals, presses, **more)


def ending(state, **more):
    """The first call with another end."""
    return replace(CALL, entries=timeline("armed", "sending", state, at=10.0, **more))


def test_a_sound_evening_has_no_violation():
    assert check() == []


def test_a_login_after_a_connect_that_found_its_session_gone_is_the_one_exception():
    gone = replace(CONNECT, dialled=False)
    login = replace(LOGIN, time=20.4)
    shown = replace(
        AGAIN, entries=timeline("armed", "sending", "sending", at=20.0, first=10, evidence="reply", code="102")
    )
    assert check(calls=(CALL, shown), arrivals=(LOGIN, FREE, gone, login)) == []
    assert check(calls=(CALL, AGAIN), arrivals=(LOGIN, FREE, gone, login)), "the journal does not show the 102"
    dialled = replace(gone, dialled=True)
    assert check(calls=(CALL, shown), arrivals=(LOGIN, FREE, dialled, login)), "the connect rang somebody"
    third = replace(LOGIN, time=20.5)
    assert check(calls=(CALL, shown), arrivals=(LOGIN, FREE, gone, login, third)), "it logged in twice"


OVERLAPPING = replace(
    AGAIN, b_number="31302", pressed=10.1, entries=timeline("armed", "sending", "ended", at=10.1, first=3)
)
PLANTED = [
    ("was started 2 times", {"arrivals": (LOGIN, replace(LOGIN, time=10.3), FREE, CONNECT)}),
    ("belongs to no row", {"arrivals": (LOGIN, FREE, CONNECT, replace(LOGIN, b_number="31999"))}),
    ("belongs to no row", {"arrivals": (replace(LOGIN, time=9.9), FREE, CONNECT)}),
    ("had no committed row", {"arrivals": (replace(LOGIN, row=None), FREE, CONNECT)}),
    ("in the state armed when it was read", {"arrivals": (replace(LOGIN, row="armed"), FREE, CONNECT)}),
    ("is accepted, and no start reached", {"arrivals": (LOGIN,)}),
    ("is not_sent, and its start reached", {"calls": (ending("not_sent"), AGAIN)}),
    ("is rejected, and the server dialled", {"calls": (ending("rejected"), AGAIN)}),
    ("has no event", {"calls": (replace(CALL, entries=()), AGAIN)}),
    ("has a gap", {"calls": (replace(CALL, entries=CALL.entries[1:]), AGAIN)}),
    (r"has 2 live calls: one, two", {"calls": (CALL, OVERLAPPING), "arrivals": (LOGIN,)}),
    ("has no press with the same numbers", {"presses": PRESSES[:1]}),
    ("has no press with the same numbers", {"presses": [replace(PRESSES[0], b_number="31302"), PRESSES[1]]}),
    ("has no press with the same numbers", {"presses": [replace(PRESSES[0], time=1.0), PRESSES[1]], "soon": 5.0}),
    ("without a press", {"arrivals": (LOGIN, replace(FREE, talking=True), CONNECT)}),
    ("without a press", {"arrivals": (LOGIN, FREE, CONNECT, replace(FREE, action=END, time=21.0, talking=True))}),
    ("before a hangUp was answered", {"arrivals": (LOGIN, CONNECT)}),
    ("before a hangUp was answered", {"arrivals": (LOGIN, replace(FREE, answered=None), CONNECT)}),
    ("before a hangUp was answered", {"arrivals": (LOGIN, replace(FREE, answered=20.9), CONNECT)}),
    ("before a hangUp was answered", {"arrivals": (LOGIN, replace(FREE, session="other"), CONNECT)}),
    ("came from a recovery", {"quiet": [(20.2, 20.4)]}),
]


@pytest.mark.parametrize(("sentence", "changed"), PLANTED, ids=lambda part: part if isinstance(part, str) else "")
def test_a_planted_violation_is_found(sentence, changed):
    assert any(sentence in violation for violation in check(**changed))


def test_a_hang_up_that_a_person_pressed_is_none():
    hung_up = replace(FREE, time=10.4, talking=True)
    pressed = Press(time=10.3, what=Pressed.HANG_UP, **NUMBERS)
    assert check(arrivals=(LOGIN, hung_up, FREE, CONNECT), presses=[*PRESSES, pressed]) == []
    end = replace(hung_up, action=END)
    assert check(arrivals=(LOGIN, end, FREE, CONNECT), presses=[*PRESSES, pressed]), "nobody asked for its session"


def test_an_unknown_call_leaves_its_line_and_a_late_answer_takes_it_back():
    unknown = ending("unknown")

    def with_late_answer(position):
        late = Entry(position=position, seq=4, time=20.1, state="accepted")
        return check(calls=(replace(unknown, entries=(*unknown.entries, late)), AGAIN))

    assert check(calls=(unknown, AGAIN)) == []
    assert with_late_answer(AGAIN.last.position + 1) == []
    assert any("live calls" in violation for violation in with_late_answer(AGAIN.last.position - 0.5))
