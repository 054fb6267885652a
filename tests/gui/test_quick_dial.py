"""Quick dial: the small window of the tray and the global key."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_dialer.core.contact_list import ContactRow
from desktop_dialer.core.settings import Settings
from desktop_dialer.ui.appearance import Appearance
from desktop_dialer.ui.dialogs.quick_dial import QuickDial
from desktop_dialer.ui.models.contact_line import line_of
from desktop_dialer.ui.models.found import Found

PEOPLE = tuple(
    ContactRow(
        position=place, id=f"c{place}", title=title, company="", favourite=False, numbers=1, label="Work",
        number=number, shown=number,
    )
    for place, (title, number) in enumerate((("Ada Lovelace", "020 7946 0958"), ("Adam <b>Ant</b>", "020 7946 0111")))
)  # fmt: skip


class Search(QObject):
    """Finds by the beginning of a name, as the contacts' presenter would."""

    call_requested = Signal(str, str, str)

    def __init__(self, matches, box):
        super().__init__()
        self.matches = matches
        box.typed.connect(self.find)
        box.moved.connect(matches.go)
        box.entered.connect(self.call)

    def find(self, text):
        rows = [row for row in PEOPLE if text and row.title.lower().startswith(text.lower())]
        self.matches.show_found([Found(line=line_of(row), row=row) for row in rows])

    def call(self):
        if (row := self.matches.current) is not None:
            self.call_requested.emit(row.number, row.id, row.title)


@pytest.fixture
def dial():
    quick = QuickDial(Search)
    quick.calls = []
    quick.call_requested.connect(lambda *call: quick.calls.append((*call, quick.isVisible())))
    quick.appear()
    QTest.qWaitForWindowActive(quick)
    return quick


def test_it_comes_up_with_the_box_alone_and_the_keyboard_in_it(dial):
    assert dial.box.edit.hasFocus()
    assert not dial.matches.isVisible()
    assert dial.height() < 80


def test_type_arrow_enter_calls_and_closes(dial):
    QTest.keyClicks(dial.box.edit, "ada")
    assert dial.matches.isVisible()
    QTest.keyClick(dial.box.edit, Qt.Key.Key_Down)
    QTest.keyClick(dial.box.edit, Qt.Key.Key_Return)
    assert dial.calls == [("020 7946 0111", "c1", "Adam <b>Ant</b>", False)]


def test_it_is_as_high_as_what_was_found(dial):
    alone = dial.height()
    QTest.keyClicks(dial.box.edit, "ada")
    two = dial.height()
    QTest.keyClicks(dial.box.edit, "m")
    one = dial.height()
    QTest.keyClicks(dial.box.edit, "x")
    assert dial.height() == alone < one < two


def test_esc_closes_it_with_and_without_a_text(dial):
    QTest.keyClick(dial.box.edit, Qt.Key.Key_Escape)
    assert not dial.isVisible()
    dial.appear()
    QTest.keyClicks(dial.box.edit, "ada")
    QTest.keyClick(dial.box.edit, Qt.Key.Key_Escape)
    assert not dial.isVisible()
    assert dial.calls == []


def test_it_comes_up_empty_again(dial):
    QTest.keyClicks(dial.box.edit, "ada")
    dial.close()
    dial.appear()
    assert dial.box.text() == ""
    assert not dial.matches.isVisible()


def test_looking_elsewhere_closes_it(dial):
    other = QWidget()
    other.show()
    other.activateWindow()
    QTest.qWaitForWindowActive(other)
    assert not dial.isVisible()


def test_it_grows_with_the_text(dial, app):
    width = dial.width()
    Appearance(app, Settings()).apply(Settings(text_size=150))
    assert dial.width() == 1.5 * width
    dial.grab()
