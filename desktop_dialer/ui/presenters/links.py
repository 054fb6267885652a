"""Links that other programs hand over: read, looked up, and shown one after the other for the person to decide."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.numbers import grouped
from desktop_dialer.core.tel_uri import SCHEMES, read_link
from desktop_dialer.ui.dialogs.link_panel import LinkView
from desktop_dialer.ui.presenters.desk_choices import account_choices, ring_first_choices
from desktop_dialer.ui.presenters.shown_call import Party, who_is

if TYPE_CHECKING:
    from desktop_dialer.core.tel_uri import Link
    from desktop_dialer.ui.dialogs.link_panel import LinkPanel
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.presenters.dialing import DialingPresenter

MOST_WAITING = 20
_SHOWN_TEXT = 200


class LinksPresenter(QObject):
    """An open link is never replaced by another one: that waits, and of too many the last ones are left out."""

    def __init__(
        self, backend: Backend, desk: Desk, dialing: DialingPresenter, panel: LinkPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._backend, self._desk, self._dialing, self._panel = backend, desk, dialing, panel
        self._waiting: deque[str] = deque()
        self._open: str | None = None
        self._party = Party(number="")
        desk.changed.connect(self._on_desk_changed)
        panel.ring_first.chosen.connect(desk.choose_ring_first)
        panel.via.chosen.connect(desk.choose_account)
        panel.called.connect(self._on_called)
        panel.dismissed.connect(self._on_dismissed)

    def arrive(self, text: str) -> None:
        """A link came."""
        if self._open is None:
            self._begin(text)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(text)
            self._show()
        else:
            self._backend.tell(f"More than {MOST_WAITING} links are waiting: the last one was left out.")

    def _begin(self, text: str) -> None:
        """Show it as it is; whose number it is comes when the contacts have told."""
        self._open, self._party = text, Party(number="")
        self._show()
        self._backend.tasks.spawn(self._look_up(text), "whose number a link has")

    async def _look_up(self, text: str) -> None:
        try:
            number = read_link(text).number
            draft = self._desk.draft(number)
        except InvalidInput:
            return
        found = await who_is(self._backend.book, draft.called if draft else number)
        if self._open == text:
            self._party = found
            self._show()

    def _show(self) -> None:
        if self._open is None:
            return
        self._panel.show_choices(ring_first_choices(self._desk), account_choices(self._desk))
        self._panel.show_link(self._view(self._open), len(self._waiting))

    def _view(self, text: str) -> LinkView:
        """What is to be said of the link, as the desk stands now."""
        scheme = next((one for one in SCHEMES if text.strip().lower().startswith(f"{one}:")), "tel")
        try:
            link = read_link(text)
        except NumberRefused as fault:
            return LinkView(shown=text[:_SHOWN_TEXT], scheme=scheme, refusal=str(fault))
        try:
            draft = self._desk.draft(link.number)
        except InvalidInput as fault:
            return LinkView(number=link.number, shown=link.number, scheme=scheme, refusal=str(fault))
        party = self._party
        who = ", ".join(filter(None, (party.title, party.label)))
        if draft is None:
            return LinkView(
                number=link.number, shown=link.number, scheme=scheme, who=who, refusal="There is no account yet."
            )
        return LinkView(
            number=link.number,
            shown=grouped(draft.plan.b_number, draft.home),
            who=who,
            contact=party.contact,
            title=party.title,
            scheme=scheme,
            sends=draft.plan.b_number,
            details=_details(link),
        )

    def _next(self) -> None:
        self._open = None
        if self._waiting:
            self._begin(self._waiting.popleft())

    def _on_desk_changed(self) -> None:
        self._show()

    def _on_called(self, number: str, contact: str, title: str) -> None:
        self._dialing.press(number, contact, title)
        self._next()

    def _on_dismissed(self) -> None:
        self._next()


def _details(link: Link) -> tuple[str, ...]:
    """What no provider can send, and is shown beside the number."""
    found = []
    if link.extension:
        found.append(f"extension {link.extension}: dial it yourself")
    if link.subaddress:
        found.append(f"subaddress {link.subaddress}: it is not sent")
    if link.context:
        found.append(f"a local number of {link.context}: check that it can be called from here")
    return tuple(found)
