"""The window's words: something fit for a person in every state, for every reason, and nothing from the inside."""

import re
from datetime import date, timedelta

import pytest

from desktop_dialer.core.call import REASONS, CallRecord, Event, Evidence, Intent, Leg, State, Verdict
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.ui.entries import TONES, detail, dot, evidence, tag
from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.times import short_day, since_press
from desktop_dialer.ui.wording import advice, clock, day, duration, entry, headline, leg_word, outcome
from tests.gui.call_scene import PRESSED, call_model, take

EVERY = [
    *((state, reason) for state in State for reason in sorted(REASONS.get(state, {None}), key=str)),
    (State.REJECTED, "http_404"),
    (State.UNKNOWN, "http_503"),
]
_INSIDE = re.compile(r"_|<|\bNone\b|Error|Exception|State\.|Reason\.|\{|\}|http_")


def is_fit(text, longest):
    """Whether a person can be shown this."""
    return bool(text.strip()) and len(text) <= longest and not _INSIDE.search(text)


def called(state, provider="tel2", **given):
    """A call that was asked for and came to this."""
    return take(call_model(provider), State.ARMED, State.SENDING, (state, given))


def record(state, *, reason=None, note="", talk=None, verdict=None, test=False, **given):
    last = an_event(state, reason=reason, **given)
    intent = Intent(
        call="c", account="Office", provider="tel2", a_number="1", b_number="2", line="1", called="2", country=None,
        test=test,
    )  # fmt: skip
    return CallRecord(
        intent=intent, time=PRESSED, last=last, verdict=verdict, note=note, talk_seconds=talk, process="p"
    )


def an_event(state, *, evidence=Evidence.REPLY, **given):
    filled = {"leg": None, "reason": None, "code": None, "text": "", "verdict": None, **given}
    return Event(call="c", seq=1, time=PRESSED, elapsed=0.0, state=state, evidence=evidence, **filled)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("state", "reason"), EVERY)
def test_every_state_with_every_reason_has_its_words(state, reason, provider):
    model = called(state, provider, reason=reason)
    assert is_fit(headline(model)[0], 40)
    assert all(is_fit(leg_word(model, leg)[0], 16) for leg in Leg)
    assert is_fit(entry(model.last, model.names), 80)
    assert not entry(model.last, model.names).endswith(".")
    assert is_fit(outcome(record(state, reason=reason))[0], 40)
    said = advice(model)
    assert said is None or is_fit(said[0], 200)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_its_words(verdict):
    model = called(State.UNKNOWN, reason="timeout")
    take(model, (State.UNKNOWN, {"reason": "timeout", "verdict": verdict, "evidence": Evidence.PERSON}))
    assert is_fit(headline(model)[0], 30)
    assert is_fit(outcome(record(State.UNKNOWN, reason="timeout", verdict=verdict))[0], 30)
    assert is_fit(entry(model.last, model.names), 60)
    assert [leg_word(model, leg)[0] for leg in Leg] == ["not reported", "not reported"]


def test_a_reason_that_this_version_does_not_know_is_not_shown():
    model = called(State.FAILED, reason="strange_thing", leg=Leg.B)
    assert headline(model) == ("No call", Tone.STOP)
    assert leg_word(model, Leg.B) == ("Failed", Tone.STOP)
    assert "strange" not in entry(model.last, model.names)


HEADLINES = [
    ("tel2", [State.SENDING], ("Asking Tel2…", Tone.ACCENT)),
    ("business_isp", [State.A_RINGING], ("Your phone is ringing", Tone.ACCENT)),
    ("business_isp", [State.B_RINGING], ("Ringing Grace Hopper", Tone.ACCENT)),
    ("business_isp", [State.B_RINGING, State.A_RINGING], ("Both phones ring", Tone.ACCENT)),
    ("business_isp", [State.CONNECTED], ("Talking", Tone.GO)),
    ("business_isp", [State.ENDING], ("Hanging up…", Tone.ACCENT)),
    ("business_isp", [(State.FAILED, {"reason": "busy"})], ("Busy", Tone.STOP)),
    ("business_isp", [(State.ENDED, {"reason": "b_party"})], ("Ended", Tone.TEXT)),
    ("business_isp", [(State.ENDED, {"reason": "funds"})], ("Credit used up", Tone.STOP)),
    ("tel2", [(State.NOT_SENT, {"reason": "dns"})], ("Not sent", Tone.STOP)),
    ("tel2", [(State.NOT_SENT, {"reason": "cancelled"})], ("Cancelled", Tone.TEXT)),
    ("tel2", [(State.UNKNOWN, {"reason": "timeout"})], ("Outcome unknown", Tone.WARN)),
    ("business_isp", [(State.UNTRACKED, {"reason": "contact_lost"})], ("Contact lost", Tone.WARN)),
    ("tel2", [State.ACCEPTED_UNCONFIRMED], ("Request delivered", Tone.TEXT)),
]
SILENCE = (State.UNTRACKED, {"reason": "reports_nothing_more", "evidence": Evidence.LOCAL})


