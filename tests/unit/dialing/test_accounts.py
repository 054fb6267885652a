"""Accounts: adding, changing and finding them, and the secrets that a call needs."""

import asyncio
from dataclasses import replace

import pytest

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.errors import InvalidInput, NothingFound, NumberRefused, SecretUnavailable, StorageFailed
from desktop_dialer.core.secret import MASK, Secret
from desktop_dialer.dialing.accounts import masked_request, placeholders
from desktop_dialer.dialing.drafting import track_plan
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.session_secrets import MemorySecrets
from tests.unit.dialing.desk import CANARY, A

PASSWORD = {"password": Secret(CANARY)}
USER = {"user": "442034567890"}


@pytest.fixture
def accounts(desk):
    return desk.accounts


async def stored(desk, account, key="password"):
    return await desk.memory.get(account.id, key)


async def test_an_account_is_added_with_its_secret_in_the_keyring_alone(desk, accounts, tmp_path):
    account = await accounts.add("Office", "tel2", {**USER, "proxy": "none"}, PASSWORD)
    assert accounts.all() == [account]
    assert (account.values, account.settings, account.secrets) == (USER, {"proxy": "none"}, {"password"})
    assert await stored(desk, account) == Secret(CANARY)
    assert CANARY not in (tmp_path / "accounts.toml").read_text()


async def test_an_account_that_cannot_be_kept_leaves_no_secret_behind(desk, accounts, monkeypatch):
    put = []
    monkeypatch.setattr(desk.memory, "put", lambda *what: put.append(what) or type(desk.memory).put(desk.memory, *what))

    async def full(_account):
        raise StorageFailed("The disk is full.")

    monkeypatch.setattr(accounts._store, "save", full)
    with pytest.raises(StorageFailed):
        await accounts.add("Office", "tel2", USER, PASSWORD)
    [(identity, key, _)] = put
    assert await desk.memory.get(identity, key) is None


async def test_accounts_keep_their_order_and_the_first_is_taken_where_none_is_named(accounts):
    with pytest.raises(NothingFound, match="no account yet"):
        accounts.named(None)
    for name in ("b", "a"):
        await accounts.add(name, "tel2", USER, {})
    assert [account.name for account in accounts.all()] == ["b", "a"]
    assert accounts.named(None).name == "b"


async def test_an_account_is_found_by_its_name_in_any_case_and_by_its_id(accounts):
    account = await accounts.add("Office", "tel2", USER, {})
    assert accounts.named("oFFICE") == accounts.by_id(account.id) == account
    assert accounts.by_id("other") is None
    with pytest.raises(NothingFound, match="Known: Office"):
        accounts.named("home")


async def test_without_accounts_none_is_known(accounts):
    with pytest.raises(NothingFound, match="Known: none"):
        accounts.named("home")


async def test_a_name_is_taken_once(accounts):
    await accounts.add("Office", "tel2", USER, {})
    with pytest.raises(InvalidInput, match="already"):
        await accounts.add("OFFICE", "tel2", USER, {})


@pytest.mark.parametrize("name", ["", " ", "-x", "x" * 65, "a\nb"])
async def test_a_name_that_cannot_be_typed_is_refused(accounts, name):
    with pytest.raises(InvalidInput) as fault:
        await accounts.add(name, "tel2", USER, {})
    assert fault.value.name == "name"


async def test_an_unknown_provider_is_refused_and_the_known_are_named(accounts):
    with pytest.raises(InvalidInput, match="tel2, voiptech, anveo, vprovider, business_isp"):
        await accounts.add("x", "tel3", {}, {})


