"""From a press to a draft: what is merged, what is refused, and how numbers are written and compared."""

import pytest

from desktop_dialer.core.account import Account
from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.dialing.drafting import Press, draft, sort_given, track_plan
from desktop_dialer.providers import PROVIDERS
from tests.unit.dialing.desk import ACCOUNTS, A, B


def account(provider, **changed):
    values, settings, secret = ACCOUNTS[provider]
    facts = PROVIDERS[provider].facts
    new = sort_given(facts, changed)
    return Account(
        id="1",
        name=provider,
        provider=provider,
        values={name: value for name, value in {**values, **new[0]}.items() if value},
        settings={name: value for name, value in {**settings, **new[1]}.items() if value},
        secrets=frozenset({secret}),
    )


def drafted(provider, to=B, from_=None, *, given=None, **changed):
    made = account(provider, **changed)
    return draft(made, PROVIDERS[provider], Press(to=to, from_=from_, given=given or {}))


def refused(provider, to=B, from_=None, **more):
    with pytest.raises(InvalidInput) as fault:
        drafted(provider, to, from_, **more)
    return fault.value


def test_the_press_wins_over_the_account():
    made = drafted("voiptech", given={"Timeout": "30", "SetCID": "200"}, Timeout="10", Response="yes")
    assert made.plan.values == {"user": "u", "org": "o", "Timeout": "30", "SetCID": "200", "Response": "yes"}


def test_an_empty_value_takes_the_accounts_away():
    made = drafted("voiptech", given={"Timeout": "", "country": ""}, Timeout="10")
    assert "Timeout" not in made.plan.values
    assert "country" not in made.plan.settings


def test_an_empty_value_that_means_something_is_sent():
    made = drafted("vprovider", given={"callerid1": ""}, callerid1="100")
    assert made.plan.values["callerid1"] == ""


def test_a_setting_of_the_press_counts():
    made = drafted("business_isp", given={"base_url": "https://custom.example/api/", "proxy": "http://p.example:1"})
    assert (made.plan.base_url, made.proxy) == ("https://custom.example/api/", "http://p.example:1")


def test_without_a_proxy_of_its_own_the_systems_is_taken():
    assert drafted("business_isp", proxy="").proxy == "system"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("timeout", "VoipTech has no parameter or setting 'timeout'. Do you mean Timeout?"),
        ("contry", "Do you mean country?"),
        ("recrd", "Do you mean record?"),
        ("zzz", "See: desktop-dialer provider show voiptech"),
        ("email", "no parameter or setting"),
    ],
)
def test_an_unknown_name_is_refused_with_what_may_be_meant(name, sentence):
    fault = refused("voiptech", given={name: "x"})
    assert sentence in str(fault)
    assert fault.name == name


