"""What can go wrong on the way back: scenarios in which a call is placed, yet its start reply does not arrive well."""

import dataclasses
from typing import Final

from desktop_dialer.simulator.dialect import Answer
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Response
from desktop_dialer.simulator.scenario import Scenario

_SLOW_REPLY: Final = 20.0
"""Simulated seconds."""
_GARBAGE: Final = Response(content_type="text/html", body=b"\xff\x00\xfe<html><head><title>Bad gatew\x80\x81")


def spoil(answer: Answer) -> Answer | None:
    """The answer as it reaches the client, or None where the connection is to be dropped instead.

    Only the answer to a request that placed a call is ever touched.
    """
    if answer.placed is None or answer.action is not Action.START:
        return answer
    match answer.placed.scenario:
        case Scenario.SLOW:
            return dataclasses.replace(answer, delay=answer.delay + _SLOW_REPLY * answer.placed.pace)
        case Scenario.GARBAGE:
            return dataclasses.replace(answer, response=_GARBAGE)
        case Scenario.LOST_ANSWER:
            return None
        case _:
            return answer
