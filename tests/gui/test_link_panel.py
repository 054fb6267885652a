"""A link fills the panel and calls nobody; the person's own press does, and not by a slip."""

import functools
import inspect
import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_dialer.core.contact import Contact, ContactNumber
from desktop_dialer.ui.dialogs.link_panel import DEAD_MILLISECONDS, LinkPanel, LinkView
from desktop_dialer.ui.presenters.desk_choices import account_choices, ring_first_choices
from desktop_dialer.ui.presenters.links import MOST_WAITING, LinksPresenter
from desktop_dialer.ui.widgets.picker import Choice
from tests.gui.call_scene import on_stage

VIEW = LinkView(
    number="+31205550142",
    shown="+31 20 555 0142",
    who="Grace Hopper, Work",
    contact="g",
    title="Grace Hopper",
    sends="31205550142",
    details=("extension 123: dial it yourself",),
)


@pytest.fixture
def panel():
    panel = LinkPanel()
    panel.calls, panel.gone = [], []
    panel.called.connect(lambda *call: panel.calls.append(call))
    panel.dismissed.connect(lambda: panel.gone.append(1))
    yield panel
    panel.close()
    panel.deleteLater()


def test_it_says_who_would_be_called_with_what_string_and_what_is_left_to_dial(panel):
    panel.show_link(VIEW)
    assert panel.title.text() == "Call +31 20 555 0142?"
    assert panel.who.text() == "Grace Hopper, Work · asked for by a tel: link"
    assert panel.sends.text() == "Sends 31205550142"
    assert panel.details.text() == "extension 123: dial it yourself"
    panel.grab()


def test_cancel_is_the_default_and_call_never_is(panel):
    panel.show_link(VIEW)
    assert panel.cancel.isDefault()
    assert not panel.call.isDefault()
    assert not panel.call.autoDefault()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert panel.calls == []
    assert panel.gone == [1]


def test_call_is_dead_for_half_a_second_and_then_calls_once(panel):
    panel.show_link(VIEW)
    assert not panel.call.isEnabled()
    panel.call.click()
    QTest.mouseClick(panel.call, Qt.MouseButton.LeftButton)
    assert panel.calls == []
    since = time.monotonic()
    while not panel.call.isEnabled() and time.monotonic() - since < 5:
        QTest.qWait(10)
    assert (time.monotonic() - since) * 1000 > DEAD_MILLISECONDS - 50
    panel.call.click()
    assert panel.calls == [("+31205550142", "g", "Grace Hopper")]
    assert panel.gone == []
    panel.call.click()
    assert len(panel.calls) == 1


def test_a_change_makes_call_dead_again(panel):
    choices = ([Choice(key="", text="Desk")], ""), ([Choice(key="a", text="Tel2")], "a")
    panel.show_choices(*choices)
    panel.show_link(VIEW)
    panel._dead.timeout.emit()
    panel.show_link(VIEW, 3)
    assert panel.call.isEnabled()
    assert panel.more.text() == "3 more links wait"
    panel.show_choices(choices[0], ([Choice(key="b", text="Anveo")], "b"))
    assert not panel.call.isEnabled()


def test_enter_that_is_held_down_while_it_appears_decides_nothing(panel):
    panel.show_link(VIEW)
    for _ in range(20):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(panel.cancel, held)
    assert panel.isVisible()
    assert panel.calls == []


def test_enter_on_call_itself_is_the_person_s_own_press(panel):
    panel.show_link(VIEW)
    panel._dead.timeout.emit()
    QTest.keyClick(panel.call, Qt.Key.Key_Return)
    assert len(panel.calls) == 1


def test_a_refused_link_shows_its_text_and_why_and_nothing_to_call(panel):
    panel.show_link(LinkView(shown="tel:*21*1#<b>", refusal="This link is not dialled: it holds * or #."))
    assert panel.title.text() == "This link cannot be called"
    assert panel.sends.text() == "tel:*21*1#<b>"
    assert panel.refusal.text() == "This link is not dialled: it holds * or #."
    assert panel.call.isHidden()
    panel._dead.timeout.emit()
    panel.call.click()
    assert panel.calls == []


