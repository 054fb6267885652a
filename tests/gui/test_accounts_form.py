"""The account form: every declared parameter is there, and what is filled in is what is stored."""

import pytest

from desktop_dialer.core.account import COMMON, OwnNumber
from desktop_dialer.core.facts import Kind, Role
from desktop_dialer.core.setting_help import SETTING_HELP
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.ui.plain import Label
from desktop_dialer.ui.widgets.entry import Entry
from desktop_dialer.ui.widgets.picker import Picker
from tests.gui.accounts_scene import GIVEN, LINE, MOBILE, Scene, activate, choose

FACTS = [provider.facts for provider in PROVIDERS.values()]
ASKED = [
    pytest.param(facts, parameter, id=f"{facts.id}-{parameter.name}")
    for facts in FACTS
    for parameter in (*facts.parameters, *facts.secrets)
    if parameter.role not in {Role.B_PARTY, Role.PROTOCOL}
]
BY_PROVIDER = pytest.mark.parametrize("facts", FACTS, ids=[facts.id for facts in FACTS])


@pytest.fixture
async def scene(tmp_path):
    one = Scene(tmp_path)
    yield one
    await one.close()


@pytest.mark.parametrize(("facts", "parameter"), ASKED)
async def test_each_declared_parameter_has_a_field_with_its_label_and_range(scene, facts, parameter):
    scene.open(None, facts.id)
    field = scene.form.fields[parameter.name]
    label = f"{parameter.label[:1].upper()}{parameter.label[1:]}"
    assert (field._label.text(), field._name.text()) == (label, parameter.name)
    if isinstance(field.control, Entry):
        assert field.control.edit.accessibleName() == label
        assert parameter.range_text.strip() in field.control.hint.text()
        assert parameter.kind not in {Kind.FLAG, Kind.CHOICE}
    else:
        assert field.control.accessibleName() == f"{label}: {field.field.unset}"
        offered = [choice.text for choice in field.control._choices][1:]
        assert len(offered) == len(parameter.choices or "10")
    assert (field.control.edit.echoMode() != 0 if parameter.is_secret else True) is True
    assert parameter.help[1:] in field._focused.accessibleDescription()


@BY_PROVIDER
async def test_each_setting_of_ours_has_a_field_and_none_else_is_asked_for(scene, facts):
    scene.open(None, facts.id)
    fixed = {"number_format"} if len(facts.number_formats) == 1 else set()
    settings = {*COMMON, *facts.settings} - fixed
    declared = {p.name for p in (*facts.parameters, *facts.secrets) if p.role not in {Role.B_PARTY, Role.PROTOCOL}}
    assert set(scene.form.fields) == {"name", *declared, *settings}
    for name in settings - {"allow_http"}:
        assert scene.form.fields[name]._label.text().casefold() == SETTING_HELP[name].label


def sample(facts, parameter):
    """A value that the parameter takes."""
    if parameter.name in GIVEN[facts.id]:
        return GIVEN[facts.id][parameter.name]
    match parameter.kind:
        case Kind.INTEGER:
            return str((parameter.minimum or 0) + 1)
        case Kind.FLAG:
            return "1"
        case Kind.CHOICE:
            return parameter.choices[-1]
        case Kind.DATE:
            return "202701011230"
        case Kind.NUMBER:
            return LINE
        case _:
            return "442079460100" if parameter.pattern else "Some words; with & = signs"


SETTINGS = {
    "country": "GB",
    "internal": r"[1-7]\d{2}",
    "proxy": "none",
    "method": "POST",
    "separator": "&",
    "record": "yes",
    "track": "yes",
    "email": "me@example.org",
    "base_url": "https://elsewhere.example/api",
}


def fill_in(field, value):
    if isinstance(field.control, Picker):
        choose(field.control, field.field.choices[value])
    else:
        field.control.set_text(value)