@pytest.mark.parametrize(("provider", "steps", "said"), HEADLINES)
def test_the_headline_is_one_word_or_few_in_the_colour_of_what_it_means(provider, steps, said):
    assert headline(take(call_model(provider), *steps)) == said


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ([State.ACCEPTED_UNCONFIRMED], "Request delivered"),
        ([State.ACCEPTED], "Request accepted"),
        ([State.A_ANSWERED], "You answered"),
        ([], "No more news"),
    ],
)
def test_where_a_provider_says_no_more_the_headline_is_what_it_said_last(heard, said):
    assert headline(take(call_model("tel2"), *heard, SILENCE)) == (said, Tone.TEXT)


def test_a_hang_up_that_is_asked_for_shows_at_once():
    model = called(State.CONNECTED, "business_isp")
    model.set_hanging_up(under_way=True)
    assert headline(model) == ("Hanging up…", Tone.ACCENT)
    take(model, (State.ENDED, {"reason": "hung_up"}))
    assert headline(model) == ("Ended", Tone.TEXT)


def test_a_scheduled_call_tells_when_it_is_due():
    assert headline(called(State.SCHEDULED, "anveo")) == ("Scheduled", Tone.ACCENT)
    model = called(State.SCHEDULED, "anveo", text="Due at 2026-11-20 14:30 UTC. SUCCESS")
    due = (PRESSED + timedelta(minutes=27)).astimezone()
    assert headline(model) == (f"Scheduled for {due:%H:%M}", Tone.ACCENT)
    model.due += timedelta(days=1)
    due += timedelta(days=1)
    assert headline(model)[0] == f"Scheduled for {short_day(due.date())}, {due:%H:%M}"
    assert "cannot be cancelled" in advice(model)[0]


def test_legs_are_told_apart():
    model = take(call_model(), State.A_ANSWERED, State.B_RINGING)
    assert leg_word(model, Leg.A) == ("Answered", Tone.GO)
    assert leg_word(model, Leg.B) == ("Ringing…", Tone.ACCENT)
    take(model, (State.FAILED, {"reason": "busy", "leg": Leg.B}))
    assert leg_word(model, Leg.A) == ("over", Tone.DIM)
    assert leg_word(model, Leg.B) == ("Busy", Tone.STOP)
    ended = take(call_model(), State.CONNECTED, (State.ENDED, {"reason": "a_party"}))
    assert [leg_word(ended, leg)[0] for leg in Leg] == ["hung up", "over"]
    doubt = called(State.UNKNOWN, reason="timeout")
    assert [leg_word(doubt, leg) for leg in Leg] == [("may be ringing", Tone.WARN), ("unknown", Tone.WARN)]
    assert leg_word(called(State.NOT_SENT, reason="dns"), Leg.A) == ("not called", Tone.DIM)


def test_an_unknown_tells_what_happened_and_what_a_further_call_could_do():
    model = called(State.UNKNOWN, "voiptech", reason="timeout", at=15.0)
    text, tone = advice(model)
    assert text.startswith("The request was sent but no answer came back within 15 s. Your phone may still ring.")
    assert text.endswith("Calling again could ring it twice.")
    assert tone is Tone.WARN
    take(model, (State.UNKNOWN, {"reason": "timeout", "evidence": Evidence.LOCAL, "text": "Late.", "at": 40.0}))
    assert "within 15 s" in advice(model)[0]
    broken = called(State.UNKNOWN, reason="disconnected")
    assert advice(broken)[0].startswith("The request was sent. The connection broke before Tel2 answered. ")
    assert "may have rung" in advice(called(State.UNKNOWN, reason="interrupted"))[0]
    expired = take(broken, (State.UNKNOWN, {"verdict": Verdict.EXPIRED, "evidence": Evidence.LOCAL}), State.UNKNOWN)
    assert advice(expired) == ("Nobody said within a day what became of it.", Tone.WARN)


