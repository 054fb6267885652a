"""Past calls are found, counted and called back: by what was said of them, and by indexes."""

import sqlite3
from datetime import timedelta

import pytest

from desktop_dialer.core.call import Evidence, Reason, Verdict
from desktop_dialer.core.errors import NothingFound
from desktop_dialer.core.reached import Reached
from desktop_dialer.storage import journal_digest, journal_history, journal_schema
from desktop_dialer.storage.journal_history import Wanted
from desktop_dialer.storage.journal_salvage import salvage_journal
from tests.unit.storage.material import ARMED, intent, said

BUSY = said("failed", reason=Reason.BUSY)


async def made(journal, *reports, call=None, note="", **changes):
    """A call with these reports; gives its id."""
    wanted = intent(call, **changes)
    await journal.arm(wanted, [ARMED])
    for report in reports:
        await journal.append(wanted.call, report)
    if note:
        await journal.set_note(wanted.call, note)
    return wanted.call


def ids(records):
    return [record.intent.call for record in records]


async def found(journal, text="", **options):
    return ids(await journal.find(text, limit=options.pop("limit", 10), **options))


@pytest.mark.parametrize(
    "text",
    [
        "0205550142", "020 555 01 42", "+31 20 555 0142", "0031-20-555.0142", "+31 (0)20 555 0142", "5550142", "555 01",
        "٠٢٠٥٥٥٠١٤٢", "business", "BÜRO", "buro isp", "cobol", "Cobol 142", "  quote  ", "*21#",
    ],
)  # fmt: skip
async def test_a_call_is_found_by_number_account_and_note_however_they_are_spelt(journal, text):
    fields = {"account": "Business ISP Büro", "b_number": "0031205550142", "called": "+31205550142"}
    if text == "*21#":
        fields |= {"b_number": "*21#", "called": "*21#"}
    wanted = await made(journal, call="wanted", note="Asked for the COBOL quote.", **fields)
    await made(journal, account="tel2", b_number="+442071234567", called="+442071234567", note="nothing")
    assert await found(journal, text) == [wanted]


@pytest.mark.parametrize("text", ["business tel2", "999", "%", "_", "' OR 1=1 --", "\ud800x", "cobol", "\0"])
async def test_what_no_call_holds_finds_none(journal, text):
    await made(journal, account="Business ISP", note="5 to 10", b_number="0205550142", called="+31205550142")
    assert await found(journal, text) == []


@pytest.mark.parametrize("text", ["", "  ", "\u0301"])
async def test_a_text_without_anything_to_look_for_finds_all(journal, text):
    first, second = await made(journal), await made(journal)
    assert await found(journal, text) == [second, first]


async def test_calls_with_the_numbers_handed_in_are_found_whatever_they_hold(journal):
    theirs = await made(journal, called="+31205550142")
    noted = await made(journal, called="+1", note="Grace asked")
    await made(journal, called="+31999")
    assert await found(journal, "grace", called=["+31205550142", "+99"]) == [noted, theirs]
    assert await found(journal, "hedy", called=["+31205550142"]) == [theirs]


async def test_a_note_that_was_changed_finds_by_the_new_one_alone(journal):
    call = await made(journal, note="first words")
    await journal.set_note(call, "second words")
    assert (await found(journal, "first"), await found(journal, "second")) == ([], [call])
    await journal.set_note(call, "")
    assert await found(journal, "second") == []


async def test_a_note_that_no_file_can_hold_is_kept_as_far_as_it_goes(journal):
    call = await made(journal, note="half \ud800 a letter")
    assert (await journal.call(call)).note == "half ? a letter"


async def test_calls_are_filtered_by_whether_they_reached_somebody(journal):
    by_kind = {
        Reached.ANSWERED: [
            await made(journal, said("connected"), said("ended")),
            await made(journal, said("b_answered")),
        ],
        Reached.NOT_REACHED: [await made(journal, BUSY)],
        Reached.NOT_KNOWN: [await made(journal, said("unknown")), await made(journal, said("untracked"))],
        Reached.OPEN: [await made(journal), await made(journal, said("accepted"))],
    }
    for kind, calls in by_kind.items():
        assert await found(journal, kinds=[kind]) == calls[::-1]
    both = by_kind[Reached.NOT_KNOWN] + by_kind[Reached.OPEN]
    assert await found(journal, kinds=[Reached.OPEN, Reached.NOT_KNOWN]) == both[::-1]
    await journal.append(by_kind[Reached.NOT_KNOWN][0], said(None, Evidence.PERSON, verdict=Verdict.DID_NOT_RING))
    assert len(await found(journal, kinds=[Reached.NOT_REACHED])) == 2


