"""The set-up: everything pinned, the scripts sound, and each refusal one sentence that says what to do."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.checkout import ROOT

SHELL_TOOLS = (
    "cat",
    "dirname",
    "env",
    "grep",
    "head",
    "ls",
    "mktemp",
    "rm",
    "sed",
    "sleep",
    "tail",
    "tr",
    "uname",
    "wc",
)
SCRIPTS = ("packaging/dev", "packaging/bare-debian", ".ci/run")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins():
    """Each pinned distribution and its version."""
    lines = (ROOT / "packaging/constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [
        re.fullmatch(r"([\w.]+(?:-[\w.]+)*)==([\w.]+)", line) for line in lines if line and not line.startswith("#")
    ]
    assert all(found), "a line is no plain pin"
    table = {canonicalize_name(match[1]): match[2] for match in found}
    assert len(table) == len(found), "a name stands twice"
    return table


def named_requirements():
    project = PROJECT["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"], *PROJECT["build-system"]["requires"]]
    return [Requirement(line) for line in lines]


def needed(requirement, seen):
    """The distributions that a requirement brings into this environment, itself included."""
    name = canonicalize_name(requirement.name)
    extras = requirement.extras or {""}
    if (name, *extras) in seen or (requirement.marker and not requirement.marker.evaluate()):
        return
    seen.add((name, *extras))
    try:
        below = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:  # what builds the project lives in an environment of its own
        return
    yield name
    for line in below:
        further = Requirement(line)
        if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
            further.marker = None
            yield from needed(further, seen)


def test_each_requirement_is_pinned_to_a_version_that_it_allows():
    table = pins()
    for requirement in named_requirements():
        assert requirement.specifier.contains(table[canonicalize_name(requirement.name)]), requirement


def test_what_is_installed_is_what_is_pinned():
    table, seen = pins(), set()
    names = {name for requirement in named_requirements() for name in needed(requirement, seen)}
    assert {name: importlib.metadata.version(name) for name in names} == {name: table.get(name) for name in names}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_started(script):
    assert os.access(ROOT / script, os.X_OK)
    assert subprocess.run(["bash", "-n", ROOT / script], check=False).returncode == 0


@pytest.fixture
def machine(tmp_path):
    """A machine as `packaging/dev` sees it: the real tools of the shell, and made-up apt, sudo and user."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in SHELL_TOOLS:
        (tools / name).symlink_to(shutil.which(name))

    def stub(name, body):
        (tools / name).unlink(missing_ok=True)  # never write through a link to the real tool
        (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tools / name).chmod(0o755)

    def run(*arguments, stdin=subprocess.DEVNULL):
        environment = {"PATH": str(tools), "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "LC_ALL": "C.UTF-8"}
        environment["DESKTOP_DIALER_VENV"] = str(tmp_path / "environment")
        command = [shutil.which("bash"), ROOT / "packaging/dev", *arguments]
        done = subprocess.run(command, env=environment, stdin=stdin, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr.strip().splitlines()

    run.stub = stub
    stub("dpkg-query", "printf 'installed:libgl1 installed:libglib2.0-0t64 '")
    stub("apt-get", "exit 9")
    stub("apt-cache", "exit 1")
    stub("id", "echo 1000")
    stub("python3", f'exec "{sys.executable}" "$@"')
    return run


def test_without_sudo_it_names_the_command_for_root(machine):
    code, said = machine("demo")
    assert code == 1
    assert said[-1].startswith("Stopped: system packages are missing; as root, run: apt-get update && apt-get install")
    assert " libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 fonts-dejavu-core " in said[-1]
    assert not {"libgl1", "libglib2.0-0"} & set(said[-1].split())


def test_with_nobody_to_ask_sudo_is_not_used(machine, tmp_path):
    machine.stub("sudo", f"touch {tmp_path}/used")
    code, said = machine("test")
    assert code == 1
    assert "run: sudo sh -c 'apt-get update && apt-get install" in said[-1]
    assert "gnome-keyring" in said[-1]
    assert not (tmp_path / "used").exists()


def test_a_no_is_respected(machine, tmp_path):
    machine.stub("sudo", f"touch {tmp_path}/used")
    ours, theirs = os.openpty()
    os.write(ours, b"n\n")
    code, said = machine("demo", stdin=theirs)
    os.close(theirs)
    os.close(ours)
    assert code == 1
    assert any("Root is needed once, to run: apt-get update" in line for line in said)
    assert said[-1].startswith("May sudo do that now? [Y/n] Stopped: system packages are missing; run: sudo")
    assert not (tmp_path / "used").exists()


def test_yes_answers_the_question(machine, tmp_path):
    machine.stub("sudo", f'echo "$@" >> {tmp_path}/used; exit 0')
    machine.stub("python3", "exit 1")
    code, said = machine("--yes", "demo")
    assert code == 1
    assert "apt-get install -y --no-install-recommends" in (tmp_path / "used").read_text(encoding="utf-8")
    assert said[-1].startswith("Stopped: Python 3.11 or newer was not found")


def test_a_failing_apt_is_told_with_its_reason(machine):
    machine.stub("id", "echo 0")
    machine.stub("apt-get", "echo E: no network; exit 100")
    code, said = machine("demo")
    assert code == 1
    assert any("E: no network" in line for line in said)
    assert said[-1].startswith("Stopped: apt-get could not install libegl1")


def test_a_folder_that_is_no_environment_is_left_alone(machine, tmp_path):
    script = (ROOT / "packaging/dev").read_text(encoding="utf-8")
    packages = " ".join(re.findall(r"^demo_packages=['\"](?:\$demo_packages )?(.*)['\"]$", script, re.MULTILINE))
    machine.stub("dpkg-query", f"printf 'installed:%s ' {packages}")
    treasure = tmp_path / "environment" / "thesis.txt"
    treasure.parent.mkdir()
    treasure.write_text("years of work", encoding="utf-8")
    code, said = machine("demo")
    assert code == 1
    assert "is no virtual environment" in said[-1]
    assert treasure.exists()


def test_an_unknown_command_shows_the_usage(machine):
    code, said = machine("dance")
    assert code == 2
    assert any(line.startswith("  packaging/dev test") for line in said)