@pytest.mark.parametrize(
    ("provider", "given", "name", "words"),
    [
        ("voiptech", {"pass": "x"}, "pass", "--secret pass"),
        ("anveo", {"secure_phrase": "x"}, "secure_phrase", "--secret secure_phrase"),
        ("voiptech", {"dial2": "1"}, "dial2", "as NUMBER"),
        ("business_isp", {"guid": "1"}, "guid", "filled in by the program"),
        ("voiptech", {"Timeout": "301"}, "Timeout", "from 1 to 300"),
        ("voiptech", {"track": "maybe"}, "track", "yes or no"),
        ("tel2", {"number_format": "as_typed"}, "number_format", "manual fixes it: national"),
        ("anveo", {"number_format": "national"}, "number_format", "e164_digits"),
        ("voiptech", {"Date": "202701011200"}, "Maxretry", "needs"),
        ("voiptech", {"base_url": "http://x.example/"}, "base_url", "allow_http"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(provider, given, name, words):
    fault = refused(provider, given=given)
    assert fault.name == name
    assert words in str(fault)


def test_an_http_address_passes_where_it_is_allowed():
    made = drafted("voiptech", given={"base_url": "http://x.example/dialup.php", "allow_http": "yes"})
    assert made.plan.base_url == "http://x.example/dialup.php"


def test_an_account_without_an_address_says_what_it_takes():
    fault = refused("voiptech", base_url="")
    assert fault.name == "base_url"
    assert "dialup.php on your own exchange" in str(fault)


@pytest.mark.parametrize(
    ("provider", "own"), [("voiptech", "dial1"), ("business_isp", "source"), ("anveo", "PHONENUMBER")]
)
def test_without_an_own_telephone_it_is_refused_but_where_the_press_brings_one(provider, own):
    assert refused(provider, **{own: ""}).name == own
    assert refused(provider, from_=" ", given={}).name == own
    assert drafted(provider, from_=A, **{own: ""}).a_number
    assert drafted(provider, given={own: A}, **{own: ""}).a_number


def test_a_required_value_that_is_missing_is_named():
    assert refused("business_isp", type="").name == "type"


def test_from_wins_over_the_value_of_the_press_and_the_accounts():
    made = drafted("business_isp", from_="0207654321", given={"source": "0201111111"})
    assert made.plan.a_number == "0207654321"
    assert "source" not in made.plan.values


@pytest.mark.parametrize(
    ("style", "sent"),
    [
        ("as_typed", "020-1234567"),
        ("e164_plus", "+31201234567"),
        ("e164_digits", "31201234567"),
        ("international_00", "0031201234567"),
        ("national", "0201234567"),
    ],
)
def test_numbers_are_written_as_the_account_has_it(style, sent):
    made = drafted("business_isp", "020 123 45 67", number_format=style)
    assert made.plan.b_number == sent.replace("-", "")


def test_tel2_dials_as_on_a_handset_at_home_in_great_britain():
    made = drafted("tel2", "+31 20 123 45 67", "+44 20 7946 0000")
    assert (made.plan.a_number, made.plan.b_number) == ("02079460000", "0031201234567")
    assert made.home == "GB"


def test_tel2s_own_line_is_left_out_and_named_in_the_record():
    made = drafted("tel2")
    assert (made.plan.a_number, made.a_number, made.line) == ("", "442034567890", "+442034567890")


def test_a_line_is_one_across_spellings_accounts_and_providers():
    lines = {
        drafted("tel2", from_="02034567890").line,
        drafted("tel2").line,
        drafted("tel2", from_="00442034567890").line,
        drafted("business_isp", from_="+44 20 3456 7890").line,
        drafted("business_isp", from_="020 3456 7890", country="GB", number_format="e164_plus").line,
        drafted("anveo", from_="442034567890", country="GB").line,
        drafted("vprovider", from_="0044 20 3456 7890").line,
    }
    assert lines == {"+442034567890"}


def test_an_extension_is_a_line_of_its_exchange_alone():
    one = drafted("voiptech").line
    assert one == drafted("voiptech", given={"SetCID": "1"}).line
    assert one != drafted("voiptech", base_url="https://other.example/dialup.php").line
    assert one != drafted("vprovider", from_="100").line
    assert one != drafted("voiptech", from_="101").line


def test_called_numbers_are_compared_in_e164_where_it_is_known():
    assert drafted("business_isp", "030-1234567").called == drafted("tel2", B).called == "+31301234567"
    assert drafted("voiptech", "201").called == "201"


@pytest.mark.parametrize("style", ["e164_plus", "e164_digits", "international_00"])
def test_digits_that_are_sent_with_a_country_code_are_that_number(style):
    made = drafted("business_isp", "31301234567", "442034567890", country="", number_format=style)
    assert (made.called, made.country, made.line) == ("+31301234567", "NL", "+442034567890")


def test_the_country_of_the_called_number_and_of_the_home_are_known():
    made = drafted("business_isp", "+442079460000")
    assert (made.country, made.home) == ("GB", "NL")
    made = drafted("business_isp", "+442079460000", country="")
    assert made.home == "NL"
    assert drafted("voiptech", "201", country="").country is None


def test_extensions_are_marked_for_the_recording_table():
    plan = drafted("voiptech", "+31301234567").plan
    assert (plan.a_internal, plan.b_internal) == (True, False)
    assert not drafted("voiptech", internal="2..").plan.a_internal
    assert refused("voiptech", given={"record": "yes", "SetCID": "100"}).name == "SetCID"


@pytest.mark.parametrize("number", ["112", "1-1-2", "+112", "00112", "0112", "+31112", "１１２", "911"])
@pytest.mark.parametrize("provider", ["voiptech", "business_isp", "tel2"])
def test_an_emergency_number_is_refused_in_any_spelling(provider, number):
    fault = refused(provider, number, country="NL")
    assert isinstance(fault, NumberRefused)
    assert "use a telephone" in str(fault)


@pytest.mark.parametrize("number", ["112", "911", "999", "000"])
def test_without_a_country_the_four_are_refused(number):
    assert "emergency" in str(refused("voiptech", number, country=""))


@pytest.mark.parametrize("number", ["999", "112", "911", "000"])
def test_without_a_country_of_its_own_an_account_keeps_off_every_known_emergency_number(number):
    assert "emergency" in str(refused("tel2", number))


def test_an_emergency_number_is_refused_as_the_own_telephone_too():
    assert "emergency" in str(refused("voiptech", from_="112"))


def test_an_extension_that_the_account_names_itself_is_no_emergency_number():
    made = drafted("voiptech", "112", internal=r"1\d\d")
    assert made.plan.b_number == "112"
    assert made.plan.b_internal


@pytest.mark.parametrize("internal", [None, r"2\d\d"])
def test_what_a_press_says_of_extensions_exempts_no_emergency_number(internal):
    changed = {"internal": internal} if internal else {}
    assert "emergency" in str(refused("voiptech", "112", given={"internal": r"1\d\d"}, **changed))


def test_a_press_that_names_other_extensions_takes_the_accounts_exemption_away():
    assert "emergency" in str(refused("voiptech", "112", internal=r"1\d\d", given={"internal": "2.."}))


def test_what_costs_more_is_said():
    assert drafted("business_isp", "0900-1234567").costs_extra
    assert drafted("business_isp").costs_extra is None


def test_a_test_is_marked():
    assert drafted("anveo", given={"TEST": "TRUE"}).is_test
    assert not drafted("anveo").is_test
    assert not drafted("tel2").is_test


@pytest.mark.parametrize(
    ("provider", "changed", "tracks"),
    [
        ("anveo", {}, True),
        ("anveo", {"track": "no"}, False),
        ("vprovider", {}, False),
        ("vprovider", {"track": "yes"}, True),
        ("business_isp", {}, True),
    ],
)
def test_calls_are_followed_as_the_account_has_it(provider, changed, tracks):
    assert drafted(provider, **changed).plan.track is tracks
    assert track_plan(account(provider, **changed), PROVIDERS[provider]).track is tracks
    chosen = account(provider, **changed)
    after_a_refusal = Account(
        id="1", name="x", provider=provider, values=chosen.values, settings=chosen.settings, track_refused="no"
    )
    assert not track_plan(after_a_refusal, PROVIDERS[provider]).track


def test_the_plan_of_an_account_alone_has_its_address():
    assert track_plan(account("tel2"), PROVIDERS["tel2"]).base_url == "https://now.tel2.co.uk/webservices/connectcall"
    assert track_plan(Account(id="1", name="x", provider="voiptech"), PROVIDERS["voiptech"]).base_url == ""
