"""`call`: numbers go in, one after another; each call is shown until nothing more will be heard of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_dialer.cli.exits import STOPS_A_SERIES, Exit
from desktop_dialer.cli.follow import follow
from desktop_dialer.cli.interrupt import Interrupts
from desktop_dialer.cli.opened import opened
from desktop_dialer.cli.show import Shown, names_of, request_object
from desktop_dialer.cli.values import pairs
from desktop_dialer.core.call import Event, Evidence, Reason, State
from desktop_dialer.core.errors import LineBusy, QuestionOpen, StorageFailed
from desktop_dialer.dialing.accounts import masked_request
from desktop_dialer.dialing.drafting import Draft, Press, draft
from desktop_dialer.dialing.parts import Call
from desktop_dialer.wiring import utc_now

if TYPE_CHECKING:
    import argparse

    from desktop_dialer.cli.terminal import Terminal
    from desktop_dialer.dialing.limits import Question
    from desktop_dialer.wiring import Engine, Program


async def call(program: Program, terminal: Terminal, args: argparse.Namespace) -> Exit:
    """Check all numbers first, then call one after another."""
    await program.accounts.refresh()
    account = program.accounts.named(args.account)
    provider = program.accounts.provider(account)
    given = pairs(args.set)
    drafts = [draft(account, provider, Press(to=number, from_=args.from_, given=given)) for number in args.number]
    if args.dry_run:
        for one in drafts:
            _show_request(terminal, one, as_json=args.json)
        return Exit.DONE
    for key in args.secret:
        await program.session_secrets.put(account.id, key, terminal.read_secret(key))
    try:
        async with opened(program, terminal) as engine:
            await engine.http.prepare()
            await engine.recovery.take_up()
            caller = Caller(engine=engine, terminal=terminal, as_json=args.json, is_followed=not args.no_follow)
            return await _series(caller, drafts)
    except StorageFailed as fault:
        return _not_written(terminal, drafts[0], fault, as_json=args.json)


async def _series(caller: Caller, drafts: list[Draft]) -> Exit:
    first_fault = Exit.DONE
    for one in drafts:
        ended = await caller.one(one)
        first_fault = first_fault or ended
        if ended in STOPS_A_SERIES:
            break
    return first_fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Makes one call after another and shows each. `is_followed` False: until the start request is answered."""

    engine: Engine
    terminal: Terminal
    as_json: bool = False
    is_followed: bool = True

    async def one(self, one: Draft) -> Exit:
        """One number: what asks first, the call, and its way to the end."""
        try:
            answered = await self._ask(one)
        except QuestionOpen as fault:
            self.terminal.note(str(fault))
            return Exit.WRONG_WORDS
        if answered is None:
            self.terminal.note("Not called.")
            return Exit.WRONG_WORDS
        call = Call()
        names = names_of(one.provider.facts.name, one.a_number, one.plan.b_number, one.home)
        shown = Shown(self.terminal, call.id, names, as_json=self.as_json)
        if not self.as_json:
            self.terminal.line(f"{names.a_party} (rings first)  to  {names.b_party}, through {names.provider}")
        stop_showing = shown.attach(self.engine.log)
        try:
            with Interrupts() as interrupts:
                await self.engine.dialer.dial(one, answered, call=call)
                over = call.finished if self.is_followed else call.answered
                return await follow(self.engine, self.terminal, shown, call.id, over, interrupts)
        except LineBusy as busy:
            self.terminal.note(str(busy))
            return Exit.WRONG_WORDS
        finally:
            stop_showing()

    async def _ask(self, one: Draft) -> list[Question] | None:
        """The questions that were answered with yes; None at the first no."""
        questions = await self.engine.limits.questions(one)
        for question in questions:
            if not self.terminal.ask(question.sentence, key=question.key):
                return None
        return questions


def _show_request(terminal: Terminal, one: Draft, *, as_json: bool) -> None:
    request = masked_request(one)
    if as_json:
        terminal.json(request_object(request))
        return
    for line in request.lines:
        terminal.line(line)


def _not_written(terminal: Terminal, one: Draft, fault: StorageFailed, *, as_json: bool) -> Exit:
    """There is no journal, so there is no call: said in the form in which the call would have been shown."""
    call = Call()
    event = Event(
        call=call.id,
        seq=1,
        time=utc_now(),
        elapsed=0.0,
        state=State.NOT_SENT,
        leg=None,
        reason=Reason.JOURNAL,
        evidence=Evidence.LOCAL,
        code=None,
        text=str(fault),
    )
    names = names_of(one.provider.facts.name, one.a_number, one.plan.b_number, one.home)
    Shown(terminal, call.id, names, as_json=as_json).take(event)
    return Exit.NOT_SENT