def with_links(test):
    """Beside the stage, the panel and its presenter."""
    signature = inspect.signature(test)

    @functools.wraps(test)
    async def linked(scene, **given):
        scene.panel = LinkPanel(dead=0)
        scene.links = LinksPresenter(scene.backend, scene.desk, scene.dialing, scene.panel)
        await test(scene, **given)
        scene.panel.close()
        scene.panel.deleteLater()

    linked.__signature__ = signature
    return on_stage(linked)


async def alive(scene):
    await scene.until(scene.panel.call.isEnabled)


@with_links
async def test_a_link_is_looked_up_and_calls_only_when_the_person_presses(scene):
    scene.book.people["+442079460142"] = Contact(
        id="g",
        name="Grace Hopper",
        numbers=(ContactNumber(label="Work", text="020 7946 0142", key="+442079460142"),),
    )
    scene.links.arrive("tel:+44-20-7946-0142;ext=12")
    await scene.until(lambda: "Grace" in scene.panel.who.text())
    assert scene.panel.who.text() == "Grace Hopper, Work · asked for by a tel: link"
    assert scene.panel.sends.text() == "Sends +442079460142" or scene.panel.sends.text() == "Sends 442079460142"
    assert scene.panel.details.text() == "extension 12: dial it yourself"
    assert scene.starts == []
    await alive(scene)
    scene.panel.call.click()
    await scene.until(lambda: scene.model is not None and len(scene.starts) == 1)
    await scene.until(lambda: scene.book.calls == [("g", "020 7946 0142")])
    assert scene.model.b_title == "Grace Hopper"


@with_links
async def test_an_open_link_is_not_replaced_the_others_wait_and_too_many_are_left_out(scene):
    scene.links.arrive("tel:+442079460001")
    for n in range(MOST_WAITING + 3):
        scene.links.arrive(f"tel:+4420794601{n:02}")
    assert scene.panel.title.text() == "Call 020 7946 0001?"
    assert scene.panel.more.text() == "20 more links wait"
    assert len(scene.said) == 3
    scene.panel.cancel.click()
    assert scene.panel.title.text() == "Call 020 7946 0100?"
    assert scene.panel.more.text() == "19 more links wait"
    assert scene.panel.isVisible()
    for _ in range(MOST_WAITING):
        scene.panel.cancel.click()
    assert not scene.panel.isVisible()
    assert scene.starts == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tel:%2321%23", "it holds * or #"),
        ("tel:", "it holds no number"),
        ("tel:+44999", "+44999 is an emergency number"),
        ("sip:grace@example.org", "it holds something that is not a telephone number"),
    ],
)
@with_links
async def test_what_may_not_be_called_is_shown_with_its_reason(scene, text, why):
    scene.links.arrive(text)
    assert why in scene.panel.refusal.text()
    assert scene.panel.call.isHidden()


@with_links
async def test_another_account_changes_the_very_string_and_makes_call_dead(scene):
    scene.choose("business_isp")
    scene.links.arrive("tel:+442079460142")
    await alive(scene)
    scene.panel._dead.setInterval(10_000)
    tel2 = next(one for one in scene.desk.accounts if one.provider == "tel2")
    scene.panel.via.chosen.emit(tel2.id)
    assert scene.desk.account == tel2
    assert scene.panel.via.current == tel2.id
    assert not scene.panel.call.isEnabled()


@with_links
async def test_the_pickers_offer_the_accounts_and_the_own_telephones(scene):
    scene.choose("business_isp")
    choices, current = account_choices(scene.desk)
    assert scene.desk.account.id == current
    assert len(choices) == 5
    ring_first, chosen = ring_first_choices(scene.desk)
    assert ring_first
    assert chosen == ""
