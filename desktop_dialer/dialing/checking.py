"""Checking an account without dialling: what can be looked at is, and what cannot is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_dialer.core.call import State
from desktop_dialer.core.errors import InvalidInput, SecretUnavailable, WireFault
from desktop_dialer.core.facts import Role
from desktop_dialer.core.ports import ChecksAccount
from desktop_dialer.core.reading import Check, CheckResult
from desktop_dialer.core.text import keep
from desktop_dialer.dialing.drafting import Draft, Press, draft, track_plan
from desktop_dialer.dialing.limits import Question

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.plan import Plan
    from desktop_dialer.core.ports import Provider
    from desktop_dialer.dialing.dialer import Dialer
    from desktop_dialer.dialing.parts import Parts

CHECK_SECONDS = 15.0


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
        checks = [self._settings(account, provider)]
        try:
            plan = await self._parts.accounts.with_secrets(account, provider, self._plan(account, provider))
        except SecretUnavailable as fault:
            checks.append(_failed("secrets", str(fault), fault.reason))
            return checks
        stored = ", ".join(plan.secrets) or "none needed"
        checks.append(Check(subject="secrets", result=CheckResult.OK, text=f"Found: {stored}."))
        checks.append(await self._address(account, plan))
        if checks[-1].result is not CheckResult.FAILED:
            checks.append(await self._credentials(account, provider, plan, may_test=may_test))
        return checks

    def _settings(self, account: Account, provider: Provider) -> Check:
        own = provider.facts.of_role(Role.A_PARTY)
        try:
            self._draft_to_self(account, provider, {})
        except InvalidInput as fault:
            if fault.name == own.name:
                text = f"Complete but for {own.name}: give it for each call with --from."
                return Check(subject="settings", result=CheckResult.OK, text=text)
            return _failed("settings", str(fault))
        return Check(subject="settings", result=CheckResult.OK, text="Complete.")

    def _plan(self, account: Account, provider: Provider) -> Plan:
        """The account's own telephone is part of it where it is known: VoipTech's check looks at the extension."""
        try:
            return self._draft_to_self(account, provider, {}).plan
        except InvalidInput:
            return track_plan(account, provider)

    async def _address(self, account: Account, plan: Plan) -> Check:
        proxy = account.settings.get("proxy", "system")
        seconds = self._parts.pace.seconds(CHECK_SECONDS)
        try:
            await self._parts.http.probe(plan.base_url, seconds=seconds, proxy=proxy)
        except WireFault as fault:
            return _failed("address", str(fault), fault.reason)
        secured = "the certificate is trusted" if plan.base_url.lower().startswith("https") else "not encrypted"
        return Check(subject="address", result=CheckResult.OK, text=f"Reached; {secured}. Nothing was requested.")

    async def _credentials(self, account: Account, provider: Provider, plan: Plan, *, may_test: bool) -> Check:
        if provider.facts.test_parameter is not None:
            return await self._test(account, provider, provider.facts.test_parameter, may_test=may_test)
        request = provider.check_request(plan) if isinstance(provider, ChecksAccount) else None
        if request is None or not isinstance(provider, ChecksAccount):
            cannot = f"{provider.facts.name} has no request that checks a login without dialling, by its manual."
            hint = (
                " track=yes allows one that its maker documents elsewhere."
                if "track" in provider.facts.settings
                else ""
            )
            return Check(subject="login", result=CheckResult.NOT_CHECKED, text=cannot + hint)
        proxy = account.settings.get("proxy", "system")
        try:
            reply = await self._parts.http.ask(request, seconds=self._parts.pace.seconds(CHECK_SECONDS), proxy=proxy)
        except WireFault as fault:
            return _failed("login", str(fault), fault.reason)
        check = provider.read_check(plan, reply)
        return Check(
            subject=check.subject,
            result=check.result,
            text=keep(check.text, plan.secrets.values()),
            reason=check.reason,
        )

    async def _test(self, account: Account, provider: Provider, parameter: str, *, may_test: bool) -> Check:
        """A test request goes the way of a call, row before byte, and its row is marked as a test."""
        if not may_test:
            return Check(subject="login", result=CheckResult.NOT_CHECKED, text="The test request was not sent.")
        try:
            press = self._draft_to_self(account, provider, {parameter: "TRUE"})
        except InvalidInput as fault:
            return _failed("login", str(fault))
        call = await self._dialer.dial(press)
        await call.answered.wait()
        last = (await self._parts.journal.call(call.id)).last
        taken = last.state in {State.ACCEPTED, State.ACCEPTED_UNCONFIRMED, State.UNTRACKED}
        result = CheckResult.OK if taken else CheckResult.FAILED
        return Check(subject="login", result=result, text=last.text or f"{last.state}", reason=last.reason)

    def _draft_to_self(self, account: Account, provider: Provider, given: dict[str, str]) -> Draft:
        own = account.values.get(provider.facts.of_role(Role.A_PARTY).name, "")
        default = provider.facts.a_party_default
        to = own or (f"+{account.values.get(default, '')}" if default else "")
        return draft(account, provider, Press(to=to or "0", given=given))


def _failed(subject: str, text: str, reason: str | None = None) -> Check:
    return Check(subject=subject, result=CheckResult.FAILED, text=text, reason=reason)
