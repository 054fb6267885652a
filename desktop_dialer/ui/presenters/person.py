"""Who is shown in the middle column: a contact or a number, made into the texts of its card."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QEvent, QObject, QTimer, QTimeZone, Signal

from desktop_dialer.core.contact import contact as contact_of
from desktop_dialer.core.errors import DialerError, InvalidInput, NumberRefused
from desktop_dialer.core.numbers import Number, NumberKind, grouped, read_number
from desktop_dialer.ui.local_time import country_name, time_in
from desktop_dialer.ui.models.person import NumberLine, PersonCard
from desktop_dialer.ui.plain import isolated, number, plain
from desktop_dialer.ui.presenters.shown_call import own_name

if TYPE_CHECKING:
    from desktop_dialer.core.contact import Contact
    from desktop_dialer.dialing.drafting import Draft
    from desktop_dialer.ui.presenters.backend import Backend
    from desktop_dialer.ui.presenters.desk import Desk
    from desktop_dialer.ui.widgets.person import PersonView

NO_ACCOUNT = "There is no account to call through yet."
_MINUTE = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What is known of a number: `key` is its E.164 form or its digits."""

    key: str
    country: str | None = None
    is_internal: bool = False


class PersonPresenter(QObject):
    """Keeps the card up with the contact, the desk and the clock; stores what is changed on the card itself.

    Calls, edits and additions are the view's own signals, for whoever makes them.
    """

    contact_changed = Signal(object)
    """The `Contact` as it is stored now: its star or its note was changed here."""

    def __init__(self, backend: Backend, desk: Desk, view: PersonView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend, self._desk, self._view = backend, desk, view
        self._contact: Contact | None = None
        self._number = ""
        self._first = ""
        self._writing = asyncio.Lock()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._refresh)
        view.favourite_changed.connect(self._on_favourite)
        view.note_changed.connect(self._on_note)
        view.installEventFilter(self)
        desk.changed.connect(self._refresh)

    def show_contact(self, contact: Contact | None, first: str = "") -> None:
        """Show this one, None: nobody. `first` is the number (its text) that is called where nobody chooses."""
        self._contact, self._number, self._first = contact, "", first
        self._refresh()

    def show_number(self, text: str) -> None:
        """Show a number that belongs to no contact."""
        self._contact, self._number, self._first = None, text, text
        self._refresh()

    async def close(self) -> None:
        """Store a note that is still being written, and wait for what is on its way to the disk."""
        self._view.note.commit()
        await asyncio.sleep(0)  # what was spawned just now stands in line first
        async with self._writing:
            return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The clock stands still while nobody looks."""
        if event.type() == QEvent.Type.Show:
            self._refresh()
        elif event.type() == QEvent.Type.Hide:
            self._clock.stop()
        return super().eventFilter(watched, event)

    def _refresh(self) -> None:
        self._clock.stop()
        if self._contact is None and not self._number:
            self._view.show_person(None)
            return
        now = QDateTime.fromMSecsSinceEpoch(round(self._backend.parts.now().timestamp() * 1000), QTimeZone.utc())
        contact = self._contact
        written = [(one.label, one.text, one.key) for one in contact.numbers] if contact else [("", self._number, None)]
        read = [self._read(text, key) for _, text, key in written]
        first = self._first_of([text for _, text, _ in written], read)
        lines = tuple(
            self._line(label, text, known, is_first=place == first)
            for place, ((label, text, _), known) in enumerate(zip(written, read, strict=True))
        )
        when = _place_and_time(read, now)
        self._view.show_person(_card(contact, lines, when))
        if when and self._view.isVisible():
            self._clock.start(_MINUTE - now.time().msecsSinceStartOfDay() % _MINUTE)

    def _first_of(self, texts: list[str], read: list[_Read | None]) -> int | None:
        """The chosen number, else the first that can be called."""
        callable_ = [place for place, known in enumerate(read) if known is not None]
        return next((place for place in callable_ if texts[place] == self._first), callable_[0] if callable_ else None)

    def _read(self, text: str, key: str | None) -> _Read | None:
        """The number as the chosen account takes it, else as the contact's own key says; None: it is no number."""
        account, provider = self._desk.account, self._desk.provider
        try:
            if account is None or provider is None:
                known = read_number(text)
            else:
                facts = provider.facts
                country = account.country or facts.home_country
                internal = account.settings.get("internal")
                known = read_number(text, country=country, internal=internal, internal_digits=facts.internal_digits)
        except InvalidInput:
            return None
        if known.e164 is None and key is not None and known.kind is NumberKind.NATIONAL:
            known = Number(typed=key, kind=NumberKind.INTERNATIONAL, e164=key)
        return _Read(key=known.key, country=known.country, is_internal=known.kind is NumberKind.INTERNAL)

    def _line(self, label: str, text: str, known: _Read | None, *, is_first: bool) -> NumberLine:
        if known is None:
            return NumberLine(
                label=label, number=text, shown=text, clean=text, where="not a number", sends=_refusal(text),
                can_call=False,
            )  # fmt: skip
        return NumberLine(
            label=label,
            number=text,
            shown=f"ext. {known.key}" if known.is_internal else grouped(known.key, None),
            clean=known.key,
            where="Internal" if known.is_internal else country_name(known.country or ""),
            sends=self._sends(text),
            is_first=is_first,
        )

    def _sends(self, text: str) -> str:
        try:
            draft = self._desk.draft(text)
        except InvalidInput as fault:
            return str(fault)
        return NO_ACCOUNT if draft is None else _said(draft)

    def _on_favourite(self, identity: str, is_favourite: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._backend.tasks.spawn(self._change(identity, favourite=is_favourite), "favourite")

    def _on_note(self, identity: str, note: str) -> None:
        self._backend.tasks.spawn(self._change(identity, note=note), "note for a contact")

    async def _change(self, identity: str, *, favourite: bool | None = None, note: str | None = None) -> None:
        """Store one change upon what is stored now; the window shows what came of it."""
        book = self._backend.book
        try:
            async with self._writing:
                current = await book.contact(identity)
                if current is None:
                    self._backend.tell("The contact was removed meanwhile: nothing was stored.")
                    return
                favourite = current.favourite if favourite is None else favourite
                changed = replace(current, favourite=favourite, note=current.note if note is None else _clean(note))
                stored = await book.save(changed)
        except DialerError as fault:
            self._backend.tell(str(fault))
            if note is not None:
                self._view.note.refuse(identity)
            self._refresh()
            return
        if self._contact is not None and self._contact.id == identity:
            self._contact = stored
            self._refresh()
        self.contact_changed.emit(stored)


def _clean(note: str) -> str:
    """The note as it is kept. Raises `InvalidInput`."""
    return contact_of(name="x", note=note).note


def _card(contact: Contact | None, lines: tuple[NumberLine, ...], when: str) -> PersonCard:
    if contact is None:
        return PersonCard(contact_id="", title=lines[0].shown, about=when, numbers=lines)
    company = plain(contact.company) if contact.company != contact.title else ""
    return PersonCard(
        contact_id=contact.id,
        title=contact.title,
        about=" · ".join(part for part in (company, when) if part),
        numbers=lines,
        favourite=contact.favourite,
        note=contact.note,
    )


def _place_and_time(read: list[_Read | None], now: QDateTime) -> str:
    """Where the numbers belong and how late it is there, if they all say the same country, and that has one time."""
    countries = {known.country for known in read if known is not None and known.country}
    if len(countries) != 1:
        return ""
    [country] = countries
    time = time_in(country, now)
    return f"{country_name(country)}, {time} local time" if time else ""


def _refusal(text: str) -> str:
    try:
        read_number(text)
    except NumberRefused as fault:
        return str(fault)
    return ""


def _said(draft: Draft) -> str:
    """What a press would send, whom it would ring first, and through which account."""
    own = own_name(draft.account, draft.provider.facts, draft.a_number)
    rings = isolated(plain(own)) if own else number(plain(draft.a_number))
    return f"Sends {number(draft.plan.b_number)} · rings {rings} first · via {isolated(plain(draft.account.name))}"
