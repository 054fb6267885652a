"""The accounts dialog over real accounts in a passing home; keyring, checks and settings are fakes."""

import asyncio
from types import SimpleNamespace

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from desktop_dialer.core.errors import SecretUnavailable, StorageFailed
from desktop_dialer.core.settings import Settings
from desktop_dialer.dialing.accounts import Accounts
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.session_secrets import LayeredSecrets, MemorySecrets
from desktop_dialer.ui.presenters.accounts import AccountsPresenter
from desktop_dialer.ui.presenters.desk import Desk

LINE, MOBILE = "+442079460100", "+447700900100"
GIVEN = {
    "tel2": {"user": LINE[1:]},
    "voiptech": {"user": "u", "org": "o", "dial1": "101", "base_url": "https://pbx.example/API/dialup.php"},
    "anveo": {"PHONENUMBER": LINE},
    "vprovider": {
        "auth_username": "u",
        "snumber": LINE,
        "base_url": "https://sip.example/api/json/calls/make/",
    },
    "business_isp": {"login": "u", "source": LINE, "type": "1"},
}
"""What an account takes at the least."""


class Keyring(MemorySecrets):
    """A keyring that waits while `may_answer` is clear, and refuses what `refusal` says."""

    place = "GNOME Keyring"

    def __init__(self):
        super().__init__()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.refusal = None

    async def put(self, account, key, secret):
        await self._answer()
        await super().put(account, key, secret)

    async def remove(self, account, key):
        await self._answer()
        await super().remove(account, key)

    async def _answer(self):
        await self.may_answer.wait()
        if self.refusal:
            raise SecretUnavailable(self.refusal, reason="keyring")


class Checker:
    """Finds what it is told to."""

    def __init__(self):
        self.found, self.asked, self.fault = [], [], None

    async def check(self, account, *, may_test):
        self.asked.append((account.name, may_test))
        await asyncio.sleep(0)
        if self.fault:
            raise self.fault
        return self.found


class SettingsFile:
    """Keeps the settings, unless the disk is full."""

    def __init__(self):
        self.kept, self.is_full = Settings(), False

    def read(self):
        return self.kept

    def save(self, settings):
        if self.is_full:
            raise StorageFailed("The disk is full.")
        self.kept = settings


class Scene:
    """`dialog` is what a person sees; `presenter` serves it."""

    def __init__(self, folder):
        self.keyring, self.session = Keyring(), MemorySecrets()
        self.checker, self.settings = Checker(), SettingsFile()
        self.known, self.told = [], []
        secrets = LayeredSecrets(self.session, self.keyring)
        self.accounts = Accounts(
            store=TomlAccounts(folder / "accounts.toml"),
            secrets=secrets,
            providers=PROVIDERS,
            on_secret=self.known.append,
        )
        self.tasks = TaskScope()
        self.backend = SimpleNamespace(
            parts=SimpleNamespace(accounts=self.accounts),
            providers=PROVIDERS,
            secrets=secrets,
            session_secrets=self.session,
            settings=self.settings,
            checker=self.checker,
            tasks=self.tasks,
            tell=self.told.append,
        )
        self.desk = Desk(self.accounts, {})
        self.window = QWidget()
        self.window.resize(1000, 700)
        self.presenter = AccountsPresenter(self.backend, self.desk, self.window)

    @property
    def dialog(self):
        return self.presenter.dialog

    @property
    def form(self):
        return self.dialog.page.form

    @property
    def notice(self):
        """What is said below the form."""
        return self.dialog.notice.label.text() if not self.dialog.notice.isHidden() else ""

    async def add(self, provider, name=None, secrets=(), **more):
        own = more.pop("own_numbers", ())
        account = await self.accounts.add(
            name or provider, provider, {**GIVEN[provider], **more}, dict(secrets), own_numbers=own
        )
        self.desk.reload()
        return account

    def open(self, *args):
        self.window.show()
        self.presenter.open(self.window, *args)

    def fill(self, **values):
        for name, value in values.items():
            self.form.fields[name].control.set_text(value)

    async def settle(self):
        """Until nothing of the window's work is under way."""
        async with asyncio.timeout(5):
            while self.tasks._tasks:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

    async def save(self):
        self.dialog.frame.save_button.click()
        await self.settle()

    def answer(self, key):
        self.dialog.notice.buttons[key].click()

    async def close(self):
        if self.dialog is not None:
            self.dialog.done(0)
        await self.tasks.close(1)
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)


async def activate(window):
    """Give it the keyboard. (Qt's own waiting would run the loop within the loop.)"""
    window.activateWindow()
    async with asyncio.timeout(5):
        while not window.isActiveWindow():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


def choose(picker, text):
    """Choose by its words, as a person would from the open list."""
    choice = next(one for one in picker._choices if one.text == text)
    picker.set_choices(picker._choices, choice.key)
    picker.chosen.emit(choice.key)


_SHOWS_TEXT = (QLabel, QAbstractButton)


def texts(widget):
    """Everything that can be read, heard or pointed at within the widget."""
    found = []
    for one in [widget, *widget.findChildren(QWidget)]:
        reads = ["toPlainText", "placeholderText", "title", "windowTitle"]
        reads += ["displayText"] if isinstance(one, QLineEdit) else ["text"] if isinstance(one, _SHOWS_TEXT) else []
        found += [str(getattr(one, read)()) for read in reads if callable(getattr(one, read, None))]
        found += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        found.append(str(one.property("answer")))
    return found


def everything_readable():
    return [text for top in QApplication.topLevelWidgets() for text in texts(top)]
