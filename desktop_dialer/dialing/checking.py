"""Checking an account without dialling: what can be looked at is, and what cannot is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_dialer.core.call import Event, State
from desktop_dialer.core.errors import InvalidInput, SecretUnavailable, WireFault
from desktop_dialer.core.facts import Role
from desktop_dialer.core.ports import ChecksAccount
from desktop_dialer.core.reading import Check, CheckResult
from desktop_dialer.core.text import keep
from desktop_dialer.dialing.drafting import Draft, Press, draft, track_plan
from desktop_dialer.dialing.limits import Question
from desktop_dialer.dialing.parts import Call

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.core.wire import Request
    from desktop_dialer.dialing.dialer import Dialer
    from desktop_dialer.dialing.parts import Parts

CHECK_SECONDS = 15.0
_ON_THE_WAY = frozenset({State.ARMED, State.SENDING})


def question_before_test(provider: Provider) -> Question | None:
    """What is asked before a test request is sent; None where the provider has none."""
    if provider.facts.test_parameter is None:
        return None
    sentence = (
        f"{provider.facts.name} can be asked with a test request. Its manual does not say that the test dials nobody; "
        "it names your own telephone twice. Send it?"
    )
    return Question(key="test", sentence=sentence)


class Checker:
    """Looks at an account from the disk to the provider's door."""

    def __init__(self, parts: Parts, dialer: Dialer) -> None:
        self._parts = parts
        self._dialer = dialer

    async def check(self, account: Account, *, may_test: bool) -> list[Check]:
        """Every check in turn; those after a failed one that they need are left out."""
        provider = self._parts.accounts.provider(account)
        settings, plan = self._settings(account, provider)
        checks = [settings]
        try:
            plan = await self._parts.accounts.with_secrets(account, provider, plan)
        except SecretUnavailable as fault:
            checks.append(_failed("secrets", str(fault), fault.reason))
            return checks
        stored = ", ".join(plan.secrets) or "none needed"
        checks.append(Check(subject="secrets", result=CheckResult.OK, text=f"Found: {stored}."))
        if plan.base_url:
            checks.append(await self._address(account, plan))
        if all(check.result is CheckResult.OK for check in checks):
            checks.append(await self._login(account, provider, plan, may_test=may_test))
        return checks

    def _settings(self, account: Account, provider: Provider) -> tuple[Check, Plan]:
        """Whether a call could be made of them, and the plan of one, or of the account alone."""
        own = provider.facts.of_role(Role.A_PARTY)
        try:
            plan = self._draft_to_self(account, provider, {}).plan
        except InvalidInput as fault:
            plan = track_plan(account, provider)
            if fault.name == own.name:
                text = f"Complete but for {own.name}: give it for each call with --from."
                return Check(subject="settings", result=CheckResult.OK, text=text), plan
            return _failed("settings", str(fault)), plan
        return Check(subject="settings", result=CheckResult.OK, text="Complete."), plan

    async def _address(self, account: Account, plan: Plan) -> Check:
        seconds = self._parts.pace.seconds(CHECK_SECONDS)
        try:
            await self._parts.http.probe(plan.base_url, seconds=seconds, proxy=account.proxy)
        except WireFault as fault:
            return _failed("address", str(fault), fault.reason)
        secured = "the certificate is trusted" if plan.base_url.lower().startswith("https") else "not encrypted"
        return Check(subject="address", result=CheckResult.OK, text=f"Reached; {secured}. Nothing was requested.")

    async def _login(self, account: Account, provider: Provider, plan: Plan, *, may_test: bool) -> Check:
        if provider.facts.test_parameter is not None:
            return await self._test(account, provider, provider.facts.test_parameter, may_test=may_test)
        if isinstance(provider, ChecksAccount) and (request := provider.check_request(plan)) is not None:
            return await self._ask(account, provider, plan, request)
        text = f"{provider.facts.name} has no request that checks a login without dialling, by its manual."
        if "track" in provider.facts.settings:
            text += " track=yes allows one that its maker documents elsewhere."
        return _not_checked(text)

    async def _ask(self, account: Account, provider: ChecksAccount, plan: Plan, request: Request) -> Check:
        try:
            reply = await self._parts.http.ask(
                request, seconds=self._parts.pace.seconds(CHECK_SECONDS), proxy=account.proxy
            )
        except WireFault as fault:
            return _failed("login", str(fault), fault.reason)
        check = provider.read_check(plan, reply)
        return replace(check, subject="login", text=keep(check.text, (*plan.secrets.values(), *request.secrets)))

    async def _test(self, account: Account, provider: Provider, parameter: str, *, may_test: bool) -> Check:
        """A test request goes the way of a call, row before byte, and its row is marked as a test."""
        if not may_test:
            return _not_checked("The test request was not sent.")
        try:
            call = await self._outcome(self._draft_to_self(account, provider, {parameter: "TRUE"}))
        except InvalidInput as fault:
            return _not_checked(str(fault))
        words = f": “{call.text}”." if call.text else "."
        match call.state:
            case State.ACCEPTED | State.ACCEPTED_UNCONFIRMED:
                text = f"{provider.facts.name} accepted a test request{words}"
                return Check(subject="login", result=CheckResult.OK, text=text)
            case State.REJECTED:
                return _failed("login", f"{provider.facts.name} refused a test request{words}", call.reason)
            case State.NOT_SENT:
                return _failed("login", f"The test request was not sent{words}", call.reason)
            case _:
                return _not_checked(f"{provider.facts.name} gave no usable answer{words}", call.reason)

    async def _outcome(self, press: Draft) -> Event:
        """What the start request came to, as it was shown: the disk may have refused to keep it."""
        call, events = Call(), list[Event]()
        stop = self._parts.log.subscribe(events.append)
        try:
            await self._dialer.dial(press, call=call)
            await call.answered.wait()
        finally:
            stop()
        return next(event for event in events if event.call == call.id and event.state not in _ON_THE_WAY)

    def _draft_to_self(self, account: Account, provider: Provider, given: dict[str, str]) -> Draft:
        own = account.values.get(provider.facts.of_role(Role.A_PARTY).name, "")
        default = provider.facts.a_party_default
        to = own or (f"+{account.values.get(default, '')}" if default else "")
        return draft(account, provider, Press(to=to or "0", given=given))


def _not_checked(text: str, reason: str | None = None) -> Check:
    return Check(subject="login", result=CheckResult.NOT_CHECKED, text=text, reason=reason)


def _failed(subject: str, text: str, reason: str | None = None) -> Check:
    return Check(subject=subject, result=CheckResult.FAILED, text=text, reason=reason)
