"""The checkout as git hands it over: which files belong to it, and where it lies."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop_dialer"
# For a copy without git: what .gitignore names, and .git itself.
_LEFT_OUT = {
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
    "dist",
}


def _walked():
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if name not in _LEFT_OUT and not name.endswith(".egg-info") and not (here / name / "pyvenv.cfg").exists()
        ]
        yield from (here / name for name in names if not name.startswith(".coverage"))


def files():
    """Each file of the checkout, as paths under `ROOT`: tracked, or new and not ignored."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if shutil.which("git") and (found := subprocess.run(command, capture_output=True, check=False)).returncode == 0:
        paths = [ROOT / os.fsdecode(name) for name in found.stdout.split(b"\0") if name]
    else:
        paths = list(_walked())
    return sorted(path.relative_to(ROOT) for path in paths if path.is_file())
