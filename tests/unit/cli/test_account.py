"""`account`: what is refused before anything is read or stored, and what is shown of what is there."""

import pytest

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.errors import InvalidInput, NothingFound, QuestionOpen
from desktop_dialer.core.secret import Secret
from desktop_dialer.providers import PROVIDERS

TEL2 = ("account", "add", "desk", "--provider", "tel2", "--set", "user=442034567890")
SECRET = "open-sesame"


def add(name, provider, *given):
    return ("account", "add", name, "--provider", provider, *(word for one in given for word in ("--set", one)))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (add("x", "nobody"), "There is no provider 'nobody'. Known: tel2, voiptech, anveo, vprovider, business_isp."),
        (add("x", "tel2", "usr=1"), "Tel2 has no parameter or setting 'usr'. Do you mean user?"),
        (add("x", "tel2", "User=442034567890"), "Tel2 has no parameter or setting 'User'. Do you mean user?"),
        (add("x", "tel2", "password=a"), "password is a secret: it is not given as a value"),
        (add("x", "tel2", "bparty=1"), "bparty is filled in by the program"),
        (add("x", "tel2"), "user (Tel2 number) is missing: give it with --set user=…"),
        (add("x", "tel2", "user=02034567890"), "user (Tel2 number) is '02034567890'"),
        (add("x", "tel2", "user"), "--set user: write it as --set KEY=VALUE."),
        (add("x", "tel2", "user=442034567890", "country=ZZ"), "country is 'ZZ'"),
        (add("x", "tel2", "user=442034567890", "number_format=e164_plus"), "Tel2's manual fixes it: national"),
        (add("x", "voiptech", "user=u", "org=o"), "base_url is missing: the address of dialup.php"),
        (add("x", "vprovider", "auth_username=u"), "base_url is missing: the address of calls/make"),
        (add("x", "voiptech", "user=u", "org=o", "Timeout=301"), "Timeout (ring time) is 301; it takes a whole number"),
        (add("x", "anveo", "DELAY=86401"), "DELAY (delay) is 86401"),
        (add("x", "voiptech", "user=u", "org=o", "base_url=http://pbx/"), "is not encrypted"),
        (add("x", "business_isp", "login=a", "type=3"), "type (connection type) is '3'; it takes 1 or 2"),
        (add(" ", "tel2", "user=442034567890"), "An account's name is 1 to 64"),
    ],
)
async def test_add_refuses_before_a_secret_is_read(run, program, words, sentence):
    with pytest.raises(InvalidInput) as refused:
        await run(*words, "--secret", "password", stdin="")
    assert sentence in str(refused.value)
    assert program.accounts.all() == []


async def test_a_wrong_name_of_a_secret_is_refused_before_it_is_read(run, program):
    with pytest.raises(InvalidInput, match="Tel2 has no secret 'pass'; its secret is password"):
        await run(*TEL2, "--secret", "pass", stdin="")
    assert program.accounts.all() == []


async def test_secrets_are_read_in_the_order_given_and_kept_whole(run, program):
    added = await run(
        *add("us", "anveo", "email=me@example.com"),
        *("--secret", "secure_phrase", "--secret", "USERKEY"),
        stdin=" a phrase \r\nkey=1 \n",
    )
    assert (added.code, added.err) == (0, "")
    account = program.accounts.named("us")
    assert await program.secrets.get(account.id, "secure_phrase") == Secret(" a phrase ")
    assert await program.secrets.get(account.id, "USERKEY") == Secret("key=1 ")


async def test_a_missing_line_for_a_secret_stores_nothing(run, program):
    with pytest.raises(InvalidInput, match="password: standard input has no line for it"):
        await run(*TEL2, "--secret", "password")
    assert program.accounts.all() == []


async def test_an_empty_secret_is_refused(run, program):
    with pytest.raises(InvalidInput, match="password is empty: nothing was stored"):
        await run(*TEL2, "--secret", "password", stdin="\n")
    assert program.accounts.all() == []


async def test_add_says_which_secret_is_still_missing(run):
    added = await run(*TEL2)
    assert added.code == 0
    assert "account set desk --secret password" in added.err


async def test_two_accounts_have_two_names(run):
    await run(*TEL2)
    with pytest.raises(InvalidInput, match="There is an account 'DESK' already"):
        await run(*add("DESK", "tel2", "user=442034567891"))


