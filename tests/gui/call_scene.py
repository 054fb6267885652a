"""Calls for the window's tests: made by hand for the widgets, and a whole program on the simulator beside them."""

import asyncio
import contextlib
import functools
import inspect
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QWidget

from desktop_dialer.core.call import Event, Evidence, State
from desktop_dialer.core.wording import Names
from desktop_dialer.dialing.task_scope import TaskScope
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.stage import Stage
from desktop_dialer.ui.models.call import CallModel
from desktop_dialer.ui.presenters.backend import Backend
from desktop_dialer.ui.presenters.calls import CallsPresenter
from desktop_dialer.ui.presenters.desk import Desk
from desktop_dialer.ui.presenters.dialing import DialingPresenter
from desktop_dialer.ui.widgets.call_column import CallColumn

GRACE = "+44 20 7946 0142"
PRESSED = datetime(2026, 11, 20, 14, 3, 14, tzinfo=UTC)


def call_model(provider="business_isp", *, title="Grace Hopper", can_hang_up=None, call="c1", **given):
    """A call without events yet."""
    facts = PROVIDERS[provider].facts
    return CallModel(
        call=call,
        names=Names(provider=facts.name, a_party="Desk phone", b_party=title),
        facts=facts,
        can_hang_up=provider == "business_isp" if can_hang_up is None else can_hang_up,
        account=facts.name,
        a_number="442079460100",
        b_number="442079460142",
        b_title=title,
        **given,
    )


def take(model, *steps, start=PRESSED):
    """Let the call come to these: each is a state, or (state, reason or code or leg or text, by name)."""
    for step in steps:
        state, rest = step if isinstance(step, tuple) else (step, {})
        seq = len(model.events) + 1
        elapsed = rest.pop("at", 1.2 * (seq - 2) if seq > 2 else 0.0)
        defaults = {
            "evidence": Evidence.LOCAL if state in {State.ARMED, State.SENDING} else Evidence.POLL,
            "leg": None,
            "reason": None,
            "code": None,
            "text": "",
            "verdict": None,
        }
        model.take([
            Event(
                call=model.id,
                seq=seq,
                time=start + timedelta(seconds=elapsed),
                elapsed=elapsed,
                state=state,
                **{**defaults, **rest},
            )
        ])  # fmt: skip
    return model


def shown(make, *, width=400, height=700):
    """A widget in a window of its own that is on the screen: the window, to be kept, and the widget."""
    window = QWidget()
    window.resize(width, height)
    widget = make(window)
    widget.setGeometry(0, 0, width, height)
    window.show()
    return window, widget


def is_settled(model):
    """Whether no start request is under way any more."""
    return bool(model.events) and model.last.state not in {State.ARMED, State.SENDING}


class Book:
    """Contacts by their numbers; remembers which were called."""

    def __init__(self):
        self.people = {}
        self.calls = []
        self.stall = None

    async def who(self, key):
        if self.stall is not None:
            await self.stall.wait()
        return self.people.get(key)

    async def used(self, identity, number):
        self.calls.append((identity, number))


class Scene:
    """The engine on the simulator, and the window's right column with its presenters."""

    def __init__(self, *, pace="0.02", stage=None):
        self._pace, self.stage = pace, stage
        self._stack = contextlib.AsyncExitStack()
        self.book = Book()
        self.said = []

    async def __aenter__(self):
        if self.stage is None:
            self.stage = await self._stack.enter_async_context(Stage(pace=self._pace))
        self.program, self.simulator = self.stage.program, self.stage.simulator
        self.engine = await self._stack.enter_async_context(self.program.engine())
        self.tasks = TaskScope()
        self._stack.push_async_callback(self.tasks.close, 2.0)
        engine = self.engine
        self.backend = Backend(
            parts=engine.parts,
            dialer=engine.dialer,
            limits=engine.limits,
            watching=engine.watching,
            recovery=engine.recovery,
            checker=engine.checker,
            book=self.book,
            settings=None,
            secrets=self.program.secrets,
            session_secrets=self.program.session_secrets,
            providers=PROVIDERS,
            tasks=self.tasks,
            tell=self.said.append,
        )
        self.desk = Desk(self.program.accounts, {})
        self.window, self.column = shown(CallColumn)
        self.calls = CallsPresenter(self.backend, self.desk, self.column)
        self.dialing = DialingPresenter(self.backend, self.desk, self.calls)
        self.refused = []
        self.dialing.refused.connect(self.refused.append)
        return self

    async def __aexit__(self, *_):
        await self.calls.close()
        await self._stack.aclose()
        self.window.close()
        self.window.deleteLater()

    def choose(self, provider):
        """Call through the account of this provider from now on."""
        account = next(one for one in self.desk.accounts if one.provider == provider)
        self.desk.choose_account(account.id)

    @property
    def model(self):
        """The call that the panel shows."""
        return self.column.current

    @property
    def starts(self):
        """The numbers that telephones were asked to ring, in order."""
        return [entry.b_number for entry in self.simulator.log if entry.dialled]

    async def until(self, condition, seconds=10.0):
        """Wait until the condition holds."""
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - the screen tells nobody
                await asyncio.sleep(0.005)

    async def dialled(self, number=GRACE, **given):
        """Press, and wait until the request is answered; the call's model."""
        before = self.model
        self.dialing.press(number, **given)
        await self.until(lambda: self.model is not None and self.model is not before and is_settled(self.model))
        return self.model

    async def until_state(self, *states):
        """Wait until the shown call is in one of these."""
        await self.until(lambda: self.model is not None and self.model.events and self.model.last.state in states)


def on_stage(test):
    """Give the test a `scene` that has started, with Business ISP chosen.

    No fixture: Qt's loop may not rest between its parts while tasks are under way.
    """
    signature = inspect.signature(test)

    @functools.wraps(test)
    async def staged(**given):
        async with Scene() as scene:
            scene.choose("business_isp")
            await scene.calls.start()
            await test(scene, **given)

    others = [parameter for name, parameter in signature.parameters.items() if name != "scene"]
    staged.__signature__ = signature.replace(parameters=others)
    return staged