@pytest.mark.parametrize(
    ("provider", "given", "secrets", "name"),
    [
        ("tel2", {}, {}, "user"),
        ("tel2", {"user": "02034567890"}, {}, "user"),
        ("tel2", {**USER, "aparty": "abc"}, {}, "aparty"),
        ("tel2", {**USER, "usr": "x"}, {}, "usr"),
        ("tel2", {**USER, "password": "x"}, {}, "password"),
        ("tel2", {**USER, "base_url": "http://x.example/"}, {}, "base_url"),
        ("tel2", USER, {"passwort": Secret("x")}, "passwort"),
        ("tel2", USER, {"user": Secret("x")}, "user"),
        ("tel2", USER, {"password": Secret("")}, "password"),
        ("tel2", USER, {"password": Secret("a\nb")}, "password"),
        ("tel2", USER, {"password": Secret("a\ud800")}, "password"),
        ("voiptech", {"user": "u", "org": "o"}, {}, "base_url"),
        ("voiptech", {"user": "u", "org": "o", "base_url": "https://x/", "Date": "202701011200"}, {}, "Maxretry"),
    ],
)
async def test_what_is_wrong_is_refused_by_its_name_and_nothing_is_stored(
    desk, accounts, provider, given, secrets, name
):
    with pytest.raises(InvalidInput) as fault:
        await accounts.add("x", provider, given, secrets)
    assert fault.value.name == name
    assert accounts.all() == []
    assert desk.memory._secrets == {}


async def test_changing_sets_values_and_settings_and_an_empty_one_takes_it_away(desk, accounts):
    account = await accounts.add("x", "tel2", {**USER, "aparty": A, "country": "nl"}, PASSWORD)
    assert account.country == "NL"
    account = await accounts.change(
        account, {"aparty": "", "country": "", "proxy": "none"}, {"password": Secret("new")}
    )
    assert (account.values, account.settings) == (USER, {"proxy": "none"})
    assert accounts.all() == [account]
    assert await stored(desk, account) == Secret("new")


async def test_an_empty_value_that_means_something_is_kept(accounts):
    given = {"auth_username": "u", "base_url": "https://x.example/api/json/calls/make/", "callerid1": "", "card": ""}
    account = await accounts.add("x", "vprovider", given, {})
    assert account.values == {"auth_username": "u", "callerid1": "", "card": ""}


async def test_what_is_needed_cannot_be_taken_away(accounts):
    account = await accounts.add("x", "tel2", USER, {})
    with pytest.raises(InvalidInput, match="--set user="):
        await accounts.change(account, {"user": ""}, {})
    assert accounts.all() == [account]


async def test_an_own_number_that_is_none_is_refused(accounts):
    with pytest.raises(NumberRefused):
        await accounts.add("x", "tel2", {**USER, "aparty": "12x"}, {})


DESK, MOBILE = OwnNumber(name="Desk", number="020 7946 0100"), OwnNumber(name="Mobile", number=A)


async def test_own_numbers_are_kept_until_others_are_given(accounts):
    account = await accounts.add("x", "tel2", USER, {}, own_numbers=[DESK])
    assert account.own_numbers == (DESK,)
    account = await accounts.change(account, {"country": "GB"}, {})
    assert account.own_numbers == (DESK,)
    account = await accounts.change(account, {}, {}, own_numbers=[MOBILE, DESK])
    assert accounts.all() == [account]
    assert account.own_numbers == (MOBILE, DESK)
    assert (await accounts.change(account, {}, {}, own_numbers=[])).own_numbers == ()


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ([OwnNumber(name="", number=A)], "1 to 40 printable"),
        ([OwnNumber(name="x" * 41, number=A)], "1 to 40 printable"),
        ([OwnNumber(name="a\nb", number=A)], "1 to 40 printable"),
        ([DESK, OwnNumber(name="dEsk", number=A)], "Two telephones of yours are called dEsk"),
        ([OwnNumber(name="Desk", number="12x")], "Desk: “x” is not part"),
        ([OwnNumber(name="Desk", number="")], "Desk: There is no number"),
        ([OwnNumber(name="Desk", number="999")], "Desk: 999 is an emergency number"),
    ],
)
async def test_an_own_number_is_checked_as_the_a_party_would_be(accounts, own, words):
    with pytest.raises(InvalidInput, match=words) as fault:
        await accounts.add("x", "tel2", USER, {}, own_numbers=own)
    assert fault.value.name == "own_numbers"


async def test_own_numbers_are_read_by_the_account_s_country_and_format(accounts):
    own = [OwnNumber(name="Desk", number="020 123 45 67")]
    with pytest.raises(InvalidInput, match=r"Desk: .*has no country code"):
        await accounts.add("x", "anveo", {}, {}, own_numbers=own)
    assert (await accounts.add("x", "anveo", {"country": "NL"}, {}, own_numbers=own)).own_numbers == tuple(own)