async def test_what_is_found_comes_in_pages(journal, monkeypatch):
    monkeypatch.setattr("desktop_dialer.storage.journal._BATCH", 2)
    calls = [await made(journal, BUSY, account="yes" if number % 2 else "no") for number in range(12)]
    wanted = calls[1::2][::-1]
    first = await found(journal, "yes", kinds=[Reached.NOT_REACHED], limit=4)
    rest = await found(journal, "yes", kinds=[Reached.NOT_REACHED], limit=4, before=first[-1])
    assert (first, rest) == (wanted[:4], wanted[4:])
    with pytest.raises(NothingFound):
        await found(journal, before="nobody")


async def test_a_damaged_call_among_those_found_gives_its_place_to_the_next(journal, expected_log):
    expected_log("The intent row of call .* is damaged")
    calls = [await made(journal) for _ in range(3)]
    await journal._database.run(lambda c: c.execute("DROP TRIGGER intent_update").fetchall())
    await journal._database.run(
        lambda c: c.execute("UPDATE intent SET line = 'x' WHERE call = ?", calls[1:2]).fetchall()
    )
    assert await found(journal, limit=2) == [calls[2], calls[0]]


async def test_earlier_calls_are_those_with_any_of_the_numbers_newest_first(journal):
    calls = [await made(journal, called=called) for called in ("+1", "+2", "+3", "+1", "+2")]
    await made(journal, called="+1", test=True)
    assert ids(await journal.calls_to(["+1", "+2"], 3)) == [calls[4], calls[3], calls[1]]
    assert ids(await journal.calls_to({"+3": 0}.keys(), 8)) == [calls[2]]
    assert await journal.calls_to([], 8) == []


async def call_backs(journal, clock, *, days=30, limit=100):
    return ids(await journal.call_backs(clock.time - timedelta(days=days), limit=limit))


async def test_a_number_is_called_back_while_its_newest_call_reached_nobody(journal, clock):
    busy = await made(journal, BUSY, called="+1")
    rang_twice = await made(journal, said("not_sent", Evidence.LOCAL, reason=Reason.DNS), called="+2")
    again = await made(journal, BUSY, called="+2")
    await made(journal, BUSY, called="+3")
    talked = await made(journal, said("connected"), said("ended"), called="+3")
    await made(journal, said("ended"), called="+4")
    await made(journal, BUSY, called="+5", test=True)
    assert await call_backs(journal, clock) == [again, busy]
    assert await call_backs(journal, clock, limit=1) == [again]
    await made(journal, called="+1")  # a new call is under way
    await made(journal, BUSY, called="+2", test=True)  # is no call
    assert await call_backs(journal, clock) == [again]
    assert {rang_twice, talked}.isdisjoint(await call_backs(journal, clock))


async def test_only_calls_since_then_are_called_back(journal, clock):
    await made(journal, BUSY, called="+1")
    clock.move(86_400 * 2)
    recent = await made(journal, BUSY, called="+2")
    assert await call_backs(journal, clock, days=1) == [recent]


async def test_a_tick_takes_the_call_off_until_a_later_call_fails_too(journal, open_journal, clock):
    first = await made(journal, BUSY, called="+1")
    await journal.set_called_back(first, done=True)
    await journal.set_called_back(first, done=True)
    assert await call_backs(journal, clock) == []
    await journal.aclose()
    journal = await open_journal()
    assert await call_backs(journal, clock) == []
    later = await made(journal, BUSY, called="+1")
    assert await call_backs(journal, clock) == [later]
    await journal.set_called_back(later, done=True)
    await journal.set_called_back(later, done=False)
    assert await call_backs(journal, clock) == [later]
    with pytest.raises(NothingFound):
        await journal.set_called_back("nobody", done=True)


async def test_the_day_s_calls_and_answers_are_counted(journal, clock):
    await made(journal, said("connected"))
    clock.move(100)
    moment = clock.time
    assert await journal.summary(moment) == (0, 0)
    await made(journal, said("answered"), said("ended"))
    await made(journal, BUSY)
    await made(journal, said("connected"), test=True)
    assert await journal.summary(moment) == (2, 1)


# Older and damaged files