@BY_PROVIDER
async def test_what_is_filled_in_is_what_adding_stores(scene, facts):
    """The form's whole account is the one that the command line's words make."""
    parameters = [p for p in facts.parameters if p.role not in {Role.B_PARTY, Role.PROTOCOL} and not p.is_secret]
    given = {parameter.name: sample(facts, parameter) for parameter in parameters}
    given |= {name: value for name, value in SETTINGS.items() if name in {*COMMON, *facts.settings}}
    if len(facts.number_formats) > 1:
        given["number_format"] = facts.number_formats[-2]
    scene.open(None, facts.id)
    scene.form.fields["name"].control.set_text("From the form")
    for name, value in given.items():
        fill_in(scene.form.fields[name], value)
    scene.form.own_numbers.add_button.click()
    row = scene.form.own_numbers.rows[0]
    row.name.set_text("Mobile")
    row.number.set_text(MOBILE)
    await scene.save()
    assert scene.notice == "From the form is saved."
    own = [OwnNumber(name="Mobile", number=MOBILE)]
    typed = await scene.accounts.add("By words", facts.id, given, {}, own_numbers=own)
    made = scene.accounts.named("From the form")
    assert (made.values, made.settings, made.own_numbers) == (typed.values, typed.settings, typed.own_numbers)
    assert set(made.values) == set(given) & {p.name for p in parameters}
    await scene.accounts.refresh()
    assert scene.accounts.by_id(made.id) == made
    # And it comes back into the form as it was, with nothing changed.
    assert not scene.dialog.is_changed
    for name, value in given.items():
        assert scene.form.fields[name].value == made.values.get(name, made.settings.get(name)), (name, value)


@BY_PROVIDER
async def test_an_empty_field_is_not_given(scene, facts):
    scene.open(None, facts.id)
    scene.form.fields["name"].control.set_text("x")
    for name, value in GIVEN[facts.id].items():
        fill_in(scene.form.fields[name], value)
    await scene.save()
    made = scene.accounts.named("x")
    assert {**made.values, **made.settings} == GIVEN[facts.id]


async def test_clearing_a_field_takes_its_value_away_where_an_empty_one_would_be_sent_too(scene):
    account = await scene.add("vprovider", callerid1="1", card="", delay="3")
    scene.open(account.id)
    assert scene.form.fields["card"].control.edit.placeholderText() == "given as empty"
    scene.fill(callerid1="", delay="")
    await scene.save()
    assert scene.accounts.by_id(account.id).values == {"auth_username": "u", "snumber": LINE, "card": ""}


async def test_a_choice_that_means_empty_is_not_the_one_that_means_not_given(scene):
    account = await scene.add("vprovider", stype="")
    scene.open(account.id)
    field = scene.form.fields["stype"]
    assert (field.value, field.is_changed) == ("", False)
    choose(field.control, "provider's default (empty)")
    await scene.save()
    assert "stype" not in scene.accounts.by_id(account.id).values


async def test_a_flag_has_three_states(scene):
    account = await scene.add("vprovider")
    scene.open(account.id)
    picker = scene.form.fields["warn1"].control
    assert [one.text for one in picker._choices] == ["provider's default (yes)", "yes", "no"]
    choose(picker, "no")
    await scene.save()
    assert scene.accounts.by_id(account.id).values["warn1"] == "0"


async def test_what_somebody_wrote_into_the_file_by_hand_is_shown_and_stays(scene, tmp_path):
    account = await scene.add("business_isp")
    file = tmp_path / "accounts.toml"
    file.write_text(file.read_text().replace('type = "1"', 'type = "<b>9</b>"'))
    await scene.accounts.refresh()
    scene.open(account.id)
    assert scene.form.fields["type"].control.accessibleName() == "Connection type: <b>9</b>"
    assert scene.form.fields["type"].fault == "It takes 1 or 2."


WRONG = [
    ("tel2", "user", "02039876543", "The line's number as you log in with it: country code and number, digits only"),
    ("tel2", "aparty", "020x", "“x” is not part of a telephone number: use digits, with a + only in front."),
    ("tel2", "country", "Holland", "It takes a country's two letters, such as NL or GB."),
    ("tel2", "proxy", "me@host", "the address holds a name or password; a proxy that asks for one"),
    ("tel2", "internal", "(", "This is no regular expression: write it like"),
    ("tel2", "internal", "x", "This holds 'x', which is no part of a number's pattern"),
    ("tel2", "base_url", "now.tel2.co.uk", "'now.tel2.co.uk' is no web address: write it as https://host/path."),
    ("tel2", "base_url", "http://tel2.example/", "http://tel2.example/ is not encrypted: passwords and numbers"),
    ("voiptech", "Timeout", "301", "It takes a whole number from 1 to 300."),
    ("voiptech", "Timeout", "soon", "It takes a whole number from 1 to 300."),
    ("voiptech", "Date", "2027", "It takes year, month, day, hour, minute as YYYYMMDDhhmm."),
    ("voiptech", "SetCID", "'; it takes", "The number that both telephones show: E.164, national or an extension"),
    ("anveo", "PHONENUMBER", "0612", "0612 has no country code: write it with + and its country code"),
    ("anveo", "MEMO", "x" * 1001, "Note is longer than 1000 characters."),
    ("anveo", "email", "me", "It takes an e-mail address."),
    ("vprovider", "customer", "-1", "It takes a whole number from 0 up."),
]


