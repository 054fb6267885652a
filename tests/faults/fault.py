"""The faults that `HostileServer` plays, each at a named step of the exchange."""

from enum import Enum, auto


class Fault(Enum):
    """What the server does. Where a step is not named, the request was read whole first."""

    NONE = auto()
    """Answers 200 with `body`, and keeps the connection where the client wants it."""
    REFUSE = auto()
    """Nobody listens on the port."""
    RESET_AFTER_ACCEPT = auto()
    """Resets (RST) before a byte was read."""
    RESET_AFTER_READING = auto()
    """Resets instead of a reply."""
    RESET_MID_REPLY = auto()
    """Resets after the headers and 10 of 50 bytes."""
    CLOSE_AFTER_ACCEPT = auto()
    """Closes in good order before a byte was read."""
    CLOSE_AFTER_READING = auto()
    """Closes in good order without a byte of reply."""
    STALL_AFTER_ACCEPT = auto()
    """Never reads, never answers."""
    STALL_AFTER_READING = auto()
    """Never answers."""
    STALL_AFTER_HEADERS = auto()
    """Sends the headers of a reply, then nothing."""
    STALL_MID_BODY = auto()
    """Sends 10 of 50 bytes, then nothing."""
    TRUNCATED_BODY = auto()
    """`Content-Length: 50`, 10 bytes, the end."""
    TRUNCATED_CHUNKS = auto()
    """A chunked body that ends within a chunk."""
    DRIP = auto()
    """A chunked body of a byte every `drip_seconds`, without end."""
    REDIRECT = auto()
    """`status` (default 302) to `location` (default: the trap, a listener that counts its connections)."""
    REDIRECT_TO_FILE = auto()
    """302 to `file:///etc/passwd`."""
    REDIRECT_LOOP = auto()
    """302 to the very address that was asked for."""
    GZIP_BOMB = auto()
    """A well-made gzip body, though nobody asked for it, that becomes 50 MB."""
    GZIP_BROKEN = auto()
    """`Content-Encoding: gzip` over something else."""
    ENDLESS_CHUNKS = auto()
    """A chunked body without end, as fast as it is taken."""
    HUGE_BODY = auto()
    """A body of 10 MiB with its length."""
    CAPTIVE_PORTAL = auto()
    """200 with an HTML page instead of what was asked for."""
    NOT_HTTP = auto()
    """`garbage`, and the end."""
    CONTINUE_FIRST = auto()
    """100 Continue, then a good reply."""
    EARLY_HINTS_FIRST = auto()
    """103 Early Hints, then a good reply."""
    HUGE_HEADERS = auto()
    """A header of 200 KB."""
    STATUS = auto()
    """`status` (default 503) with `body`, and `Retry-After: retry_after` where that is given."""

    @property
    def before_reading(self):
        """Whether the server never reads, and so counts no request."""
        return self in {Fault.REFUSE, Fault.RESET_AFTER_ACCEPT, Fault.CLOSE_AFTER_ACCEPT, Fault.STALL_AFTER_ACCEPT}
