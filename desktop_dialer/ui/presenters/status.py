"""The line at the bottom: what is known of the chosen account, and from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_dialer.core.call import Evidence, Reason, State
from desktop_dialer.ui.theme import Tone

if TYPE_CHECKING:
    from desktop_dialer.ui.models.call import CallModel
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.widgets.status_bar import StatusBar

_OUT_OF_REACH = {Reason.DNS, Reason.REFUSED, Reason.TLS, Reason.TIMEOUT_CONNECTING, Reason.PROXY}


class StatusPresenter(QObject):
    """An account is said to be reachable when it has answered in this session, and never before."""

    def __init__(self, backend: Backend, desk: Desk, bar: StatusBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._secrets, self._desk, self._bar = backend.secrets, desk, bar
        self._known: dict[str, tuple[str, Tone]] = {}
        """By account name."""
        desk.changed.connect(self._show)
        self._show()

    def hear(self, model: CallModel) -> None:
        """A call's state is new: so may be what is known of its account."""
        last = model.last
        if last.evidence in {Evidence.REPLY, Evidence.POLL}:
            self._known[model.account] = ("reachable", Tone.GO)
        elif last.state is State.NOT_SENT and last.reason in _OUT_OF_REACH:
            self._known[model.account] = ("not reachable", Tone.STOP)
        elif last.reason == Reason.CONTACT_LOST:
            self._known[model.account] = ("does not answer", Tone.WARN)
        self._show()

    def _show(self) -> None:
        account = self._desk.account
        if account is None:
            self._bar.show_account("No account yet", Tone.DIM)
            self._bar.show_secret_place("")
            return
        said, tone = self._known.get(account.name, ("not asked yet", Tone.DIM))
        self._bar.show_account(f"{account.name} {said}", tone)
        self._bar.show_secret_place(f"Password in {self._secrets.place}" if account.secrets else "")
