"""The contact editor: checked as it is typed, in plain words, and nothing that was typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QPushButton

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.ui.dialogs.contact_editor import ContactEditor
from desktop_dialer.ui.theme import DARK, base_font, palette_of
from tests.gui.contact_scene import HOSTILE

GRACE = Contact(
    id="g",
    name="Grace Hopper",
    company="Compilers",
    numbers=(
        ContactNumber(label="Work", text="+31 20 555 0142", key="+31205550142"),
        ContactNumber(label="Desk", text="1906"),
    ),
    favourite=True,
    note="COBOL\nquote",
)


@pytest.fixture
def open_editor():
    made = []

    def opened(contact=None, country="NL"):
        editor = ContactEditor(contact, country=country)
        editor.saves = QSignalSpy(editor.saved)
        editor.show()
        made.append(editor)
        return editor

    yield opened
    for editor in made:
        editor.hide()
        editor.deleteLater()


def clear(text):
    return "".join(char for char in text if char.isprintable())


def saved(editor):
    editor.save.click()
    assert editor.saves.count() == 1
    return editor.saves.at(0)[0]


def test_a_contact_is_shown_whole_and_saved_as_it_was(open_editor):
    editor = open_editor(GRACE)
    assert [clear(row.note.text()) for row in editor.numbers.rows] == ["+31 20 555 0142", "Kept as it is written."]
    assert saved(editor) == GRACE
    assert editor.isVisible()
    editor.accept()
    assert not editor.isVisible()


def test_a_new_contact_needs_a_name_a_company_or_a_number_and_that_is_said(open_editor):
    editor = open_editor()
    assert not editor.save.isEnabled()
    assert editor.needed.isVisible()
    for field, text in ((editor.name, "Jan"), (editor.company, "ACME"), (editor.numbers.rows[0].number, "020 1")):
        field.set_text(text)
        assert editor.save.isEnabled()
        assert not editor.needed.isVisible()
        field.set_text("  ")
        assert not editor.save.isEnabled()
        assert editor.needed.isVisible()


def test_a_new_contact_is_saved_without_an_id(open_editor):
    editor = open_editor()
    QTest.keyClicks(editor.name.edit, " Jan  Jansen ")
    editor.numbers.rows[0].number.set_text("020 123 4567")
    editor.note.edit.setPlainText("x")
    editor.favourite.setChecked(True)
    made = saved(editor)
    assert (made.id, made.name, made.note, made.favourite) == ("", "Jan Jansen", "x", True)
    assert made.numbers == (ContactNumber(label="Work", text="020 123 4567", key="+31201234567"),)


@pytest.mark.parametrize(
    ("text", "country", "said"),
    [
        ("020 123 4567", "NL", "+31 20 123 4567"),
        ("+442079460958", None, "+44 20 7946 0958"),
        ("020 123 4567", None, "Kept as it is written."),
        ("ask Bob 5", "NL", "Kept, but it cannot be called. “a” is not part of a telephone number"),
        ("", "NL", ""),
    ],
)
def test_the_number_is_shown_grouped_as_it_is_typed(open_editor, text, country, said):
    editor = open_editor(Contact(id="x", name="X"), country)
    row = editor.numbers.rows[0]
    row.number.set_text(text)
    assert clear(row.note.text()).startswith(said)
    assert bool(row.note.text()) == bool(said)
    assert editor.save.isEnabled()


def test_what_is_no_number_is_said_below_it_and_keeps_it_from_being_saved(open_editor):
    editor = open_editor(GRACE)
    row = editor.numbers.rows[1]
    row.number.set_text("ask Bob")
    assert clear(row.note.text()) == "“ask Bob” holds no digit."
    assert not editor.save.isEnabled()
    row.number.set_text("1" * 101)
    assert clear(row.note.text()) == "Number is longer than 100 characters."
    row.off.click()
    assert editor.save.isEnabled()
    assert len(saved(editor).numbers) == 1


def test_what_is_too_long_is_said_where_it_is(open_editor):
    editor = open_editor(GRACE)
    editor.name.set_text("x" * 501)
    assert clear(editor._faults["name"].text()) == "Name is longer than 500 characters."
    assert not editor.save.isEnabled()
    editor.name.set_text("x")
    editor.note.edit.setPlainText("y" * 100_001)
    assert clear(editor._faults["note"].text()) == "Note is longer than 100000 characters."
    assert editor._faults["name"].isHidden()
    editor.note.edit.setPlainText("y")
    assert editor.save.isEnabled()


def test_more_numbers_than_can_be_kept_are_said(open_editor):
    numbers = tuple(ContactNumber(label="", text=f"020 {place:07}") for place in range(100))
    editor = open_editor(Contact(id="x", name="X", numbers=numbers), None)
    editor.add_number("0209999999")
    assert clear(editor._faults["number"].text()) == "It has more than 100 numbers."
    assert not editor.save.isEnabled()


def test_numbers_are_added_moved_and_taken_off(open_editor):
    editor = open_editor(GRACE)
    editor.numbers.more.click()
    editor.numbers.rows[2].number.set_text("06 12345678")
    assert not editor.numbers.rows[0].up.isEnabled()
    editor.numbers.rows[2].up.click()
    editor.numbers.rows[1].up.click()
    editor.numbers.rows[2].off.click()
    assert [(one.label, one.text) for one in saved(editor).numbers] == [
        ("Mobile", "06 12345678"),
        ("Work", "+31 20 555 0142"),
    ]


def test_a_label_is_chosen_or_written(open_editor, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda menu, point: menu.ensurePolished())  # no keyboard to take here
    editor = open_editor(GRACE)
    row = editor.numbers.rows[0]
    row.labels.click()
    (menu,) = row.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Work", "Mobile", "Home", "Desk", "Fax", "Other"]
    menu.actions()[4].trigger()
    menu.close()
    editor.numbers.rows[1].label.set_text("Boat")
    assert [one.label for one in saved(editor).numbers] == ["Fax", "Boat"]


def test_esc_leaves_at_once_where_nothing_was_changed(open_editor):
    editor = open_editor(GRACE)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


@pytest.mark.parametrize("way", ["esc", "close", "cancel"])
def test_whoever_leaves_with_something_changed_is_asked(open_editor, way):
    editor = open_editor(GRACE)
    editor.favourite.setChecked(False)

    def leave():
        if way == "esc":
            QTest.keyClick(editor, Qt.Key.Key_Escape)
        else:
            editor.close() if way == "close" else editor.cancel.click()

    leave()
    assert editor.isVisible()
    assert "not saved" in editor.notice.label.text()
    leave()
    assert editor.isVisible()
    assert not editor.notice.is_asking
    leave()
    editor.notice.buttons["leave"].click()
    assert not editor.isVisible()
    assert editor.saves.count() == 0


def test_a_fault_of_the_disk_leaves_all_as_it_is_typed(open_editor):
    editor = open_editor(GRACE)
    editor.name.set_text("Zed")
    saved(editor)
    assert not editor.save.isEnabled()
    editor.say_fault("The contact list could not be used: the disk is full.")
    assert "disk is full" in editor.notice.label.text()
    assert (editor.name.text(), editor.save.isEnabled()) == ("Zed", True)
    editor.name.set_text("Zed A")
    assert editor.notice.isHidden()


def test_a_number_from_elsewhere_takes_the_empty_row(open_editor):
    editor = open_editor()
    editor.add_number("020 1")
    editor.add_number("020 2")
    assert [row.number.text() for row in editor.numbers.rows] == ["020 1", "020 2"]
    assert editor.save.isEnabled()


def test_everything_has_a_name_and_is_reached_by_tab_in_the_eye_s_order(open_editor):
    editor = open_editor(GRACE)
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.name.setFocus()
    names = []
    for _ in range(16):
        at = editor.focusWidget()
        names.append(at.accessibleName() or at.text().replace("&", ""))
        QTest.keyClick(at, Qt.Key.Key_Tab)
    assert editor.focusWidget() is editor.name.edit
    QTest.keyClick(editor.focusWidget(), Qt.Key.Key_Backtab)
    assert editor.focusWidget() is editor.save
    assert names[:5] == ["Name", "Company", "Label of number 1", "Labels for number 1", "Number 1"], names
    for kind in (QLineEdit, QPlainTextEdit, QPushButton):
        for widget in editor.findChildren(kind):
            text = widget.text() if isinstance(widget, QPushButton) else ""
            assert widget.accessibleName() or text
    assert names.index("Add a number") < names.index("Note") < names.index("Favourite") < names.index("Save")


def test_tab_follows_the_numbers_where_some_were_added_and_taken_off(open_editor):
    editor = open_editor(GRACE)
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.numbers.more.click()
    editor.numbers.rows[0].off.click()
    editor.company.setFocus()
    names = []
    for _ in range(11):
        QTest.keyClick(editor.focusWidget(), Qt.Key.Key_Tab)
        names.append(editor.focusWidget().accessibleName() or editor.focusWidget().text())
    one, two = ([f"Label of number {n}", f"Labels for number {n}", f"Number {n}"] for n in (1, 2))
    rest = ["Move number 2 up", "Remove number 2", "Add a number", "Note"]
    assert names[:11] == [*one, "Remove number 1", *two, *rest]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_shown_as_text(open_editor, app, text):
    app.setPalette(palette_of(DARK))
    app.setFont(base_font(200))
    hostile = Contact(id="x", name=text, company=text, note=text, numbers=(ContactNumber(label=text, text=text),))
    editor = open_editor(hostile)
    QApplication.sendPostedEvents()
    editor.grab()
    for row in editor.numbers.rows:
        assert "\n" not in row.note.text()
