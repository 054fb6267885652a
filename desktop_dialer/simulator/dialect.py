"""What a dialect hands to the server: its addresses, and an answer to each request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from desktop_dialer.simulator.call import SimulatedCall
from desktop_dialer.simulator.log import Action
from desktop_dialer.simulator.message import Request, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The response to a request, with what the log needs to know about it.

    As the whole course of a call is known beforehand, even an answer that has to wait for a telephone is known at once:
    `delay` says how many real seconds later it goes out.
    """

    action: Action
    response: Response
    parameters: Mapping[str, str] = field(repr=False)
    a_number: str = ""
    """As a start request gives it; otherwise the call knows."""
    b_number: str = ""
    placed: SimulatedCall | None = None
    """The call that this request placed."""
    about: SimulatedCall | None = None
    """The earlier call that this request was about."""
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Route:
    """An address of a dialect: the methods it takes and what handles them.

    A handler neither waits nor raises, but for `MalformedParametersError`.
    """

    methods: frozenset[str]
    handle: Callable[[Request], Answer]


class Dialect(Protocol):
    """One provider's web interface."""

    @property
    def name(self) -> str:
        """The provider, and the first part of every path."""

    @property
    def base_path(self) -> str:
        """The path, after the name, that an account's base address takes."""

    @property
    def routes(self) -> Mapping[str, Route]:
        """The addresses, by their path after the name."""


GET = frozenset({"GET"})
POST = frozenset({"POST"})
GET_OR_POST = GET | POST