@pytest.mark.parametrize(("provider", "name", "value", "sentence"), WRONG)
async def test_a_wrong_value_is_told_beside_its_field_as_it_is_typed(scene, provider, name, value, sentence):
    account = await scene.add(provider)
    scene.open(account.id)
    scene.fill(**{name: value})
    assert {one: field.fault for one, field in scene.form.fields.items() if field.fault}.keys() == {name}
    note = scene.form.fields[name].note
    assert note.text().startswith(sentence)
    assert not note.isHidden()
    assert not any(word in note.text() for word in ("--set", "desktop-dialer", "allow_http"))
    await scene.save()
    assert scene.accounts.by_id(account.id) == account
    assert scene.dialog.focusWidget() is scene.form.fields[name].control.edit
    scene.fill(**{name: ""})
    if name not in GIVEN[provider]:
        assert scene.form.fields[name].fault == ""


async def test_what_belongs_together_is_told_where_it_is_missing(scene):
    account = await scene.add("voiptech")
    scene.open(account.id)
    assert not scene.form.options.is_open
    scene.fill(Date="202701011200")
    assert scene.form.fields["Maxretry"].fault == (
        "Date needs Maxretry and Retrytime and ident with it: give all, or none."
    )
    assert scene.form.options.button.label == "More options · look here"
    await scene.save()
    assert scene.form.options.is_open


async def test_what_is_needed_is_asked_for_when_it_is_saved_and_not_before(scene):
    scene.open(None, "voiptech")
    assert not any(field.fault for field in scene.form.fields.values())
    await scene.save()
    needed = {name for name, field in scene.form.fields.items() if field.fault}
    assert needed == {"name", "user", "org", "base_url"}
    assert scene.form.fields["base_url"].fault.startswith("This is needed. The address of dialup.php")
    assert scene.dialog.focusWidget() is scene.form.fields["name"].control.edit
    assert scene.accounts.all() == []


async def test_a_name_is_told_to_be_taken_while_it_is_typed(scene):
    await scene.add("tel2", "Office")
    account = await scene.add("tel2", "Home")
    scene.open(account.id)
    scene.fill(name="oFFICE")
    assert scene.form.fields["name"].fault == "There is an account 'oFFICE' already; choose another name."
    scene.fill(name="x" * 65)
    assert "1 to 64 printable characters" in scene.form.fields["name"].fault


async def test_the_leave_for_an_unencrypted_address_is_offered_where_there_is_one_alone(scene):
    account = await scene.add("tel2")
    scene.open(account.id)
    leave = scene.form.fields["allow_http"]
    assert leave.isHidden()
    scene.fill(base_url="http://tel2.example/")
    assert not leave.isHidden()
    assert leave.control.text() == "Allow an unencrypted address"
    leave.control.click()
    assert scene.form.fields["base_url"].fault == ""
    await scene.save()
    assert scene.accounts.by_id(account.id).settings == {"base_url": "http://tel2.example/", "allow_http": "yes"}
    scene.fill(base_url="https://tel2.example/")
    assert not scene.form.fields["allow_http"].isHidden()  # it stands: a person can take it back
    scene.form.fields["allow_http"].control.click()
    assert scene.form.fields["allow_http"].isHidden()
    await scene.save()
    assert scene.accounts.by_id(account.id).settings == {"base_url": "https://tel2.example/"}