def test_a_provider_that_reports_nothing_is_said_to():
    assert advice(take(call_model("tel2"), State.ACCEPTED_UNCONFIRMED, SILENCE)) == (
        "Your phone should ring first. Tel2 reports nothing further, so the rest happens on your phone.",
        Tone.DIM,
    )
    answered = take(call_model("voiptech"), State.A_ANSWERED, SILENCE)
    assert advice(answered)[0].startswith("VoipTech calls Grace Hopper now. It reports nothing further")
    take(answered, (State.UNTRACKED, {**SILENCE[1], "evidence": Evidence.PERSON, "text": "Wrong number."}))
    assert advice(answered)[0] == "VoipTech reports nothing further. You noted: wrong number."


def test_who_is_to_pick_up_is_told():
    assert advice(take(call_model("business_isp"), State.A_RINGING))[0] == "Pick up your phone (Desk phone)."
    first = advice(take(call_model("vprovider"), State.A_RINGING))[0]
    assert first == "Pick up your phone (Desk phone): Grace Hopper is called when you answer."
    assert advice(take(call_model("voiptech"), State.SENDING))[0].endswith("answers: pick it up.")
    assert advice(take(call_model("tel2"), State.SENDING)) is None
    assert advice(take(call_model("business_isp"), State.CONNECTED)) is None


def test_what_went_wrong_is_told_with_what_to_do():
    assert advice(called(State.REJECTED, reason="credentials"))[0].endswith(
        "Check user name and password in the account's settings."
    )
    assert advice(called(State.NOT_SENT, reason="keyring")) == (
        "Nothing was sent: the keyring could not be opened. Unlock it, then call again.",
        Tone.STOP,
    )
    refused = called(State.REJECTED, reason="provider_message", text="Login not Specified")
    assert advice(refused)[0] == "Tel2 refused the call. Tel2 says: “Login not Specified”."
    assert advice(called(State.FAILED, reason="busy")) is None
    assert advice(called(State.FAILED, reason="first_leg"))[1] is Tone.STOP
    assert advice(called(State.UNTRACKED, reason="session_lost"))[1] is Tone.WARN


def test_a_call_that_nobody_follows_says_so():
    model = called(State.CONNECTED, "business_isp")
    model.set_watched(watched=False)
    assert advice(model)[1] is Tone.WARN
    take(model, (State.ENDED, {"reason": "hung_up"}))
    assert advice(model) is None


def test_a_test_is_no_call():
    model = take(call_model("anveo", is_test=True), State.ACCEPTED)
    assert advice(model) == ("A test: no call should follow.", Tone.DIM)
    assert outcome(record(State.UNTRACKED, reason="reports_nothing_more", test=True)) == ("Test, no call", Tone.DIM)
    assert outcome(record(State.REJECTED, reason="credentials", test=True)) == ("Test refused", Tone.STOP)


OUTCOMES = [
    (record(State.ENDED, reason="b_party", talk=252.0), ("Talked 4 min 12 s", Tone.GO)),
    (record(State.ENDED, reason="not_reported"), ("Ended", Tone.TEXT)),
    (record(State.FAILED, reason="no_answer"), ("No answer", Tone.STOP)),
    (record(State.FAILED, reason="funds"), ("Not enough credit", Tone.STOP)),
    (record(State.NOT_SENT, reason="dns"), ("Not sent: address not found", Tone.STOP)),
    (record(State.NOT_SENT, reason="cancelled"), ("Cancelled", Tone.TEXT)),
    (record(State.REJECTED, reason="http_404"), ("Refused: HTTP 404", Tone.STOP)),
    (record(State.UNKNOWN, reason="timeout"), ("Outcome unknown", Tone.WARN)),
    (record(State.UNKNOWN, reason="timeout", verdict=Verdict.RANG), ("It rang", Tone.TEXT)),
    (record(State.UNTRACKED, reason="contact_lost"), ("Contact lost", Tone.WARN)),
    (record(State.UNTRACKED, reason="reports_nothing_more"), ("Delivered", Tone.DIM)),
    (
        record(State.UNTRACKED, reason="reports_nothing_more", evidence=Evidence.PERSON, text="Talked."),
        ("Delivered; you noted: talked", Tone.GO),
    ),
    (
        record(State.UNTRACKED, reason="reports_nothing_more", note="Call on Friday.\nNot before noon"),
        ("Delivered; you noted: call on Friday", Tone.DIM),
    ),
    (record(State.CONNECTED), ("Connected", Tone.GO)),
]


