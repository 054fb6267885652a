"""Empty states and the first start: what they say, and what can be pressed there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest

from desktop_dialer.cli.parser import build_parser
from desktop_dialer.ui.widgets.empty import IMPORT_COMMAND, FirstStart, NoContacts, NothingFound, Offer

OFFERS = (
    Offer(key="tel2", name="Tel2", text="No status"),
    Offer(key="anveo", name="<b>Anveo</b>", text="Schedules calls & more"),
)


def test_no_contacts_says_what_can_be_done_and_offers_it():
    empty = NoContacts()
    pressed = []
    empty.add_requested.connect(lambda: pressed.append("add"))
    assert IMPORT_COMMAND in empty.text.text()
    empty.button.click()
    assert pressed == ["add"]
    empty.copy.click()
    assert empty.copy.label == "Copied"
    assert QGuiApplication.clipboard().text() == IMPORT_COMMAND


def test_the_command_that_is_offered_exists():
    words = IMPORT_COMMAND.removesuffix("FILE").split()[1:]
    build_parser().parse_args([*words, "people.vcf"])


@pytest.mark.parametrize(
    ("can_call", "words"), [(True, "Enter calls it as a number."), (False, "Look for a name, initials")]
)
def test_nothing_found_tells_what_enter_does(can_call, words):
    empty = NothingFound()
    added = []
    empty.add_requested.connect(added.append)
    empty.show_typed("<b>020\u202e", can_call=can_call)
    assert empty.title.text() == "Nobody is called “<b>020”"
    assert words in empty.text.text()
    empty.button.click()
    assert added == ["<b>020\u202e"]


def test_the_first_start_offers_every_provider_and_the_simulator():
    start = FirstStart(OFFERS)
    chosen = []
    start.provider_chosen.connect(chosen.append)
    start.simulator_chosen.connect(lambda: chosen.append("simulator"))
    start.show()
    for button in start.buttons:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    start.buttons[0].setFocus()
    QTest.keyClick(start.buttons[0], Qt.Key.Key_Space)
    start.simulator.click()
    start.grab()
    assert chosen == ["tel2", "anveo", "tel2", "simulator"]


def test_a_provider_is_read_out_with_its_line():
    start = FirstStart(OFFERS)
    spoken = [QAccessible.queryAccessibleInterface(button) for button in start.buttons]
    assert [one.text(QAccessible.Text.Name) for one in spoken] == ["Tel2", "<b>Anveo</b>"]
    assert spoken[0].text(QAccessible.Text.Description) == "No status"
    assert spoken[0].role() is QAccessible.Role.Button
