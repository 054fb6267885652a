"""The accounts dialog's parts by themselves: sentences, words of providers, the model, options of one call."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Capability
from desktop_dialer.dialing.accounts import masked_request
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.ui.dialogs.call_options import CallOptions
from desktop_dialer.ui.dialogs.provider_words import _WORDS, brief, in_full
from desktop_dialer.ui.dialogs.sentences import beside, spoken
from desktop_dialer.ui.dialogs.tick import Tick
from desktop_dialer.ui.models.accounts import DETAIL, AccountRow, AccountsModel
from desktop_dialer.ui.theme import DARK, base_font, palette_of
from tests.gui.accounts_scene import LINE, MOBILE, Scene, choose, press


@pytest.fixture
async def scene(tmp_path):
    one = Scene(tmp_path)
    yield one
    await one.close()


@pytest.mark.parametrize(
    ("sentence", "name", "shown"),
    [
        ("user (Tel2 number) is '02'; use digits.", "user", "Use digits."),
        ("user (Tel2 number) is 'a; b\\'c'; use digits.", "user", "Use digits."),
        ("""user (Tel2 number) is "it's; so"; use digits.""", "user", "Use digits."),
        ("pass (password) is ***; use digits.", "pass", "Use digits."),
        ("wait is 3; it takes more than delay, which is 4.", "wait", "It takes more than delay, which is 4."),
        ("user (Tel2 number) is empty.", "user", "The label is empty."),
        ("user (Tel2 number) is missing: give it with --set user=…", "user", "The label is missing."),
        ("base_url is missing: yours. Give it with --set base_url=…", "base_url", "The label is missing: yours."),
        ("base_url: 'x' is no web address.", "base_url", "'x' is no web address."),
        ("There is an account x already.", "name", "There is an account x already."),
        ("username is wrong.", "user", "username is wrong."),
        ("“x” is not part of a telephone number.", "", "“x” is not part of a telephone number."),
    ],
)  # fmt: skip
def test_a_sentence_leaves_out_what_its_field_says_already(sentence, name, shown):
    assert beside(InvalidInput(sentence, name=name), "the label") == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("K holds no p for 'a b': store it with desktop-dialer account set a b --secret p", "K holds no p for 'a b'."),
        ("Unlock it, or keep it for this session only: desktop-dialer call --secret KEY.", None),
        ("The disk is full.", "The disk is full."),
    ],
)
def test_what_only_the_command_line_can_do_is_left_out(sentence, shown):
    assert spoken(sentence) == (shown or "Unlock it, or keep it for this session only.")


def test_every_ability_has_its_words_and_every_provider_its_line():
    assert set(_WORDS) == set(Capability)
    lines = {identity: brief(provider.facts, tracks=True) for identity, provider in PROVIDERS.items()}
    assert lines == {
        "tel2": "No status",
        "voiptech": "Schedules · recording",
        "anveo": "Live status · schedules",
        "vprovider": "Live status · hang up",
        "business_isp": "Live status · hang up",
    }
    assert brief(PROVIDERS["vprovider"].facts, tracks=False) == "Schedules · recording"
    full = in_full(PROVIDERS["vprovider"].facts)
    assert full[1].startswith("Hang up: needs track=yes")
    assert full[1].endswith("by a public page of the maker, not by the manual.")
    assert full[-1] == PROVIDERS["vprovider"].facts.cannot[-1]


def row(identity, name="n", detail="d"):
    return AccountRow(id=identity, name=name, detail=detail)


def test_the_list_changes_row_by_row():
    model = AccountsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets, changed = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))

    def names():
        return [model.index(place).data() for place in range(model.rowCount())]

    model.set_rows([row("a", "A"), row("b", "B"), row("c", "C")])
    kept = [model.index(place).data() for place in (0, 1, 2)]
    model.set_rows([row("c", "C"), row("a", "A2"), row("d", "D")])
    assert (kept, names()) == (["A", "B", "C"], ["C", "A2", "D"])
    assert (changed, resets) == ([1], [])
    assert (model.row_of("d"), model.row_of("b")) == (2, -1)
    assert model.id_at(model.index(9)) is None
    assert model.data(model.index(9)) is None
    assert model.index(0).data(DETAIL) == "d"
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.rowCount(model.index(0)) == 0
    model.set_rows([])
    assert names() == []
    assert tester is not None


async def options(scene, provider, given=None, **more):
    account = await scene.add(provider, **more)
    dialog = CallOptions(account, PROVIDERS[provider], given or {}, scene.window)
    dialog.chosen.connect(scene.desk.set_options)
    scene.window.show()
    dialog.open()
    return dialog


async def test_options_of_one_call_are_the_next_call_s_alone(scene):
    dialog = await options(scene, "voiptech", Timeout="30", own_numbers=[OwnNumber(name="Mobile", number=MOBILE)])
    assert next(iter(dialog.fields)) == "dial1"
    assert "record" in dialog.fields
    assert not {"method", "track", "pass", "user", "org"} & set(dialog.fields)
    assert dialog.fields["Timeout"].control.edit.placeholderText() == "30 (the account's)"
    dialog.fields["SetCID"].control.set_text("31205550142")
    dialog.fields["dial1"].control.set_text("102")
    choose(dialog.fields["RFormat"].control, "json")
    dialog.use_button.click()
    assert scene.desk.options == {"dial1": "102", "SetCID": "31205550142", "RFormat": "json"}
    line = masked_request(scene.desk.draft(LINE)).lines[0]
    assert "dial1=102" in line
    assert "Timeout=30" in line


async def test_options_come_back_and_can_be_cleared_at_once(scene):
    dialog = await options(scene, "vprovider", {"delay": "5", "answer1": "1", "snumber": "101"})
    assert dialog.given == {"snumber": "101", "answer1": "1", "delay": "5"}
    dialog.clear_button.click()
    assert dialog.given == {}
    press(dialog.fields["delay"].control.edit, Qt.Key.Key_Return)
    assert scene.desk.options == {}
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("provider", "name", "value", "at", "words"),
    [
        ("voiptech", "Date", "202701011200", "Maxretry", "Date needs Maxretry"),
        ("voiptech", "Timeout", "0", "Timeout", "It takes a whole number from 1 to 300."),
        ("anveo", "PHONENUMBER", "12", "PHONENUMBER", "12 has no country code"),
        ("tel2", "aparty", "x", "aparty", "“x” is not part of a telephone number"),
    ],
)
async def test_what_cannot_be_taken_is_told_and_goes_nowhere(scene, provider, name, value, at, words):
    dialog = await options(scene, provider)
    dialog.fields[name].control.set_text(value)
    assert dialog.fields[at].fault.startswith(words)
    dialog.use_button.click()
    assert dialog.isVisible()
    assert scene.desk.options == {}
    assert dialog.focusWidget() is dialog.fields[at]._focused
    dialog.cancel_button.click()
    assert not dialog.isVisible()


async def test_what_the_account_says_counts_among_what_belongs_together(scene):
    dialog = await options(scene, "voiptech", Maxretry="1", Retrytime="1", ident="x", Date="202701011200")
    dialog.fields["Date"].control.set_text("202801011200")
    dialog.use_button.click()
    assert scene.desk.options == {"Date": "202801011200"}


def test_a_box_is_ticked_anywhere_on_it_and_follows_theme_and_text_size(app):
    tick = Tick("Allow <b>this</b> & that")
    tick.show()
    assert tick.text() == "Allow <b>this</b> && that"
    small = tick.sizeHint()
    press(tick, Qt.Key.Key_Space)
    assert tick.isChecked()
    app.setPalette(palette_of(DARK))
    app.setFont(base_font(150))
    assert tick.sizeHint().width() > small.width()
    tick.setEnabled(False)
    tick.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tick.grab()


async def test_the_dialogs_follow_theme_text_size_and_direction_live(scene, app):
    account = await scene.add("vprovider", own_numbers=[OwnNumber(name="Mobile", number=MOBILE)])
    scene.open(account.id)
    dialog = scene.dialog
    scene.form.options.open()
    dialog.page.preview.open()
    narrow = CallOptions(account, PROVIDERS["vprovider"], {}, scene.window)
    for percent in (150, 200, 100):
        app.setFont(base_font(percent))
        app.setPalette(palette_of(DARK))
        dialog.resize(700, 520)
        dialog.grab()
        narrow.grab()
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    dialog.grab()
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert dialog.page.title.text() == "VProvider"
    narrow.deleteLater()
