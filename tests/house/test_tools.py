"""Format, lint, types and import contracts, as tests."""

import subprocess
import sys

import pytest

from tests.house.checkout import ROOT

CONTRACTS = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
TOOLS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "contracts": ["-c", CONTRACTS, "--no-cache", "--no-logo"],
}


def run(arguments, folder=ROOT):
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.timeout(400)
@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_is_found_by(tool):
    code, said = run(TOOLS[tool])
    assert code == 0, said


PLANTED = {
    "format": "x = [ 1 ]\n",
    "lint": "import os\n",
    "types": 'x: int = "one"\n',
    "contracts": "import httpx\n",
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("tool", PLANTED)
def test_a_planted_fault_is_found_by(tool, tmp_path):
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for layer in ("core", "providers", "dialing", "storage", "net", "contacts", "simulator", "cli"):
        folder = tmp_path / "desktop_dialer" / layer
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text('"""A layer."""\n', encoding="utf-8")
    (tmp_path / "desktop_dialer" / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    assert run(TOOLS[tool], tmp_path)[0] == 0
    (tmp_path / "desktop_dialer" / "core" / "planted.py").write_text(
        '"""A module."""\n\n' + PLANTED[tool], encoding="utf-8"
    )
    assert run(TOOLS[tool], tmp_path)[0] != 0
