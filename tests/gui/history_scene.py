"""Past calls for the window's tests: rows made by hand, and a journal with a list of contacts beside it."""

import functools
import inspect
import itertools
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from desktop_dialer.core.account import Account
from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.pace import Pace
from desktop_dialer.dialing.event_log import EventLog
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.journal import SqliteJournal
from desktop_dialer.ui.models.history_row import HistoryRow
from desktop_dialer.ui.presenters.history import HistoryPresenter
from desktop_dialer.ui.theme import Tone
from desktop_dialer.ui.widgets.history_list import HistoryList

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def row(call=None, *, ago=0, **changes):
    """A call so many minutes before noon."""
    fields = {
        "call": call or f"c{next(_numbers):05}",
        "moment": NOON - timedelta(minutes=ago),
        "title": "Grace Hopper",
        "contact": "g",
        "number": "020 7946 0142",
        "dial": "+442079460142",
        "clean": "+442079460142",
        "called": "+442079460142",
        "outcome": "No answer",
        "tone": Tone.STOP,
        "account": "Business ISP",
        "note": "",
    }
    return HistoryRow(**{**fields, **changes})


def rows(count, *, minutes=10, start=0):
    """So many calls, newest first, so many minutes apart."""
    return [row(ago=(start + number) * minutes) for number in range(count)]


class Clock:
    """The time, which a test can move on."""

    def __init__(self, time=NOON):
        self.time = time

    def now(self):
        return self.time

    def move(self, **span):
        self.time += timedelta(**span)


class Book:
    """A list of contacts in memory; `asked` are the numbers that were looked up."""

    def __init__(self):
        self.contacts, self.asked, self.fault = [], [], None

    def add(self, name, *numbers):
        made = contact(
            id=name[:1].lower(), name=name, numbers=tuple(contact_number("Work", n, country="GB") for n in numbers)
        )
        self.contacts.append(made)
        return made

    async def who(self, key):
        self.asked.append(key)
        if self.fault:
            raise self.fault
        return next((one for one in self.contacts if key in {number.identity for number in one.numbers}), None)

    async def find(self, text, *, country, limit):
        return [one for one in self.contacts if text.casefold() in one.name.casefold()][:limit]

    async def contact(self, identity):
        return next((one for one in self.contacts if one.id == identity), None)


class Accounts:
    """Two accounts."""

    def all(self):
        return [
            Account(id="1", name="Business ISP", provider="business_isp", settings={"country": "GB"}),
            Account(id="2", name="Tel2", provider="tel2", settings={"country": "GB"}),
        ]

    def provider(self, account):
        return PROVIDERS[account.provider]


class Scene:
    """The history of a program at work; `told` are the sentences that a person was told."""

    def __init__(self, path, *, clock=None):
        self.clock = clock or Clock()
        self.told, self.tasks, self.book = [], TaskScope(), Book()
        self.journal = SqliteJournal(path, process=lambda: "p", now=self.clock.now, monotonic=lambda: 1.0)
        self.log = EventLog(journal=self.journal, pace=Pace(0.01), now=self.clock.now)

    async def __aenter__(self):
        await self.journal.open()
        parts = SimpleNamespace(journal=self.journal, log=self.log, accounts=Accounts(), now=self.clock.now)
        self.backend = SimpleNamespace(parts=parts, book=self.book, tasks=self.tasks, tell=self.told.append)
        self.recents, self.call_backs = HistoryList(), HistoryList(is_call_backs=True)
        self.presenter = HistoryPresenter(self.backend, self.recents, self.call_backs)
        self.presenter._refresh_timer.setInterval(5)
        self.presenter._typing_timer.setInterval(1)
        self.book.add("Grace Hopper", "+44 20 7946 0142", "1906")
        self.book.add("Ada Lovelace", "+44 20 7946 0958")
        return self

    async def __aexit__(self, *_):
        self.presenter.close()
        await self.tasks.close(2)
        await self.journal.aclose()
        for widget in (self.recents, self.call_backs):
            widget.close()
            widget.deleteLater()
        self.presenter.deleteLater()


def beside_a_journal(test):
    """Give the test a `scene`, with nothing started.

    No fixture: Qt's loop may not rest between its parts while tasks are under way.
    """
    signature = inspect.signature(test)

    @functools.wraps(test)
    async def staged(tmp_path, **given):
        async with Scene(tmp_path / "journal.db") as scene:
            await test(scene, **(given | ({"tmp_path": tmp_path} if "tmp_path" in signature.parameters else {})))

    others = [parameter for name, parameter in signature.parameters.items() if name not in {"scene", "tmp_path"}]
    path = inspect.Parameter("tmp_path", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    staged.__signature__ = signature.replace(parameters=[path, *others])
    return staged
