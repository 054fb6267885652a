"""The history beside a real journal: pages, filters, names, call-backs, notes, and calls that change as one looks."""

import asyncio

import pytest

from desktop_dialer.core.account import Account
from desktop_dialer.core.call import Evidence, Intent, Reason, Report, State
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.numbers import NumberFormat
from desktop_dialer.core.reached import Reached, Told
from desktop_dialer.dialing.drafting import Press, draft
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.ui.models.call_actions import WAYS_IT_WENT
from desktop_dialer.ui.models.history import Role
from desktop_dialer.ui.presenters import recents as recents_module
from desktop_dialer.ui.presenters.history_rows import RowMaker
from tests.gui.history_scene import Scene, beside_a_journal

GRACE, ADA = "+442079460142", "+442079460958"
ARMED = Report(evidence=Evidence.LOCAL, state=State.ARMED)


def said(state, reason=None, evidence=Evidence.REPLY, **fields):
    return Report(evidence=evidence, state=state and State(state), reason=reason, **fields)


BUSY = said("failed", Reason.BUSY)


async def call(scene, identity, *reports, called=GRACE, account="Business ISP", test=False, b_number=None):
    """A call that went so far, with its events published as they come."""
    await scene.log.arm(
        Intent(
            call=identity, account=account, provider="business_isp", a_number="1", b_number=b_number or called[1:],
            line=identity, called=called, country="GB", test=test,
        ),
        [ARMED],
    )  # fmt: skip
    for report in reports:
        await scene.log.record(identity, report)
    scene.clock.move(seconds=1)


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - of anything that a test wants to see happen
            await asyncio.sleep(0.005)


def ids(history):
    return [row.call for row in history.model.calls]


def titles(history):
    return [row.title for row in history.model.calls]


class Heard:
    def __init__(self, signal):
        self.said = []
        signal.connect(self._on_said)

    def _on_said(self, *values):
        self.said.append(values[0] if len(values) == 1 else values)


@beside_a_journal
async def test_the_newest_calls_come_with_their_names(scene):
    await call(scene, "a", BUSY)
    await call(scene, "b", said("connected"), said("ended", Reason.HUNG_UP), called=ADA)
    await call(scene, "c", called="+12025550171")
    scene.presenter.start()
    await until(lambda: ids(scene.recents) == ["c", "b", "a"])
    first, second, third = scene.recents.model.calls
    assert (first.title, first.contact, first.name) == ("+1 202-555-0171", "", "")
    assert (second.title, second.contact) == ("Ada Lovelace", "a")
    assert third.outcome == "Busy"
    assert third.number == "020 7946 0142"


@beside_a_journal
async def test_a_call_appears_with_its_first_event_and_follows_its_course(scene):
    scene.presenter.start()
    await until(lambda: scene.recents._is_loaded)
    await call(scene, "a", said("b_ringing", evidence=Evidence.POLL))
    await until(lambda: ids(scene.recents) == ["a"])
    before = scene.recents.model.row_of("a").outcome
    await scene.log.record("a", BUSY)
    await until(lambda: scene.recents.model.row_of("a").outcome == "Busy" != before)


@beside_a_journal
async def test_a_call_that_changes_all_the_time_is_read_once_in_a_while(scene, monkeypatch):
    scene.presenter.start()
    await until(lambda: scene.recents._is_loaded)
    read = []
    journal_call = scene.journal.call

    async def counted(identity):
        read.append(identity)
        return await journal_call(identity)

    monkeypatch.setattr(scene.journal, "call", counted)
    scene.presenter._refresh_timer.setInterval(60)
    for number in range(40):
        await call(scene, f"c{number}", said("a_ringing"), said("b_ringing"), said("connected"))
    await until(lambda: len(ids(scene.recents)) == 40)
    assert len(read) < 160
    assert scene.recents.model.calls[0].call == "c39"


@beside_a_journal
async def test_a_name_is_looked_up_once_until_contacts_change(scene):
    for number in range(5):
        await call(scene, f"c{number}", BUSY)
    scene.presenter.start()
    await until(lambda: len(ids(scene.recents)) == 5)
    await until(lambda: ids(scene.call_backs))
    assert scene.book.asked.count(GRACE) == 1
    scene.book.contacts.clear()
    scene.book.add("Rear Admiral Hopper", "+44 20 7946 0142")
    scene.presenter.contacts_changed()
    await until(lambda: set(titles(scene.recents) + titles(scene.call_backs)) == {"Rear Admiral Hopper"})
    scene.book.contacts.clear()
    scene.presenter.contacts_changed()
    await until(lambda: set(titles(scene.recents)) == {"020 7946 0142"})


