"""The courses that a simulated call can take; each dialect reports of it what its manual lets it say."""

from enum import StrEnum


class Scenario(StrEnum):
    """How the next calls go. The value is the name on the command line."""

    TALK = "talk"
    """Both parties answer and talk; the B-party ends the call."""
    BUSY = "busy"
    """A party is engaged."""
    NO_ANSWER = "no_answer"
    """A party lets it ring until the provider gives up."""
    DECLINED = "declined"
    """A party refuses the call."""
    NO_FUNDS = "no_funds"
    """The account cannot pay; nothing rings."""
    WRONG_PASSWORD = "wrong_password"
    """Every credential is refused; nothing rings."""
    WRONG_NUMBER = "wrong_number"
    """The B-party's number does not exist; nothing rings."""
    SLOW = "slow"
    """As TALK, but the reply to the start request takes 20 s."""
    GARBAGE = "garbage"
    """As TALK, but the reply to the start request cannot be read."""
    LOST_ANSWER = "lost_answer"
    """As TALK, but the connection is dropped instead of answering the start request."""
    SESSION_LOST = "session_lost"
    """As TALK, but once both are connected the provider knows nothing of the call any more."""
