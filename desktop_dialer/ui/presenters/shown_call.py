"""From a draft, or from the journal, to a call as the window shows it: who its parties are, what its account can do."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_dialer.core.errors import NumberRefused, StorageFailed
from desktop_dialer.core.folding import digits
from desktop_dialer.core.numbers import grouped, read_number
from desktop_dialer.core.ports import HangsUp
from desktop_dialer.core.wording import Names
from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.ui.models.call import CallModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_dialer.core.account import Account
    from desktop_dialer.core.call import CallRecord
    from desktop_dialer.core.facts import Facts
    from desktop_dialer.core.ports import ContactBook, Provider
    from desktop_dialer.dialing.drafting import Draft

NAME_SECONDS = 0.5
"""How long a call waits for the name of whom it goes to; a number is name enough."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom a call goes to: `number` as a person would press it again, the contact where there is one."""

    number: str
    contact: str = ""
    title: str = ""
    label: str = ""
    """Of the contact's numbers this one's: `Work`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCall:
    """A call in sight."""

    model: CallModel
    party: Party
    account: Account | None
    """None where it was removed since."""


async def who_is(book: ContactBook, called: str, *, seconds: float = NAME_SECONDS) -> Party:
    """The contact whose number this is; a book that cannot tell, or not soon, is no reason to keep a call waiting."""
    try:
        async with asyncio.timeout(seconds):
            contact = await book.who(called)
    except TimeoutError:
        return Party(number=called)
    except StorageFailed as fault:
        _log.warning("Whose number was called could not be looked up: %s", fault)
        return Party(number=called)
    if contact is None:
        return Party(number=called)
    wanted = {called, digits(called)}
    number = next((one for one in contact.numbers if one.identity in wanted), None)
    return Party(
        number=number.text if number else called,
        contact=contact.id,
        title=contact.title,
        label=number.label if number else "",
    )


def of_draft(draft: Draft, call: str, party: Party) -> ShownCall:
    """The call that this draft becomes."""
    facts = draft.provider.facts
    model = CallModel(
        call=call,
        names=_names(facts, draft.account, draft.a_number, draft.plan.b_number, party.title, draft.home),
        facts=facts,
        can_hang_up=isinstance(draft.provider, HangsUp) and draft.plan.track,
        account=draft.account.name,
        a_number=draft.a_number,
        b_number=draft.plan.b_number,
        b_title=party.title or grouped(draft.plan.b_number, draft.home),
        is_test=draft.is_test,
    )
    return ShownCall(model=model, party=party, account=draft.account)


def of_record(record: CallRecord, provider: Provider, accounts: Sequence[Account], party: Party) -> ShownCall:
    """A call that the journal tells of."""
    intent, facts = record.intent, provider.facts
    account = next((one for one in accounts if one.name.casefold() == intent.account.casefold()), None)
    can_hang_up = account is not None and isinstance(provider, HangsUp) and track_plan(account, provider).track
    model = CallModel(
        call=intent.call,
        names=_names(facts, account, intent.a_number, intent.b_number, party.title, intent.country),
        facts=facts,
        can_hang_up=can_hang_up,
        account=intent.account,
        a_number=intent.a_number,
        b_number=intent.b_number,
        b_title=party.title or grouped(intent.b_number, intent.country),
        note=record.note,
        is_test=intent.test,
    )
    return ShownCall(model=model, party=party, account=account)


def _names(
    facts: Facts, account: Account | None, a_number: str, b_number: str, title: str, country: str | None
) -> Names:
    own = own_name(account, facts, a_number) if account else ""
    return Names(
        provider=facts.name, a_party=own or grouped(a_number, country), b_party=title or grouped(b_number, country)
    )


def own_name(account: Account, facts: Facts, sent: str) -> str:
    """What the person calls the telephone that this number rings; empty where it has no name."""
    country = account.country or facts.home_country
    key = _key(sent, country)
    return next((own.name for own in account.own_numbers if _key(own.number, country) == key), "")


def _key(number: str, country: str | None) -> str:
    try:
        return read_number(number, country=country).key
    except NumberRefused:
        return number
