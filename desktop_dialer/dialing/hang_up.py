"""Hanging up: asked for by a person, entered before it is sent, and never taken for the end itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from desktop_dialer.core.call import CallRecord, Evidence, Reason, Report, State
from desktop_dialer.core.errors import NothingFound, NotOffered, NotSent, WireFault
from desktop_dialer.core.ports import HangsUp
from desktop_dialer.core.reading import HangUp, HangUpReading, Kept
from desktop_dialer.core.text import keep
from desktop_dialer.dialing.drafting import as_pressed, track_plan
from desktop_dialer.dialing.following import Lead, is_lost

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.dialing.parts import Parts

HANG_UP_SECONDS = 15.0


class Outcome(Enum):
    """What became of a hang-up."""

    ACCEPTED = auto()
    NOTHING_TO_END = auto()
    REFUSED = auto()
    SESSION_LOST = auto()
    NOT_SENT = auto()
    UNANSWERED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The outcome, with a sentence where there is more to say."""

    outcome: Outcome
    text: str = ""


async def hang_up(parts: Parts, record: CallRecord) -> Ending:
    """Ask the provider to end the call.

    Raises `NotOffered` where the provider has no such thing or the account may not use it, `NothingFound` where the
    call cannot be named to the provider or is over, `SecretUnavailable`.
    """
    call = record.intent.call
    # In this order: a call that was taken has its handle on disk before the journal says so.
    record = await parts.journal.call(call)
    found = await parts.handles.find(call)
    await parts.accounts.refresh()
    account = _account(parts, record, found[1] if found else None)
    provider = parts.accounts.provider(account)
    plan = track_plan(account, provider)
    if not isinstance(provider, HangsUp) or not plan.track:
        raise NotOffered(_why_not(provider, account))
    # What was only sent may not have been placed.
    if found is None or not _is_running(record):
        sentence = f"{provider.facts.name} has given nothing by which this call could be ended: hang up on your phone."
        raise NothingFound(sentence)
    handle = found[1].handle
    plan = await parts.accounts.with_secrets(account, provider, plan)
    lead = Lead(account=account, provider=provider, plan=plan, kept=found[1])
    request = provider.hang_up(plan, handle)
    await parts.log.enter(call, Report(evidence=Evidence.PERSON, text="Hang up."))
    # Last of all, for the keyring takes its time. A session outlives its call, and a command for this one must not
    # reach the next, which begins after the end of this one was entered.
    if not _is_running(await parts.journal.call(call)):
        return Ending(outcome=Outcome.NOTHING_TO_END, text="The call was over before the hang-up was sent.")
    try:
        reply = await parts.http.ask(
            request,
            seconds=parts.pace.seconds(HANG_UP_SECONDS),
            proxy=account.proxy,
        )
    except WireFault as fault:
        await parts.log.enter(call, Report(evidence=Evidence.LOCAL, text=f"The hang-up got no answer. {fault}"))
        return Ending(outcome=Outcome.NOT_SENT if isinstance(fault, NotSent) else Outcome.UNANSWERED, text=str(fault))
    reading = provider.read_hang_up(reply)
    secrets = (*lead.secrets, *request.secrets)
    if not reading.permission:
        why = keep(reading.text, secrets) or "The account's role does not allow it."
        await parts.accounts.switch_tracking_off(account, why)
    return await _enter(parts, record, reading, secrets)


def _account(parts: Parts, record: CallRecord, kept: Kept | None) -> Account:
    """The account that made the call; where nothing was kept of it, the one of its name. Raises `NothingFound`."""
    account = parts.accounts.by_id(kept.account) if kept else parts.accounts.named(record.intent.account)
    if account is None:
        sentence = "The account of this call was removed: hang up on your phone."
        raise NothingFound(sentence)
    return as_pressed(account, kept) if kept else account


def _is_running(record: CallRecord) -> bool:
    """Whether the provider took the call and has not said that it is over."""
    is_taken = record.is_live and record.last.state not in {State.ARMED, State.SENDING}
    return is_taken or is_lost(record)


async def _enter(parts: Parts, record: CallRecord, reading: HangUpReading, secrets: tuple[Secret, ...]) -> Ending:
    """Enter the answer: accepted is `ending`, and only the provider's report is the end.

    A call that is not followed any more stays so: nobody would report its end.
    """
    said = Report(evidence=Evidence.REPLY, code=reading.code, text=reading.text)
    match reading.result:
        case HangUp.ACCEPTED:
            report = said if is_lost(record) else replace(said, state=State.ENDING)
            outcome = Outcome.ACCEPTED
        case HangUp.SESSION_LOST:
            report = replace(said, state=State.UNTRACKED, reason=Reason.SESSION_LOST)
            outcome = Outcome.SESSION_LOST
        case HangUp.NOTHING_TO_END:
            report, outcome = said, Outcome.NOTHING_TO_END
        case HangUp.REFUSED:
            report, outcome = said, Outcome.REFUSED
        case _:
            text = f"The answer to the hang-up could not be read. {reading.text}".strip()
            report, outcome = replace(said, evidence=Evidence.LOCAL, text=text), Outcome.UNANSWERED
    event = await parts.log.enter(record.intent.call, report, secrets)
    return Ending(outcome=outcome, text=event.text if event else "")


def _why_not(provider: Provider, account: Account) -> str:
    name = provider.facts.name
    if not isinstance(provider, HangsUp):
        return f"Hang up on your phone: {name} offers no remote hang-up."
    if account.track_refused is not None:
        return f"Hang up on your phone: {name} refused it to this account ({account.track_refused})."
    return f"Hang up on your phone, or allow it for this account with track=yes: {name}'s manual does not name it."
