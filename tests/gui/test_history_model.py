"""The history's model changes row by row, under a heading for each day, and asks for older calls as one scrolls."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_dialer.ui.models.history import HistoryModel, Role
from desktop_dialer.ui.models.history_row import HistoryRow
from desktop_dialer.ui.theme import Tone
from tests.gui.history_scene import NOON, row, rows

TODAY = date(2026, 11, 20)


@pytest.fixture
def model():
    made = HistoryModel()
    made.set_today(TODAY)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets = []
    made.modelReset.connect(lambda: resets.append(1))
    yield made
    tester.deleteLater()
    assert not resets


def shown(model):
    """Headings as texts, calls as their ids."""
    found = []
    for place in range(model.rowCount()):
        entry = model.index(place).data(Role.ROW)
        found.append(entry.call if entry else model.index(place).data())
    return found


def at(day, hour, call):
    return row(call, moment=datetime(2026, 11, day, hour, tzinfo=UTC))


def test_calls_stand_under_the_heading_of_their_day(model):
    model.show(
        [at(20, 10, "a"), at(20, 9, "b"), at(19, 9, "c"), at(17, 9, "d"), row("e", moment=NOON.replace(year=2025))]
    )
    assert shown(model) == [
        "Today", "a", "b", "Yesterday", "c", "Tuesday 17 November", "d", "Thursday 20 November 2025", "e",
    ]  # fmt: skip


def test_a_call_tells_everything_that_is_shown_of_it(model):
    model.show([row("a", note="COBOL <b>quote</b>", tone=Tone.WARN, moment=NOON)])
    index = model.index(1)
    assert index.data() == "Grace Hopper"
    assert index.data(Role.NUMBER) == "020 7946 0142"
    assert (index.data(Role.OUTCOME), index.data(Role.TONE)) == ("No answer", Tone.WARN)
    assert (index.data(Role.TIME), index.data(Role.ACCOUNT)) == ("12:00", "Business ISP")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Grace Hopper, No answer, Today 12:00, Business ISP, with a note"
    )
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Friday 20 November 2026, 12:00:00" in tip
    assert "COBOL &lt;b&gt;quote&lt;/b&gt;" in tip
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_heading_cannot_be_chosen_and_has_no_call(model):
    model.show([row("a")])
    heading = model.index(0)
    assert heading.flags() == Qt.ItemFlag.NoItemFlags
    assert (heading.data(Role.ROW), heading.data(Role.TIME)) == (None, None)
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Today"
    assert model.index(1).flags() & Qt.ItemFlag.ItemIsSelectable


def test_the_next_page_is_asked_for_once_and_joins_the_day_that_it_continues(model):
    asked = []
    model.more_wanted.connect(lambda: asked.append(model.oldest.call))
    assert not model.canFetchMore(QModelIndex())
    model.show([at(20, 10, "a"), at(19, 10, "b")], has_more=True)
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == ["b"]
    model.append([at(19, 10, "b"), at(19, 9, "c"), at(18, 9, "d")], has_more=True)
    assert shown(model) == ["Today", "a", "Yesterday", "b", "c", "Wednesday 18 November", "d"]
    model.fetchMore(QModelIndex())
    model.append([], has_more=False)
    assert not model.canFetchMore(QModelIndex())
    assert asked == ["b", "d"]


def test_a_page_that_could_not_be_had_may_be_asked_for_again(model):
    asked = []
    model.more_wanted.connect(lambda: asked.append(1))
    model.show(rows(2), has_more=True)
    model.fetchMore(QModelIndex())
    model.asking_failed()
    model.fetchMore(QModelIndex())
    assert asked == [1, 1]


def test_a_new_call_comes_on_top_and_what_was_chosen_stays(model):
    model.show([at(19, 9, "a")])
    kept = QPersistentModelIndex(model.index(1))
    model.take(at(19, 10, "b"))
    model.take(at(20, 9, "c"))
    model.take(at(20, 10, "d"))
    assert shown(model) == ["Today", "d", "c", "Yesterday", "b", "a"]
    assert (kept.row(), kept.data(Role.ROW).call) == (5, "a")


def test_a_changed_call_changes_in_its_place_alone(model):
    model.show([at(20, 10, "a"), at(20, 9, "b")])
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.take(row("b", moment=datetime(2026, 11, 20, 9, tzinfo=UTC), outcome="Talked 2 s"))
    model.take(at(20, 10, "a"))
    assert changed == [(2, 2)]
    assert model.index(2).data(Role.OUTCOME) == "Talked 2 s"


def test_a_call_from_further_back_waits_for_its_page(model):
    model.show([at(20, 10, "a")], has_more=True)
    model.take(at(18, 9, "old"))
    assert shown(model) == ["Today", "a"]
    model.show([at(20, 10, "a")], has_more=False)
    model.take(at(18, 9, "old"))
    assert shown(model) == ["Today", "a", "Wednesday 18 November", "old"]


def test_another_filter_keeps_what_stays_in_its_place(model):
    calls = [at(20, 11, "a"), at(20, 10, "b"), at(19, 9, "c"), at(18, 9, "d")]
    model.show(calls)
    kept = QPersistentModelIndex(model.index(4))
    model.show([calls[0], calls[2]])
    assert shown(model) == ["Today", "a", "Yesterday", "c"]
    model.show([])
    assert model.rowCount() == 0
    model.show(calls)
    model.show([calls[2]])
    model.show(calls)
    assert shown(model) == ["Today", "a", "b", "Yesterday", "c", "Wednesday 18 November", "d"]
    assert not kept.isValid()  # it was gone in between


def test_days_that_stand_in_another_order_since_a_clock_was_set_are_shown_all_the_same(model):
    model.show([at(20, 10, "a"), at(19, 10, "b")])
    model.show([at(19, 10, "b"), at(20, 10, "a"), at(19, 8, "c")])
    assert shown(model) == ["Yesterday", "b", "Today", "a", "Yesterday", "c"]
    model.show([at(19, 10, "b")])
    assert shown(model) == ["Yesterday", "b"]


def test_any_course_of_changes_ends_with_what_was_shown_last(model):
    chance = random.Random(7)
    calls = rows(60, minutes=200)
    for _ in range(150):
        some = [call for call in calls if chance.random() < chance.choice([0.1, 0.5, 0.9])]
        model.show(some)
        for call in chance.sample(calls, 5):
            model.take(call)
        expected = [call for call in calls if call in model.calls]
        assert model.calls == expected
        days = [entry for entry in shown(model) if entry not in {call.call for call in calls}]
        assert len(days) == len(set(days)) == len({call.day for call in model.calls})


def test_at_midnight_today_becomes_yesterday(model):
    model.show([row("a")])
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.set_today(TODAY)
    model.set_today(TODAY + timedelta(days=1))
    assert changed == [(0, 1)]
    assert shown(model) == ["Yesterday", "a"]
    assert "Yesterday" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)


HOSTILE = ['<img src="file:///dev/zero">', "\u202egnp.exe", "a\0b\nc", "x" * 10_000, "&amp;&", "\ud800", "{0}%s"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_as_what_they_are(model, text):
    model.show([row("a", title=text, number=text, outcome=text, account=text, note=text)])
    index = model.index(1)
    for role in (Qt.ItemDataRole.DisplayRole, Role.NUMBER, Role.OUTCOME, Role.ACCOUNT):
        said = index.data(role)
        assert len(said) <= 200
        assert not set(said) & set("\u202e\0\n\ud800")
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "\u202e" not in tip


def test_an_index_that_is_none_has_nothing(model):
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0)) == 0
    assert model.oldest is None
    assert model.row_of("nobody") is None
    assert isinstance(row(), HistoryRow)
