"""Watching a call: polling as policy, one poll in flight, and every report entered as the provider gave it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_dialer.core.call import LAST, Evidence, Reason, Report, State
from desktop_dialer.core.errors import LineBusy, WireFault
from desktop_dialer.core.reading import Reading, Refused, Unread
from desktop_dialer.core.text import keep

if TYPE_CHECKING:
    from desktop_dialer.core.account import Account
    from desktop_dialer.core.pace import Pace
    from desktop_dialer.core.ports import Http, Watch
    from desktop_dialer.core.reading import PollReading
    from desktop_dialer.core.secret import Secret
    from desktop_dialer.dialing.budget import PollBudget
    from desktop_dialer.dialing.event_log import EventLog

POLL_SECONDS = 5.0
"""The limit of one poll."""
BACK_OFF_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
FAILURES_TO_LOSE = 10
LONGEST_WATCH_SECONDS = 12 * 3600.0

OnRefused = Callable[["Account", str], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A call under watch: its id, its account, the provider's watch of it, and since when it runs."""

    call: str
    account: Account
    watch: Watch
    since: datetime
    state: State | None
    """The state that the next report is compared with; None where any report is news."""
    secrets: tuple[Secret, ...]
    is_aside: bool = False
    """Looks at something beside the call (an extension): its silence says nothing of the call."""


class Tracker:
    """Polls calls until the provider reports the end, loses the session, or cannot be reached any more."""

    def __init__(
        self,
        *,
        http: Http,
        log: EventLog,
        pace: Pace,
        budget: PollBudget,
        now: Callable[[], datetime],
        on_refused: OnRefused,
        jitter: Callable[[], float] = lambda: random.uniform(0.8, 1.2),  # noqa: S311 - it only spreads polls
    ) -> None:
        self._http = http
        self._log = log
        self._pace = pace
        self._budget = budget
        self._now = now
        self._on_refused = on_refused
        self._jitter = jitter

    async def follow(self, watched: Watched) -> None:
        """Poll until nothing more will be heard of the call."""
        loop = asyncio.get_running_loop()
        course = Course(state=watched.state, changed_at=loop.time())
        while not (course.is_over or self._log.is_over(watched.call)):
            if self._seconds_left(watched) <= 0:
                await self._lose(watched, "Watched for 12 hours: not followed any longer.")
                return
            await self._budget.turn(course.changed_at)
            beat = loop.time()
            reading, wait = await self._poll(watched)
            await self._take(watched, reading, course)
            pause = self._pace.seconds(course.pause(watched.watch.interval))
            if course.failures:
                pause *= self._jitter()
            else:
                pause -= loop.time() - beat
            if not course.is_over:
                await asyncio.sleep(min(max(pause, wait, 0.0), max(self._seconds_left(watched), 0.0)))

    async def look_once(self, watched: Watched) -> None:
        """One poll, its report entered; a failed one changes nothing."""
        reading, _ = await self._poll(watched)
        if not isinstance(reading, Unread):
            await self._take(watched, reading, Course(state=watched.state, changed_at=0.0))

    def _seconds_left(self, watched: Watched) -> float:
        """For how long the call may be watched yet."""
        return self._pace.seconds(LONGEST_WATCH_SECONDS) - (self._now() - watched.since).total_seconds()

    async def _poll(self, watched: Watched) -> tuple[PollReading, float]:
        """One poll: what it says, and for how many seconds the provider asks to be left alone."""
        seconds = self._pace.seconds(POLL_SECONDS)
        try:
            reply = await self._http.ask(watched.watch.request(), seconds=seconds, proxy=watched.account.proxy)
        except WireFault as fault:
            return Unread(reason=fault.reason), 0.0
        return watched.watch.read(reply), self._pace.seconds(reply.retry_after or 0.0)

    async def _take(self, watched: Watched, reading: PollReading, course: Course) -> None:
        """Enter what is new in a poll's reading."""
        match reading:
            case Unread():
                course.failures += 1
                if course.failures >= FAILURES_TO_LOSE:
                    await self._lose(watched, f"No usable answer {FAILURES_TO_LOSE} times running.")
                    course.is_over = True
                return
            case Refused():
                why = keep(reading.text, watched.secrets) or f"code {keep(reading.code, watched.secrets)}"
                await self._on_refused(watched.account, why)
                reading = Reading(
                    state=State.UNTRACKED, reason=Reason.REPORTS_NOTHING_MORE, code=reading.code, text=reading.text
                )
            case _:
                pass
        course.failures = 0
        if isinstance(reading, Reading) and course.is_news(reading):
            await self._enter(watched, reading, course)

    async def _enter(self, watched: Watched, reading: Reading, course: Course) -> None:
        report = Report(
            evidence=Evidence.POLL,
            state=reading.state,
            leg=reading.leg,
            reason=reading.reason,
            code=reading.code,
            text=reading.text,
        )
        try:
            event = await self._log.enter(watched.call, report, watched.secrets)
        except LineBusy as busy:
            await self._lose(watched, f"{busy} This call is not followed any longer.")
            event = None
        course.is_over = event is None or event.state in LAST
        course.state = event.state if event else None
        course.changed_at = asyncio.get_running_loop().time()

    async def _lose(self, watched: Watched, why: str) -> None:
        if watched.is_aside:
            return
        report = Report(evidence=Evidence.LOCAL, state=State.UNTRACKED, reason=Reason.CONTACT_LOST, text=why)
        await self._log.enter(watched.call, report)


class Course:
    """What has to be remembered between polls to tell news from repetition."""

    def __init__(self, *, state: State | None, changed_at: float) -> None:
        self.state = state
        self.changed_at = changed_at
        self.failures = 0
        self.is_over = False
        self._last_code: str | None = None

    def pause(self, interval: float) -> float:
        """Seconds to the next poll, before jitter: the provider's interval, longer after each failure running."""
        if not self.failures:
            return interval
        return BACK_OFF_SECONDS[min(self.failures, len(BACK_OFF_SECONDS)) - 1]

    def is_news(self, reading: Reading) -> bool:
        """Whether the reading changes the state, or says something that the poll before did not say."""
        is_repeated = reading.code == self._last_code
        self._last_code = reading.code
        if reading.state is None:
            # A call that is taken up again is heard of when a state is reported, not before.
            return self.state is not None and not is_repeated
        if self.state is State.ENDING and reading.state not in LAST:
            return not is_repeated
        return reading.state is not self.state
