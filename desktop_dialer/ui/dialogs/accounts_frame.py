"""What stands round an account's form: the list on one side, what is said, and the buttons below."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_dialer.ui.dialogs.account_list import AccountList
from desktop_dialer.ui.dialogs.check_list import CheckList
from desktop_dialer.ui.dialogs.notice import Notice
from desktop_dialer.ui.icons import Sign
from desktop_dialer.ui.models.accounts import AccountsModel
from desktop_dialer.ui.theme import scaled
from desktop_dialer.ui.widgets.button import Button, Kind
from desktop_dialer.ui.widgets.card import Ground, Rule
from desktop_dialer.ui.widgets.flow import Flow
from desktop_dialer.ui.widgets.scroll_page import ScrollPage

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QDialog

_WIDTH, _HEIGHT = 860, 680
_SMALLEST = QSize(560, 420)
_LIST_WIDTH, _LIST_SHARE = 190, 0.3


class AccountsFrame(Ground):
    """Fills the dialog; it decides nothing."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self.model = AccountsModel(self)
        self.list = AccountList(self.model, self)
        self.add_button = Button("Add account", self, kind=Kind.LINK, sign=Sign.PLUS)
        self.notice = Notice(self)
        self.checks = CheckList(self)
        self.check_button = Button("Check connection", self)
        self.cancel_button = Button("Close", self)
        self.save_button = Button("Save", self, kind=Kind.PRIMARY)
        self._place = QVBoxLayout()
        self._pages: QWidget | None = None
        self._last: QWidget = self.add_button
        self._side = QVBoxLayout()
        self._said = QVBoxLayout()
        self._foot = QVBoxLayout()
        self._lay_out(dialog)
        self._fit()
        self.notice.asked.connect(self._on_asked)
        self.offer(save=False, check=False, changed=False)

    def put(self, pages: QWidget) -> None:
        """The place beside the list is for this."""
        self._pages = pages
        self._place.addWidget(pages, 1)

    def set_last(self, last: QWidget) -> None:
        """What is said and the buttons below come after this with Tab: it was made after them."""
        self._last = last
        self._on_asked()

    def scrolled(self, inside: QWidget) -> ScrollPage:
        """A page that may be longer than the window."""
        ground = Ground()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        return ScrollPage(ground, self)

    def offer(self, *, save: bool, check: bool, changed: bool) -> None:
        """Which buttons are there."""
        self.save_button.setVisible(save)
        self.check_button.setVisible(check)
        self.cancel_button.setText("Cancel" if changed else "Close")
        self.cancel_button.updateGeometry()

    def set_busy(self, *, busy: bool) -> None:
        """While something is under way nothing else is begun."""
        for widget in (self.list, self.add_button, self.check_button, self.cancel_button, self.save_button):
            widget.setEnabled(not busy)
        if self._pages is not None:
            self._pages.setEnabled(not busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list leaves the form its room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        super().changeEvent(event)

    def _lay_out(self, dialog: QDialog) -> None:
        self._side.addWidget(self.list, 1)
        self._side.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._said.addWidget(self.checks)
        self._said.addWidget(self.notice)
        buttons = Flow()
        buttons.add(self.check_button)
        buttons.add(QWidget(self), grows=True)
        pair = QWidget(self)
        self._pair = QHBoxLayout(pair)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.addWidget(self.cancel_button)
        self._pair.addWidget(self.save_button)
        buttons.add(pair)
        self._foot.addLayout(buttons)
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addLayout(self._place, 1)
        main.addLayout(self._said)
        main.addWidget(Rule(self))
        main.addLayout(self._foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._side)
        whole.addWidget(Rule(self, standing=True))
        whole.addLayout(main, 1)
        outer = QVBoxLayout(dialog)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)
        dialog.setMinimumSize(_SMALLEST)
        dialog.resize(scaled(_WIDTH), scaled(_HEIGHT))

    def _on_asked(self) -> None:
        below = (self.check_button, self.cancel_button, self.save_button)
        for before, after in pairwise((self._last, *self.notice.buttons.values(), *below)):
            QWidget.setTabOrder(before, after)

    def _fit(self) -> None:
        self.list.setFixedWidth(min(scaled(_LIST_WIDTH), round(self.width() * _LIST_SHARE)))
        self._side.setContentsMargins(0, scaled(10), 0, scaled(10))
        self._said.setContentsMargins(scaled(20), 0, scaled(20), scaled(10))
        self._said.setSpacing(scaled(8))
        self._pair.setSpacing(scaled(8))
        self._foot.setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(12))
