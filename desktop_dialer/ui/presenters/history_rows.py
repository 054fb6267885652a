"""From a call of the journal to a row of the history: whose number it was, how it went, how to call it again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_dialer.core.numbers import NumberFormat, grouped
from desktop_dialer.ui.models.history_row import HistoryRow
from desktop_dialer.ui.wording import outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.call import CallRecord, Intent
    from desktop_dialer.core.ports import ContactBook
    from desktop_dialer.dialing.accounts import Accounts

MOST_NAMES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose number it is; empty where it is nobody's."""

    contact: str = ""
    title: str = ""


_NOBODY = Who()


@dataclass(slots=True, kw_only=True)
class RowMaker:
    """Looks each number up once, until contacts change."""

    book: ContactBook
    accounts: Accounts
    known: dict[str, Who] = field(default_factory=dict)

    async def rows(self, records: Sequence[CallRecord]) -> list[HistoryRow]:
        """The rows of these calls, in their order. Raises `StorageFailed`."""
        await self.learn(record.intent.called for record in records)
        return [self._row(record) for record in records]

    async def learn(self, numbers: Iterable[str]) -> None:
        """Look up whose numbers these are, where that is not known. Raises `StorageFailed`."""
        names = self.known
        if len(names) > MOST_NAMES:
            self.known = names = {}
        for called in numbers:
            if called not in names:
                contact = await self.book.who(called)
                names[called] = Who(contact=contact.id, title=contact.title) if contact else _NOBODY

    def named(self, row: HistoryRow) -> HistoryRow:
        """The row under the name that its number has now, as far as that was learnt."""
        who = self.known.get(row.called)
        return replace(row, contact=who.contact, title=who.title or row.number) if who else row

    def forget_names(self) -> None:
        """The contacts changed."""
        self.known = {}

    def _row(self, record: CallRecord) -> HistoryRow:
        who = self.known.get(record.intent.called, _NOBODY)
        intent, account = record.intent, self._account(record.intent.account)
        words, tone = outcome(record)
        clean = intent.called if intent.called.startswith("+") else intent.b_number
        number = grouped(clean, account.country if account else None)
        return HistoryRow(
            call=intent.call,
            moment=record.time.astimezone(),
            title=who.title or number,
            contact=who.contact,
            number=number,
            dial=self._dial(intent, account),
            clean=clean,
            called=intent.called,
            outcome=words,
            tone=tone,
            account=intent.account,
            note=record.note,
        )

    def _dial(self, intent: Intent, account: Account | None) -> str:
        """A spelling of the number that the same account sends as it sent it then.

        The international form is safe with every account, but one that sends numbers as they are typed must be given
        what was typed.
        """
        if not intent.called.startswith("+"):
            return intent.b_number
        if account is None:
            return intent.called
        style = account.settings.get("number_format") or self.accounts.provider(account).facts.number_formats[0]
        return intent.b_number if style == NumberFormat.AS_TYPED else intent.called

    def _account(self, name: str) -> Account | None:
        return next((one for one in self.accounts.all() if one.name.casefold() == name.casefold()), None)
