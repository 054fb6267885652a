"""Hanging up: asked for by a person, entered before it is sent, and never taken for the end itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from desktop_dialer.core.call import CallRecord, Evidence, Reason, Report, State
from desktop_dialer.core.errors import NothingFound, NotOffered, NotSent, WireFault
from desktop_dialer.core.ports import HangsUp
from desktop_dialer.core.reading import HangUp, HangUpReading
from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.dialing.following import Lead

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
    call cannot be named to the provider, `SecretUnavailable`.
    """
    account = parts.accounts.named(record.intent.account)
    provider = parts.accounts.provider(account)
    plan = track_plan(account, provider)
    if not isinstance(provider, HangsUp) or not plan.track:
        raise NotOffered(_why_not(provider, account))
    kept = parts.handles.find(record.intent.call)
    if kept is None:
        sentence = f"{provider.facts.name} has given nothing by which this call could be ended: hang up on your phone."
        raise NothingFound(sentence)
    plan = await parts.accounts.with_secrets(account, provider, plan)
    lead = Lead(account=account, provider=provider, plan=plan, kept=kept[1])
    call, handle = record.intent.call, lead.kept.handle
    await parts.log.enter(call, Report(evidence=Evidence.PERSON, text="Hang up."))
    try:
        reply = await parts.http.ask(
            provider.hang_up(plan, handle),
            seconds=parts.pace.seconds(HANG_UP_SECONDS),
            proxy=account.settings.get("proxy", "system"),
        )
    except WireFault as fault:
        await parts.log.enter(call, Report(evidence=Evidence.LOCAL, text=f"The hang-up got no answer. {fault}"))
        return Ending(outcome=Outcome.NOT_SENT if isinstance(fault, NotSent) else Outcome.UNANSWERED, text=str(fault))
    reading = provider.read_hang_up(reply)
    if not reading.permission:
        parts.accounts.switch_tracking_off(account, reading.text or "The account's role does not allow it.")
    return await _enter(parts, call, reading, lead.secrets)


async def _enter(parts: Parts, call: str, reading: HangUpReading, secrets: tuple[Secret, ...]) -> Ending:
    """Enter the answer: accepted is `ending`, and only the provider's report is the end."""
    said = Report(evidence=Evidence.REPLY, code=reading.code, text=reading.text)
    match reading.result:
        case HangUp.ACCEPTED:
            report = Report(evidence=Evidence.REPLY, state=State.ENDING, code=reading.code, text=reading.text)
            outcome = Outcome.ACCEPTED
        case HangUp.SESSION_LOST:
            report = Report(
                evidence=Evidence.REPLY,
                state=State.UNTRACKED,
                reason=Reason.SESSION_LOST,
                code=reading.code,
                text=reading.text,
            )
            outcome = Outcome.REFUSED
        case HangUp.NOTHING_TO_END:
            report, outcome = said, Outcome.NOTHING_TO_END
        case HangUp.REFUSED:
            report, outcome = said, Outcome.REFUSED
        case HangUp.UNREAD:
            report, outcome = said, Outcome.UNANSWERED
    event = await parts.log.enter(call, report, secrets)
    return Ending(outcome=outcome, text=event.text if event else "")


def _why_not(provider: Provider, account: Account) -> str:
    name = provider.facts.name
    if not isinstance(provider, HangsUp):
        return f"Hang up on your phone: {name} offers no remote hang-up."
    if account.track_refused is not None:
        return f"Hang up on your phone: {name} refused it to this account ({account.track_refused})."
    return f"Hang up on your phone, or allow it for this account with track=yes: {name}'s manual does not name it."