@beside_a_journal
async def test_pages_follow_as_one_scrolls(scene, monkeypatch):
    monkeypatch.setattr(recents_module, "PAGE", 3)
    made = [f"c{number}" for number in range(8)]
    for identity in made:
        await call(scene, identity)
    scene.presenter.start()
    await until(lambda: len(ids(scene.recents)) == 3)
    for expected in (6, 8):
        scene.recents.model.fetchMore(scene.recents.model.index(-1))
        await until(lambda expected=expected: len(ids(scene.recents)) == expected)
    assert ids(scene.recents) == made[::-1]
    assert not scene.recents.model.canFetchMore(scene.recents.model.index(-1))


@beside_a_journal
async def test_a_page_that_the_disk_refuses_is_told_and_may_be_asked_for_again(scene, monkeypatch):
    monkeypatch.setattr(recents_module, "PAGE", 2)
    for number in range(3):
        await call(scene, f"c{number}")
    scene.presenter.start()
    await until(lambda: len(ids(scene.recents)) == 2)

    async def refuse(*_, **__):
        raise StorageFailed("The journal could not be used: the disk is full.")

    with monkeypatch.context() as disk:
        disk.setattr(scene.journal, "find", refuse)
        scene.recents.model.fetchMore(scene.recents.model.index(-1))
        await until(lambda: scene.told)
    assert scene.told == ["The journal could not be used: the disk is full."]
    scene.recents.model.fetchMore(scene.recents.model.index(-1))
    await until(lambda: len(ids(scene.recents)) == 3)


@beside_a_journal
async def test_a_text_finds_by_name_number_account_and_note(scene):
    await call(scene, "grace", BUSY)
    await call(scene, "desk", called="1906")
    await call(scene, "ada", called=ADA, account="Tel2")
    await scene.journal.set_note("ada", "Send the quote")
    scene.presenter.start()
    await until(lambda: len(ids(scene.recents)) == 3)
    for text, expected in (
        ("hopper", ["desk", "grace"]),
        ("0142", ["grace"]),
        ("tel2", ["ada"]),
        ("QUOTE", ["ada"]),
        ("nobody", []),
        ("", ["ada", "desk", "grace"]),
    ):
        scene.recents.set_filter_text(text)
        await until(lambda expected=expected: ids(scene.recents) == expected)
    assert not scene.told


@beside_a_journal
async def test_typing_on_gives_up_what_was_being_looked_for(scene, monkeypatch):
    await call(scene, "grace")
    scene.presenter.start()
    await until(lambda: ids(scene.recents))
    gate = asyncio.Event()
    find = scene.book.find

    async def slow(text, **options):
        if text == "nob":
            await gate.wait()
        return await find(text, **options)

    monkeypatch.setattr(scene.book, "find", slow)
    scene.recents.set_filter_text("nob")
    await asyncio.sleep(0.02)
    scene.recents.set_filter_text("grace")
    await asyncio.sleep(0.02)
    gate.set()
    await asyncio.sleep(0.02)
    assert ids(scene.recents) == ["grace"]


@beside_a_journal
async def test_a_new_call_joins_a_filtered_list_once_it_belongs_there(scene, monkeypatch):
    await call(scene, "old", BUSY)
    scene.presenter.start()
    await until(lambda: ids(scene.recents))
    scene.recents.filter._current = Reached.NOT_REACHED
    scene.recents.filter.chosen.emit(Reached.NOT_REACHED)
    await call(scene, "live", called=ADA)
    await until(lambda: "live" not in scene.presenter._changed)
    await asyncio.sleep(0.03)
    assert ids(scene.recents) == ["old"]
    await scene.log.record("live", BUSY)
    await until(lambda: ids(scene.recents) == ["live", "old"])


@beside_a_journal
async def test_who_was_not_reached_is_called_back_until_ticked_off(scene):
    counted, ticked = Heard(scene.presenter.call_backs_count), Heard(scene.presenter.ticked_off)
    await call(scene, "a", BUSY)
    scene.presenter.start()
    await until(lambda: ids(scene.call_backs) == ["a"])
    await call(scene, "b", said("not_sent", Reason.DNS, Evidence.LOCAL), called=ADA)
    await until(lambda: ids(scene.call_backs) == ["b", "a"])
    scene.call_backs.done_requested.emit("a")
    await until(lambda: ids(scene.call_backs) == ["b"])
    await until(lambda: ticked.said)
    assert ticked.said == [("a", "Grace Hopper")]
    scene.presenter.set_called_back("a", done=False)
    await until(lambda: ids(scene.call_backs) == ["b", "a"])
    await call(scene, "c", said("connected"))
    await until(lambda: ids(scene.call_backs) == ["b"])
    assert counted.said[0] == 1
    assert counted.said[-1] == 1
    assert max(counted.said) == 2


