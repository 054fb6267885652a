"""The list of contacts and its box as a person uses them: by pointer, by keys, and by ear."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.ui.models.contact_line import Line, line_of
from desktop_dialer.ui.models.found import Found
from desktop_dialer.ui.theme import DARK, LIGHT, base_font, palette_of
from desktop_dialer.ui.widgets.box import LONGEST, Box
from desktop_dialer.ui.widgets.contact_list import ContactList
from desktop_dialer.ui.widgets.contact_menu import ContactMenu
from desktop_dialer.ui.widgets.contact_row import button_rect
from desktop_dialer.ui.widgets.contact_view import ContactView
from tests.gui.contact_scene import HOSTILE, index, many, row

SMALL = index(("Favourites", [7]), ("A", [1, 2]), ("B", [3]))
ROWS = [row(7, "Grace", favourite=True), row(1, "Alan"), row(2, "Andrey"), row(3, "Barbara", numbers=0, number="")]
TYPED = Found(line=Line(title="Call 020 79", detail="sends 02079", can_call=True))
GRACE, ALAN, ANDREY, BARBARA = 1, 3, 4, 6


def found(one):
    return Found(row=one, line=line_of(one))


@pytest.fixture
def contacts():
    made = ContactList()
    made.resize(312, 600)
    made.show_first(SMALL, ROWS)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    made.calls, made.chosen_ids = QSignalSpy(made.called), QSignalSpy(made.selected)
    return made


def view_of(contacts):
    return next(view for view in contacts.findChildren(ContactView) if view.isVisible())


def middle_of(contacts, place):
    view = view_of(contacts)
    return view.visualRect(view.model().index(place, 0)).center()


def button_of(contacts, place):
    view = view_of(contacts)
    return button_rect(view._row_rect(place)).center().toPoint()


def said(spy):
    return [tuple(spy.at(place)) for place in range(spy.count())]


def double_click(contacts, point):
    """As Qt sends it: press, release, double-click, release."""
    target = view_of(contacts).viewport()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=point)
    place = QPointF(point)
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(
        target,
        QMouseEvent(
            QEvent.Type.MouseButtonDblClick,
            place,
            target.mapToGlobal(place),
            left,
            left,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    QTest.mouseRelease(target, left, pos=point)


def press(contacts, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(view_of(contacts), key, modifiers)


def test_a_click_chooses_and_does_not_call(contacts):
    QTest.mouseClick(view_of(contacts).viewport(), Qt.MouseButton.LeftButton, pos=middle_of(contacts, ALAN))
    assert said(contacts.chosen_ids)[-1] == ("c1",)
    assert contacts.current.title == "Alan"
    assert contacts.calls.count() == 0


def test_a_click_on_a_heading_chooses_nobody(contacts):
    QTest.mouseClick(view_of(contacts).viewport(), Qt.MouseButton.LeftButton, pos=middle_of(contacts, ALAN))
    QTest.mouseClick(view_of(contacts).viewport(), Qt.MouseButton.LeftButton, pos=middle_of(contacts, 2))
    double_click(contacts, middle_of(contacts, 0))
    assert contacts.calls.count() == 0
    assert contacts.current is None or contacts.current.title == "Alan"


def test_a_double_click_calls_once(contacts):
    double_click(contacts, middle_of(contacts, ALAN))
    assert said(contacts.calls) == [("c1", "+31 20 555 0001")]


def test_the_button_calls_once_and_twice_pressed_still_once(contacts):
    double_click(contacts, button_of(contacts, ANDREY))
    assert said(contacts.calls) == [("c2", "+31 20 555 0002")]


def test_a_press_on_the_button_that_is_let_go_elsewhere_calls_nobody(contacts):
    target = view_of(contacts).viewport()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=button_of(contacts, ALAN))
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=middle_of(contacts, ALAN))
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=button_of(contacts, ALAN))
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=button_of(contacts, ANDREY))
    QTest.mouseClick(target, Qt.MouseButton.RightButton, pos=button_of(contacts, ALAN))
    assert contacts.calls.count() == 0


def test_who_has_no_number_cannot_be_called(contacts):
    double_click(contacts, middle_of(contacts, BARBARA))
    QTest.mouseClick(view_of(contacts).viewport(), Qt.MouseButton.LeftButton, pos=button_of(contacts, BARBARA))
    press(contacts, Qt.Key.Key_Return)
    assert contacts.calls.count() == 0


def test_arrows_pass_over_headings_and_enter_calls(contacts):
    contacts.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down):
        press(contacts, key)
    assert contacts.current.title == "Alan"
    press(contacts, Qt.Key.Key_Up)
    assert contacts.current.title == "Grace"
    press(contacts, Qt.Key.Key_End)
    assert contacts.current.title == "Barbara"
    press(contacts, Qt.Key.Key_PageUp)
    assert contacts.current.title == "Grace"
    press(contacts, Qt.Key.Key_PageDown)
    press(contacts, Qt.Key.Key_Up)
    press(contacts, Qt.Key.Key_Enter)
    assert said(contacts.calls) == [("c2", "+31 20 555 0002")]


def test_a_key_that_is_held_down_calls_once(contacts):
    contacts.go(1)
    view = view_of(contacts)
    QTest.sendKeyEvent(QTest.KeyAction.Press, view, Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier)
    from PySide6.QtGui import QKeyEvent

    for _ in range(5):
        QApplication.sendEvent(
            view,
            QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True),
        )
    assert contacts.calls.count() == 1


def test_letters_go_to_the_box_and_not_all_rows_can_be_chosen(contacts):
    ahead = QSignalSpy(contacts.typed_ahead)
    contacts.go(1)
    press(contacts, Qt.Key.Key_G)
    QTest.keyClicks(view_of(contacts), "É0+")
    press(contacts, Qt.Key.Key_Space)
    press(contacts, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "".join(text for (text,) in said(ahead)) == "gÉ0+"
    assert len(view_of(contacts).selectionModel().selectedRows()) == 1


def test_a_contact_that_is_not_loaded_is_told_as_soon_as_it_is():
    contacts = ContactList()
    contacts.show_first(many(500, 1), [])
    told = QSignalSpy(contacts.selected)
    contacts.go(10_000)
    assert (contacts.current, told.count()) == (None, 0)
    contacts.model.deliver([row(500, "Zed")])
    assert said(told) == [("c500",)]


def test_who_is_chosen_stays_so_when_the_list_changes(contacts):
    contacts.go(2)
    told = QSignalSpy(contacts.selected)
    for after in (
        index(("Favourites", [7]), ("A", [9, 1, 2]), ("B", [3])),
        index(("Favourites", [1, 7]), ("A", [9, 2]), ("B", [3])),
        index(("A", [9, 2]), ("B", [1, 3])),
    ):
        contacts.follow(after)
        assert contacts.current.id == "c1"
    assert told.count() == 0


def test_who_is_new_can_be_chosen_and_who_is_gone_is_not(contacts):
    contacts.go(2)
    contacts.follow(index(("Favourites", [7]), ("A", [1, 9, 2]), ("B", [3])), choose_new=True)
    contacts.model.deliver([row(9, "Alma")])
    assert contacts.current.title == "Alma"
    contacts.follow(index())
    assert contacts.current is None
    assert said(contacts.chosen_ids)[-1] == ("",)


def test_what_was_found_replaces_the_list_and_the_first_is_chosen(contacts):
    contacts.show_found([found(ROWS[2]), TYPED])
    assert contacts.is_searching
    assert contacts.current.title == "Andrey"
    contacts.go(1)
    assert contacts.is_on_typed
    assert contacts.current is None
    dialled = QSignalSpy(contacts.dial_typed)
    press(contacts, Qt.Key.Key_Return)
    assert (dialled.count(), contacts.calls.count()) == (1, 0)


def test_the_whole_list_comes_back_where_it_was_with_who_was_found():
    contacts = ContactList()
    contacts.resize(312, 600)
    contacts.show_first(many(5000), [row(position) for position in range(1, 5001)][:1990])
    contacts.show()
    view = view_of(contacts)
    view.verticalScrollBar().setValue(20_000)
    contacts.show_found([found(row(3))])
    assert not view.isVisible()
    contacts.show_whole()
    assert view_of(contacts) is view
    assert view.verticalScrollBar().value() == 20_000
    assert contacts.current.id == "c3"


def test_the_same_search_again_keeps_who_is_chosen(contacts):
    contacts.show_found([found(one) for one in ROWS[:3]])
    contacts.go(2)
    contacts.show_found([found(one) for one in ROWS[1:3]], keeps_choice=True)
    assert contacts.current.title == "Andrey"
    contacts.show_found([found(one) for one in ROWS[:3]])
    assert contacts.current.title == "Grace"


def test_an_empty_list_shows_what_is_set_for_it():
    contacts = ContactList()
    note = QWidget()
    contacts.set_empty(note)
    contacts.resize(312, 600)
    contacts.show_first(index(), [])
    contacts.show()
    assert note.isVisible()
    contacts.show_found([TYPED])
    assert not note.isVisible()
    contacts.show_whole()
    assert note.isVisible()
    contacts.follow(SMALL)
    assert not note.isVisible()
    contacts.set_empty(None)
    note.deleteLater()


def context(contacts, point, reason):
    target = view_of(contacts).viewport()
    QApplication.sendEvent(target, QContextMenuEvent(reason, point, target.mapToGlobal(point)))


def test_the_menu_is_for_the_row_it_is_opened_on(contacts):
    wanted = QSignalSpy(contacts.menu_wanted)
    context(contacts, middle_of(contacts, ALAN), QContextMenuEvent.Reason.Mouse)
    context(contacts, middle_of(contacts, 0), QContextMenuEvent.Reason.Mouse)
    contacts.go(-10)
    context(contacts, QPoint(), QContextMenuEvent.Reason.Keyboard)
    assert [identity for identity, _ in said(wanted)] == ["c1", "c7"]


def menu_of(contacts, contact):
    menu = ContactMenu(contact, contacts)
    return menu, {action.text(): action for action in menu.actions() if action.text()}


JAN = Contact(
    id="j",
    name="Jan & Co",
    numbers=(
        ContactNumber(label="Work", text="020-123 45 67", key="+31201234567"),
        ContactNumber(label="", text="(0)19-06"),
    ),
)


def clear(text):
    return "".join(char for char in text if char.isprintable())


def test_the_menu_calls_each_number_and_copies_clean_digits(contacts):
    menu, actions = menu_of(contacts, JAN)
    assert [clear(text) for text in actions] == [
        "Call Work 020-123 45 67",
        "Call (0)19-06",
        "Edit…",
        "Add to favourites",
        "Copy Work 020-123 45 67",
        "Copy (0)19-06",
        "Delete",
    ]
    calls, copies = QSignalSpy(menu.call_requested), QSignalSpy(menu.copy_requested)
    edits, removals = QSignalSpy(menu.edit_requested), QSignalSpy(menu.remove_requested)
    favourites = QSignalSpy(menu.favourite_requested)
    for action in actions.values():
        action.trigger()
    assert said(calls) == [("020-123 45 67", "j", "Jan & Co"), ("(0)19-06", "j", "Jan & Co")]
    assert said(copies) == [("+31201234567",), ("01906",)]
    assert (said(edits), said(removals), said(favourites)) == ([("j",)], [("j",)], [("j", True)])
    menu.close()


def test_the_menu_of_one_number_and_of_none(contacts):
    one, actions = menu_of(contacts, Contact(id="x", name="X", favourite=True, numbers=JAN.numbers[:1]))
    assert [clear(text) for text in actions][1:] == ["Edit…", "Remove from favourites", "Copy number", "Delete"]
    none, actions = menu_of(contacts, Contact(id="x", name="X"))
    assert list(actions) == ["Edit…", "Add to favourites", "Delete"]
    one.close()
    none.close()


LOOKS = ("light", "dark", "large", "mirrored")


@pytest.mark.parametrize("look", [{}, {"palette": DARK}, {"size": 200}, {"mirrored": True}], ids=LOOKS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_row_is_painted_whatever_stands_in_it(app, text, look):
    app.setPalette(palette_of(look.get("palette", LIGHT)))
    app.setFont(base_font(look.get("size", 100)))
    if look.get("mirrored"):
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        one = row(1, text, company=text, shown=text)
        contacts = ContactList()
        contacts.resize(200, 300)
        contacts.show_first(index((text[:1] or "#", [1, 2])), [one])
        contacts.go(1)
        contacts.grab()
        line = Line(title=line_of(one).title, detail="x 123", title_marks=((0, 2), (5, 9)), detail_marks=((2, 3),))
        contacts.show_found([Found(row=one, line=line), TYPED])
        contacts.grab()
        menu = ContactMenu(Contact(id="1", name=text, numbers=(ContactNumber(label=text, text=text),)), contacts)
        menu.grab()
        menu.close()
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_rows_and_headings_follow_the_text_size(contacts, app):
    header = view_of(contacts).verticalHeader()
    before = [header.sectionSize(place) for place in (0, 1)]
    assert before[0] < before[1]
    app.setFont(base_font(200))
    QApplication.sendPostedEvents()
    assert [header.sectionSize(place) for place in (0, 1)] == [2 * size for size in before]


def test_the_list_has_a_name_and_its_rows_their_words(contacts):
    from PySide6.QtGui import QAccessible

    interface = QAccessible.queryAccessibleInterface(view_of(contacts))
    assert interface.text(QAccessible.Text.Name) == "Contacts"
    names = [interface.child(place).text(QAccessible.Text.Name) for place in range(interface.childCount())]
    assert any("Grace" in name and "favourite" in name for name in names)


@pytest.fixture
def box():
    made = Box()
    made.resize(296, 36)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    made.setFocus()
    return made


def test_the_box_says_what_is_typed_and_what_is_pressed(box):
    typed, entered, moved = QSignalSpy(box.typed), QSignalSpy(box.entered), QSignalSpy(box.moved)
    QTest.keyClicks(box.edit, "gr")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        QTest.keyClick(box.edit, key)
    QTest.keyClick(box.edit, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(box.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [text for (text,) in said(typed)] == ["g", "gr"]
    assert entered.count() == 2
    assert [rows for (rows,) in said(moved)][:2] == [1, -1]
    assert moved.count() == 3


def test_esc_empties_the_box_and_then_leaves_it(box):
    cleared, left = QSignalSpy(box.cleared), QSignalSpy(box.left)
    QTest.keyClicks(box.edit, "gr")
    QTest.keyClick(box.edit, Qt.Key.Key_Escape)
    assert (box.text(), cleared.count(), left.count()) == ("", 1, 0)
    QTest.keyClick(box.edit, Qt.Key.Key_Escape)
    assert (cleared.count(), left.count()) == (1, 1)


@pytest.mark.parametrize("pasted", ["+31 20\r\n555 0142\n", "+31 20\u2028555 0142", "+31 20\t555 0142"])
def test_what_is_pasted_is_one_line(box, pasted):
    typed = QSignalSpy(box.typed)
    QGuiApplication.clipboard().setText(pasted)
    box.edit.paste()
    assert box.text() == "+31 20 555 0142"
    assert said(typed)[-1] == ("+31 20 555 0142",)


def test_the_box_takes_so_much_and_no_more(box):
    box.edit.insert("9" * 5000)
    assert len(box.text()) == LONGEST


def test_letters_from_the_list_go_on_where_the_box_ends(box):
    box.set_text("gr")
    box.edit.setSelection(0, 2)
    box.take("a")
    assert box.text() == "gra"
    assert box.edit.hasFocus()
    assert box.edit.accessibleName() == "Name or number"
