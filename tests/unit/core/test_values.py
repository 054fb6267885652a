"""The values handed between the layers: what they hide, what they default to, what they refuse."""

from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError

import pytest

from desktop_dialer.core import errors
from desktop_dialer.core.call import Reason
from desktop_dialer.core.plan import Plan
from desktop_dialer.core.reading import Handle, HangUp, HangUpReading, Reading, Refused, Unread
from desktop_dialer.core.secret import Secret

CANARY = "Kan4rie-9"


@pytest.mark.parametrize(
    "value",
    [
        Plan(base_url="https://h/", secrets={"password": Secret(CANARY)}),
        Handle(value=Secret(CANARY)),
        Reading(text=f"wrong password {CANARY}", handle=Handle(value=Secret(CANARY))),
        Unread(reason="malformed", text=CANARY),
        Refused(code="402", text=CANARY),
        HangUpReading(result=HangUp.REFUSED, text=CANARY),
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_value_shows_a_secret_or_what_a_provider_echoes(value):
    assert CANARY not in repr(value)
    assert CANARY not in str(value)


def test_a_plan_gives_the_named_values_in_the_order_asked():
    plan = Plan(base_url="https://h/", values={"a": "1", "b": "2", "c": ""})
    assert plan.given("c", "x", "a") == [("c", ""), ("a", "1")]
    assert plan.given() == []


def test_a_plan_hands_out_its_secrets_by_name():
    plan = Plan(base_url="https://h/", secrets={"password": Secret(CANARY)})
    assert plan.secret("password").reveal() == CANARY


def test_two_plans_share_nothing_that_can_change():
    plan = Plan(base_url="https://h/")
    for shared in (plan.values, plan.settings, plan.secrets):
        with pytest.raises(TypeError):
            shared["x"] = "y"
    with pytest.raises(FrozenInstanceError):
        plan.base_url = "x"


CLASSES = [value for _, value in inspect.getmembers(errors, inspect.isclass) if value.__module__ == errors.__name__]


def test_every_error_of_the_program_has_one_root_and_stands_in_the_drawn_tree():
    assert all(issubclass(error, errors.DialerError) for error in CLASSES)
    assert all(error.__name__ in errors.__doc__ for error in CLASSES)


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (errors.InvalidInput("It is wrong.", name="user"), ("name", "user")),
        (errors.InvalidInput("It is wrong."), ("name", "")),
        (errors.NumberRefused("It is wrong.", name="number"), ("name", "number")),
        (errors.QuestionOpen("It is wrong.", key="repeat"), ("key", "repeat")),
        (errors.LineBusy("It is wrong.", call="c1"), ("call", "c1")),
        (errors.SecretUnavailable("It is wrong.", reason=Reason.KEYRING), ("reason", Reason.KEYRING)),
        (errors.NotSent("It is wrong.", reason=Reason.DNS), ("reason", Reason.DNS)),
        (errors.NoAnswer("It is wrong.", reason=Reason.TIMEOUT), ("reason", Reason.TIMEOUT)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_is_its_sentence_and_carries_what_it_is_about(error, detail):
    assert str(error) == "It is wrong."
    assert getattr(error, detail[0]) == detail[1]
