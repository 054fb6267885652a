"""The desk: which account and which telephone the next call takes, and what is remembered of it."""

import pytest

from desktop_dialer.core.account import OwnNumber
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.dialing.accounts import Accounts, masked_request
from desktop_dialer.providers import PROVIDERS
from desktop_dialer.storage.accounts import TomlAccounts
from desktop_dialer.storage.session_secrets import MemorySecrets
from desktop_dialer.ui.presenters.desk import OWN, Desk

LINE, MOBILE = "+442079460100", "+447700900100"
OWN_NUMBERS = (OwnNumber(name="Desk", number="020 7946 0100"), OwnNumber(name="Mobile", number=MOBILE))


@pytest.fixture
async def accounts(tmp_path):
    return Accounts(
        store=TomlAccounts(tmp_path / "accounts.toml"),
        secrets=MemorySecrets(),
        providers=PROVIDERS,
        on_secret=lambda _: None,
    )


async def isp(accounts, name="isp", **more):
    given = {"login": "u", "source": LINE, "type": "1", "country": "GB"}
    return await accounts.add(name, "business_isp", given, {}, own_numbers=more.get("own", OWN_NUMBERS))


async def tel2(accounts, name="tel2", own=(), **given):
    return await accounts.add(name, "tel2", {"user": LINE[1:], **given}, {}, own_numbers=own)


async def test_without_accounts_there_is_nothing_to_choose(accounts):
    desk = Desk(accounts, {})
    assert (desk.account, desk.provider, desk.ring_first, list(desk.accounts)) == (None, None, None, [])
    assert desk.ring_first_choices() == []
    assert desk.draft(MOBILE) is None
    desk.choose_ring_first("1")
    assert desk.choices_of_ring_first == {}


async def test_the_account_s_own_telephone_comes_first_named_by_the_own_number_with_its_digits(accounts):
    await isp(accounts)
    assert Desk(accounts, {}).ring_first_choices() == [
        (OWN, "Desk", "020 7946 0100"),
        (MOBILE, "Mobile", "07700 900100"),
    ]


async def test_an_own_telephone_without_a_name_is_called_by_its_number(accounts):
    await isp(accounts, own=())
    assert Desk(accounts, {}).ring_first_choices() == [(OWN, "020 7946 0100", "020 7946 0100")]


async def test_where_the_provider_has_a_line_of_its_own_that_is_the_first(accounts):
    await tel2(accounts)
    assert Desk(accounts, {}).ring_first_choices() == [(OWN, "same as user", "020 7946 0100")]
    await accounts.change(accounts.named(None), {}, {}, own_numbers=OWN_NUMBERS)
    assert [choice.name for choice in Desk(accounts, {}).ring_first_choices()] == ["Desk", "Mobile"]


async def test_without_an_own_telephone_the_first_of_the_others_rings(accounts):
    await accounts.add("a", "anveo", {"country": "GB"}, {}, own_numbers=OWN_NUMBERS)
    desk = Desk(accounts, {})
    assert [choice.key for choice in desk.ring_first_choices()] == ["020 7946 0100", MOBILE]
    assert desk.ring_first == "020 7946 0100"
    assert desk.draft(MOBILE).plan.a_number == LINE[1:]


async def test_a_telephone_that_was_written_into_the_file_by_hand_is_shown_as_it_is(accounts, tmp_path):
    await isp(accounts)
    file = tmp_path / "accounts.toml"
    file.write_text(file.read_text().replace(MOBILE, "<b>mine</b>"))
    await accounts.refresh()
    desk = Desk(accounts, {})
    assert desk.ring_first_choices()[1] == ("<b>mine</b>", "Mobile", "<b>mine</b>")
    desk.choose_ring_first("<b>mine</b>")
    with pytest.raises(InvalidInput):
        desk.draft(MOBILE)


async def test_what_rang_first_is_remembered_for_each_account(accounts):
    first, second = await isp(accounts), await tel2(accounts, own=OWN_NUMBERS)
    desk = Desk(accounts, {second.id: MOBILE, first.id: "0123"})
    told, chosen = [], []
    desk.changed.connect(lambda: told.append(desk.ring_first))
    desk.ring_first_chosen.connect(lambda: chosen.append(dict(desk.choices_of_ring_first)))
    assert desk.ring_first is None  # 0123 is none of its telephones any more
    desk.choose_account(second.id)
    desk.choose_ring_first(OWN)
    desk.choose_ring_first(None)
    desk.choose_ring_first(MOBILE)
    assert told == [MOBILE, None, None, MOBILE]
    assert chosen == [{first.id: "0123"}, {first.id: "0123", second.id: MOBILE}]
    desk.choose_account("nobody")
    assert desk.account == second
    assert desk.draft(LINE).plan.a_number == "07700900100"


async def test_what_was_chosen_stays_until_it_is_gone(accounts):
    first, second = await isp(accounts), await tel2(accounts)
    desk = Desk(accounts, {})
    desk.choose_account(second.id)
    desk.set_options({"aparty": "0123"})
    await accounts.make_default(second)
    await accounts.change(second, {}, {}, name="renamed")
    desk.reload()
    assert (desk.account.name, dict(desk.options)) == ("renamed", {"aparty": "0123"})
    assert [one.name for one in desk.accounts] == ["renamed", "isp"]
    await accounts.remove(second)
    desk.reload()
    assert (desk.account, dict(desk.options)) == (first, {})


async def test_options_are_the_next_call_s_and_the_account_s_alone(accounts):
    first, second = await isp(accounts), await tel2(accounts)
    desk = Desk(accounts, {})
    desk.set_options({"type": "2"})
    assert "type=2" in masked_request(desk.draft(MOBILE)).lines[0]
    desk.choose_account(first.id)
    assert desk.options == {"type": "2"}
    desk.choose_account(second.id)
    assert desk.options == {}


async def test_a_telephone_among_the_options_rings_whatever_is_chosen(accounts):
    await isp(accounts)
    desk = Desk(accounts, {})
    desk.choose_ring_first(MOBILE)
    assert desk.draft(LINE).plan.a_number == MOBILE
    desk.set_options({"source": "101"})
    assert desk.draft(LINE).plan.a_number == "101"
