"""`provider`: everything that a provider declares is shown, in the manual's own spelling."""

import pytest

from desktop_dialer.core.account import COMMON
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.setting_help import SETTING_HELP
from desktop_dialer.providers import PROVIDERS

FACTS = [provider.facts for provider in PROVIDERS.values()]


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.id)
async def test_show_names_everything_that_is_declared(run, facts):
    shown = (await run("provider", "show", facts.id)).out
    for parameter in (*facts.parameters, *facts.secrets):
        assert f"    {parameter.name} " in shown
        assert parameter.help in shown
        assert parameter.range_text in shown
    for text in (facts.manual_title, facts.manual_date, facts.order, *facts.cannot):
        assert text in shown
    for ability in facts.abilities:
        assert f"    {ability.capability} " in shown
        assert ability.note in shown
    for code in facts.codes:
        assert f"{code.code} " in shown
        assert code.text in shown


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.id)
async def test_show_as_json_is_one_object(run, facts):
    (shown,) = (await run("provider", "show", facts.id, "--json")).objects
    assert (shown["id"], shown["name"]) == (facts.id, facts.name)
    assert [one["name"] for one in shown["parameters"]] == [p.name for p in (*facts.parameters, *facts.secrets)]
    assert [one["capability"] for one in shown["capabilities"]] == [ability.capability for ability in facts.abilities]
    assert [one["name"] for one in shown["settings"]] == [*COMMON, *facts.settings]
    assert shown["cannot"] == list(facts.cannot)


def test_every_setting_says_what_it_takes():
    assert set(SETTING_HELP) == {*COMMON, *(name for facts in FACTS for name in facts.settings)}


async def test_a_parameter_carries_its_type_range_default_and_need(run):
    (shown,) = (await run("provider", "show", "voiptech", "--json")).objects
    parameters = {one["name"]: one for one in shown["parameters"]}
    timeout = parameters["Timeout"]
    assert (timeout["type"], timeout["minimum"], timeout["maximum"], timeout["default"]) == ("integer", 1, 300, "20")
    assert parameters["Date"]["needs"] == ["Maxretry", "Retrytime", "ident"]
    assert (parameters["pass"]["secret"], parameters["pass"]["required"]) == (True, True)
    assert parameters["RFormat"]["choices"] == ["text", "html", "xml", "json"]


async def test_show_without_an_id_shows_all(run):
    assert [one["id"] for one in (await run("provider", "show", "--json")).objects] == list(PROVIDERS)
    shown = (await run("provider", "show")).out
    assert all(f"{facts.id}: {facts.name}" in shown for facts in FACTS)


async def test_list_has_a_line_for_each(run):
    assert [line.split()[0] for line in (await run("provider", "list")).out.splitlines()] == list(PROVIDERS)
    listed = (await run("provider", "list", "--json")).objects
    assert [one["id"] for one in listed] == list(PROVIDERS)
    assert "session" in listed[-1]["capabilities"]


async def test_an_unknown_provider_is_refused(run):
    with pytest.raises(InvalidInput, match="There is no provider 'TEL2'"):
        await run("provider", "show", "TEL2")