async def test_show_and_list_name_secrets_and_never_show_them(run):
    await run(*TEL2, "--set", "country=gb", "--secret", "password", stdin=f"{SECRET}\n")
    await run(*add("isp", "business_isp", "login=me", "source=0201234567", "country=NL"))
    as_json = await run("account", "show", "desk", "--json")
    assert as_json.objects == [
        {
            "name": "desk",
            "provider": "tel2",
            "values": {"user": "442034567890"},
            "settings": {"country": "GB"},
            "secrets": ["password"],
            "own_numbers": [],
            "track": False,
            "track_refused": None,
            "default": True,
        }
    ]
    listed = await run("account", "list", "--json")
    assert [(one["name"], one["default"], one["track"]) for one in listed.objects] == [
        ("desk", True, False),
        ("isp", False, True),
    ]
    texts = [await run("account", "list"), await run("account", "show", "desk"), as_json, listed]
    assert not any(SECRET in text.out + text.err for text in texts)
    assert "stored: password" in texts[0].out
    assert "(stored in the keyring)" in texts[1].out


async def test_show_says_why_calls_are_not_followed_any_more(run, program):
    await run(*add("us", "anveo"))
    await program.accounts.switch_tracking_off(program.accounts.named("us"), "Role forbids it.")
    assert "no: the provider refused (Role forbids it.)" in (await run("account", "show", "us")).out
    (shown,) = (await run("account", "show", "us", "--json")).objects
    assert (shown["track"], shown["track_refused"]) == (False, "Role forbids it.")
    await run("account", "set", "us", "--set", "track=yes")
    (shown,) = (await run("account", "show", "us", "--json")).objects
    assert (shown["track"], shown["track_refused"]) == (True, None)


async def test_set_changes_takes_away_and_stores(run, program):
    await run(*TEL2, "--set", "country=GB")
    changed = await run("account", "set", "desk", "--set", "country=", "--secret", "password", stdin=f"{SECRET}\n")
    assert (changed.code, changed.err) == (0, "")
    account = program.accounts.named("desk")
    assert dict(account.settings) == {}
    assert await program.secrets.get(account.id, "password") == Secret(SECRET)


async def test_set_leaves_a_persons_own_numbers_alone_and_show_names_them(run, program):
    await run(*TEL2)
    own = (OwnNumber(name="Desk", number="020 7946 0100"),)
    await program.accounts.change(program.accounts.named("desk"), {}, {}, own_numbers=own)
    await run("account", "set", "desk", "--set", "country=GB")
    assert program.accounts.named("desk").own_numbers == own
    assert "Desk: 020 7946 0100" in (await run("account", "show", "desk")).out
    (shown,) = (await run("account", "list", "--json")).objects
    assert shown["own_numbers"] == [{"name": "Desk", "number": "020 7946 0100"}]


async def test_set_refuses_what_leaves_the_account_incomplete(run, program):
    await run(*TEL2)
    with pytest.raises(InvalidInput, match=r"user .* is missing"):
        await run("account", "set", "desk", "--set", "user=")
    assert program.accounts.named("desk").values["user"] == "442034567890"


async def test_an_empty_list_says_how_to_begin(run):
    listed = await run("account", "list")
    assert (listed.code, listed.out) == (0, "")
    assert "account add" in listed.err
    assert (await run("account", "list", "--json")).out == ""


async def test_remove_asks_and_takes_the_secrets_along(run, program):
    await run(*TEL2, "--secret", "password", stdin=f"{SECRET}\n")
    account = program.accounts.named("desk")
    with pytest.raises(QuestionOpen) as asked:
        await run("account", "remove", "desk")
    assert asked.value.key == "remove"
    assert program.accounts.by_id(account.id) is not None
    assert (await run("account", "remove", "desk", "--yes", "--json")).objects == [{"removed": "desk"}]
    assert program.accounts.all() == []
    assert await program.secrets.get(account.id, "password") is None


async def test_an_unknown_account_is_named_with_those_that_are_known(run):
    await run(*TEL2)
    for verb in ("show", "set", "remove", "check"):
        with pytest.raises(NothingFound, match=r"There is no account 'dusk'. Known: desk."):
            await run("account", verb, "dusk")


async def test_the_anveo_test_asks_before_anything_is_checked(run):
    await run(*add("us", "anveo", "PHONENUMBER=+442079460100"))
    with pytest.raises(QuestionOpen) as asked:
        await run("account", "check", "us")
    assert asked.value.key == "test"


async def test_every_provider_adds_with_what_it_requires(run):
    required = {
        "tel2": ("user=442034567890",),
        "voiptech": ("user=u", "org=o", "base_url=https://pbx.example.com/API/dialup.php"),
        "anveo": (),
        "vprovider": ("auth_username=u", "base_url=https://pbx.example.com/api/json/calls/make/"),
        "business_isp": ("login=u",),
    }
    assert set(required) == set(PROVIDERS)
    for provider, given in required.items():
        assert (await run(*add(provider, provider, *given))).code == 0
