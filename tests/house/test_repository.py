"""What may lie in the repository, and what no file of it may say."""

import re

import pytest

from tests.house.checkout import ROOT, files

ON_TOP = {"pyproject.toml", "README.md", "desktop_dialer", "resources", "tests", "packaging"}
# Put together from pieces, so that this file does not hold what it looks for.
HOSTS = re.compile(
    "|".join(
        re.escape(part + rest)
        for part, rest in [
            ("py", "pi.org"),
            ("py", "pi.python.org"),
            ("python", "hosted.org"),
            ("registry.", "npmjs"),
            ("registry.", "yarnpkg"),
            ("deb.", "debian.org"),
            ("security.", "debian.org"),
            ("snapshot.", "debian.org"),
            ("archive.", "ubuntu.com"),
            ("conda.", "anaconda.org"),
        ]
    ),
    re.IGNORECASE,
)
PLACES = re.compile(r"(?<![\w.~$}])/(?:work|ro{2}t|home/\w+|opt/\w+-?\w*|Users/\w+)/|\.\./sh{1}ared\b")
ADDRESS = re.compile(r"https?:" + "//", re.IGNORECASE)
OPTION = re.compile(r"\b(?:index|extra-index)-u" + r"rl\b|\bfind-l" + r"inks\b", re.IGNORECASE)
SET_UP = ("pyproject.toml", "packaging/constraints.txt", "packaging/dev", "packaging/bare-debian", ".ci/run")


def breaches(pattern, paths):
    for path in paths:
        text = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{path}:{number}: {line.strip()[:120]}"


def test_nothing_else_lies_on_top():
    assert {path.parts[0] for path in files() if not path.parts[0].startswith(".")} <= ON_TOP


@pytest.mark.parametrize("pattern", [HOSTS, PLACES], ids=["package hosts", "places on one machine"])
def test_no_file_names(pattern):
    assert list(breaches(pattern, files())) == []


@pytest.mark.parametrize("pattern", [ADDRESS, OPTION], ids=["an address", "an index"])
def test_no_file_of_the_set_up_names(pattern):
    assert list(breaches(pattern, SET_UP)) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (HOSTS, "https://py" + "pi.org/simple"),
        (HOSTS, "files.python" + "hosted.org"),
        (PLACES, "see /wo" + "rk/main"),
        (PLACES, "'/ro" + "ot/.config'"),
        (PLACES, "/ho" + "me/anna/x"),
        (PLACES, "../sha" + "red/manuals"),
        (ADDRESS, "http:" + "//example.com"),
        (OPTION, "--index-u" + "rl x"),
    ],
)
def test_a_planted_name_is_found(pattern, text):
    assert pattern.search(text)


@pytest.mark.parametrize(
    "text", ["https://example.com/wo" + "rk/x", "$HOME/.config", "the home/work number", "shared/x"]
)
def test_a_decent_line_passes(text):
    assert not HOSTS.search(text)
    assert not PLACES.search(text)
