"""A secret that a call lacked, typed in for this session alone; the person presses again after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_dialer.core.errors import DialerError
from desktop_dialer.core.secret import Secret
from desktop_dialer.dialing.account_checks import check_secret_text, secret_parameters

if TYPE_CHECKING:
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.calls import CallsPresenter

KEPT = "Kept until the program ends. Press Redial to call."


class SessionSecret(QObject):
    """Asks for what the account needs, and keeps it in memory."""

    def __init__(self, backend: Backend, calls: CallsPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend, self._calls = backend, calls
        calls.column.panel.secret_requested.connect(self._on_requested)
        calls.column.panel.secret_given.connect(self._on_given)

    def _on_requested(self, call: str) -> None:
        shown = self._calls.shown(call)
        if shown is None:
            return
        if shown.account is None:
            shown.model.set_notice("The account of this call was removed.")
            return
        needed = {
            parameter.name: parameter.label
            for parameter in secret_parameters(shown.model.facts)
            if parameter.required or parameter.name in shown.account.secrets
        }
        self._calls.column.ask_secrets(needed)

    def _on_given(self, call: str, secrets: dict[str, str]) -> None:
        self._backend.tasks.spawn(
            self._keep(call, {name: Secret(text) for name, text in secrets.items()}), "a secret for this session"
        )

    async def _keep(self, call: str, secrets: dict[str, Secret]) -> None:
        shown = self._calls.shown(call)
        if shown is None or shown.account is None:
            return
        try:
            for name, secret in secrets.items():
                check_secret_text(name, secret)
                await self._backend.session_secrets.put(shown.account.id, name, secret)
        except DialerError as fault:
            shown.model.set_notice(str(fault))
            return
        shown.model.set_notice(KEPT)