@beside_a_journal
async def test_the_filter_of_call_backs_hides_and_does_not_count(scene):
    counted = Heard(scene.presenter.call_backs_count)
    await call(scene, "a", BUSY)
    await call(scene, "b", BUSY, called=ADA)
    scene.presenter.start()
    await until(lambda: len(ids(scene.call_backs)) == 2)
    for text, expected in (("lovelace", ["b"]), ("020 7946 0142", ["a"]), ("x", []), ("busy", ["b", "a"])):
        scene.call_backs.set_filter_text(text)
        await until(lambda expected=expected: ids(scene.call_backs) == expected)
    assert set(counted.said) == {2}


@beside_a_journal
async def test_the_day_is_summed_up(scene):
    summed = Heard(scene.presenter.summary)
    scene.presenter.start()
    await until(lambda: summed.said == ["Today: no calls yet"])
    await call(scene, "a", said("connected"))
    await until(lambda: summed.said[-1] == "Today: 1 call · 1 answered")
    await call(scene, "b", BUSY)
    await call(scene, "t", test=True)
    await until(lambda: summed.said[-1] == "Today: 2 calls · 1 answered")


@beside_a_journal
async def test_at_midnight_the_headings_and_the_count_change(scene):
    summed, earlier = Heard(scene.presenter.summary), Heard(scene.presenter.earlier_changed)
    await call(scene, "a")
    scene.presenter.start()
    await until(lambda: ids(scene.recents) and summed.said)
    assert scene.recents.model.index(0).data() == "Today"
    left = scene.presenter._midnight.remainingTime()
    assert 0 < left <= 24 * 3600 * 1000 + 1000
    scene.clock.move(days=1)
    scene.presenter._midnight.start(1)
    await until(lambda: summed.said[-1] == "Today: no calls yet")
    assert scene.recents.model.index(0).data() == "Yesterday"
    assert earlier.said[-1] == frozenset()


@beside_a_journal
async def test_a_note_is_kept_and_shown_and_one_that_is_too_long_is_refused(scene):
    await call(scene, "a")
    scene.presenter.start()
    await until(lambda: ids(scene.recents))
    for note in ("<b>Call</b> \u202eback", "again", ""):
        scene.presenter.set_note("a", note)
        await until(lambda note=note: scene.recents.model.row_of("a").note == note)
    scene.presenter.set_note("a", "x" * 2001)
    await until(lambda: scene.told)
    assert "2001 characters" in scene.told[0]
    assert (await scene.journal.call("a")).note == ""


@beside_a_journal
async def test_earlier_calls_are_finished_rows_and_their_news_is_told(scene):
    news = Heard(scene.presenter.earlier_changed)
    await call(scene, "a", BUSY)
    await call(scene, "b", called="1906")
    await call(scene, "c", called=ADA)
    scene.presenter.start()
    assert [row.call for row in await scene.presenter.earlier([GRACE, "1906"], 8)] == ["b", "a"]
    assert [row.call for row in await scene.presenter.earlier([GRACE, "1906"], 1)] == ["b"]
    await call(scene, "d", called=ADA)
    await until(lambda: frozenset({ADA}) in news.said)


@beside_a_journal
async def test_earlier_calls_that_cannot_be_read_are_none_and_that_is_told(scene, monkeypatch):
    await scene.journal.aclose()
    assert await scene.presenter.earlier([GRACE], 8) == []
    assert "closed" in scene.told[0]


@beside_a_journal
async def test_names_that_cannot_be_looked_up_are_told(scene):
    await call(scene, "a")
    scene.book.fault = StorageFailed("The contact list could not be used.")
    scene.presenter.start()
    await until(lambda: scene.told)
    assert set(scene.told) == {"The contact list could not be used."}


@beside_a_journal
async def test_calls_of_another_process_are_seen_when_the_list_is_shown(scene, tmp_path, monkeypatch):
    monkeypatch.setattr(recents_module, "PAGE", 2)
    await call(scene, "a")
    scene.presenter.start()
    await until(lambda: ids(scene.recents) == ["a"])
    other = Scene(tmp_path / "journal.db", clock=scene.clock)
    await other.journal.open()
    await call(other, "b")
    scene.recents.show()
    await until(lambda: ids(scene.recents) == ["b", "a"])
    scene.recents.hide()
    for identity in ("c", "d", "e"):
        await call(other, identity)
    scene.recents.show()
    await until(lambda: ids(scene.recents)[:2] == ["e", "d"])
    await until(lambda: ids(scene.recents) == ["e", "d", "c", "b", "a"])  # the view has room, and asks for more
    await other.journal.aclose()


