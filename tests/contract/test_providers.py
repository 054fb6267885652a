"""The contract of every provider, first half: what it declares is what it does, and its requests give nothing away."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest

from desktop_dialer.core.account import COMMON, check_setting
from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.core.facts import Capability, Kind, Role
from desktop_dialer.core.ports import ChecksAccount, HangsUp, KeepsSession, ObservesExtension, Tracks
from desktop_dialer.core.secret import Secret
from desktop_dialer.core.wire import Method, percent
from desktop_dialer.dialing.drafting import sort_given
from desktop_dialer.providers import PROVIDERS
from tests.contract.provider_contract import (
    HANDLE,
    built,
    every_request,
    handle,
    invalid_messages,
    is_valid,
    plan_of,
    reply_of,
    start_plans,
    vectors,
)

CANARY = "cAnary p&a;s=% +#é/?<\"']]>"

METHODS = {
    Capability.STATUS: Tracks,
    Capability.HANG_UP: HangsUp,
    Capability.SESSION: KeepsSession,
    Capability.EXTENSION_STATE: ObservesExtension,
    Capability.CHECK: ChecksAccount,
}


@pytest.fixture(params=PROVIDERS)
def name(request):
    return request.param


@pytest.fixture
def provider(name):
    return PROVIDERS[name]


@pytest.fixture
def facts(provider):
    return provider.facts


def with_canaries(provider, plan):
    """The plan with a hostile secret wherever the account may have one."""
    declared = (*provider.facts.parameters, *provider.facts.secrets)
    return replace(plan, secrets={parameter.name: Secret(CANARY) for parameter in declared if parameter.is_secret})


# What is declared


def test_a_provider_is_listed_under_its_own_id(name, facts):
    assert facts.id == name
    assert facts.name
    assert facts.manual_title
    assert facts.manual_date
    assert facts.base_url_help
    assert facts.order


def test_each_parameter_has_one_name_a_label_and_a_help(facts):
    declared = (*facts.parameters, *facts.secrets)
    assert len({parameter.name for parameter in declared}) == len(declared)
    assert not {parameter.name for parameter in declared} & {*COMMON, *facts.settings}
    for parameter in declared:
        assert parameter.label.strip() == parameter.label != ""
        # It is the end of an error's sentence as well, which sets its own full stop.
        assert parameter.help.strip() == parameter.help != ""
        assert not parameter.help.endswith(".")


def test_there_is_one_a_party_and_one_b_party(facts):
    roles = [parameter.role for parameter in facts.parameters]
    assert roles.count(Role.A_PARTY) == 1
    assert roles.count(Role.B_PARTY) == 1
    assert facts.of_role(Role.B_PARTY).required
    assert facts.of_role(Role.A_PARTY).required is (facts.a_party_default is None)


def test_what_is_required_has_no_default_and_what_is_needed_exists(facts):
    names = {parameter.name for parameter in facts.parameters}
    for parameter in facts.parameters:
        assert not (parameter.required and parameter.default is not None)
        assert set(parameter.needs) <= names - {parameter.name}
        assert bool(parameter.choices) is (parameter.kind is Kind.CHOICE)


def test_a_secret_is_never_shown_by_its_own_check(facts):
    for parameter in (*facts.parameters, *facts.secrets):
        if parameter.is_secret:
            assert parameter.role is not Role.OPTION
            assert parameter.pattern is None
            with pytest.raises(InvalidInput) as refused:
                parameter.check(f"{CANARY}\n")
            assert "anary" not in str(refused.value)


def test_ranges_are_enforced_to_the_unit(facts):
    for parameter in facts.parameters:
        for edge, beyond in ((parameter.minimum, -1), (parameter.maximum, 1)):
            if edge is not None:
                assert parameter.check(str(edge)) == str(edge)
                with pytest.raises(InvalidInput, match=parameter.name):
                    parameter.check(str(edge + beyond))


def test_values_out_of_their_kind_are_refused_by_name(facts):
    for parameter in facts.parameters:
        if parameter.kind in {Kind.INTEGER, Kind.FLAG, Kind.CHOICE, Kind.DATE} or parameter.pattern:
            for value in ("maybe", "1e3", "٣", "-1", "1&x=2"):
                with pytest.raises(InvalidInput) as refused:
                    parameter.check(value)
                assert refused.value.name == parameter.name


def test_defaults_and_choices_pass_their_own_check(facts):
    for parameter in facts.parameters:
        for value in (*parameter.choices, *([parameter.default] if parameter.default is not None else [])):
            if value or parameter.empty_is_sent:
                assert parameter.check(value) == value


def test_what_belongs_together_is_wanted_together(facts):
    for parameter in facts.parameters:
        if parameter.needs:
            with pytest.raises(InvalidInput) as refused:
                facts.check_values({parameter.name: "x"})
            assert refused.value.name in parameter.needs


def test_settings_are_known_and_secrets_are_not_taken_as_values(facts):
    for setting in facts.settings:
        with pytest.raises(InvalidInput):
            check_setting(setting, "\n")
    for parameter in (*facts.parameters, *facts.secrets):
        if parameter.is_secret:
            with pytest.raises(InvalidInput) as refused:
                sort_given(facts, {parameter.name: CANARY})
            assert "anary" not in str(refused.value)


def test_there_is_a_method_for_each_declared_capability_and_none_besides(provider, facts):
    declared = [ability.capability for ability in facts.abilities]
    assert len(set(declared)) == len(declared)
    for capability, protocol in METHODS.items():
        assert facts.can(capability) is isinstance(provider, protocol), capability


def test_number_styles_are_listed_once(facts):
    assert facts.number_formats
    assert len(set(facts.number_formats)) == len(facts.number_formats)


def test_each_code_has_its_context_its_reading_and_a_vector_that_proves_it(name, facts):
    assert len({(code.context, code.code) for code in facts.codes}) == len(facts.codes)
    bodies = [reply_of(vector).body.lower() for vector in vectors(name)["responses"]]
    for code in facts.codes:
        word = re.compile(rb"(?<!\w)" + code.code.lower().encode() + rb"(?!\w)")
        assert any(word.search(body) for body in bodies), code
        assert code.code
        assert code.text
        assert code.context
        assert code.reading


# What is built


def test_every_plan_of_the_vectors_has_a_deadline(name, provider):
    for plan in start_plans(name):
        assert 0 < provider.deadline(plan) < 3600


def test_no_secret_is_in_anything_that_can_be_printed(name, provider):
    spellings = ("anary", "p&a;s", percent(CANARY), percent("p&a;s"), HANDLE)
    for plan in start_plans(name):
        secret = with_canaries(provider, replace(plan, track=True))
        for request in every_request(provider, secret, handle()):
            for shown in (repr(request), str(request), f"{request}", str(request.url), str(request.body), repr(secret)):
                assert not [spelling for spelling in spellings if spelling in shown]


def test_a_masked_request_shows_where_its_secrets_stand(name, provider):
    plan = with_canaries(provider, start_plans(name)[0])
    request = provider.start(plan)
    sent = request.url.reveal() + request.body.reveal()
    assert "cAnary" in sent
    assert "***" in str(request.url) + str(request.body)


def test_no_secret_is_in_an_errors_sentence(name):
    for error in invalid_messages(name):
        for vector in vectors(name)["requests"]:
            for value in vector["input"].get("secrets", {}).values():
                assert len(value) < 5 or value not in str(error)


def test_checking_a_plan_twice_changes_nothing(name, provider):
    for plan in start_plans(name):
        assert provider.check(plan) == plan


def test_a_url_is_plain_ascii_and_carries_each_value_back(name, provider):
    separators = {";", "&"}
    for vector in vectors(name)["requests"]:
        if not is_valid(vector):
            continue
        plan = with_canaries(provider, plan_of(name, vector["input"]))
        plan = replace(plan, values={key: _hostile(provider, key, value) for key, value in plan.values.items()})
        request = provider.start(plan)
        url = request.url.reveal()
        assert re.fullmatch(r"https?://[A-Za-z0-9.:-]+/[!-~]*", url)
        text = urlsplit(url).query or ("" if "<" in request.body.reveal() else request.body.reveal())
        assert re.fullmatch(r"(?:[\w.=;&~-]|%[0-9A-F]{2})*", text, re.ASCII)
        if text:
            separator = next(iter(separators & set(text)))
            pairs = [pair.split("=") for pair in text.split(separator)]
            found = {key: unquote(value) for key, value in pairs}
            assert len(found) == len(pairs)
            for key, value in plan.values.items():
                assert found[key] == value
            assert CANARY in found.values()
            assert plan.b_number in found.values()


def _hostile(provider, key, value):
    """A free text may hold anything that a person can type."""
    parameter = provider.facts.parameter(key)
    return CANARY if parameter.kind is Kind.TEXT and not parameter.pattern else value


def test_only_a_posted_request_has_a_body(name):
    for vector in vectors(name)["requests"]:
        if is_valid(vector):
            request = built(name, vector["input"])
            assert bool(request.body.reveal()) is (request.method is Method.POST)
