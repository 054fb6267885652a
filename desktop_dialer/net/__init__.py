"""The wire: httpx, deadlines, caps, proof of what was sent, redaction."""

import sys

# httpx's own command line: where click, rich and pygments are installed, it would bring all three.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