@beside_a_journal
async def test_an_event_without_a_row_is_passed_over(scene):
    scene.presenter.start()
    await until(lambda: scene.recents._is_loaded)
    scene.log.show_unrecorded("ghost", said("not_sent", Reason.JOURNAL, Evidence.LOCAL))
    await call(scene, "a")
    await until(lambda: ids(scene.recents) == ["a"])
    assert scene.told == []


@beside_a_journal
async def test_what_a_person_does_in_either_list_is_passed_on(scene):
    await call(scene, "a", BUSY)
    scene.presenter.start()
    await until(lambda: ids(scene.recents) and ids(scene.call_backs))
    called, chosen = Heard(scene.presenter.call_requested), Heard(scene.presenter.person_selected)
    opened, noted = Heard(scene.presenter.opened), Heard(scene.presenter.note_needed)
    wanted = Heard(scene.presenter.contact_needed)
    for one in (scene.recents, scene.call_backs):
        one.step(1)
        assert one.call_selected()
        one.opened.emit("a")
        one.note_requested.emit("a")
        one.add_requested.emit("1")
    one.selected.emit("nobody")
    assert called.said == [("442079460142", "g", "Grace Hopper")] * 2
    assert chosen.said == [("g", GRACE)] * 2
    assert (opened.said, noted.said, wanted.said) == (["a", "a"], ["a", "a"], ["1", "1"])


@beside_a_journal
async def test_nothing_is_heard_after_the_end(scene):
    scene.presenter.start()
    await until(lambda: scene.recents._is_loaded)
    scene.presenter.close()
    scene.presenter.close()
    await call(scene, "a")
    await asyncio.sleep(0.03)
    assert ids(scene.recents) == []


# Calling the same number again

VALUES = {
    "tel2": {"user": "442079460100"},
    "voiptech": {"user": "u", "org": "o", "dial1": "1000"},
    "anveo": {"PHONENUMBER": "+442079460100"},
    "vprovider": {"auth_username": "u", "snumber": "+442079460100"},
    "business_isp": {"login": "u", "source": "+442079460100", "type": "1"},
}
SPELLINGS = (
    "020 7946 0142",
    "+44 20 7946 0142",
    "0044 20 7946 0142",
    "+31 20 555 0142",
    "0031205550142",
    "1906",
    "*21#",
)
CASES = [
    (provider, style, text)
    for provider in VALUES
    for style in PROVIDERS[provider].facts.number_formats
    for text in SPELLINGS
    if not (provider == "anveo" and text in {"1906", "*21#"})
]


@pytest.mark.parametrize(("provider", "style", "text"), CASES)
@beside_a_journal
async def test_redial_sends_the_very_string_again(scene, provider, style, text):
    settings = {"country": "GB", "base_url": "https://x.example/", "internal": "[0-9]{4}", "number_format": style.value}
    account = Account(id="1", name="Office", provider=provider, values=VALUES[provider], settings=settings)
    first = draft(account, PROVIDERS[provider], Press(to=text, given={}))

    class Accounts:
        def all(self):
            return [account]

        def provider(self, _):
            return PROVIDERS[provider]

    await call(scene, "a", called=first.called, account="office", b_number=first.plan.b_number)
    maker = RowMaker(book=scene.book, accounts=Accounts())
    [row] = await maker.rows([await scene.journal.call("a")])
    again = draft(account, PROVIDERS[provider], Press(to=row.dial, given={}))
    assert (again.plan.b_number, again.called) == (first.plan.b_number, first.called)


@beside_a_journal
async def test_a_call_of_an_account_that_is_gone_is_made_again_in_the_international_form(scene):
    await call(scene, "a", account="gone", b_number="02079460142")
    await call(scene, "b", account="gone", called="1906", b_number="1906")
    maker = RowMaker(book=scene.book, accounts=scene.backend.parts.accounts)
    dialled = [row.dial for row in await maker.rows([await scene.journal.call(one) for one in ("a", "b")])]
    assert dialled == [GRACE, "1906"]
    assert NumberFormat.AS_TYPED in PROVIDERS["business_isp"].facts.number_formats


def test_whatever_a_person_may_say_of_a_call_is_understood():
    assert {f"{way}." for way in WAYS_IT_WENT} == set(Told)


# A long history


@beside_a_journal
async def test_a_long_history_opens_with_one_page(scene):
    for number in range(250):
        await call(scene, f"c{number:06}", BUSY, called=f"+4420794{number % 90:05}")
    scene.presenter.start()
    await until(lambda: ids(scene.recents) and ids(scene.call_backs))
    assert len(ids(scene.recents)) == 100
    assert len(ids(scene.call_backs)) == 90
    assert scene.recents.model.index(1).data(Role.OUTCOME) == "Busy"
