"""Which library may be imported where, beyond what import-linter can say: `only ...`, parts of the standard library."""

import sys

OURS = "desktop_dialer"
# Whatever waits, starts something, opens a connection or finds modules by name.
_WAITS_OR_SPAWNS = (
    "asyncio",
    "concurrent",
    "ftplib",
    "http.client",
    "http.server",
    "importlib",
    "multiprocessing",
    "os",
    "pathlib",
    "select",
    "selectors",
    "shutil",
    "signal",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "subprocess",
    "threading",
    "time",
    "urllib.request",
)
# Layer: (the libraries beside the standard one, what of the standard one is barred).
STRICT = {
    "core": (
        {OURS, "phonenumbers"},
        ("asyncio.subprocess", "http.client", "importlib", "socket", "sqlite3", "subprocess", "urllib.request"),
    ),
    "providers": ({OURS}, _WAITS_OR_SPAWNS),
    "dialing": ({OURS}, ("http.client", "importlib", "socket", "sqlite3", "subprocess", "threading", "urllib.request")),
    "handoff": (set(), ("asyncio", "importlib")),
}
# Library: the layers that may know it.
HOMES = {
    "httpx": {"net"},
    "truststore": {"net"},
    "keyring": {"storage"},
    "sqlite3": {"storage"},
    "phonenumbers": {"core"},
    "PySide6": {"ui", "desktop", "app"},
    "shiboken6": {"ui"},
    "qasync": {"app", "desktop"},
}


def _is_under(name, roots):
    return any(name == root or name.startswith(root + ".") for root in roots)


def _is_another_providers(code, name):
    """A provider may be split: `voiptech` and `_voiptech_reply` are one; only `__init__` knows them all."""
    package, _, module = name.rpartition(".")
    if code.layer != "providers" or code.path.stem == "__init__" or package != f"{OURS}.providers":
        return False
    first_word = code.path.stem.lstrip("_").partition("_")[0]
    return not (module == f"_{first_word}" or module.startswith(f"_{first_word}_"))


def misplaced_imports(code):
    """Each import that this module's layer must not have, a line number first."""
    libraries, barred = STRICT.get(code.layer, (None, ()))
    for line, name in code.imports():
        if name.startswith("."):
            yield f"{line}: {name} is relative"
            continue
        top = name.partition(".")[0]
        if code.layer not in HOMES.get(top, {code.layer}):
            yield f"{line}: {name} belongs into {' or '.join(sorted(HOMES[top]))}"
        if libraries is not None and top not in libraries and top not in sys.stdlib_module_names:
            yield f"{line}: {name} is not for {code.layer}"
        if _is_another_providers(code, name):
            yield f"{line}: {name} is another provider's"
        if _is_under(name, barred):
            yield f"{line}: {name} is barred in {code.layer}"