async def test_own_numbers_are_added_taken_off_and_checked_as_they_are_typed(scene):
    own = (OwnNumber(name="Desk", number=LINE), OwnNumber(name="Mobile", number=MOBILE))
    account = await scene.add("tel2", own_numbers=own)
    scene.open(account.id)
    numbers = scene.form.own_numbers
    assert numbers.value == own
    assert not scene.dialog.is_changed
    numbers.add_button.click()
    assert not scene.dialog.is_changed  # an empty row is none
    third = numbers.rows[2]
    assert scene.dialog.focusWidget() is third.name.edit
    third.name.set_text("Home")
    third.number.set_text("02o")
    assert numbers.fault == "Home: “o” is not part of a telephone number: use digits, with a + only in front."
    assert [row.number._is_bad for row in numbers.rows] == [False, False, True]
    await scene.save()
    assert scene.accounts.by_id(account.id).own_numbers == own
    third.number.set_text("020 7946 0101")
    third.name.set_text("")
    assert "1 to 40 printable characters" in numbers.fault
    assert [row.name._is_bad for row in numbers.rows] == [False, False, True]
    third.name.set_text("Home")
    numbers.rows[0].button.click()
    await scene.save()
    assert scene.accounts.by_id(account.id).own_numbers == (own[1], OwnNumber(name="Home", number="020 7946 0101"))


async def test_options_are_found_by_their_words(scene):
    account = await scene.add("vprovider", wait="5")
    scene.open(account.id)
    options = scene.form.options
    assert options.button.label == "More options · 1 given"
    options.button.click()
    options.search.set_text("CALLER id second")
    assert [f.field.name for f in options._fields if not f.isHidden()] == ["callerid2"]
    options.search.set_text("nothing at all")
    assert not options._nothing.isHidden()
    options.search.set_text("")
    assert not any(f.isHidden() for f in options._fields)


async def test_few_options_need_no_search_and_none_need_no_fold(scene):
    scene.open((await scene.add("anveo")).id)
    assert scene.form.options.search.isHidden()
    scene.dialog._open((await scene.add("tel2")).id)
    assert scene.form.options.isHidden()


async def test_help_stands_below_the_field_while_it_has_the_keyboard(scene):
    scene.open((await scene.add("tel2")).id)
    user, aparty = scene.form.fields["user"], scene.form.fields["aparty"]
    await activate(scene.dialog)
    user.setFocus()
    assert user.note.text().startswith("The line's number as you log in with it")
    assert not user.note.isHidden()
    aparty.setFocus()
    assert user.note.isHidden()


async def test_where_the_provider_refused_to_be_followed_it_is_said_and_can_be_tried_again(scene):
    account = await scene.add("vprovider", track="yes")
    await scene.accounts.switch_tracking_off(account, "Role <b>forbids</b> it.")
    scene.open(account.id)
    said = [label.text() for label in scene.form.connection.findChildren(Label)]
    assert any("VProvider refused to be followed: Role <b>forbids</b> it." in text for text in said)
    choose(scene.form.fields["track"].control, "yes")
    await scene.save()
    assert scene.accounts.by_id(account.id).track_refused is None


@BY_PROVIDER
async def test_the_preview_shows_the_request_with_its_secrets_masked(scene, facts):
    account = await scene.add(facts.id, country="GB")
    scene.open(account.id)
    preview = scene.dialog.page.preview
    preview.number.set_text("020 7946 0999")
    assert preview.text.toPlainText() == ""
    preview.button.click()
    text = preview.text.toPlainText()
    assert "***" in text
    assert "79460999" in text
    assert not preview.text.isHidden()
    scene.fill(base_url="https://other.example/x")
    assert "https://other.example/x" in preview.text.toPlainText()
    preview.number.set_text("999")
    assert "emergency number" in preview.said.text()
    assert preview.text.isHidden()
    preview.number.set_text("")
    assert preview.said.text().startswith("Type a number")


async def test_the_preview_says_what_is_wrong_before_anything_is_saved(scene):
    scene.open(None, "tel2")
    preview = scene.dialog.page.preview
    preview.button.click()
    preview.number.set_text("020 7946 0999")
    assert preview.said.text() == "An account's name is 1 to 64 printable characters and does not begin with a dash."
    scene.fill(name="x")
    assert preview.said.text() == "User is missing."
    scene.fill(user="442079460100")
    assert "bparty=02079460999" in preview.text.toPlainText()