@pytest.mark.parametrize(("row", "said"), OUTCOMES)
def test_the_history_tells_how_a_call_went(row, said):
    assert outcome(row) == said


def test_entries_are_as_short_as_can_be():
    model = take(call_model(), State.SENDING)
    assert entry(model.last, model.names) == "Asked Business ISP to connect"
    hung_up = an_event(State.CONNECTED, evidence=Evidence.PERSON, text="Hang up.")
    assert entry(hung_up, model.names, changed=False) == "Hang up"
    said = an_event(State.REJECTED, reason="provider_message", text="<b>no</b>")
    assert detail(said, model.names) == "Business ISP says: “<b>no</b>”"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (an_event(State.A_RINGING, code="27"), "27"),
        (an_event(State.UNKNOWN, reason="timeout"), "timeout"),
        (an_event(State.REJECTED, reason="http_404"), "HTTP 404"),
        (an_event(State.NOT_SENT, reason="tls"), "TLS"),
        (an_event(State.ENDED, reason="b_party"), ""),
        (an_event(State.UNKNOWN, reason="timeout", verdict=Verdict.EXPIRED), ""),
    ],
)
def test_the_tag_is_the_raw_code_or_the_technical_word(event, text):
    assert tag(event) == text


def test_a_dot_is_coloured_by_what_is_said_and_by_whom():
    local = {"evidence": Evidence.LOCAL}
    assert dot(an_event(State.SENDING, **local)) is Tone.DIM
    assert dot(an_event(State.ACCEPTED)) is Tone.ACCENT
    assert dot(an_event(State.B_ANSWERED)) is Tone.GO
    assert dot(an_event(State.UNKNOWN, reason="timeout", **local)) is Tone.WARN
    assert dot(an_event(State.NOT_SENT, reason="dns", **local)) is Tone.STOP
    assert dot(an_event(State.NOT_SENT, reason="cancelled", **local)) is Tone.DIM
    assert dot(an_event(State.UNTRACKED, reason="reports_nothing_more", **local)) is Tone.DIM
    assert dot(an_event(State.CONNECTED), changed=False) is Tone.ACCENT
    assert dot(an_event(State.CONNECTED, evidence=Evidence.PERSON)) is Tone.TEXT
    assert dot(an_event(State.UNKNOWN, verdict=Verdict.EXPIRED, **local)) is Tone.DIM
    assert Tone.STOP in TONES.values()


def test_the_evidence_is_told_with_code_and_time():
    reported = an_event(State.A_RINGING, evidence=Evidence.POLL, code="27")
    assert evidence(reported) == "Reported by the provider (poll), code 27, 14:03:14.0 UTC"
    assert evidence(an_event(State.SENDING, evidence=Evidence.LOCAL)) == "Noted by this program, 14:03:14.0 UTC"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-1, "0 s"), (12.4, "12 s"), (252, "4 min 12 s"), (240, "4 min"), (3900, "1 h 5 min"), (7200, "2 h")],
)
def test_a_length_is_told_in_words(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(-3, "00:00"), (42.9, "00:42"), (3723, "1:02:03")])
def test_the_clock_has_hours_only_when_there_are_some(seconds, text):
    assert clock(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.24, "+0.2 s"), (14.2, "+14.2 s"), (100, "+01:40")])
def test_times_after_the_press_are_relative(seconds, text):
    assert since_press(seconds) == text


def test_days_are_named_from_today():
    today = date(2026, 11, 20)
    assert day(today, today) == "Today"
    assert day(date(2026, 11, 19), today) == "Yesterday"
    assert day(date(2026, 11, 17), today) == "Tuesday 17 November"
    assert day(date(2025, 12, 31), today) == "Wednesday 31 December 2025"