async def test_an_account_is_renamed_to_a_name_that_is_free(accounts):
    account = await accounts.add("x", "tel2", USER, {})
    await accounts.add("y", "tel2", USER, {})
    account = await accounts.change(account, {}, {}, name="X")
    assert accounts.by_id(account.id).name == "X"
    for name, words in (("Y", "already"), ("-x", "does not begin with a dash")):
        with pytest.raises(InvalidInput, match=words) as fault:
            accounts.check_change(account, {}, [], name=name)
        assert fault.value.name == "name"


async def test_the_default_is_the_one_that_was_made_so(accounts):
    for name in "abc":
        await accounts.add(name, "tel2", USER, {})
    await accounts.make_default(accounts.named("c"))
    assert accounts.named(None).name == "c"
    assert [account.name for account in accounts.all()] == ["c", "a", "b"]


async def test_none_takes_a_value_away_where_an_empty_one_means_something_too(accounts):
    given = {"auth_username": "u", "base_url": "https://x.example/api/json/calls/make/", "callerid1": "1"}
    account = await accounts.add("x", "vprovider", {**given, "proxy": "none"}, {})
    account = await accounts.change(account, {"callerid1": None, "proxy": None, "card": None}, {})
    assert account.values == {"auth_username": "u"}
    assert set(account.settings) == {"base_url"}
    with pytest.raises(InvalidInput, match="missing"):
        await accounts.change(account, {"base_url": None}, {})


async def test_what_would_be_stored_is_what_the_check_gives_back(accounts):
    account = accounts.check_new("x", "tel2", {**USER, "country": "gb"}, ["password"], [DESK])
    assert accounts.all() == []
    added = await accounts.add("x", "tel2", {**USER, "country": "gb"}, PASSWORD, own_numbers=[DESK])
    assert replace(account, id=added.id) == added
    assert (account.settings, account.secrets, account.own_numbers) == ({"country": "GB"}, {"password"}, (DESK,))


async def test_adding_that_is_given_up_while_the_keyring_waits_leaves_no_secret(desk, accounts, monkeypatch):
    put, kept = asyncio.Event(), type(desk.memory).put

    async def slow(account, key, secret):
        await kept(desk.memory, account, key, secret)
        put.set()
        await asyncio.sleep(30)

    monkeypatch.setattr(desk.memory, "put", slow)
    adding = asyncio.ensure_future(accounts.add("x", "tel2", USER, PASSWORD))
    await put.wait()
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    assert desk.memory._secrets == {}
    assert accounts.all() == []


async def test_a_secret_can_be_kept_elsewhere_for_a_time_and_only_an_optional_one_is_noted(desk, accounts):
    passing = MemorySecrets()
    secrets = {"USERKEY": Secret("k"), "secure_phrase": Secret("p")}
    account = await accounts.add("x", "anveo", {"email": "a@b.example"}, secrets, keep_in=passing)
    assert account.secrets == {"secure_phrase"}
    assert await passing.get(account.id, "USERKEY") == Secret("k")
    assert desk.memory._secrets == {}
    account = await accounts.change(account, {}, {"USERKEY": Secret("new")}, keep_in=passing)
    assert account.secrets == {"secure_phrase"}
    assert await passing.get(account.id, "USERKEY") == Secret("new")


async def test_where_the_keyring_will_not_take_it_back_the_first_fault_is_told(desk, accounts, monkeypatch):
    async def full(_account):
        raise StorageFailed("The disk is full.")

    async def locked(*_):
        raise SecretUnavailable("locked", reason="keyring")

    monkeypatch.setattr(accounts._store, "save", full)
    monkeypatch.setattr(desk.memory, "remove", locked)
    with pytest.raises(StorageFailed, match="full"):
        await accounts.add("Office", "tel2", USER, PASSWORD)


async def test_a_refusal_counts_for_the_account_as_it_is_on_the_disk_now(desk, accounts, open_desk):
    given = {"auth_username": "u", "base_url": "https://x.example/api/json/calls/make/", "track": "yes"}
    account = await accounts.add("x", "vprovider", given, {})
    other = await open_desk()
    await other.accounts.change(other.accounts.named("x"), {"card": "1"}, {})
    await accounts.switch_tracking_off(account, "no")
    assert accounts.named("x").values["card"] == "1"
    assert accounts.named("x").track_refused == "no"
    assert await other.accounts.refresh()
    assert other.accounts.named("x").track_refused == "no"


