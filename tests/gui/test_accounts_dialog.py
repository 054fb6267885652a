"""The accounts dialog: adding, changing, renaming, the default, removing, checking, and a keyring that is slow."""

import asyncio
import contextlib
import gc
import logging
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.reading import Check, CheckResult
from desktop_dialer.core.secret import Secret
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.ui.dialogs import waiting
from desktop_dialer.ui.dialogs.accounts import AccountsDialog
from desktop_dialer.ui.dialogs.check_list import CheckList
from desktop_dialer.ui.plain import Label
from tests.gui.accounts_scene import LINE, Scene, activate, everything_readable, press

CANARY = "cAnary-p4ss&word"
HOSTILE = (
    '<img src="file:///dev/zero">',
    "<b>x</b> & y",
    "a\u202eb\u2066c",
    "x" * 10_000,
    "line\nbreak\0nul\x07",
    "<a href='http://h/'>h</a>",
)


@pytest.fixture
async def scene(tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE_MILLISECONDS", 0)
    one = Scene(tmp_path)
    yield one
    await one.close()


def changes(scene):
    told = []
    scene.presenter.accounts_changed.connect(lambda: told.append([one.name for one in scene.desk.accounts]))
    return told


async def test_without_an_account_the_five_providers_are_shown_with_what_they_can_and_cannot_do(scene):
    scene.open()
    names = [card.button.accessibleName() for card in scene.dialog.choice.cards]
    assert names == [f"Add an account at {provider.facts.name}" for provider in PROVIDERS.values()]
    lines = [[label.text() for label in card.findChildren(Label)] for card in scene.dialog.choice.cards]
    assert lines[0][:2] == ["Tel2", "Places calls, and no more."]
    assert lines[0][2].startswith("No word of whether a call was accepted")
    assert lines[3][1] == (
        "Offers scheduled calls, recording, caller ID, auto-answer, billing codes; "
        "where you allow it, live status, hang up, a check of the login."
    )
    assert all(provider.facts.cannot[0] in said[2] for provider, said in zip(PROVIDERS.values(), lines, strict=True))
    assert scene.dialog.frame.save_button.isHidden()
    assert scene.dialog.frame.check_button.isHidden()


async def test_an_account_is_added_and_the_desk_knows_it(scene):
    told = changes(scene)
    scene.open()
    scene.dialog.choice.cards[0].button.click()
    assert scene.dialog.focusWidget() is scene.form.fields["name"].control.edit
    scene.fill(name="Tel2 London", user=LINE[1:], password=CANARY)
    await scene.save()
    [account] = scene.accounts.all()
    assert (account.name, account.values, account.secrets) == ("Tel2 London", {"user": LINE[1:]}, {"password"})
    assert await scene.keyring.get(account.id, "password") == Secret(CANARY)
    assert told == [["Tel2 London"]]
    assert scene.desk.account == account
    assert scene.notice == "Tel2 London is saved."
    assert scene.form.fields["password"].control.text() == ""
    assert scene.form.fields["password"].control.edit.placeholderText() == "stored"
    assert scene.form.fields["password"].control.hint.text() == "kept in GNOME Keyring"
    model = scene.dialog.frame.model
    assert [model.index(0).data(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole)] == [
        "Tel2 London",
        "No status",
    ]
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Tel2 London, No status"


async def test_an_account_is_renamed_and_changed_in_its_place(scene):
    await scene.add("business_isp", "one")
    account = await scene.add("tel2", "two")
    told = changes(scene)
    scene.open(account.id)
    assert scene.dialog.frame.cancel_button.label == "Close"
    scene.fill(name="TWO", aparty="020 7946 0100")
    assert scene.dialog.frame.cancel_button.label == "Cancel"
    await scene.save()
    assert [(one.id, one.name) for one in scene.accounts.all()][1] == (account.id, "TWO")
    assert told == [["one", "TWO"]]
    assert scene.dialog.frame.list.currentIndex().row() == 1
    assert not scene.dialog.is_changed


async def test_the_default_is_chosen_and_comes_first(scene):
    first, second = await scene.add("business_isp", "one"), await scene.add("tel2", "two")
    scene.open(first.id)
    page = scene.dialog.page
    assert page.default_button.isHidden()
    assert not page._is_default.isHidden()
    scene.dialog._open(second.id)
    scene.fill(aparty="020 7946 0100")
    scene.dialog.page.default_button.click()
    await scene.settle()
    assert scene.accounts.named(None).name == "two"
    assert [one.name for one in scene.desk.accounts] == ["two", "one"]
    assert not scene.dialog.page._is_default.isHidden()
    assert scene.form.fields["aparty"].value == "020 7946 0100"  # what is being edited stays
    assert scene.dialog.frame.list.currentIndex().row() == 0


async def test_removing_asks_in_its_place_and_takes_the_secrets_along(scene):
    account = await scene.add("tel2", "one", {"password": Secret(CANARY)})
    await scene.session.put(account.id, "password", Secret("passing"))
    await scene.add("tel2", "two")
    scene.open(account.id)
    scene.dialog.page.remove_button.click()
    assert scene.notice == "Remove one and its password in GNOME Keyring? The history keeps its calls."
    scene.answer("keep")
    assert len(scene.accounts.all()) == 2
    scene.dialog.page.remove_button.click()
    scene.answer("remove")
    await scene.settle()
    assert [one.name for one in scene.accounts.all()] == ["two"]
    assert scene.keyring._secrets == scene.session._secrets == {}
    assert scene.notice == "one is removed."
    assert scene.dialog.account.name == "two"


async def test_the_last_one_removed_leaves_the_providers(scene):
    account = await scene.add("tel2", "one")
    scene.open(account.id)
    scene.dialog.page.remove_button.click()
    assert scene.notice == "Remove one? The history keeps its calls."
    scene.answer("remove")
    await scene.settle()
    assert scene.dialog.page is None
    assert scene.dialog.pages.currentIndex() == 0
    assert scene.desk.account is None


async def test_removing_that_the_keyring_refuses_leaves_the_account(scene):
    account = await scene.add("tel2", "one", {"password": Secret(CANARY)})
    scene.keyring.refusal = "GNOME Keyring is locked; unlock it and try again."
    scene.open(account.id)
    scene.dialog.page.remove_button.click()
    scene.answer("remove")
    await scene.settle()
    assert scene.notice == "GNOME Keyring is locked; unlock it and try again."
    assert scene.accounts.by_id(account.id) == account


async def test_another_account_is_opened_from_the_list_and_what_is_not_saved_is_asked_about(scene):
    first, second = await scene.add("business_isp", "one"), await scene.add("tel2", "two")
    scene.open(first.id)
    rows = scene.dialog.frame.list
    rows.setFocus()
    press(rows, Qt.Key.Key_Down)
    assert scene.dialog.account == second
    scene.fill(aparty="020 7946 0100")
    press(rows, Qt.Key.Key_Up)
    assert scene.notice == "What you changed is not saved."
    assert rows.currentIndex().row() == 1  # the list says what the form shows
    scene.answer("keep")
    assert (scene.dialog.account, scene.dialog.is_changed) == (second, True)
    press(rows, Qt.Key.Key_Up)
    scene.answer("discard")
    assert scene.dialog.account == first
    scene.fill(name="x")
    scene.dialog.frame.add_button.click()
    scene.answer("discard")
    assert scene.dialog.pages.currentIndex() == 0
    assert scene.accounts.all() == [first, second]


async def test_escape_closes_and_asks_where_something_would_be_lost(scene):
    account = await scene.add("tel2")
    scene.open(account.id)
    dialog = scene.dialog
    scene.fill(password=CANARY)
    press(dialog, Qt.Key.Key_Escape)
    assert scene.dialog is dialog
    assert scene.notice == "What you changed is not saved."
    press(dialog, Qt.Key.Key_Escape)  # Escape is the careful answer
    assert scene.notice == ""
    assert scene.form.fields["password"].has_secret
    press(dialog, Qt.Key.Key_Escape)
    scene.answer("discard")
    assert scene.dialog is None
    scene.open(account.id)
    press(scene.dialog, Qt.Key.Key_Escape)
    assert scene.dialog is None


async def test_the_window_s_own_close_asks_too(scene):
    scene.open((await scene.add("tel2")).id)
    scene.fill(aparty="020 7946 0100")
    scene.dialog.close()
    assert scene.notice == "What you changed is not saved."


async def test_enter_saves_from_a_line_and_presses_the_button_that_has_the_keyboard(scene):
    account = await scene.add("tel2", "one")
    scene.open(account.id)
    scene.fill(aparty="020 7946 0100")
    edit = scene.form.fields["aparty"].control.edit
    edit.setFocus()
    press(edit, Qt.Key.Key_Return)
    await scene.settle()
    assert scene.accounts.by_id(account.id).values["aparty"] == "020 7946 0100"
    button = scene.dialog.page.remove_button
    button.setFocus()
    press(button, Qt.Key.Key_Enter)
    assert scene.notice.startswith("Remove one?")
    press(scene.dialog, Qt.Key.Key_Return)
    assert scene.notice == ""
    assert len(scene.accounts.all()) == 1
    preview = scene.dialog.page.preview
    preview.open()
    scene.fill(aparty="")
    preview.number.edit.setFocus()
    press(preview.number.edit, Qt.Key.Key_Return)
    await scene.settle()
    assert scene.accounts.by_id(account.id).values["aparty"] == "020 7946 0100"


async def tabbed(scene):
    """What has the keyboard, one after another, until it begins anew."""
    passed = []
    while True:
        focused = scene.dialog.focusWidget()
        name = focused.accessibleName() or focused.text().replace("&&", "&")
        if name in passed:
            return passed
        passed.append(name)
        press(focused, Qt.Key.Key_Tab)


async def test_tab_goes_as_the_eye_goes(scene):
    await scene.add("tel2", "one")
    account = await scene.add("business_isp", "two")
    scene.open(account.id)
    await activate(scene.dialog)
    scene.dialog.frame.list.setFocus()
    scene.form.own_numbers.add_button.click()
    scene.form.own_numbers.add_button.click()
    scene.dialog.frame.list.setFocus()
    assert await tabbed(scene) == [
        "Accounts",
        "Add account",
        "Make default",
        "Remove",
        "Account name",
        "User name",
        "Password",
        "Own telephone",
        "Connection type: 1: the source first",
        "Service address",
        "Name of telephone 1",
        "Number of telephone 1",
        "Take telephone 1 off the list",
        "Name of telephone 2",
        "Number of telephone 2",
        "Take telephone 2 off the list",
        "Add a telephone",
        "Connection and numbers",
        "What Business ISP can and cannot do",
        "What will be sent",
        "Check connection",
        "Close",
        "Save",
    ]
    scene.dialog.page.remove_button.click()
    assert await tabbed(scene) == ["Keep it", "Remove", "Check connection", "Close", "Save", "Accounts", "Add account",
                                   "Make default"]  # fmt: skip


async def test_a_check_says_what_was_found_a_line_for_each(scene):
    account = await scene.add("tel2", "one")
    scene.checker.found = [
        Check(
            subject="settings",
            result=CheckResult.OK,
            text="Complete but for aparty: give it for each call with --from.",
        ),
        Check(subject="address", result=CheckResult.FAILED, text=HOSTILE[0]),
        Check(subject="login", result=CheckResult.NOT_CHECKED, text="Cannot. track=yes allows one."),
    ]
    scene.open(account.id)
    scene.dialog.frame.check_button.click()
    await scene.settle()
    assert scene.checker.asked == [("one", False)]
    labels = [label.text() for label in scene.dialog.checks.findChildren(Label) if not label.isHidden()]
    assert labels == [
        "Settings",
        "ok",
        "Complete but for aparty: choose a telephone to ring first for each call.",
        "Address",
        "failed",
        HOSTILE[0],
        "Login",
        "not checked",
        "Cannot. “Follow calls: yes” allows one.",
    ]
    assert scene.dialog.checks.accessibleName().startswith("Settings: ok. Complete but for aparty")
    scene.dialog._open(account.id)
    assert scene.dialog.checks.isHidden()


async def test_what_is_not_saved_is_not_checked(scene):
    account = await scene.add("tel2", "one")
    scene.open(account.id)
    scene.fill(aparty="020 7946 0100")
    scene.dialog.frame.check_button.click()
    assert scene.notice == "Save first: a check looks at what is stored."
    await scene.settle()
    assert scene.checker.asked == []


@pytest.mark.parametrize(("answer", "may_test"), [("check", False), ("test", True)])
async def test_a_test_request_is_asked_about_first(scene, answer, may_test):
    account = await scene.add("anveo", "one")
    scene.open(account.id)
    scene.dialog.frame.check_button.click()
    assert "does not say that the test dials nobody" in scene.notice
    assert scene.checker.asked == []
    scene.answer(answer)
    await scene.settle()
    assert scene.checker.asked == [("one", may_test)]


async def test_a_check_that_the_disk_refuses_is_told(scene):
    account = await scene.add("tel2", "one")
    scene.checker.fault = StorageFailed("The journal could not be used: the disk is full.")
    scene.open(account.id)
    scene.dialog.frame.check_button.click()
    await scene.settle()
    assert scene.notice == "The journal could not be used: the disk is full."


async def test_while_the_keyring_waits_the_window_lives(scene):
    scene.keyring.may_answer.clear()
    scene.open(None, "tel2")
    scene.fill(name="one", user=LINE[1:], password=CANARY)
    scene.dialog.frame.save_button.click()
    beats = 0
    for _ in range(50):  # a stall of the keyring, as the loop sees it
        await asyncio.sleep(0.002)
        beats += 1
    assert beats == 50
    assert scene.notice == "Waiting for GNOME Keyring…"
    assert not scene.dialog.frame.save_button.isEnabled()
    assert not scene.dialog.pages.isEnabled()
    scene.keyring.may_answer.set()
    await scene.settle()
    assert scene.notice == "one is saved."
    assert scene.dialog.frame.save_button.isEnabled()


async def test_a_person_need_not_wait_for_the_keyring(scene):
    scene.keyring.may_answer.clear()
    scene.open(None, "tel2")
    scene.fill(name="one", user=LINE[1:], password=CANARY)
    scene.dialog.frame.save_button.click()
    await asyncio.sleep(0.01)
    press(scene.dialog, Qt.Key.Key_Escape)
    assert scene.notice == ""
    assert scene.dialog.pages.isEnabled()
    assert scene.form.fields["password"].has_secret
    scene.keyring.may_answer.set()
    await scene.settle()
    assert scene.accounts.all() == []
    assert scene.keyring._secrets == {}


async def test_a_keyring_that_hangs_while_the_dialog_is_closed_stores_nothing(scene):
    scene.keyring.may_answer.clear()
    scene.open(None, "tel2")
    scene.fill(name="one", user=LINE[1:], password=CANARY)
    scene.dialog.frame.save_button.click()
    await asyncio.sleep(0.01)
    scene.dialog.done(0)
    scene.keyring.may_answer.set()
    await scene.settle()
    assert scene.accounts.all() == []
    assert scene.keyring._secrets == {}


LOCKED = "The keyring is locked; unlock it, or keep the secret for this session only: desktop-dialer call --secret KEY."


async def test_what_the_keyring_refuses_can_be_kept_for_the_session(scene):
    scene.keyring.refusal = LOCKED
    scene.open(None, "anveo")
    scene.fill(name="one", USERKEY=CANARY, secure_phrase="a phrase", email="a@b.example", PHONENUMBER=LINE)
    await scene.save()
    assert scene.notice == "The keyring is locked; unlock it, or keep the secret for this session only."
    assert scene.accounts.all() == []
    scene.answer("cancel")
    assert scene.form.fields["USERKEY"].has_secret
    await scene.save()
    scene.answer("session")
    await scene.settle()
    [account] = scene.accounts.all()
    assert await scene.session.get(account.id, "USERKEY") == Secret(CANARY)
    assert scene.keyring._secrets == {}
    # The phrase is noted, for without a note nobody would look for it; the key is looked for in any case.
    assert account.secrets == {"secure_phrase"}
    field = scene.form.fields["USERKEY"].control
    assert (field.text(), field.edit.placeholderText(), field.hint.text()) == ("", "stored", "kept for this session")
    plan = await scene.accounts.with_secrets(account, PROVIDERS["anveo"], scene.desk.draft(LINE).plan)
    assert set(plan.secrets) == {"USERKEY", "secure_phrase"}


async def test_a_changed_secret_can_be_kept_for_the_session_too(scene):
    account = await scene.add("tel2", "one")
    scene.keyring.refusal = LOCKED
    scene.open(account.id)
    scene.fill(password=CANARY)
    await scene.save()
    scene.answer("session")
    await scene.settle()
    assert await scene.session.get(account.id, "password") == Secret(CANARY)
    assert scene.accounts.by_id(account.id).secrets == frozenset()


async def test_a_secret_that_no_keyring_takes_is_told_at_its_field(scene):
    scene.open(None, "tel2")
    scene.fill(name="one", user=LINE[1:], password="x" * 1281)
    await scene.save()
    fault = scene.form.fields["password"].fault
    assert fault == "Line password is longer than 1280 characters, which no keyring is sure to hold."
    assert scene.accounts.all() == []


async def test_a_disk_that_refuses_is_told_and_what_was_typed_stays(scene, monkeypatch):
    async def full(_):
        raise StorageFailed("The list of accounts could not be used: the disk is full.")

    account = await scene.add("tel2", "one")
    monkeypatch.setattr(scene.accounts._store, "save", full)
    monkeypatch.setattr(scene.accounts._store, "put_first", full)
    scene.open(account.id)
    scene.fill(aparty="020 7946 0100")
    await scene.save()
    assert scene.notice == "The list of accounts could not be used: the disk is full."
    assert scene.form.fields["aparty"].value == "020 7946 0100"
    scene.dialog.default_requested.emit(account.id)
    await scene.settle()
    assert scene.notice == "The list of accounts could not be used: the disk is full."


async def test_a_name_that_another_process_took_meanwhile_is_told_at_its_field(scene, tmp_path):
    scene.open(None, "tel2")
    scene.fill(name="one", user=LINE[1:])
    await scene.settle()
    other = Scene(tmp_path)
    await other.add("tel2", "one")
    await scene.save()
    assert scene.form.fields["name"].fault == "There is an account one already."
    await other.close()


async def test_what_another_process_changed_meanwhile_stays(scene, tmp_path):
    account = await scene.add("tel2", "one")
    scene.open(account.id)
    await scene.settle()
    scene.fill(aparty="020 7946 0100")
    other = Scene(tmp_path)
    await other.accounts.refresh()
    await other.accounts.change(other.accounts.named("one"), {"proxy": "none"}, {}, name="two")
    await scene.save()
    stored = scene.accounts.by_id(account.id)
    assert (stored.name, stored.settings, stored.values["aparty"]) == ("two", {"proxy": "none"}, "020 7946 0100")
    assert scene.form.fields["proxy"].value == "none"
    await other.accounts.remove(stored)
    scene.fill(aparty="")
    await scene.save()
    assert scene.notice == "This account was removed meanwhile: nothing was saved."
    assert scene.accounts.all() == []
    await other.close()


async def test_a_disk_that_stalls_leaves_the_window_alive_and_saves_once(scene, monkeypatch):
    let_go, saved = threading.Event(), []
    store = scene.accounts._store
    change = store._file.changing

    @contextlib.contextmanager
    def stall():
        saved.append(threading.current_thread())
        let_go.wait(5)
        with change() as table:
            yield table

    account = await scene.add("tel2", "one")
    monkeypatch.setattr(store._file, "changing", stall)
    scene.open(account.id)
    scene.fill(aparty="020 7946 0100")
    scene.dialog.frame.save_button.click()
    for _ in range(30):
        scene.dialog._on_save()
        scene.dialog._on_default()
        scene.dialog._on_remove()
        await asyncio.sleep(0.001)
    assert scene.notice == "Waiting for the disk…"
    let_go.set()
    await scene.settle()
    assert scene.notice == "one is saved."
    assert saved != [threading.main_thread()]
    assert len(saved) == 1


async def test_what_is_done_at_once_is_not_announced(scene, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE_MILLISECONDS", 60_000)
    scene.keyring.may_answer.clear()
    scene.open(None, "tel2")
    scene.fill(name="one", user=LINE[1:], password=CANARY)
    scene.dialog.frame.save_button.click()
    await asyncio.sleep(0.01)
    assert scene.notice == ""
    press(scene.dialog, Qt.Key.Key_Escape)  # and yet a person can give up
    scene.keyring.may_answer.set()
    await scene.settle()
    assert scene.accounts.all() == []


async def test_what_another_process_changed_is_there_when_the_dialog_opens(scene, tmp_path):
    other = Scene(tmp_path)
    await other.add("tel2", "one")
    told = changes(scene)
    scene.open()
    await scene.settle()
    assert told == [["one"]]
    assert scene.dialog.frame.model.rowCount() == 1
    scene.open()  # it is open: it comes to the front, and nothing else
    await scene.settle()
    assert told == [["one"]]
    await other.close()


async def test_a_list_that_cannot_be_read_is_told_where_it_is_asked_for(scene, tmp_path):
    (tmp_path / "accounts.toml").write_text("[[account")
    scene.presenter.refresh()
    await scene.settle()
    assert "is damaged" in scene.told[0]
    scene.open()
    await scene.settle()
    assert "is damaged" in scene.notice


async def test_an_account_that_went_away_meanwhile_leaves_the_providers(scene):
    account = await scene.add("tel2", "one")
    await scene.accounts.remove(account)
    scene.open(account.id)
    assert scene.dialog.pages.currentIndex() == 0
    for signal in (scene.dialog.default_requested, scene.dialog.remove_requested, scene.dialog.check_requested):
        signal.emit(account.id)
    scene.dialog.check_answered.emit(account.id, True)
    scene.dialog.shown.emit(account.id)
    await scene.settle()
    assert scene.checker.asked == []


async def test_a_secret_is_nowhere_but_in_its_store(scene, caplog, tmp_path):
    """Not in a text, a name, a tooltip, a property, another line's undo, the clipboard, the log or a file."""
    with caplog.at_level(logging.DEBUG):
        scene.open(None, "anveo")
        form = scene.form
        scene.fill(name="one", PHONENUMBER=LINE, MEMO="a note")
        edit = form.fields["USERKEY"].control.edit
        edit.setFocus()
        QTest.keyClicks(edit, CANARY)
        scene.dialog.page.preview.open()
        scene.dialog.page.preview.number.set_text(LINE)
        edit.selectAll()
        press(edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        press(edit, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(edit, CANARY)
        assert edit.text() == CANARY
        readable = [everything_readable()]
        others = [one for one in scene.dialog.findChildren(QLineEdit) if one is not edit]
        for one in others:
            one.undo()
            assert CANARY not in one.text()
            one.redo()
        await scene.save()
        readable.append(everything_readable())
        for one in scene.dialog.findChildren(QLineEdit):
            for _ in range(3):
                one.undo()
                assert CANARY not in one.text()
        scene.dialog.frame.check_button.click()
        scene.answer("check")
        await scene.settle()
        readable.append(everything_readable())
    assert not [text for texts in readable for text in texts if CANARY in text]
    assert CANARY not in QGuiApplication.clipboard().text()
    assert CANARY not in caplog.text
    assert CANARY not in (tmp_path / "accounts.toml").read_text()
    [account] = scene.accounts.all()
    assert scene.keyring._secrets == {(account.id, "USERKEY"): Secret(CANARY)}


async def test_a_typed_secret_is_gone_from_its_field_once_it_is_not_wanted(scene):
    first, second = await scene.add("tel2", "one"), await scene.add("tel2", "two")
    scene.open(first.id)
    scene.fill(password=CANARY)
    edit = scene.form.fields["password"].control.edit
    scene.dialog.frame.list.setCurrentIndex(scene.dialog.frame.model.index(1))
    scene.answer("discard")
    assert edit.text() == ""
    assert scene.dialog.account == second
    scene.fill(password=CANARY)
    edit = scene.form.fields["password"].control.edit
    scene.dialog.done(0)
    assert edit.text() == ""


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_look_like_themselves(scene, text):
    account = await scene.add("tel2", "one")
    await scene.accounts._store.save(type(account)(
        id=account.id, name=text, provider="tel2", values={**account.values, "aparty": text},
        settings={"proxy": text}, secrets=frozenset({"password"}),
    ))  # fmt: skip
    scene.keyring.refusal = text
    scene.checker.found = [Check(subject=text, result=CheckResult.FAILED, text=text)]
    scene.open(account.id)
    scene.dialog.page.preview.open()
    scene.dialog.page.preview.number.set_text(text)
    scene.dialog.frame.check_button.click()
    await scene.settle()
    scene.dialog.page.remove_button.click()
    scene.answer("remove")
    await scene.settle()
    scene.dialog.grab()
    tips = [one.toolTip() for one in scene.dialog.findChildren(QWidget)]
    tips.append(scene.dialog.frame.model.index(0).data(Qt.ItemDataRole.ToolTipRole))
    assert not [tip for tip in tips if "<img" in tip or "<a " in tip or "<b>" in tip]


async def test_a_hundred_dialogs_leave_nothing_behind(scene):
    account = await scene.add("vprovider", "one")

    def there():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        dialogs = [one for one in gc.get_objects() if type(one) in (AccountsDialog, CheckList)]
        return len(QApplication.allWidgets()), len(dialogs)

    async def one():
        scene.open(account.id)
        scene.fill(callerid1="1")
        scene.dialog.done(0)
        await scene.settle()

    await one()
    before = there()
    for _ in range(100):
        await one()
    assert there() == before
    assert before[1] == 0


async def test_what_rings_first_is_remembered_off_the_loop_and_a_refusal_is_told(scene):
    account = await scene.add("tel2", "one", own_numbers=(OwnNumber(name="Mobile", number="+447700900100"),))
    scene.desk.choose_ring_first("+447700900100")
    await scene.settle()
    assert scene.settings.kept.ring_first == {account.id: "+447700900100"}
    scene.settings.is_full = True
    scene.desk.choose_ring_first(None)
    await scene.settle()
    assert scene.told == ["Which telephone rings first could not be remembered. The disk is full."]
