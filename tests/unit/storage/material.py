"""What the tests of storage are made of: intents, reports, and processes of their own."""

import itertools
import subprocess
import sys
from pathlib import Path

from desktop_dialer.core.call import Evidence, Intent, Report, State

ROOT = Path(__file__).parents[3]

_numbers = itertools.count(1)


def intent(call=None, **changes):
    number = next(_numbers)
    fields = {
        "call": call or f"call{number:04}",
        "account": "office",
        "provider": "tel2",
        "a_number": "0201234567",
        "b_number": "+442071234567",
        "line": f"line {number}",
        "called": "+442071234567",
        "country": "GB",
    }
    return Intent(**{**fields, **changes})


def said(state=None, evidence=Evidence.REPLY, **fields):
    return Report(evidence=evidence, state=state and State(state), **fields)


ARMED = said("armed", Evidence.LOCAL)


def start_python(script, *arguments):
    """A process of its own that runs `script`; its output is text."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def run_python(script, *arguments):
    """What such a process says, once it has ended well."""
    with start_python(script, *arguments) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return said
