"""Which boot of the machine this is: only within one boot may two readings of the monotonic clock be compared."""

from pathlib import Path

_LINUX = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """The kernel's own id of this boot; empty where the system names none."""
    try:
        return _LINUX.read_text(encoding="ascii").strip()
    except OSError:
        return ""
