"""The settings dialog and the page of keys."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_dialer.core.settings import Look, Motion, Settings
from desktop_dialer.ui.dialogs.keys import KeysDialog, key_text
from desktop_dialer.ui.dialogs.settings import Place, SettingsDialog
from desktop_dialer.ui.keys import KEYS, Shortcut
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.theme import base_font

PLACES = (Place(name="Journal", path="/srv/dialer/journal.db"), Place(name="Contacts", path="/srv/<b>/c & d.db"))
CHOSEN = Settings(look=Look.DARK, motion=Motion.NONE, text_size=150)


@pytest.fixture
def dialog():
    shown = SettingsDialog(CHOSEN, PLACES)
    shown.show()
    return shown


def test_what_is_chosen_stands_there(dialog):
    page = dialog.appearance
    assert [page.look.tabText(page.look.currentIndex()), page.text_size.tabText(page.text_size.currentIndex())] == [
        "Dark",
        "150 %",
    ]
    assert page.motion.tabText(page.motion.currentIndex()) == "None"
    assert [page.look.accessibleName(), page.text_size.accessibleName()] == ["Look", "Text size"]


def test_each_choice_counts_at_once_and_keeps_the_others(dialog):
    heard = []
    dialog.changed.connect(heard.append)
    page = dialog.appearance
    page.look.setCurrentIndex(1)
    QTest.keyClick(page.text_size, Qt.Key.Key_Right)
    page.motion.setCurrentIndex(0)
    light = CHOSEN._replace(look=Look.LIGHT)
    bigger = light._replace(text_size=200)
    assert heard == [light, bigger, bigger._replace(motion=Motion.SYSTEM)]


def test_what_the_dialog_does_not_show_is_kept():
    remembered = CHOSEN._replace(ring_first={"a1": "1906"})
    dialog, heard = SettingsDialog(remembered, ()), []
    dialog.changed.connect(heard.append)
    dialog.appearance.look.setCurrentIndex(0)
    assert heard[0].ring_first == {"a1": "1906"}


def test_where_the_data_lies_can_be_copied(dialog):
    dialog.tabs.setCurrentIndex(1)
    path = next(one for one in dialog.data.findChildren(QWidget) if one.accessibleName() == PLACES[1].path)
    assert path.isVisible()
    QTest.mouseClick(path, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == PLACES[1].path


def test_a_further_page_finds_its_place(dialog):
    page = QWidget()
    dialog.add_page("Sounds", page)
    dialog.tabs.setCurrentIndex(2)
    assert page.isVisible()
    assert dialog.tabs.tabText(2) == "Sounds"


@pytest.mark.parametrize("make", [lambda: SettingsDialog(CHOSEN, PLACES), KeysDialog], ids=["settings", "keys"])
def test_esc_closes_a_dialog_and_nothing_of_it_stays(make):
    before = set(QGuiApplication.allWindows())
    shown = make()
    gone = []
    shown.destroyed.connect(lambda: gone.append(True))
    shown.show()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone
    assert set(QGuiApplication.allWindows()) <= before


def test_the_page_of_keys_names_every_key():
    page = KeysDialog()
    spoken = {label.accessibleName() for label in page.findChildren(Label)}
    for group in KEYS:
        assert {f"{key_text(line.key)}: {line.does}" for line in group.lines} <= spoken


def test_every_shortcut_is_a_key_and_none_is_used_twice():
    sequences = [QKeySequence(shortcut.value.key) for shortcut in Shortcut]
    assert all(not sequence.isEmpty() for sequence in sequences)
    assert len({sequence.toString() for sequence in sequences}) == len(Shortcut)
    assert key_text("Up / Down") == "Up / Down"


@pytest.mark.parametrize("percent", [100, 200])
def test_the_page_of_keys_folds_where_there_is_little_room(app, percent):
    app.setFont(base_font(percent))
    page = KeysDialog()
    page.show()
    page.resize(560 * percent // 100, 500)
    QTest.qWait(0)
    assert page._area.widget().width() <= page._area.viewport().width()
