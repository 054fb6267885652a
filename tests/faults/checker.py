"""The checker of the law of a call: journal J against server log L and the presses, violations as sentences.

The list is the one of `design: the law of a call`, "What the checker asserts". Nothing is imported from the program.
"""

from collections import defaultdict

from tests.faults.evidence import END, HANG_UP, START, Pressed

LAST = {"not_sent", "rejected", "ended", "failed", "untracked"}
OFF_THE_LINE = LAST | {"unknown", "scheduled"}
"""The states in which a call does not hold its line."""


def violations(calls, arrivals, presses, *, soon=20.0, quiet=()):
    """Every breach, as a sentence; none is what must come out.

    `calls` are J, `arrivals` L. A start follows its press within `soon` seconds. `quiet` are (begin, end) spans in
    which no start may arrive: recoveries.
    """
    arrivals = sorted(arrivals, key=_time)
    starts, strays = _starts_by_call(calls, arrivals)
    found = [f"{_named(start)} belongs to no row of the journal" for start in strays]
    for call in calls:
        found += _of_one_call(call, starts[call.call])
    found += _rows_before_bytes(arrivals)
    found += _one_live_call_per_line(calls)
    found += _presses_before_starts(arrivals, presses, soon)
    found += _only_a_person_ends(arrivals, presses, soon)
    found += _hung_up_before_connect(arrivals)
    found += [
        f"{_named(start)} came from a recovery"
        for start in _of(arrivals, START)
        for begin, end in quiet
        if begin <= start.time <= end
    ]
    return found


def _starts_by_call(calls, arrivals):
    """Each start under the latest call between its numbers that was pressed before it, and those without one."""
    by_numbers = defaultdict(list)
    for call in calls:
        by_numbers[call.provider, call.a_number, call.b_number].append(call)
    starts, strays = defaultdict(list), []
    for start in _of(arrivals, START, "check"):
        before = [call for call in by_numbers[_numbers(start)] if call.pressed <= start.time]
        if before:
            starts[max(before, key=lambda call: call.pressed).call].append(start)
        else:
            strays.append(start)
    return starts, strays


def _of_one_call(call, starts):
    name = f"call {call.call} ({call.provider}, {call.b_number})"
    if len(starts) > 1 and not _is_login_after_lost_session(call, starts):
        yield f"{name} was started {len(starts)} times"
    if "not_sent" in call.states and starts:
        yield f"{name} is not_sent, and its start reached the server"
    if "rejected" in call.states and any(start.dialled for start in starts):
        yield f"{name} is rejected, and the server dialled"
    if "accepted" in call.states and not starts:
        yield f"{name} is accepted, and no start reached the server"
    if not call.entries:
        yield f"{name} has no event"
    elif [entry.seq for entry in call.entries] != list(range(1, len(call.entries) + 1)):
        yield f"{name} has a gap in its events"


def _is_login_after_lost_session(call, starts):
    """A `connect` answered 102 and dialling nobody, then one login; the journal shows the 102."""
    if len(starts) != 2:
        return False
    connect, login = starts
    shown = any(entry.evidence == "reply" and entry.code == "102" for entry in call.entries)
    return connect.session is not None and not connect.dialled and login.session is None and shown


def _rows_before_bytes(arrivals):
    for start in _of(arrivals, START, "check"):
        if start.row is None:
            yield f"{_named(start)} had no committed row when it was read"
        elif start.row != "sending":
            yield f"{_named(start)} had its row in the state {start.row} when it was read"


def _one_live_call_per_line(calls):
    """The events of all calls in the order of their commits: the line is never taken twice."""
    commits = [(entry.position, entry.state, call) for call in calls if not call.test for entry in call.entries]
    live = defaultdict(set)
    for _, state, call in sorted(commits, key=lambda commit: commit[0]):
        if state in OFF_THE_LINE:
            live[call.line].discard(call.call)
            continue
        live[call.line].add(call.call)
        if len(live[call.line]) > 1:
            yield f"the line {call.line} has {len(live[call.line])} live calls: {', '.join(sorted(live[call.line]))}"


def _presses_before_starts(arrivals, presses, soon):
    """Each press pays for one start; a `connect` that found its session gone lends its press to the login after it."""
    left = sorted((press for press in presses if press.what is Pressed.CALL), key=_time)
    lent = {}
    for start in _of(arrivals, START, "check"):
        if start.session is None and lent.pop(_numbers(start), None):
            continue
        fitting = [press for press in left if _numbers(press) == _numbers(start) and press.time <= start.time]
        if not fitting or start.time - fitting[-1].time > soon:
            yield f"{_named(start)} has no press with the same numbers just before it"
            continue
        left.remove(fitting[-1])
        if start.session is not None and not start.dialled:
            lent[_numbers(start)] = True


def _only_a_person_ends(arrivals, presses, soon):
    pressed = [press for press in presses if press.what is Pressed.HANG_UP]
    for request in _of(arrivals, HANG_UP, END):
        asked = any(
            press.b_number == request.b_number and 0 <= request.time - press.time <= soon
            for press in pressed
            if request.action == HANG_UP
        )
        if request.talking and not asked:
            yield f"{_named(request)} came upon a talking call without a press"


def _hung_up_before_connect(arrivals):
    """In each session, between one start and the `connect` after it there is an answered `hangUp`."""
    free_since = {}
    for request in arrivals:
        if request.provider != "business_isp" or request.session is None:
            continue
        if request.action == HANG_UP:
            free_since[request.session] = request.answered
        elif request.action == START:
            answered = free_since.pop(request.session, None)
            if answered is None or answered > request.time:
                yield f"{_named(request)} is a connect before a hangUp was answered"


def _of(arrivals, *actions):
    return [arrival for arrival in arrivals if arrival.action in actions]


def _numbers(one):
    return one.provider, one.a_number, one.b_number


def _time(one):
    return one.time


def _named(arrival):
    return f"the {arrival.action} to {arrival.b_number} at {arrival.provider} ({arrival.time:.3f})"
