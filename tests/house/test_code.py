"""The rules of `rules.py` and `imports.py` hold over the whole package, and each of them finds what it is for."""

import pytest

from tests.house import rules
from tests.house.checkout import PACKAGE, ROOT
from tests.house.imports import misplaced_imports
from tests.house.rules import RULES, WRAPPED_ONCE, Code

MODULES = [
    Code(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()) for path in sorted(PACKAGE.rglob("*.py"))
]


@pytest.mark.parametrize("rule", [*RULES, misplaced_imports], ids=lambda rule: rule.__name__)
def test_the_package_keeps(rule):
    assert [f"{code.path}:{finding}" for code in MODULES for finding in rule(code)] == []


@pytest.mark.parametrize("name", sorted(WRAPPED_ONCE))
def test_one_module_at_most_touches(name):
    assert len([str(code.path) for code in MODULES if name in rules.names_of_the_wrapped(code)]) <= 1


BROKEN = [
    (rules.no_file_is_too_long, "\n" * 301),
    (rules.a_module_says_what_it_is_for, "x = 1"),
    (rules.a_module_says_what_it_is_for, '"""Numbers"""'),
    (rules.a_module_says_what_it_is_for, '"""numbers and their shapes"""'),
    (rules.only_the_command_line_prints, "print('x')"),
    (rules.a_slot_is_a_bound_method, "button.clicked.connect(lambda: None)"),
    (rules.a_slot_is_a_bound_method, "self.button.clicked.connect(functools.partial(f, 1), type=queued)"),
    (rules.no_dialog_stops_the_loop, "dialog.exec()"),
    (rules.no_dialog_stops_the_loop, "Dialog(self).exec_()"),
    (rules.nothing_is_asserted, "assert x"),
    (rules.no_error_is_swallowed, "try:\n    f()\nexcept Exception:\n    pass"),
    (rules.no_error_is_swallowed, "for x in y:\n    try:\n        f()\n    except:\n        continue"),
    (rules.no_error_is_swallowed, "try:\n    f()\nexcept BaseException:\n    ..."),
    (rules.nothing_is_put_off, "x = 1  # TO" + "DO: y"),
    (rules.nothing_is_put_off, "raise NotImplementedError"),
]


@pytest.mark.parametrize(("rule", "text"), BROKEN, ids=lambda part: getattr(part, "__name__", None))
def test_a_planted_breach_is_found(rule, text):
    assert list(rule(Code(text)))


FINE = '''"""Numbers and their shapes."""

from asyncio import timeout

try:
    button.clicked.connect(self._on_clicked)
    dialog.open()
except ValueError:
    pass
except Exception:
    log.exception("x")
'''


@pytest.mark.parametrize("rule", [*RULES, misplaced_imports], ids=lambda rule: rule.__name__)
def test_decent_code_passes(rule):
    assert list(rule(Code(FINE))) == []


def test_the_command_line_may_print():
    assert not list(rules.only_the_command_line_prints(Code("print('x')", "desktop_dialer/cli/call.py")))


@pytest.mark.parametrize(
    "text", ["from PySide6.QtWidgets import QLabel", "QtWidgets.QLabel('x')", "x.setToolTip(name)"]
)
def test_a_bare_door_for_foreign_text_is_found(text):
    assert rules.names_of_the_wrapped(Code(text))


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("core/x.py", "import httpx"),
        ("core/x.py", "import anyio"),
        ("core/x.py", "def f():\n    from urllib import request"),
        ("core/x.py", "from . import call"),
        ("providers/tel2.py", "from desktop_dialer.providers import anveo"),
        ("providers/tel2.py", "from desktop_dialer.providers._voiptech_reply import read"),
        ("providers/_voiptech_reply.py", "from desktop_dialer.providers.voiptech import Voiptech"),
        ("providers/tel2.py", "import time"),
        ("providers/tel2.py", "from asyncio import sleep"),
        ("providers/tel2.py", "import phonenumbers"),
        ("dialing/dialer.py", "import sqlite3"),
        ("cli/call.py", "import httpx"),
        ("cli/call.py", "from PySide6 import QtCore"),
        ("wiring.py", "import keyring"),
        ("handoff.py", "from desktop_dialer.core import call"),
    ],
)
def test_a_planted_import_is_found(layer, text):
    assert list(misplaced_imports(Code(text, f"desktop_dialer/{layer}")))


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        ("core/numbers.py", "import phonenumbers\nfrom urllib.parse import quote"),
        ("providers/tel2.py", "from desktop_dialer.core import call\nfrom urllib.parse import quote"),
        ("providers/__init__.py", "from desktop_dialer.providers.tel2 import Tel2"),
        ("providers/voiptech.py", "from desktop_dialer.providers._voiptech_reply import read"),
        ("providers/_business_isp_codes.py", "from desktop_dialer.providers._business_isp_reply import read"),
        ("net/http_client.py", "import httpx"),
        ("app.py", "import qasync"),
    ],
)
def test_an_import_in_its_place_passes(layer, text):
    assert list(misplaced_imports(Code(text, f"desktop_dialer/{layer}"))) == []
