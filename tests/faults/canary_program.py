"""The real program as a child process, in a home of its own, with canaries for secrets and all it says in a sweep."""

import contextlib
import json
import os
import subprocess
import sys

from tests.faults import canary
from tests.faults.canary import ProcessWatch, Sweep

NUMBER = "+442034567891"
SCALE = "0.05"
LIMIT_SECONDS = 60.0
ACCOUNTS = {
    "tel2": {"user": "442034567890"},
    "voiptech": {"user": "me", "org": "we", "dial1": "101", "Response": "yes", "track": "yes"},
    "anveo": {"PHONENUMBER": "+442034567892", "email": "me@example.com"},
    "vprovider": {"auth_username": "me", "snumber": "+442034567893", "wait": "5", "track": "yes"},
    "business_isp": {"login": "me", "source": "+442034567894", "type": "1"},
}
KEPT = {
    "tel2": {"password": canary.PASSWORD},
    "voiptech": {"pass": canary.PASSWORD},
    "anveo": {"USERKEY": canary.USERKEY, "secure_phrase": canary.PHRASE},
    "vprovider": {"auth_password": canary.PASSWORD},
    "business_isp": {"password": canary.PASSWORD},
}


class Program:
    """The program as a process, in a home of its own; whatever it says goes into the sweep."""

    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.sweep = Sweep()
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DESKTOP_DIALER_", "XDG_"))},
            "DESKTOP_DIALER_HOME": str(self.home),
            "DESKTOP_DIALER_TIME_SCALE": SCALE,
            "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join(sys.path),
            **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
        }

    def run(self, *words, secrets=(), code=None):
        """From start to end, at DEBUG; (exit code, output). `code` is run instead of the program itself."""
        with self.start(*words, secrets=secrets, code=code) as process:
            out, err = process.communicate(timeout=LIMIT_SECONDS)
        self.sweep.add("standard output", out)
        self.sweep.add("standard error", err)
        assert b"Traceback" not in err
        return process.returncode, out.decode()

    @contextlib.contextmanager
    def start(self, *words, secrets=(), code=None):
        command = [sys.executable, *(("-c", code) if code else ("-m", "desktop_dialer")), "--debug", *words]
        process = subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            with ProcessWatch(process, self.sweep):
                process.stdin.write("".join(f"{secret}\n" for secret in secrets).encode())
                process.stdin.flush()
                yield process
        finally:
            process.kill()
            process.communicate()

    def add_accounts(self, server):
        for provider, values in ACCOUNTS.items():
            given = {**values, "base_url": server.base_url(provider), "allow_http": "yes", "country": "GB"}
            words = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
            words += [word for name in KEPT[provider] for word in ("--secret", name)]
            code, _ = self.run(
                "account", "add", provider, "--provider", provider, *words, secrets=KEPT[provider].values()
            )
            assert code == 0

    def call(self, provider, *words, times=1, code=None):
        return self.run("call", *[NUMBER] * times, "--account", provider, "--yes", *words, code=code)

    def states(self, out):
        return {json.loads(line)["state"] for line in out.splitlines()}

    def leaks(self):
        """What the sweep finds now, in the files too."""
        self.sweep.add_files(self.folder)
        return self.sweep.leaks()

    @property
    def log(self):
        return "".join(path.read_text() for path in self.home.glob("*.log*"))
