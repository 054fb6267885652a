"""The window's composition root: `window` paints first, `serving` loads and wires the rest and closes it in reverse."""

import os
import sys
from collections.abc import Mapping


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown: everywhere but on a bare Linux console."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