async def test_the_request_is_shown_with_its_secrets_masked(desk):
    account = await desk.account("tel2")
    request = masked_request(desk.draft(account))
    assert request.lines == [
        "GET https://now.tel2.co.uk/webservices/connectcall?user=442034567890&password=***&bparty=0031301234567"
    ]
    account = await desk.account("anveo")
    lines = masked_request(desk.draft(account)).lines
    assert lines[0].startswith("POST https://www.anveo.com/")
    assert lines[3] == ""
    assert any("***" in line for line in lines[4:])


async def test_setting_track_anew_forgets_the_refusal(accounts):
    given = {"auth_username": "u", "base_url": "https://x.example/api/json/calls/make/", "track": "yes"}
    account = await accounts.add("x", "vprovider", given, {})
    await accounts.switch_tracking_off(account, "no")
    account = await accounts.change(accounts.named("x"), {"card": "1"}, {})
    assert account.track_refused == "no"
    assert not track_plan(account, PROVIDERS["vprovider"]).track
    account = await accounts.change(account, {"track": "yes"}, {})
    assert account.track_refused is None
    assert track_plan(account, PROVIDERS["vprovider"]).track


async def test_what_would_be_refused_is_told_before_a_secret_is_read(accounts):
    accounts.check_new("x", "tel2", USER, ["password"])
    with pytest.raises(InvalidInput, match="user"):
        accounts.check_new("x", "tel2", {}, ["password"])
    with pytest.raises(InvalidInput, match="no secret 'pass'"):
        accounts.check_new("x", "tel2", USER, ["pass"])
    assert accounts.all() == []
    account = await accounts.add("x", "tel2", USER, {})
    accounts.check_change(account, {"aparty": A}, ["password"])
    with pytest.raises(InvalidInput, match="user"):
        accounts.check_change(account, {"user": ""}, [])
    assert accounts.all() == [account]


async def test_the_secrets_that_are_still_to_be_stored_are_known(accounts):
    account = await accounts.add("x", "anveo", {}, {})
    assert accounts.missing_secrets(account) == ["USERKEY"]
    account = await accounts.change(account, {}, {"USERKEY": Secret("k")})
    assert accounts.missing_secrets(account) == []


async def test_removing_takes_the_secrets_with_it(desk, accounts):
    account = await accounts.add("x", "tel2", USER, PASSWORD)
    await accounts.remove(account)
    assert accounts.all() == []
    assert await stored(desk, account) is None


async def test_a_plan_gets_the_secrets_that_the_account_has(accounts):
    account = await accounts.add("x", "anveo", {"email": "a@b.example"}, {"USERKEY": Secret("k")})
    provider = PROVIDERS["anveo"]
    plan = await accounts.with_secrets(account, provider, track_plan(account, provider))
    assert plan.secrets == {"USERKEY": Secret("k")}
    account = await accounts.change(account, {}, {"secure_phrase": Secret("p")})
    plan = await accounts.with_secrets(account, provider, plan)
    assert plan.secrets == {"USERKEY": Secret("k"), "secure_phrase": Secret("p")}


async def test_a_secret_that_is_missing_is_named_with_the_way_to_store_it(accounts):
    account = await accounts.add("x", "tel2", USER, {})
    with pytest.raises(SecretUnavailable, match="account set x --secret password") as fault:
        await accounts.with_secrets(account, PROVIDERS["tel2"], track_plan(account, PROVIDERS["tel2"]))
    assert fault.value.reason == "no_secret"


async def test_placeholders_stand_in_for_what_would_be_sent(accounts):
    account = await accounts.add("x", "anveo", {}, {})
    facts = PROVIDERS["anveo"].facts
    assert placeholders(account, facts) == {"USERKEY": Secret(MASK)}
    account = await accounts.change(account, {"email": "a@b.example"}, {"secure_phrase": Secret("p")})
    assert placeholders(account, facts) == {"USERKEY": Secret(MASK), "secure_phrase": Secret(MASK)}


async def test_a_list_that_cannot_be_read_says_so(accounts, tmp_path):
    (tmp_path / "accounts.toml").write_text("account = 1")
    with pytest.raises(StorageFailed, match="damaged"):
        await accounts.refresh()