@pytest.fixture
async def older(open_journal, tmp_path, monkeypatch):
    """The path of a journal of the first format: five busy calls, the fourth with a note, the last row damaged."""
    path = tmp_path / "journal.db"
    journal = await open_journal()
    for number in range(5):
        await made(journal, BUSY, call=f"c{number}", called=f"+{number}", note="COBOL" if number == 3 else "")
    await journal.aclose()
    with sqlite3.connect(path) as connection:
        for thing in ("TABLE digest", "TABLE called_back", "INDEX intent_called", "TRIGGER intent_update"):
            connection.execute(f"DROP {thing}")
        connection.execute("UPDATE intent SET line = 'x' WHERE call = 'c4'")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    monkeypatch.setattr(journal_digest, "_BATCH", 2)
    return path


async def test_the_calls_of_an_older_file_are_found_too(older, open_journal, clock, expected_log):
    expected_log("The intent row of call c4 is damaged")
    journal = await open_journal()
    assert await found(journal, "cobol") == ["c3"]
    assert await found(journal, kinds=[Reached.NOT_REACHED]) == ["c3", "c2", "c1", "c0"]
    assert await call_backs(journal, clock) == ["c3", "c2", "c1", "c0"]
    new = await made(journal, BUSY)
    await journal.aclose()
    assert (await found(await open_journal()))[0] == new


async def test_a_file_that_is_up_to_date_is_not_written_to_when_it_is_opened(journal, open_journal):
    await made(journal)
    await open_journal(process="p2")
    assert not await journal.changed()


def table(steps):
    """A journal in memory of this format."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in steps:
        for statement in step:
            connection.execute(statement)
    return connection


def test_what_is_saved_of_an_older_file_has_no_ticks():
    source, target = table(journal_schema.STEPS[:1]), table(journal_schema.STEPS)
    salvage_journal(source, target)
    assert target.execute("SELECT count(*) FROM called_back").fetchone() == (0,)
    source.close()
    target.close()


async def test_ticks_and_words_survive_a_damaged_file(open_journal, tmp_path, clock):
    journal = await open_journal()
    kept = [await made(journal, BUSY, called=f"+{number}", note=f"word{number}") for number in range(3)]
    await journal.set_called_back(kept[1], done=True)
    await journal.aclose()
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'unfinished'").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : (root - 1) * 4096 + 100] = b"\xff" * 100
    path.write_bytes(content)
    journal = await open_journal()
    assert "3 calls" in journal.notice
    assert await found(journal, "word1") == [kept[1]]
    assert await call_backs(journal, clock) == [kept[2], kept[0]]


# Plans


@pytest.fixture
def plan():
    connection = table(journal_schema.STEPS)

    def explain(statement, values):
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]

    yield explain
    connection.close()


def scans(steps):
    return [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step]


@pytest.mark.parametrize("text", ["", "020 555", "cobol quote"])
@pytest.mark.parametrize("kinds", [(), (Reached.NOT_REACHED,)])
def test_calls_are_looked_through_in_their_order_and_never_sorted(plan, text, kinds):
    statement, values = Wanted(text=text, called=("+1", "+2"), kinds=kinds).statement()
    steps = plan(statement, (99, *values, 100))
    assert not scans(steps)
    cover = "" if text else "COVERING "
    index = f"{cover}INDEX digest_reached (reached=? AND rowid<?)" if kinds else "INTEGER PRIMARY KEY (rowid<?)"
    assert steps[0] == f"SEARCH digest USING {index}"
    if text:
        assert "SEARCH intent USING COVERING INDEX intent_called (called=?)" in steps


def test_earlier_calls_are_found_by_their_number(plan):
    statement = journal_history._INTENTS.format(journal_history._NEWEST_TO.format("?"))
    assert plan(statement, ("+1", 8))[:3] == [
        "SEARCH intent USING INTEGER PRIMARY KEY (rowid=?)",
        "LIST SUBQUERY 1",
        "SEARCH intent USING COVERING INDEX intent_called (called=? AND test=?)",
    ]


def test_call_backs_are_looked_for_among_the_calls_since_then(plan):
    steps = plan(journal_history._CALL_BACKS, ("2026", 100))
    assert "SEARCH i USING INDEX intent_time (time>?)" in steps
    assert "SEARCH n USING COVERING INDEX intent_called (called=? AND test=?)" in steps
    assert not any(step.startswith("SCAN") for step in steps)


def test_a_day_s_count_reads_the_day_s_calls_alone(plan):
    assert plan(journal_history._SUMMARY, ("2026",)) == [
        "SEARCH i USING INDEX intent_time (time>?)",
        "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)",
    ]
